"""Breakdowns: parts that are missing, unknown, or do not come to the figure of the whole."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from checks.catalogue.rule import CloseRule, ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.hidden_parts import hidden_parts
from checks.subject import CheckedClose, CheckedReturn, Current
from sources.framework.breakdowns import WHOLE, Breakdown
from sources.framework.keys import Period
from sources.framework.measures import Aggregation, Measure
from sources.returns.content import Quantity
from sources.unreadable import why_unreadable
from sources.values import Absence, Unit, places_of

# Of many parts that are missing, so many are named.
_NAMED = 3


def _part_missing(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    """Where the whole is known, or any part is: an empty row of an empty measure is the whole's."""
    if subject.is_history or not subject.files:
        return
    for (name, period), measure in subject.expected.items():
        given = {part for m, p, part, q in subject.parts if (m, p) == (name, period)}
        whole = subject.current.get((name, period, Quantity.ACTUAL))
        if not given and (whole is None or whole.item.value.number is None):
            continue
        lacking = [
            part.name
            for _, part in subject.framework.parts_of(measure, period)
            if part.id not in given
        ]
        if lacking:
            count = len(subject.framework.parts_of(measure, period))
            sheet, cell = _row_of(subject, name, period, given)
            yield rule.about(
                f"{len(lacking)} of {count} parts of {measure.name}, {period.label}, are not "
                f"given: {_few(lacking)}.",
                measure=name,
                period=str(period),
                submission=subject.files[-1].seq,
                sheet=sheet,
                cell=cell,
            )


def _few(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _row_of(
    subject: CheckedReturn, measure: str, period: Period, given: set[str]
) -> tuple[str | None, str | None]:
    """Where the newest file has the first row that should hold a part."""
    for file in reversed(subject.files):
        for one in file.part_rows:
            is_row = (one.row.subject, one.row.stated) == (measure, period)
            if is_row and one.part is not None and one.part not in given:
                return one.row.sheet, one.row.value_cell
    return None, None


def _part_unknown(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for file in subject.files:
        for one in file.part_rows:
            row = one.row
            if not row.has_entries:
                continue
            asked = (row.subject, row.stated) in subject.expected
            if asked and one.part is not None:
                continue
            what, cell, raw = (
                ("This part is not one that is asked for", one.part_cell, one.part_text)
                if asked
                else (
                    "This measure is not due for that period in this return",
                    row.measure_cell,
                    row.measure,
                )
            )
            yield rule.about(
                f"{what}; what stands in its row is kept but not used.",
                submission=file.seq,
                sheet=row.sheet,
                cell=cell,
                raw=raw,
            )


def _part_unreadable(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for current in subject.parts.values():
        value = current.item.value
        if value.absence is Absence.UNREADABLE:
            why = why_unreadable(value.raw, value.unit)
            what = _named(subject, current)
            yield _of_part(rule, current, f"The figure of {what} cannot be read: {why}.")


def _part_impossible(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for current in subject.parts.values():
        measure = subject.framework.measures[current.item.measure]
        number = current.item.value.number
        is_actual = current.item.quantity is Quantity.ACTUAL
        if is_actual and number is not None and not measure.admits(number):
            what = _named(subject, current)
            yield _of_part(rule, current, f"{number} for {what} is not possible in this unit.")


def _named(subject: CheckedReturn, current: Current) -> str:
    parts = subject.framework.parts_of(subject.framework.measures[current.item.measure])
    return next((p.name for _, p in parts if p.id == current.item.breakdown), "this part")


def _of_part(rule: ReturnRule, current: Current, message: str) -> Finding:
    """At the cell of a part. It names no quantity: the figure of the whole is not in question."""
    item = current.item
    return rule.about(
        message,
        submission=current.submission,
        measure=item.measure,
        period=str(item.period),
        sheet=item.sheet,
        cell=item.cell,
        raw=item.value.raw,
    )


def _parts_differ(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (name, period), whole in subject.actuals.items():
        measure = subject.framework.measures[name]
        total = whole.item.value.number
        if total is None:
            continue
        for breakdown in _breakdowns(subject, measure):
            if not breakdown.covers_all:
                continue
            parts = breakdown.parts_in(period)
            given = {
                quantity: [
                    subject.parts[name, period, part.id, quantity].item.value.number
                    for part in parts
                    if (name, period, part.id, quantity) in subject.parts
                ]
                for quantity in (Quantity.ACTUAL, Quantity.NUMERATOR, Quantity.DENOMINATOR)
            }
            worked = _worked(measure, given, len(parts))
            if worked is None:
                continue
            gave, allowance = worked
            allowance += Fraction(5, 10 ** (places_of(total) + 1))
            if abs(Fraction(total) - gave) > allowance:
                places = max(measure.decimal_places, places_of(total))
                shown = Decimal(round(gave * 10**places)).scaleb(-places)
                yield _of_part(
                    rule,
                    whole,
                    f"{total} is given for the whole; the parts by {breakdown.name.lower()} come "
                    f"to {shown:,f}.",
                )


def _breakdowns(subject: CheckedReturn, measure: Measure) -> list[Breakdown]:
    return [subject.framework.breakdowns[name] for name in measure.breakdowns]


def _worked(
    measure: Measure, given: dict[Quantity, list[Decimal | None]], count: int
) -> tuple[Fraction, Fraction] | None:
    """What all the parts come to, and how far their printed precision lets it be off; None if one
    is missing or the measure cannot be put together from parts."""
    if measure.has_ratio and measure.unit is not Unit.RATE:
        tops, bottoms = given[Quantity.NUMERATOR], given[Quantity.DENOMINATOR]
        top, bottom = _sum(tops, count), _sum(bottoms, count)
        if top is None or not bottom:
            return None
        return top * (100 if measure.unit is Unit.PERCENT else 1) / bottom, Fraction(0)
    actuals = given[Quantity.ACTUAL]
    total = _sum(actuals, count)
    is_count = measure.unit in (Unit.NUMBER, Unit.MONEY)
    if measure.aggregation is not Aggregation.SUM or not is_count or total is None:
        return None
    # Whole counts are exact; rounded figures may each be off by half of their last place.
    rounded = [n for n in actuals if n is not None and places_of(n)]
    return total, sum((Fraction(5, 10 ** (places_of(n) + 1)) for n in rounded), Fraction(0))


def _sum(numbers: list[Decimal | None], count: int) -> Fraction | None:
    known = [Fraction(number) for number in numbers if number is not None]
    return sum(known, Fraction(0)) if len(known) == count else None


def _bad_part_hidden(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    scheme = subject.framework.measure_scheme
    rated: dict[tuple[str, Period], dict[str, str | None]] = {}
    for (name, period, part), rating in subject.part_ratings.items():
        rated.setdefault((name, period), {})[part] = rating
    for (name, period), parts in rated.items():
        of_whole = parts.pop(WHOLE, None)
        for part in hidden_parts(scheme, of_whole, parts):
            current = subject.parts[name, period, part, Quantity.ACTUAL]
            whole = subject.current[name, period, Quantity.ACTUAL].item.value.number
            yield _of_part(
                rule,
                current,
                f"{_named(subject, current)} alone would be "
                f"{scheme.level(parts[part] or '').word} at {current.item.value.number}; the whole "
                f"is {scheme.level(of_whole or '').word} at {whole}.",
            )


def _parts_go_the_other_way(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    for one in subject.compared_parts:
        if one.whole_is_worse is None:
            continue
        measure = subject.framework.measures[one.measure]
        parts, whole = ("better", "worse") if one.whole_is_worse else ("worse", "better")
        places = Decimal(1).scaleb(-measure.decimal_places - 1)
        yield rule.about(
            f"Every part by {one.breakdown.lower()} is {parts} than in {one.earlier.short_label}, "
            f"and the whole is {whole}: {one.before.quantize(places)} then, "
            f"{one.now.quantize(places)} now.",
            measure=one.measure,
            period=str(one.period),
        )


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "breakdown-missing",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "Parts of a figure that is asked for by its parts, such as districts, were not given.",
        "Give the figure of each part, or choose the reason why there is none.",
        _part_missing,
    ),
    Rule(
        "breakdown-unknown",
        Dimension.RELEVANCE,
        Severity.WARNING,
        "A row of the breakdown is for a part, measure or period that is not asked for.",
        "Use the rows that the form has; ask the performance team if one is missing.",
        _part_unknown,
    ),
    Rule(
        "breakdown-unreadable",
        Dimension.VALIDITY,
        Severity.ERROR,
        "The figure of a part cannot be read as a number.",
        "Type the number alone, or leave it blank and choose the reason why there is none.",
        _part_unreadable,
    ),
    Rule(
        "breakdown-impossible",
        Dimension.VALIDITY,
        Severity.ERROR,
        "The figure of a part lies outside what its unit allows.",
        "Check the figure and its unit.",
        _part_impossible,
    ),
    Rule(
        "parts-differ",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "The parts of a figure do not come to the figure of the whole, to the places given.",
        "Check the whole and the parts; say in the commentary if some belong to no part.",
        _parts_differ,
    ),
    Rule(
        "bad-part-hidden",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A figure does well as a whole, while one of its parts alone would be rated an exception.",
        "Check the part; if it is right, say in the commentary what is being done about it.",
        _bad_part_hidden,
    ),
)
CLOSE_RULES: tuple[CloseRule, ...] = (
    Rule(
        "parts-go-other-way",
        Dimension.CONSISTENCY,
        Severity.INFORMATION,
        "Every part of a figure became better and the whole worse, or the other way about: there "
        "is now more, or less, of the parts that do badly.",
        "Say in the commentary what changed in the mix of parts; the figure of the whole alone "
        "misleads.",
        _parts_go_the_other_way,
    ),
)
