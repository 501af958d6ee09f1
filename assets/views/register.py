"""The register of measures as at a day: every measure, withdrawn ones too, with all that is held.

A measure is in one place in the register: its department. What a report says beside a value because
of its entry is `register_notes`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from assets.views.register_targets import plain_number, register_targets
from assets.views.wording import counted, unit_words
from report_templates.register import (
    RegisterDefinition,
    RegisterDepartment,
    RegisterDue,
    RegisterEntry,
    RegisterPage,
    RegisterProcedure,
    RegisterReview,
    RegisterWords,
)
from sources.framework.day_rules import day_text
from sources.framework.framework import Framework
from sources.framework.measures import Kind, Measure, Polarity, Tier
from sources.framework.plan import Provenance
from sources.framework.procedures_due import ProcedureDue, procedures_due

BETTER = {
    Polarity.HIGHER: "higher is better",
    Polarity.LOWER: "lower is better",
    Polarity.RANGE: "within the range is best",
    Polarity.NONE: "neither way is better",
}


def register_page(
    framework: Framework,
    day: date,
    *,
    demonstration: str | None = None,
    covers: str | None = None,
    has_report: bool = False,
    amounts: Mapping[str, str] = MappingProxyType({}),
) -> RegisterPage:
    """The register of a framework as it stands on a day.

    `amounts` are what targets on last year come to, by measure, where that is known.
    """
    words = framework.council.words
    measures = list(framework.measures.values())
    asked = _asked(measures, day) if framework.keeps_procedures else []
    due = {one.measure: one for one in procedures_due(framework, asked, day)}
    departments = (
        _department(framework, name, due, day, amounts) for name in framework.departments
    )
    return RegisterPage(
        council_id=framework.council.id,
        council=framework.council.name,
        year=str(framework.year),
        as_at=day_text(day),
        as_at_day=day.isoformat(),
        demonstration=demonstration,
        covers=covers,
        has_report=has_report,
        words=RegisterWords(words.body, words.outcome, words.procedure),
        kinds=tuple(kind.value for kind in Kind),
        tiers=tuple(tier.value for tier in Tier),
        departments=tuple(one for one in departments if one.entries),
        reviews=tuple(
            RegisterReview(
                review.name,
                " and ".join(tier.value for tier in review.tiers),
                review.words,
                review.is_open(day),
            )
            for review in framework.reviews.values()
        ),
        keeps_procedures=framework.keeps_procedures,
        review_months=framework.procedure_rules.review_months,
        note=framework.council.note,
    )


def _asked(measures: Iterable[Measure], day: date) -> list[Measure]:
    """The measures whose procedures are asked for: those not withdrawn."""
    return [measure for measure in measures if not _is_withdrawn(measure, day)]


def _is_withdrawn(measure: Measure, day: date) -> bool:
    return measure.last_period is not None and measure.last_period.ends < day


def _standing(measure: Measure, day: date) -> str:
    first, last = measure.first_period, measure.last_period
    if last is not None:
        when = "withdrawn after" if last.ends < day else "to be withdrawn after"
        return f"{when} {last.label}"
    if first is not None and first.starts > day:
        return f"begins with {first.label}"
    return "in force"


def _department(
    framework: Framework,
    name: str,
    due: dict[str, ProcedureDue],
    day: date,
    amounts: Mapping[str, str],
) -> RegisterDepartment:
    measures = [m for m in framework.measures.values() if m.department == name]
    own = [due[m.id] for m in measures if m.id in due]
    return RegisterDepartment(
        id=name,
        name=framework.departments[name].name,
        entries=tuple(_entry(framework, m, due.get(m.id), day, amounts) for m in measures),
        due=tuple(
            RegisterDue(
                one.measure,
                framework.measures[one.measure].name,
                why_due(one),
                one.days_overdue,
            )
            for one in sorted(own, key=lambda one: (not one.is_missing, -one.days_overdue))
        ),
    )


def why_due(due: ProcedureDue) -> str:
    """Why a procedure is due, in a sentence without its full stop."""
    if due.is_missing:
        return "there is none"
    reasons = []
    if due.lacking:
        reasons.append(f"not written yet: {', '.join(due.lacking)}")
    if due.days_overdue and due.due:
        overdue = counted(due.days_overdue, "day")
        reasons.append(f"due for review on {day_text(due.due)}, {overdue} overdue")
    return "; ".join(reasons)


def _entry(
    framework: Framework,
    measure: Measure,
    due: ProcedureDue | None,
    day: date,
    amounts: Mapping[str, str],
) -> RegisterEntry:
    services = {s.id: s.name for s in framework.departments[measure.department].services}
    procedure, is_withdrawn = _procedure(framework, measure, day), _is_withdrawn(measure, day)
    return RegisterEntry(
        id=measure.id,
        name=measure.name,
        is_published=measure.provenance is Provenance.PUBLISHED,
        standing=_standing(measure, day),
        is_withdrawn=is_withdrawn,
        withdrawn_because=measure.withdrawn_because,
        definition=wording(framework, measure, day),
        purpose=measure.purpose,
        unit=unit_words(measure),
        decimal_places=measure.decimal_places,
        better=BETTER[measure.polarity],
        frequency=measure.frequency.value,
        reference_period=measure.reference_period.value,
        lag_days=measure.lag_days,
        kind=measure.kind.value,
        tier=measure.tier.value,
        cumulative=f"yes, supplied as {measure.supplied.value}" if measure.supplied else "no",
        aggregation=measure.aggregation.value,
        numerator=measure.numerator,
        denominator=measure.denominator,
        tolerance=plain_number(measure.tolerance),
        zero_tolerance=plain_number(measure.zero_tolerance),
        delivery_model=measure.delivery_model.value,
        provider=measure.provider,
        influence=measure.influence.value,
        department=framework.departments[measure.department].name,
        service=services.get(measure.service or ""),
        body=framework.bodies[measure.body].name,
        outcomes=tuple(framework.outcomes[name].name for name in measure.outcomes),
        priorities=tuple(framework.priorities[name].name for name in measure.priorities),
        collection_officer=measure.collection_officer,
        responsible_officer=measure.responsible_officer,
        authorising_officer=measure.authorising_officer,
        first_period=str(measure.first_period) if measure.first_period else None,
        last_period=str(measure.last_period) if measure.last_period else None,
        targets=register_targets(framework, measure, amounts.get(measure.id)),
        definitions=_definitions(framework, measure),
        procedure=procedure,
        procedure_standing=_kept(procedure, due, is_withdrawn),
        is_procedure_due=due is not None,
    )


def _kept(procedure: RegisterProcedure | None, due: ProcedureDue | None, is_withdrawn: bool) -> str:
    if due is not None:
        return why_due(due)
    if is_withdrawn:
        return "not asked for: the measure is withdrawn"
    return "up to date" if procedure else "none, and none is asked for"


def wording(framework: Framework, measure: Measure, day: date) -> str:
    """The definition in the wording that holds on the day."""
    changes = framework.definition_changes.get(measure.id, ())
    held = [c.definition for c in changes if c.definition and c.from_period.starts <= day]
    return held[-1] if held else measure.definition


def _definitions(framework: Framework, measure: Measure) -> tuple[RegisterDefinition, ...]:
    first = RegisterDefinition(None, measure.definition, None, True, None, None, None)
    return (
        first,
        *(
            RegisterDefinition(
                since=change.from_period.short_label,
                wording=change.definition,
                what=change.what.words,
                is_comparable=change.is_comparable,
                reason=change.reason,
                approved_by=change.approved_by,
                approved_on=change.approved_on.isoformat(),
            )
            for change in framework.definition_changes.get(measure.id, ())
        ),
    )


def _procedure(framework: Framework, measure: Measure, day: date) -> RegisterProcedure | None:
    held, rules = framework.procedures.get(measure.id), framework.procedure_rules
    if held is None:
        return None
    return RegisterProcedure(
        steps=held.steps,
        calculation=held.calculation,
        evidence=held.evidence,
        verification=held.verification,
        version=held.version,
        author=held.author,
        approved=held.approved.isoformat(),
        review_due=held.due(rules).isoformat(),
        days_overdue=held.days_overdue(rules, day),
    )
