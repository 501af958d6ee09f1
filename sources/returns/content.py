"""What a return says, once read: values and texts, each with the cell it stands in.

Facts only. Whether a value is right or a row belongs here is for `checks` to say.
"""

from dataclasses import dataclass
from enum import StrEnum

from sources.framework.keys import Period, Slot
from sources.values import Value


class Quantity(StrEnum):
    """What a value of a measure is."""

    ACTUAL = "actual"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    FORECAST = "year-end forecast"
    TARGET = "target"


class TextField(StrEnum):
    """What a text says of a measure, a key action, or the return itself."""

    COMMENTARY = "commentary"
    ABSENCE_NOTE = "absence note"
    SUPPLIED_RATING = "supplied rating"
    PERCENT_COMPLETE = "percent complete"
    FORECAST_DATE = "forecast date"
    SIGNED_OFF_BY = "signed off by"
    SIGNED_OFF_ROLE = "signed off role"
    SIGNED_OFF_ON = "signed off on"
    COMPLETED_BY = "completed by"


# The subject of a text about the return as a whole.
WHOLE_RETURN = "return"


@dataclass(frozen=True)
class Identity:
    """What a file says of itself: the slot it is for, and the framework its form was made from."""

    slot: Slot
    framework_digest: str | None = None


@dataclass(frozen=True)
class SuppliedValue:
    """A value of a measure for a measurement period. Blank cells are not supplied values."""

    measure: str
    period: Period
    quantity: Quantity
    value: Value
    sheet: str
    cell: str


@dataclass(frozen=True)
class SuppliedText:
    """A text about a measure's period, a key action, or the whole return (`WHOLE_RETURN`)."""

    subject: str
    period: Period | None
    field: TextField
    text: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class Row:
    """A row of a return's table as it stands: what it says of its measure and period.

    `measure` and `period` are the texts found there. Every row is listed, known or not, so that
    what was left out can be said.
    """

    sheet: str
    number: int
    measure: str
    period: str
    measure_cell: str
    period_cell: str | None
    has_entries: bool


@dataclass(frozen=True)
class ReadReturn:
    """A whole return as read. `rows` are all rows of its tables; `values` and `texts` only those
    whose measure or action is in the framework and whose period can be read. `problem` says why
    a file that was taken can no longer be read by its framework."""

    identity: Identity
    rows: tuple[Row, ...]
    values: tuple[SuppliedValue, ...]
    texts: tuple[SuppliedText, ...]
    cell_count: int
    problem: str | None = None
