"""What only shows across a framework's files: references, totals, coverage.

Each check yields problems with the place of the entry that is wrong. Shapes are the models'.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain

from sources.framework.base import Record
from sources.framework.boundaries import boundaries_fit
from sources.framework.breakdown_checks import breakdowns_in_order
from sources.framework.change_checks import changes_in_order
from sources.framework.changes import DefinitionChange, TargetChange
from sources.framework.comparator_checks import comparators_known
from sources.framework.framework import Framework
from sources.framework.holders import handovers_in_order
from sources.framework.keys import Period
from sources.framework.layouts import Layout
from sources.framework.levels import misfit
from sources.framework.measures import Measure
from sources.framework.owed import OwedReturn, ReportProduct, ReturnType
from sources.framework.part_checks import parts_fit
from sources.framework.people_checks import people_known
from sources.framework.places import Problem
from sources.framework.plan import Department, KeyAction
from sources.framework.procedures import Procedure
from sources.framework.return_checks import corporate_returns
from sources.framework.risks import Risk
from sources.framework.scorecard_checks import quality_in_its_own_words
from sources.framework.target_checks import targets_fit
from sources.framework.target_sense import targets_can_be_reached
from sources.framework.targets import Target
from sources.framework.timetable import PeriodTimetable, Review
from sources.words import name_of

Place = Callable[..., tuple[str, int]]


def cross_check(framework: Framework, place: Place) -> Iterator[Problem]:
    """Every problem of a framework whose entries are each in order."""
    if not framework.measures:
        yield Problem("measures.csv", 1, "There are no measures.", "Add a row for each measure.")
    yield from _references(framework, place)
    yield from targets_fit(framework, place)
    yield from targets_can_be_reached(framework, place)
    yield from changes_in_order(framework, place)
    yield from _scheme(framework)
    yield from _levels(framework, place)
    yield from _owed(framework, place)
    yield from corporate_returns(framework, place)
    yield from _risks(framework, place)
    yield from _reviews(framework, place)
    yield from people_known(framework, place)
    yield from breakdowns_in_order(framework, place)
    yield from boundaries_fit(framework, place)
    yield from handovers_in_order(framework, place)
    yield from parts_fit(framework, place)
    yield from comparators_known(framework, place)
    yield from quality_in_its_own_words(framework)


def _references(fw: Framework, place: Place) -> Iterator[Problem]:
    """Every id that one record uses must be another record's own."""
    services = {d.id: {s.id for s in d.services} for d in fw.departments.values()}
    wanted: list[tuple[type[Record], str, str, Iterable[str | None], Iterable[str]]] = []
    for m in fw.measures.values():
        wanted += [
            (Measure, m.id, "department", [m.department], fw.departments),
            (Measure, m.id, "sent_by", [m.sent_by], fw.returns),
            (Measure, m.id, "service", [m.service], services.get(m.department, ())),
            (Measure, m.id, "body", [m.body], fw.bodies),
            (Measure, m.id, "outcomes", m.outcomes, fw.outcomes),
            (Measure, m.id, "priorities", m.priorities, fw.priorities),
            (Measure, m.id, "breakdowns", m.breakdowns, fw.breakdowns),
        ]
    for a in fw.actions.values():
        wanted += [
            (KeyAction, a.id, "priority", [a.priority], fw.priorities),
            (KeyAction, a.id, "outcome", [a.outcome], fw.outcomes),
            (KeyAction, a.id, "department", [a.department], fw.departments),
            (KeyAction, a.id, "body", [a.body], fw.bodies),
            (KeyAction, a.id, "measures", a.measures, fw.measures),
        ]
    wanted += [(Target, t, "measure", [t], fw.measures) for t in fw.targets]
    wanted += [(Procedure, p, "measure", [p], fw.measures) for p in fw.procedures]
    changed: list[TargetChange | DefinitionChange] = [
        *chain(*fw.target_changes.values()),
        *chain(*fw.definition_changes.values()),
    ]
    wanted += [(type(c), c.key, "measure", [c.measure], fw.measures) for c in changed]
    wanted += [
        (Layout, lay.id, "called", lay.called.values(), fw.measures) for lay in fw.layouts.values()
    ]
    for r in fw.returns.values():
        wanted += [
            (OwedReturn, r.id, "departments", r.departments, fw.departments),
            (OwedReturn, r.id, "layout", [r.layout], fw.layouts),
        ]
    for k in fw.risks.values():
        wanted += [
            (Risk, k.id, "body", [k.body], fw.bodies),
            (Risk, k.id, "department", [k.department], fw.departments),
            (Risk, k.id, "priorities", k.priorities, fw.priorities),
            (Risk, k.id, "measures", k.measures, fw.measures),
            (Risk, k.id, "actions", k.actions, fw.actions),
        ]
    wanted += [(ReportProduct, p.id, "bodies", p.bodies, fw.bodies) for p in fw.products.values()]
    for model, name, field, used, known in wanted:
        for one in used:
            if one is not None and one not in known:
                file, line = place(model, name, field)
                if model in (Target, Procedure, TargetChange, DefinitionChange):
                    message = f"This row is for '{one}', which is not in measures.csv."
                    yield Problem(file, line, message, "Remove the row, or add the measure.")
                    continue
                message = f"'{name}' names {field} '{one}', which does not exist."
                yield Problem(file, line, message, f"Known: {_few(known)}.")


def _few(known: Iterable[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:12]) + (", ..." if len(names) > 12 else "") if names else "none"


def _scheme(fw: Framework) -> Iterator[Problem]:
    known = {level.id for level in fw.measure_scheme.ratings}
    for rating in fw.measure_scheme.unlisted():
        yield Problem(
            "schemes.yaml",
            1,
            f"Rating '{rating}' is used but not listed.",
            f"Known: {_few(known)}.",
        )


def _levels(fw: Framework, place: Place) -> Iterator[Problem]:
    """Levels must be of the scheme's ratings, and look the way in which the measure is better."""
    known = [level.id for level in fw.measure_scheme.ratings]
    for measure in fw.measures.values():
        if measure.levels is None:
            continue
        problem = misfit(measure.levels, measure.polarity.value, known)
        if problem is not None:
            file, line = place(Measure, measure.id)
            message = f"The levels of '{measure.id}' cannot be used: {problem}."
            yield Problem(file, line, message, "Write them like: green >= 55; amber >= 40; red.")


def _names_alike(fw: Framework, owed: OwedReturn, place: Place) -> Iterator[Problem]:
    """Where a return names its measures, no two of the council's may be called alike."""
    own = {measure.id for measure in fw.measures_of(owed.id)}
    seen: dict[str, str] = {}
    for measure in fw.measures.values():
        other = seen.setdefault(name_of(measure.name), measure.id)
        if other != measure.id and own & {other, measure.id}:
            file, line = place(Measure, measure.id)
            message = f"Return '{owed.id}' tells measures by name; '{other}' has the same one."
            yield Problem(file, line, message, "Rename one, or tell them apart by id.")


def _twice_on_a_day(fw: Framework, place: Place) -> Iterator[Problem]:
    """An edition is known by its product and day, so that a day can have only one."""
    seen: dict[tuple[str, date], Period] = {}
    for period, entry in fw.timetable.items():
        for product in fw.products.values():
            stage = entry.stage(product.issued_for)
            if (
                not product.reports(period)
                or stage is None
                or stage.on is None
                or stage.deadline is None
            ):
                continue
            other = seen.setdefault((product.id, stage.on), period)
            if other != period:
                file, line = place(PeriodTimetable, str(period))
                message = f"'{product.id}' is issued on {stage.on} for {other} and for {period}."
                yield Problem(file, line, message, "Give each period a day of its own.")


def _owed(fw: Framework, place: Place) -> Iterator[Problem]:
    recurring = [r for r in fw.returns.values() if r.return_type is ReturnType.DEPARTMENT]
    for department in fw.departments:
        senders = [r.id for r in recurring if department in r.departments]
        if len(senders) != 1:
            file, line = place(Department, department)
            message = f"Department '{department}' is in {len(senders)} department returns."
            yield Problem(file, line, message, "Put it in exactly one return of returns.yaml.")
    for owed in fw.returns.values():
        layout = fw.layouts.get(owed.layout)
        if owed.once_for is not None:
            continue
        if layout is not None and layout.kind != "form" and not layout.states_period:
            file, line = place(OwedReturn, owed.id)
            message = f"Return '{owed.id}' comes every period, and its layout does not say which."
            yield Problem(file, line, message, "Give the layout a period or a period_label.")
        if layout is not None and layout.measure_by == "name":
            yield from _names_alike(fw, owed, place)
    for period, entry in fw.timetable.items():
        file, line = place(PeriodTimetable, str(period))
        if period.year != fw.year:
            yield Problem(file, line, f"{period} is not in {fw.year}.", "Move it to its own year.")
        for owed in fw.returns.values():
            if owed.due_stage and entry.stage(owed.due_stage) is None:
                message = (
                    f"Return '{owed.id}' is due at stage '{owed.due_stage}', which {period} lacks."
                )
                yield Problem(
                    file,
                    line,
                    message,
                    "Add the stage, with precision none if it has no date.",
                )
        for product in fw.products.values():
            if product.reports(period) and entry.stage(product.issued_for) is None:
                message = (
                    f"Product '{product.id}' is issued for stage '{product.issued_for}', which "
                    f"{period} lacks."
                )
                yield Problem(
                    file,
                    line,
                    message,
                    "Add the stage, with precision none if it has no date.",
                )
    yield from _twice_on_a_day(fw, place)
    starts, ends = Period(fw.year, "FY").starts, Period(fw.year, "FY").ends
    if fw.plan.starts > starts or fw.plan.ends < ends:
        yield Problem(
            "plan.yaml",
            1,
            f"The plan is not in force for all of {fw.year}.",
            "Check its dates.",
        )


def _risks(fw: Framework, place: Place) -> Iterator[Problem]:
    """An assessment must lie within the matrix."""
    if fw.risk_matrix is None:
        return
    steps = {"likelihood": len(fw.risk_matrix.likelihood), "impact": len(fw.risk_matrix.impact)}
    for risk in fw.risks.values():
        for assessment in risk.assessments:
            for what, highest in steps.items():
                given = getattr(assessment, what)
                if given > highest:
                    file, line = place(Risk, risk.id, "assessments")
                    message = f"'{risk.id}' has a {what} of {given}; the matrix goes to {highest}."
                    yield Problem(file, line, message, "Correct it, or add a word to the matrix.")


def _reviews(fw: Framework, place: Place) -> Iterator[Problem]:
    year = Period(fw.year, "FY")
    for review in fw.reviews.values():
        if not year.starts <= review.starts <= year.ends:
            file, line = place(Review, review.id, "starts")
            message = f"Review '{review.id}' does not start in {fw.year}."
            yield Problem(file, line, message, "Move it to its own year.")
