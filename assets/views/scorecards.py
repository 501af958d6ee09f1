"""Scorecards as readers see them: levels of quality in words, scores rounded, causes named."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from assets.analysis.closing import six_places
from assets.analysis.scorecards import RETURN, card_of, share_pct
from assets.views.context import Context
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES
from checks.finding import Severity
from checks.scorecard import FORMULA, Tally, added, open_errors, score, top_causes
from report_templates.parts import Figure
from report_templates.scorecards import (
    CauseLine,
    DimensionLine,
    QualityMark,
    ReturnQuality,
    Scorecard,
)
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from warehouse.rows import AnyFinding, ReturnStatus
from warehouse.scorecard_rows import ScorecardLine

_HOW = f"{FORMULA} Rounded down."


def quality_words(framework: Framework, line: ScorecardLine) -> str:
    """`Reliable (99.2%)`: how good what a card's total is about is."""
    level = next((x for x in framework.scorecard.levels if x.id == line.rating), None)
    if level is None or line.score_pct is None:
        return "nothing was checked"
    return f"{level.symbol} {level.word} ({pct_text(line.score_pct)})"


def pct_text(number: str | Fraction) -> str:
    """One place, rounded down: 100.0% is printed of what is whole, and no edge is passed."""
    exact = Decimal(number if isinstance(number, str) else six_places(number))
    return f"{exact.quantize(Decimal('0.1'), ROUND_DOWN)}%"


def scorecard(
    context: Context,
    subject: str,
    name: str,
    slots: Sequence[ReturnStatus],
    findings: Iterable[AnyFinding],
) -> Scorecard | None:
    """The card of some returns together; None where nothing was checked.

    `subject` tells its figures from those of other cards.
    """
    card = _together(context, slots)
    total = score(card)
    if total is None:
        return None
    before, change = _before(context, subject, name, slots, total)
    supplied, accounted_for = _filled(context, subject, name, slots)
    return Scorecard(
        mark=_mark(context, card, total),
        score=_score_figure(context, subject, name, total),
        formula=FORMULA,
        dimensions=tuple(_dimension(context, subject, name, one) for one in card),
        supplied=supplied,
        accounted_for=accounted_for,
        causes=tuple(_causes(context, subject, name, findings)),
        change=change,
        before=before,
    )


def return_quality(context: Context, status: ReturnStatus) -> ReturnQuality:
    """One return's level, score and how full it is, for a table of all of them."""
    slot = Slot.parse(status.slot)
    subject, name = f"quality-{slot.return_id}", context.framework.returns[slot.return_id].name
    card = _together(context, [status])
    total = score(card)
    supplied, accounted_for = _filled(context, subject, name, [status])
    if total is None:
        return ReturnQuality(name, None, None, supplied, accounted_for)
    mark, figure = _mark(context, card, total), _score_figure(context, subject, name, total)
    return ReturnQuality(name, mark, figure, supplied, accounted_for)


def _together(context: Context, slots: Sequence[ReturnStatus]) -> tuple[Tally, ...]:
    return added(_card(context.results.scorecards, s.slot) for s in slots)


def _card(lines: Iterable[ScorecardLine], slot: str) -> tuple[Tally, ...]:
    return card_of(lines, RETURN, slot)


def _mark(context: Context, card: Iterable[Tally], total: Fraction) -> QualityMark:
    rules = context.framework.scorecard
    level = rules.level(total, has_errors=bool(open_errors(card)))
    return QualityMark(level.word, level.symbol, level.meaning)


def _score_figure(context: Context, subject: str, name: str, total: Fraction) -> Figure:
    return context.book.enter(
        pct_text(total * 100),
        subject,
        "quality-score",
        what=f"{name}: data-quality score",
        how=_HOW,
        group=name,
    )


def _dimension(context: Context, subject: str, name: str, one: Tally) -> DimensionLine:
    def count(number: int, quantity: str) -> Figure:
        what = f"{name}, {one.dimension.value}: {quantity}"
        return context.book.count(
            number, f"{subject}-{one.dimension.value}", quantity.replace(" ", "-"), what, name
        )

    passed = None
    if one.score is not None:
        passed = context.book.enter(
            pct_text(one.score * 100),
            f"{subject}-{one.dimension.value}",
            "passed",
            what=f"{name}, {one.dimension.value}: share of checks passed",
            how="checks run less those that found an error or a warning, divided by checks run; "
            "rounded down",
            group=name,
        )
    return DimensionLine(
        dimension=one.dimension.value,
        checks=count(one.checks, "checks run"),
        errors=count(one.errors, "checks with errors"),
        warnings=count(one.warnings, "checks with warnings"),
        information=count(one.information, "checks with information"),
        waived=count(one.waived, "checks waived"),
        score=passed,
    )


def _filled(
    context: Context, subject: str, name: str, slots: Sequence[ReturnStatus]
) -> tuple[Figure | None, Figure | None]:
    """What share of the values due was supplied, and what share is accounted for."""
    expected = sum(s.expected for s in slots)

    def share(part: int, quantity: str, what: str) -> Figure | None:
        found = share_pct(part, expected)
        if found is None:
            return None
        return context.book.enter(
            pct_text(found),
            subject,
            quantity,
            what=f"{name}: {what}",
            how=f"{part} of {expected} values that were due; rounded down",
            group=name,
        )

    return (
        share(sum(s.supplied for s in slots), "supplied-share", "share of values supplied"),
        share(
            sum(s.accounted_for for s in slots),
            "accounted-for-share",
            "share of values supplied or absent with a reason",
        ),
    )


def _before(
    context: Context, subject: str, name: str, slots: Sequence[ReturnStatus], now: Fraction
) -> tuple[Figure | None, str | None]:
    """The same returns' score in the period before, if it was closed, and how this one compares."""
    earlier = context.results.close.period.previous()
    held = [
        _card(context.earlier, str(Slot(slot.council, earlier, slot.return_id)))
        for slot in (Slot.parse(s.slot) for s in slots)
    ]
    then = score(added(held))
    if then is None:
        return None, None
    figure = context.book.enter(
        pct_text(then * 100),
        subject,
        "quality-score",
        what=f"{name}: data-quality score in the period before",
        how=_HOW,
        group=name,
        period=str(earlier),
    )
    words = "Better than" if now > then else "Worse than" if now < then else "The same as"
    return figure, f"{words} in {earlier.label}:"


_MEANINGS = {rule.id: rule.meaning for rule in RETURN_RULES} | {
    rule.id: rule.meaning for rule in CLOSE_RULES
}


def _causes(
    context: Context, subject: str, name: str, findings: Iterable[AnyFinding]
) -> Iterable[CauseLine]:
    for cause in top_causes(findings, {row.finding for row in context.results.waived}):
        meaning = _MEANINGS.get(cause.rule, cause.rule)
        yield CauseLine(
            what=meaning,
            severity=Severity(cause.severity).value,
            count=context.book.count(
                cause.count, subject, f"found-by-{cause.rule}", f"{name}: found: {meaning}", name
            ),
            mend=cause.mend,
        )
