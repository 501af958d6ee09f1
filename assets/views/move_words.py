"""Why a rating moved, in one sentence of words and figures. Which causes those are is `moves`."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from assets.analysis.moves import Cause, Move, Reason
from assets.analysis.series import Ref, refs_of
from assets.analysis.undoing import is_profiled_on
from assets.views.context import Context
from assets.views.intervals import plain_number
from assets.views.moderated import decided_words
from assets.views.wording import number_text, one_line
from report_templates.parts import Figure, Words
from sources.framework.day_rules import day_text
from sources.framework.keys import Period
from sources.framework.measures import TargetValue
from warehouse.rows import MeasureRating

# Said beside the sentence, for those who only look.
_LABELS = {
    Cause.RESTATED: "restated denominator",
    Cause.ROUNDING: "rounding",
    Cause.LATE: "late file",
}
BY_CHANCE = "not distinguishable"
# Of these the sentence says what the rating would be without them, even if there is no other.
_COMPARED = {Cause.RESTATED, Cause.TARGET, Cause.THRESHOLD, Cause.FORECAST}

_UNDONE = {
    Cause.VALUE: "with the old one",
    Cause.CORRECTED: "with the old one",
    Cause.RESTATED: "with the old one",
    Cause.TARGET: "with the old one",
    Cause.FORECAST: "with the old one",
    Cause.THRESHOLD: "with the old ones",
}


def labels_of(move: Move) -> tuple[str, ...]:
    """What makes of a moved rating no news of how well things are done, in short."""
    by_chance = (BY_CHANCE,) if move.is_by_chance else ()
    return (*(_LABELS[cause] for cause in move.labels), *by_chance)


def told(context: Context, move: Move) -> Words | None:
    """The sentence, without its "because"; None if the cause is not known.

    The public reads that something was decided on review, and nothing of what it was decided over.
    """
    if context.is_public and (move.before.override or move.after.override):
        if Cause.REVIEW not in move.causes:
            return None
        return (decided_words(context, move.now),)
    if Cause.UNKNOWN in move.causes:
        return None
    pieces: list[str | Figure] = []
    for reason in move.reasons:
        pieces += ["; "] if pieces else []
        always = _ALWAYS.get(reason.cause)
        pieces += [always] if always else _TOLD[reason.cause](context, move)
        pieces += _without(move, reason)
    if move.is_by_chance:
        pieces.append("; chance alone may explain the difference between the two surveys")
    return tuple(pieces)


def _without(move: Move, reason: Reason) -> Iterator[str]:
    is_worth_it = reason.cause in _COMPARED or len(move.reasons) > 1
    if reason.without is None or reason.without.rating is None or not is_worth_it:
        return
    how = _UNDONE.get(reason.cause, "without that")
    schemes = (move.before.scheme, move.after.scheme)
    words = {level.id: level.word for scheme in schemes for level in scheme.ratings}
    yield f"; {how} it would be {words[reason.without.rating]}"


def _value(context: Context, move: Move) -> Words:
    if move.was.units is None:
        period = move.before.period.short_label
        return (f"there was no figure in {period}, and now there is: ", *_actual(context, move))
    if not is_profiled_on(move.before, move.after) or move.before.target == move.after.target:
        return ("its figure went from ", *_before(context, move), " to ", *_actual(context, move))
    return (
        "its figure went from ",
        *_before(context, move),
        ", with a target of ",
        *_part(context, move, move.before.target, "target", "before"),
        ", to ",
        *_actual(context, move),
        ", with a target of ",
        *_part(context, move, move.after.target, "target", "now"),
    )


def _corrected(context: Context, move: Move) -> Words:
    return (f"a new figure in {_place(context, move)}",)


def _place(context: Context, move: Move) -> str:
    """`'q2.xlsx', Measures!J5`: the first cell that is newer than what was known before."""
    ref = next(iter(_newer(move)), None)
    files = {s.seq: s.filename for s in context.results.sent}
    if ref is None or ref.submission not in files:
        return "a later file"
    return f"'{one_line(files[ref.submission])}', {one_line(ref.sheet)}!{ref.cell}"


def _newer(move: Move) -> tuple[Ref, ...]:
    held = {(ref.submission, ref.cell) for ref in move.before.seen.refs}
    return tuple(r for r in move.after.seen.refs if (r.submission, r.cell) not in held)


def _restated(context: Context, move: Move) -> Words:
    old, new = move.before.seen, move.after.seen
    kept = old.numerator == new.numerator
    words: Words = (
        "its denominator was restated: ",
        *_part(context, move, old.denominator, "denominator", "before"),
        " to ",
        *_part(context, move, new.denominator, "denominator", "now"),
    )
    top = _part(context, move, new.numerator, "numerator", "now")
    return (*words, ", over the same ", *top) if kept else words


def _late(context: Context, move: Move) -> Words:
    return (f"its figure had not come before: it came in {_place(context, move)}",)


def _earlier(context: Context, move: Move) -> Words:
    old, new = move.before.target, move.after.target
    if old == new or old is None or new is None:
        return ("an earlier value that it rests on changed",)
    return (
        "an earlier value that its target follows changed: the target went from ",
        *_part(context, move, old, "target", "before"),
        " to ",
        *_part(context, move, new, "target", "now"),
    )


def _target(context: Context, move: Move) -> Words:
    old, new = move.before.target, move.after.target
    if new is None or old is None:
        return ("its target was taken away" if new is None else "it was given a target",)
    is_changed = move.is_of_one_period
    return (
        "its target was changed in the framework: " if is_changed else "its target went from ",
        *_part(context, move, old, "target", "before"),
        " to ",
        *_part(context, move, new, "target", "now"),
    )


def _forecast(context: Context, move: Move) -> Words:
    old, new = move.before.forecast, move.after.forecast
    if old is None or new is None:
        return (f"the officer's forecast of the year {'is new' if new else 'was taken back'}",)
    return (
        "the officer's forecast of the year went from ",
        *_part(context, move, old.number, "forecast", "before"),
        " to ",
        *_part(context, move, new.number, "forecast", "now"),
    )


def _queried(context: Context, move: Move) -> Words:
    if move.before.waived_until is None:
        return ("its figure is queried with the department",)
    until = date.fromisoformat(move.before.waived_until)
    when = f" on {day_text(until)}" if until < context.today else ""
    return (f"a waiver of a finding about it ended{when}",)


def _settled(context: Context, move: Move) -> Words:
    is_told = Cause.CORRECTED in move.causes or not move.is_of_one_period
    if is_told or move.before.seen.actual == move.after.seen.actual:
        return ("its figure is no longer queried",)
    return (f"a new figure in {_place(context, move)} settled what was queried",)


def _waived(_: Context, move: Move) -> Words:
    assert move.after.waived_until is not None
    until = day_text(date.fromisoformat(move.after.waived_until))
    return (f"a finding about it was waived, until {until}",)


def _rounding(_: Context, move: Move) -> Words:
    then, now, measure = move.before.seen.actual, move.after.seen.actual, move.after.measure
    assert then is not None and now is not None
    if number_text(then, measure) == number_text(now, measure):
        return ("only digits beyond those printed changed: both figures print the same",)
    return ("only digits beyond those printed tell the two ratings apart",)


def _gone(_: Context, move: Move) -> Words:
    if move.after.has_purged and not move.before.has_purged:
        return ("the file that held its figure was purged",)
    absence = move.after.seen.absence
    if not move.after.has_come and not move.is_of_one_period:
        return ("the return of this period has not come",)
    stated = f": {absence.value}" if absence else ""
    if move.is_of_one_period:
        return (f"its figure is there no longer{stated}",)
    return (f"there is no figure for this period{stated}",)


def _definition(_: Context, move: Move) -> Words:
    framework, measure = move.after.framework, move.after.measure.id
    change = framework.break_between(measure, move.after.period, move.before.period)
    if change is not None:
        return (f"{change.words}, so that the two figures do not compare",)
    return ("what the framework says of the measure was changed",)


def _signed(_: Context, move: Move) -> Words:
    if move.before.is_withheld:
        return ("its return was signed off",)
    return ("its return is no longer signed off as it stands",)


def _review(context: Context, move: Move) -> Words:
    if move.now.override is None and not move.is_of_one_period:
        return (f"in {move.before.period.short_label} it was decided on review",)
    return (decided_words(context, move.now),)


_ALWAYS = {
    Cause.THRESHOLD: "the limits of the rating scheme were changed",
    Cause.SUPPLIED: "the department rates it otherwise",
}
_TOLD: Mapping[Cause, Callable[[Context, Move], Words]] = {
    Cause.VALUE: _value,
    Cause.CORRECTED: _corrected,
    Cause.RESTATED: _restated,
    Cause.ROUNDING: _rounding,
    Cause.LATE: _late,
    Cause.GONE: _gone,
    Cause.EARLIER: _earlier,
    Cause.QUERIED: _queried,
    Cause.SETTLED: _settled,
    Cause.WAIVED: _waived,
    Cause.FORECAST: _forecast,
    Cause.TARGET: _target,
    Cause.DEFINITION: _definition,
    Cause.REVIEW: _review,
    Cause.SIGNED: _signed,
}


def _before(context: Context, move: Move) -> Words:
    return _part(context, move, move.before.seen.actual, "actual", "before")


def _actual(context: Context, move: Move) -> Words:
    return _part(context, move, move.after.seen.actual, "actual", "now")


def _part(
    context: Context, move: Move, number: TargetValue | None, quantity: str, when: str
) -> Words:
    """A number that a move is told with, as a figure; counts are written as counts are."""
    if number is None:
        return ("none",)
    row, measure = move.now if when == "now" else move.was, move.after.measure
    is_count = isinstance(number, Decimal) and quantity in ("numerator", "denominator")
    text = plain_number(number) if is_count else number_text(number, measure)  # type: ignore[arg-type]  # a Decimal then
    return (
        context.book.enter(
            text,
            measure.id,
            f"{quantity} {when}" if move.is_of_one_period else f"{quantity} of a move",
            period=row.period,
            what=f"{quantity.capitalize()} of {measure.name}, {_whose(move, row, when)}",
            how="as it stood then" if when == "before" else "as it stands",
            group=measure.name,
            refs=_refs(row, quantity),
        ),
    )


def _whose(move: Move, row: MeasureRating, when: str) -> str:
    if move.is_of_one_period:
        return "before" if when == "before" else "now"
    return Period.parse(row.period).label if row.period else when


def _refs(row: MeasureRating, quantity: str) -> tuple[Ref, ...]:
    return tuple(ref for ref in refs_of(row.sources) if ref.quantity == quantity)
