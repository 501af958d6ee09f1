"""What a report product covers: a close's results and framework cut down to it, once.

Every builder works on what is left, so that no section can print what belongs to others. `whole`
things that a section must know of, but not print, are the context's.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from assets.analysis.results import CloseResults
from assets.analysis.scorecards import RETURN
from sources.framework.framework import Framework
from sources.framework.holders import held_at
from sources.framework.keys import Slot
from sources.framework.owed import ReportProduct, ReturnType, Section
from sources.framework.timetable import PeriodTimetable
from sources.returns.content import WHOLE_RETURN
from warehouse.rows import AnyFinding


def is_scoped(product: ReportProduct) -> bool:
    return bool(product.bodies or product.tiers)


def covers(framework: Framework, product: ReportProduct) -> str | None:
    """What a product is about, in a sentence without its full stop; None if it is everything."""
    if not is_scoped(product):
        return None
    tiers = " and ".join(product.tiers)
    word = framework.council.words.body
    names = [framework.bodies[body].name for body in product.bodies]
    who = _listed(f"the {n if word in n.casefold() else f'{n} {word}'}" for n in names)
    if not product.bodies:
        return f"Covers {tiers} measures"
    words = f"Covers what {who} {'answers' if len(product.bodies) == 1 else 'answer'} for"
    return f"{words}; of its measures, the {tiers} ones" if tiers else words


def _listed(names: Iterable[str]) -> str:
    *first, last = list(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def with_holders(results: CloseResults) -> CloseResults:
    """Results with everything under the body that answered for it at the period's end (ruling 29),
    whoever took over since."""
    framework = results.framework
    if not framework.handovers:
        return results
    return replace(results, framework=held_at(framework, results.close.period.ends))


def scoped(results: CloseResults, product: ReportProduct) -> CloseResults:
    """A close's results without anything that the product does not cover."""
    if not is_scoped(product):
        return results
    whole = results.framework
    framework = scoped_framework(whole, product)
    held = set(framework.measures) | set(framework.actions)
    shown = {
        return_id
        for return_id in whole.returns
        if framework.measures_of(return_id)
        or framework.actions_of(return_id)
        or whole.returns[return_id].return_type in _shown_by(product)
    }
    values = tuple(v for v in results.values if v.measure in framework.measures)
    assessments = tuple(a for a in results.assessments if a.item.risk in framework.risks)
    rested_on = {v.submission for v in values} | {a.submission for a in assessments}
    admits = _admission(whole, framework)
    return replace(
        results,
        framework=framework,
        ratings=tuple(r for r in results.ratings if r.measure in framework.measures),
        forecasts=tuple(f for f in results.forecasts if f.measure in framework.measures),
        actions=tuple(a for a in results.actions if a.action in framework.actions),
        statuses=tuple(s for s in results.statuses if Slot.parse(s.slot).return_id in shown),
        return_findings=tuple(f for f in results.return_findings if admits(f)),
        waived=tuple(w for w in results.waived if admits(w.finding)),
        council_findings=tuple(f for f in results.council_findings if admits(f)),
        # What was run cannot be told apart within a return: its card is that of the whole return.
        scorecards=tuple(
            line
            for line in results.scorecards
            if line.level == RETURN and Slot.parse(line.subject).return_id in shown
        ),
        queried=frozenset(pair for pair in results.queried if pair[0] in framework.measures),
        sent=tuple(s for s in results.sent if s.slot.return_id in shown or s.seq in rested_on),
        decisions=tuple(
            d for d in results.decisions if d.slot is None or d.slot.return_id in shown
        ),
        sheets=tuple(s for s in results.sheets if Slot.parse(s.slot).return_id in shown),
        values=values,
        parts=tuple(v for v in results.parts if v.measure in framework.measures),
        budget=tuple(
            b for b in results.budget if not product.bodies or b.line.body in product.bodies
        ),
        assessments=assessments,
        benchmarks=tuple(b for b in results.benchmarks if b.measure in framework.measures),
        texts={
            key: text
            for key, text in results.texts.items()
            if text.subject in held or text.subject == WHOLE_RETURN
        },
    )


def _shown_by(product: ReportProduct) -> set[ReturnType]:
    """The types of return, beside those with measures, that sections of a product show."""
    shown = {
        Section.BUDGET: ReturnType.FINANCE,
        Section.RISKS: ReturnType.RISK,
        Section.BENCHMARKS: ReturnType.BENCHMARKS,
    }
    return {kind for section, kind in shown.items() if section in product.sections}


def scoped_framework(whole: Framework, product: ReportProduct) -> Framework:
    """The framework with only those measures, actions and risks that a product covers.

    Priorities, outcomes and bodies that none of them names go as well, and so do stages that are
    there for other bodies' reports alone.
    """
    unwanted = _others_stages(whole, product)
    bodies = set(product.bodies or whole.bodies)
    tiers = set(product.tiers) or {m.tier for m in whole.measures.values()}
    measures = {k: m for k, m in whole.measures.items() if m.body in bodies and m.tier in tiers}
    actions = {k: a for k, a in whole.actions.items() if a.body in bodies}
    risks = {k: r for k, r in whole.risks.items() if r.body in bodies}
    priorities = {action.priority for action in actions.values()}
    priorities |= {p for measure in measures.values() for p in measure.priorities}
    priorities |= {p for risk in risks.values() for p in risk.priorities}
    outcomes = {o for measure in measures.values() for o in measure.outcomes}
    outcomes |= {action.outcome for action in actions.values() if action.outcome}
    return replace(
        whole,
        measures=measures,
        actions=actions,
        risks=risks,
        bodies={k: b for k, b in whole.bodies.items() if k in bodies},
        priorities={k: p for k, p in whole.priorities.items() if k in priorities},
        outcomes={k: o for k, o in whole.outcomes.items() if k in outcomes},
        targets={k: t for k, t in whole.targets.items() if k in measures},
        target_changes={k: c for k, c in whole.target_changes.items() if k in measures},
        definition_changes={k: c for k, c in whole.definition_changes.items() if k in measures},
        procedures={k: p for k, p in whole.procedures.items() if k in measures},
        timetable={k: _without(t, unwanted) for k, t in whole.timetable.items()},
    )


def _others_stages(whole: Framework, product: ReportProduct) -> set[str]:
    """Stages at which nothing happens but the issue of other bodies' reports."""
    mine, others = {product.issued_for}, set[str]()
    mine |= {owed.due_stage for owed in whole.returns.values() if owed.due_stage}
    for other in whole.products.values():
        is_others = product.bodies and other.bodies and not set(other.bodies) & set(product.bodies)
        (others if is_others else mine).add(other.issued_for)
    return others - mine


def _without(entry: PeriodTimetable, stages: set[str]) -> PeriodTimetable:
    kept = tuple(stage for stage in entry.stages if stage.id not in stages)
    return entry.model_copy(update={"stages": kept})


def _admission(whole: Framework, framework: Framework) -> Callable[[AnyFinding], bool]:
    """Which findings are about what is covered, or about a return as a whole.

    A finding about a key action names it in quotes; one that names neither a measure nor an
    action, yet a cell, may be about anybody's row.
    """
    own = {action.name for action in framework.actions.values()}
    others = {action.name for action in whole.actions.values()} - own
    others |= {m.name for m in whole.measures.values() if m.id not in framework.measures}
    others -= {measure.name for measure in framework.measures.values()}

    def admits(finding: AnyFinding) -> bool:
        if finding.measure is not None:
            return finding.measure in framework.measures
        if any(f"'{name}'" in finding.message for name in others):
            return False
        return finding.cell is None or any(f"'{name}'" in finding.message for name in own)

    return admits
