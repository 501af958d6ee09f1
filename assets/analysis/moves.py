"""Moves: why a rating is another one than before, decided by rating again with causes undone.

Two closes go in, of one period at two points of the ledger or of two periods; moved ratings come
out, each with every cause that it takes. Pure; how a move is told is `views/move_words`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from assets.analysis.grounds import Ground, grounds_of, rated
from assets.analysis.rated import Rated
from assets.analysis.results import CloseResults
from assets.analysis.series import refs_of
from assets.analysis.survey import can_be_told_apart, sample_of
from assets.analysis.undoing import Part, has_same_target, parts_that_moved, undone
from sources.framework.measures import Measure
from sources.values import Absence
from warehouse.rows import MeasureRating

# A number as a measure prints it.
Printed = Callable[[Decimal, Measure], Decimal]


class Cause(StrEnum):
    """Why a rating moved, in the order in which causes are named."""

    VALUE = "value"
    CORRECTED = "corrected value"
    RESTATED = "restated denominator"
    ROUNDING = "rounding"
    LATE = "late file"
    GONE = "value withdrawn"
    EARLIER = "earlier value"
    QUERIED = "queried"
    SETTLED = "no longer queried"
    WAIVED = "waived"
    SUPPLIED = "supplied rating"
    FORECAST = "forecast"
    TARGET = "target"
    THRESHOLD = "threshold"
    DEFINITION = "definition"
    REVIEW = "decided on review"
    SIGNED = "signed off"
    UNKNOWN = "not known"


# Such a move says nothing of how well things are done.
NOT_REAL = frozenset({Cause.RESTATED, Cause.ROUNDING, Cause.LATE})


_PLAIN = {
    Part.SUPPLIED: Cause.SUPPLIED,
    Part.FORECAST: Cause.FORECAST,
    Part.TARGET: Cause.TARGET,
    Part.SCHEME: Cause.THRESHOLD,
    Part.DEFINITION: Cause.DEFINITION,
    Part.REVIEW: Cause.REVIEW,
    Part.SIGNED: Cause.SIGNED,
}


@dataclass(frozen=True)
class Reason:
    """A cause of a move, and what the rating would be now without it, if it alone were undone."""

    cause: Cause
    without: Rated | None = None


@dataclass(frozen=True)
class Move:
    """A measure's rating before and now, and why it differs.

    `is_by_chance` says that the two values are of surveys and cannot be told apart.
    """

    measure: str
    was: MeasureRating
    now: MeasureRating
    before: Ground
    after: Ground
    reasons: tuple[Reason, ...]
    is_by_chance: bool = False

    @property
    def causes(self) -> tuple[Cause, ...]:
        return tuple(reason.cause for reason in self.reasons)

    @property
    def is_of_one_period(self) -> bool:
        return self.before.close == self.after.close

    @property
    def labels(self) -> tuple[Cause, ...]:
        """The causes that make of a moved rating no news about how well things are done."""
        return tuple(cause for cause in self.causes if cause in NOT_REAL)


def moves(before: CloseResults, now: CloseResults, printed: Printed) -> list[Move]:
    """Every measure whose rating is another one, or came or went, in the order of the register.

    One that is not due in either period, or stands in one framework only, has not moved.
    """
    grounds, earlier = grounds_of(now), grounds_of(before)
    rows, held = _current(now), _current(before)
    return [
        _released(
            classify(held[measure], rows[measure], earlier[measure], ground, printed),
            before.point.seq,
        )
        for measure, ground in grounds.items()
        if measure in earlier
        and rows[measure].rating != held[measure].rating
        and ground.is_due
        and earlier[measure].is_due
    ]


def _released(move: Move, known_to: int) -> Move:
    """A figure that had come by the earlier point and was held back then is no late one: what moved
    its rating is that it was signed off."""
    files = {ref.submission for ref in refs_of(move.now.sources)}
    if not files or max(files) > known_to or not {Cause.LATE, Cause.SIGNED} <= set(move.causes):
        return move
    return replace(move, reasons=tuple(r for r in move.reasons if r.cause is not Cause.LATE))


def _current(results: CloseResults) -> dict[str, MeasureRating]:
    return {row.measure: row for row in results.ratings if row.basis == "current"}


def classify(
    was: MeasureRating, now: MeasureRating, before: Ground, after: Ground, printed: Printed
) -> Move:
    """Why a rating moved: the fewest changes that, undone, leave another rating than the present.

    Where several sets are equally few, all that are in any of them are named. A ground that does
    not rate as its close did cannot be told: its cause is not known.
    """
    move = Move(was.measure, was, now, before, after, (Reason(Cause.UNKNOWN),))
    found = rated(after)
    if found.rating != now.rating or rated(before).rating != was.rating:
        return move
    reasons = dict[Cause, Reason]()
    for part, others in parts_that_moved(before, after).items():
        without = rated(undone(after, before, (part,)))
        without_it = without if without.rating != found.rating else None
        for cause in _causes(part, before, undone(after, before, others), printed):
            reasons[cause] = Reason(cause, without_it)
            without_it = None  # Said once of what was undone once.
    in_order = tuple(reasons[cause] for cause in Cause if cause in reasons)
    is_value = any(cause in reasons for cause in (Cause.VALUE, Cause.CORRECTED, Cause.RESTATED))
    by_chance = is_value and _is_by_chance(before, after)
    return replace(move, reasons=in_order, is_by_chance=by_chance)


def _causes(part: Part, before: Ground, after: Ground, printed: Printed) -> Iterator[Cause]:
    """What a part's change is called. Only this part of `after` has still to be undone."""
    if part is Part.VALUE:
        yield from _of_value(before, after, printed)
    elif part is Part.QUERY:
        is_waived = after.waived_until is not None and before.waived_until is None
        settled = Cause.WAIVED if is_waived else Cause.SETTLED
        yield Cause.QUERIED if after.is_queried else settled
    elif part is Part.TARGET and before.close == after.close and has_same_target(before, after):
        # It follows a figure of last year's.
        yield Cause.EARLIER
    else:
        yield _PLAIN[part]


def _of_value(before: Ground, after: Ground, printed: Printed) -> Iterator[Cause]:
    """What kind of a change a value is, and whether what it counts is another thing now."""
    is_of_one_period = before.close == after.close
    then, now = before.seen.actual, after.seen.actual
    if now is None:
        yield Cause.GONE
    elif then is None:
        is_missing = is_of_one_period and before.seen.absence is not Absence.UNREADABLE
        yield Cause.LATE if is_missing else _new_value(before, after)
    elif is_of_one_period and then == now:
        # What the rule looks at beside the value.
        yield Cause.EARLIER
    else:
        yield from _of_two_values(before, after, printed)
        if _counts_otherwise(before, after):
            yield Cause.DEFINITION


def _of_two_values(before: Ground, after: Ground, printed: Printed) -> Iterator[Cause]:
    is_restated = before.close == after.close and _is_restated(before, after)
    is_rounding = _is_rounding(before, after, printed)
    if is_restated:
        yield Cause.RESTATED
    if is_rounding:
        yield Cause.ROUNDING
    if not is_restated and not is_rounding:
        yield _new_value(before, after)


def _new_value(before: Ground, after: Ground) -> Cause:
    return Cause.CORRECTED if before.close == after.close else Cause.VALUE


def _is_restated(before: Ground, after: Ground) -> bool:
    """Whether the denominator moved the rating, and the numerator, if it changed, did not."""
    old, new = before.seen, after.seen
    if old.denominator == new.denominator or not (old.denominator and new.denominator):
        return False
    if old.numerator is None or new.numerator is None or new.actual is None:
        return False
    if old.numerator == new.numerator:
        return True
    found = rated(after).rating
    with_old_bottom = new.actual * new.denominator / old.denominator
    with_old_top = new.actual * old.numerator / new.numerator if new.numerator else Decimal(0)
    return rated(after, with_old_bottom).rating != found == rated(after, with_old_top).rating


def _is_rounding(before: Ground, after: Ground, printed: Printed) -> bool:
    """Whether the two values rate the same as they are printed."""
    then, now = before.seen.actual, after.seen.actual
    assert then is not None and now is not None
    old = undone(after, before, (Part.VALUE,))
    shown, was_shown = printed(now, after.measure), printed(then, after.measure)
    return rated(after, shown).rating == rated(old, was_shown).rating


def _counts_otherwise(before: Ground, after: Ground) -> bool:
    """Whether the definition that holds for the two values is another one."""
    framework, measure = after.framework, after.measure.id
    if before.close != after.close:
        return framework.break_between(measure, after.period, before.period) is not None
    then = before.framework.definition_in_force(measure, before.period)
    return then != framework.definition_in_force(measure, after.period)


def _is_by_chance(before: Ground, after: Ground) -> bool:
    one, other = sample_of(before.measure, before.seen), sample_of(after.measure, after.seen)
    return one is not None and other is not None and not can_be_told_apart(one, other)
