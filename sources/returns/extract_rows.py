"""What an extract of others' figures says, once read: one figure a row, each with its cells.

Facts only. Reading them is `extracts`; whether one may count is for `checks` to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sources.framework.keys import Period
from sources.geography.register import Area
from sources.values import Value


class Part(StrEnum):
    """What a cell of a row holds."""

    AREA = "area"
    METRIC = "metric"
    PERIOD = "period of the figure"
    VALUE = "value"


@dataclass(frozen=True)
class Origin:
    """Where the figures of a file come from, as its head says it; `lacking` is what it leaves open.

    Figures of a file that does not say for whom they are count as being for members only.
    """

    source: str
    licence: str
    retrieved_on: date | None
    is_members_only: bool
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class SuppliedFigure:
    """A row as it stands. What was not understood is missing; `area_problem` says why of the area.

    `said` are the texts of the filled cells, `cells` where each part stands, filled or not.
    `states_scale`: whether the cell says that a percentage is one.
    """

    area: Area | None
    area_problem: str
    measure: str | None
    period: Period | None
    value: Value
    origin: Origin
    said: Mapping[Part, str]
    sheet: str
    number: int
    cells: Mapping[Part, str]
    states_scale: bool = False
