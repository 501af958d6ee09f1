"""Override: another rating or value for a measure of a close, decided after moderation.

Recording is all that happens here: the next close prints what was decided and keeps what came of
the files beside it. An override ends when it is withdrawn.
"""

import re
from decimal import Decimal

from assets.analysis.overrides import original_of, overrides_of
from assets.analysis.rated import Unrated
from assets.analysis.results import CloseResults, Point
from assets.steps.close import compute
from assets.steps.house import House
from assets.steps.rerun import said
from sources.decisions import CannotDecide, Override, OverrideWithdrawn
from sources.entries import Entry, EntryKind
from sources.framework.framework import Framework
from sources.framework.keys import Close
from warehouse.rows import MeasureRating

_NUMBER = re.compile(r"[-\u2212]?[0-9]{1,12}(\.[0-9]{1,6})?")


def override(
    house: House,
    close: Close,
    measure: str,
    *,
    reason: str,
    by: str,
    rating: str | None = None,
    value: str | None = None,
) -> Entry:
    """Record a rating (by its id or word) or a value. Raises CannotDecide, NoReason, UnknownKey."""
    told, who = said(reason), said(by)
    if (rating is None) == (value is None):
        raise CannotDecide("Say either another rating or another value, not both.")
    framework = house.library.of_close(close)
    if measure not in framework.measures:
        raise CannotDecide(f"{close} has no measure '{measure}'.")
    level = _level(framework, rating) if rating is not None else None
    number = f"{_number(value):f}" if value is not None else None
    with house.lock(close.council):
        row = next(
            r for r in _now(house, close).ratings if (r.measure, r.basis) == (measure, "current")
        )
        was_value, was_rating = original_of(row)
        _must_make_sense(row, was_value, was_rating, number, level)
        if number is not None and not framework.measures[measure].admits(Decimal(number)):
            raise CannotDecide(f"{number} is outside what the unit of '{measure}' allows.")
        body = Override(measure, level, number, was_value, was_rating, told, who)
        return house.ledger.append(
            close.council, house.now(), who, EntryKind.OVERRIDE, str(close), body
        )


def withdraw(house: House, close: Close, measure: str, *, reason: str, by: str) -> Entry:
    """Let what came of the files stand again. Raises CannotDecide, NoReason, UnknownKey."""
    told, who = said(reason), said(by)
    house.library.of_close(close)
    with house.lock(close.council):
        if measure not in overrides_of(close, _now(house, close).decisions):
            raise CannotDecide(f"Nothing was decided about '{measure}' in {close}.")
        return house.ledger.append(
            close.council,
            house.now(),
            who,
            EntryKind.OVERRIDE_WITHDRAWN,
            str(close),
            OverrideWithdrawn(measure, told),
        )


def _now(house: House, close: Close) -> CloseResults:
    """The close as it would be now: a decision rests on what has come, not on what was closed."""
    entries = house.entries(close.council)
    return compute(house, close, Point(entries[-1].seq if entries else 0, house.now()))


def _level(framework: Framework, rating: str) -> str:
    levels = framework.measure_scheme.ratings
    for level in levels:
        if rating.strip().casefold() in (level.id.casefold(), level.word.casefold()):
            return level.id
    words = ", ".join(level.word for level in levels)
    raise CannotDecide(f"'{rating}' is no rating of the scheme; its ratings are {words}.")


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text.strip()):
        raise CannotDecide(
            f"'{text}' is no number: write digits and a decimal point only, such as 21.4."
        )
    return Decimal(text.strip().replace("\u2212", "-"))


def _must_make_sense(
    row: MeasureRating,
    was_value: str | None,
    was_rating: str | None,
    value: str | None,
    rating: str | None,
) -> None:
    if row.status == Unrated.NOT_DUE.value:
        raise CannotDecide(f"'{row.measure}' is not rated in this period: {row.reason}.")
    if rating is not None and row.status == Unrated.QUERIED.value:
        raise CannotDecide(
            f"The value of '{row.measure}' is queried: have it corrected, waive the finding, or "
            "decide its value."
        )
    if rating is not None and was_value is None:
        raise CannotDecide(
            f"'{row.measure}' has no figure that could be rated: decide its value instead."
        )
    if rating is not None and rating == was_rating:
        raise CannotDecide(f"'{row.measure}' is rated {rating} as it is.")
    if value is not None and was_value is not None and Decimal(value) == Decimal(was_value):
        raise CannotDecide(f"{value} is the value of '{row.measure}' as it is.")
