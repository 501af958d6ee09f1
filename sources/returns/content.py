"""What a return says, once read: values and texts, each with the cell it stands in.

Facts only. Whether a value is right or a row belongs here is for `checks` to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sources.framework.breakdowns import WHOLE
from sources.framework.keys import Period, Slot
from sources.returns.assessment_rows import SuppliedAssessment
from sources.returns.budget_lines import SuppliedLine
from sources.returns.extract_rows import SuppliedFigure
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
    CONTEXT = "context note"
    EVIDENCE = "evidence"
    REVISION_REASON = "reason for revision"


# The subject of a text about the return as a whole.
WHOLE_RETURN = "return"
# With what the subject of a text about one step of its sign-off begins; no id holds a colon.
_STEP = "sign-off:"


def step_subject(step_id: str) -> str:
    """The subject of a text about a step of the return's sign-off."""
    return f"{_STEP}{step_id}"


def step_of(subject: str) -> str | None:
    """The step of the sign-off that a text is about; None if it is about something else."""
    return subject.removeprefix(_STEP) if subject.startswith(_STEP) else None


def is_about_return(subject: str) -> bool:
    """Whether a text is about the return itself and its sign-off, and so fills nothing in."""
    return subject == WHOLE_RETURN or step_of(subject) is not None


@dataclass(frozen=True)
class Identity:
    """What a file says of itself: the slot it is for, and the framework its form was made from."""

    slot: Slot
    framework_digest: str | None = None


@dataclass(frozen=True)
class SuppliedValue:
    """A value of a measure for a measurement period. Blank cells are not supplied values.

    `states_scale` tells whether the file says what the number counts in: by a percent sign, by the
    cell's format, or by the layout. `is_stale`: the stored result of a formula is not what the
    formula gives. `is_hidden`: the cell is out of sight. `is_reason`: it is the cell of the reason
    for having no value. `breakdown` is the part that the value is of, or the whole.
    """

    measure: str
    period: Period
    quantity: Quantity
    value: Value
    sheet: str
    cell: str
    states_scale: bool = False
    is_stale: bool = False
    is_hidden: bool = False
    is_reason: bool = False
    breakdown: str = WHOLE


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

    `measure` and `period` are the texts found there, `subject` and `stated` what they were
    understood as, if they were; `value_cell` is where the value belongs. Every row is listed,
    known or not, so that what was left out can be said.
    """

    sheet: str
    number: int
    measure: str
    period: str
    measure_cell: str
    period_cell: str | None
    has_entries: bool
    subject: str | None = None
    stated: Period | None = None
    value_cell: str | None = None


@dataclass(frozen=True)
class PartRow:
    """A row of a breakdown as it stands, and the part it is for, if it was understood."""

    row: Row
    part_text: str
    part_cell: str
    part: str | None = None


@dataclass(frozen=True)
class SuppliedBenchmark:
    """A figure of somebody else, to compare a measure with, as it stands in a row.

    `cell` is where the figure stands; `lacking` are the headings without which it means nothing.
    """

    measure: str
    comparator: str
    period: str
    value: Value
    source: str
    sheet: str
    cell: str
    lacking: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        return not self.lacking and self.value.number is not None


@dataclass(frozen=True)
class Revision:
    """A row that revises a measure's value of an earlier period (ruling 8), as it stands.

    `subject`, `stated` and `slot` are the measure, the period and the return that collected it, as
    far as they were understood; `values` are then of that period. It counts only with a reason.
    """

    row: Row
    slot: Slot | None
    values: tuple[SuppliedValue, ...]
    reason: SuppliedText | None
    is_possible: bool = True

    @property
    def counts(self) -> bool:
        return (
            self.slot is not None
            and self.reason is not None
            and self.is_possible
            and any(
                v.quantity is Quantity.ACTUAL and v.value.number is not None for v in self.values
            )
        )


class Use(StrEnum):
    """What became of a cell in reading."""

    VALUE = "value"
    ABSENCE = "stated absence"
    UNREADABLE = "unreadable"
    TEXT = "text"
    BLANK = "dash"
    KEY = "reference"
    HEADING = "heading"
    FORM = "the form's own words"
    PASSED_OVER = "passed over by the layout"
    NOT_USED = "not used: of no measure or period of this return"
    UNREAD = "not read"


@dataclass(frozen=True)
class Unread:
    """Cells of a column or sheet that nothing was read from: how many, and the first of them."""

    sheet: str
    heading: str | None
    cell: str
    cells: int


@dataclass(frozen=True)
class SheetAccount:
    """What became of every cell of a sheet that holds anything; `uses` add up to `cells`."""

    sheet: str
    is_hidden: bool
    rows: int
    cells: int
    uses: Mapping[Use, int]


@dataclass(frozen=True)
class ReadReturn:
    """A whole return as read. `rows` are all rows of its tables; `values` and `texts` only those
    whose measure or action is in the framework and whose period can be read. `parts` are values of
    breakdowns, `budget` the lines of a finance return, `assessments` the rows of a risk return,
    `figures` those of an extract. `problem` says why a file that was taken can no longer be read by
    its framework."""

    identity: Identity
    rows: tuple[Row, ...] = ()
    values: tuple[SuppliedValue, ...] = ()
    texts: tuple[SuppliedText, ...] = ()
    sheets: tuple[SheetAccount, ...] = ()
    unread: tuple[Unread, ...] = ()
    problem: str | None = None
    part_rows: tuple[PartRow, ...] = ()
    parts: tuple[SuppliedValue, ...] = ()
    benchmarks: tuple[SuppliedBenchmark, ...] = ()
    revisions: tuple[Revision, ...] = ()
    budget: tuple[SuppliedLine, ...] = ()
    assessments: tuple[SuppliedAssessment, ...] = ()
    figures: tuple[SuppliedFigure, ...] = ()
