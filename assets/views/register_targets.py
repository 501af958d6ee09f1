"""A measure's targets as the register has them: the year's own one and each that replaces it.

What changed in a report's period is `register_changes`; what a target on last year comes to is
worked out in `held_targets` and only said here.
"""

from decimal import Decimal

from assets.analysis.held_targets import held_annual
from assets.views.context import Context
from assets.views.wording import number_text
from report_templates.register import RegisterCriterion, RegisterTarget
from sources.framework.framework import Framework
from sources.framework.keys import FinancialYear
from sources.framework.measures import Measure
from sources.framework.plan import Provenance
from sources.framework.smart import smart
from sources.framework.targets import Target


def register_targets(
    framework: Framework, measure: Measure, amount: str | None = None
) -> tuple[RegisterTarget, ...]:
    """Every target of the year in its order; `amount` is what the last of them comes to."""
    original, year = framework.targets[measure.id], framework.year
    changes = framework.target_changes.get(measure.id, ())
    held = [
        (original, None),
        *((c.as_target(original.provenance), c.from_period.short_label) for c in changes),
    ]
    last = len(held) - 1
    return tuple(
        _target(
            measure, target, since, year, amount if place == last and target.of_last_year else None
        )
        for place, (target, since) in enumerate(held)
    )


def _target(
    measure: Measure, target: Target, since: str | None, year: FinancialYear, amount: str | None
) -> RegisterTarget:
    return RegisterTarget(
        since=since,
        annual=plain_number(target.annual),
        high=plain_number(target.high),
        profile=tuple(f"{part:f}" for part in target.profile if part is not None),
        words=target.words,
        amount=amount if target.of_last_year else None,
        reach_by=target.reach_by.isoformat() if target.reach_by else None,
        rationale=target.rationale,
        evidence=target.evidence,
        set_by=target.set_by,
        set_on=target.set_on.isoformat() if target.set_on else None,
        approved_by=target.approved_by,
        smart=tuple(
            RegisterCriterion(one.name, one.lacking) for one in smart(measure, target, year)
        ),
        is_published=target.provenance is Provenance.PUBLISHED,
    )


def target_amounts(context: Context) -> dict[str, str]:
    """What targets on last year come to, as far as the results at hand tell."""
    found, close = {}, context.results.close
    for measure in context.framework.measures.values():
        if context.framework.target_in_force(measure.id, close.period).of_last_year is None:
            continue
        own = context.series.get(measure.id, {})
        value = held_annual(context.framework, close, measure, own).value
        if value is not None:
            found[measure.id] = number_text(value, measure)
    return found


def plain_number(number: Decimal | None) -> str | None:
    """A number as the framework has it."""
    return None if number is None else f"{number:f}"
