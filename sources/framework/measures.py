"""Measures: the register of what is counted, and what a target's value may be.

The register only: what is to be reached stands in `targets`, how a measure is rated in `schemes`,
its written procedure in `procedures`, what changes in the year in `changes`; its values come in
returns.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from pydantic import Field, model_validator

from sources.framework.base import Exact, Id, Ids, PeriodText, Record, YesNo
from sources.framework.comparators import ENGLAND
from sources.framework.keys import Period
from sources.framework.levels import LevelsText
from sources.framework.over_parts import OverParts
from sources.framework.plan import Provenance
from sources.values import Unit


class Polarity(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    # Neither too much nor too little: the target is a stretch, and distance from it is worse.
    RANGE = "range"
    NONE = "none"


class Stretch(NamedTuple):
    """A target from one value to another, both included."""

    low: Decimal
    high: Decimal

    def __str__(self) -> str:
        return f"{self.low} to {self.high}"


TargetValue = Decimal | Stretch


class Frequency(StrEnum):
    """How often a measure is collected: once, at its own frequency (ruling 2)."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    ANNUAL = "annual"

    @property
    def period_kind(self) -> str:
        return {"monthly": "M", "quarterly": "Q", "half-yearly": "H", "annual": "F"}[self]


class ReferencePeriod(StrEnum):
    """What stretch of time a value measures, apart from when it is due (ruling 1)."""

    FINANCIAL_PERIOD = "financial period"
    IN_ARREARS = "period in arrears"
    ROLLING_12_MONTHS = "rolling 12 months"
    ACADEMIC_YEAR = "academic year"
    CALENDAR_YEAR = "calendar year"
    SURVEY_WAVE = "survey wave"


class Kind(StrEnum):
    """Where a measure stands between resources and results."""

    INPUT = "input"
    ACTIVITY = "activity"
    OUTPUT = "output"
    OUTCOME = "outcome"


class Tier(StrEnum):
    """Corporate measures serve the plan; local ones a service."""

    CORPORATE = "corporate"
    LOCAL = "local"


class Supplied(StrEnum):
    """Whether a cumulative measure is supplied year to date or for the period alone (ruling 3)."""

    YEAR_TO_DATE = "year to date"
    PERIOD_ALONE = "period alone"


class Aggregation(StrEnum):
    """How a longer period follows from shorter ones (ruling 2)."""

    SUM = "sum"
    WEIGHTED_RATIO = "weighted ratio"
    MEAN = "mean"
    LATEST = "latest"
    SUPPLIED_AGAIN = "supplied again"


class DeliveryModel(StrEnum):
    """Who delivers what a measure is about."""

    DIRECT = "direct"
    CONTRACTED = "contracted"
    COMMISSIONED = "commissioned"
    PARTNERSHIP = "partnership"


class Influence(StrEnum):
    """How far the council itself can move a measure. Context is shown and never rated."""

    CONTROL = "control"
    INFLUENCE = "influence"
    CONTEXT = "context"


class Measure(Record):
    """One entry of the register of measures.

    It is due in reporting periods from `first_period` to `last_period`; one that is withdrawn stays
    in the register with its end. `definition` is the wording before any change that `changes` has.
    """

    id: Id
    name: str
    definition: str
    purpose: str
    unit: Unit
    unit_words: str | None = None
    decimal_places: Annotated[int, Field(ge=0, le=6)]
    polarity: Polarity
    frequency: Frequency
    reference_period: ReferencePeriod = ReferencePeriod.FINANCIAL_PERIOD
    lag_days: Annotated[int, Field(ge=0, le=1000)] = 0
    kind: Kind
    tier: Tier
    is_cumulative: YesNo
    supplied: Supplied | None = None
    aggregation: Aggregation
    numerator: str | None = None
    denominator: str | None = None
    may_exceed_100: YesNo = False
    may_be_negative: YesNo = False
    zero_tolerance: Exact | None = None
    tolerance: Exact | None = None
    floor: Exact | None = None
    levels: LevelsText = None
    department: Id
    sent_by: Id | None = None
    service: Id | None = None
    body: Id
    outcomes: Ids
    priorities: Ids
    collection_officer: str
    responsible_officer: str
    authorising_officer: str
    provenance: Provenance
    first_period: PeriodText | None = None
    last_period: PeriodText | None = None
    withdrawn_because: str | None = None
    delivery_model: DeliveryModel = DeliveryModel.DIRECT
    provider: str | None = None
    influence: Influence = Influence.CONTROL
    breakdowns: Ids = ()
    over_parts: OverParts | None = None
    asks_benchmark: YesNo = False
    comparator_groups: Ids = ()
    national_area: str = ENGLAND
    lg_inform_metric: str | None = None
    statutory_return: str | None = None
    figure_source: str | None = None
    figure_licence: str | None = None
    asks_context: YesNo = False
    asks_evidence: YesNo = False
    is_survey: YesNo = False

    @model_validator(mode="before")
    @classmethod
    def _partners_share_control(cls, given: Any) -> Any:
        """What is achieved in partnership is not the council's alone, unless it says so."""
        if isinstance(given, dict) and given.get("delivery_model") == DeliveryModel.PARTNERSHIP:
            return {"influence": Influence.INFLUENCE, **given}
        return given

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Measure":
        if (self.last_period is None) != (self.withdrawn_because is None):
            raise ValueError("give both last_period and withdrawn_because, or neither")
        first, last = self.first_period, self.last_period
        if first is not None and last is not None and last.ends < first.starts:
            raise ValueError("last_period is before first_period")
        if (self.delivery_model is DeliveryModel.DIRECT) != (self.provider is None):
            raise ValueError("a provider is given for every delivery_model but direct")
        return self

    @model_validator(mode="after")
    def _fields_agree(self) -> "Measure":
        if self.is_cumulative and self.supplied is None:
            raise ValueError("a cumulative measure must say how it is supplied")
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError("give both numerator and denominator, or neither")
        if self.aggregation is Aggregation.WEIGHTED_RATIO and self.numerator is None:
            raise ValueError("a weighted ratio needs a numerator and a denominator")
        if self.unit is Unit.RATE and self.unit_words is None:
            raise ValueError("a rate must say in unit_words what it is per")
        if self.polarity is Polarity.RANGE and self.is_cumulative:
            raise ValueError("a running total cannot have a range as its target")
        if self.tolerance is not None and self.tolerance < 0:
            raise ValueError("a tolerance is 0 or more")
        if self.is_survey and (self.numerator is None or self.unit is not Unit.PERCENT):
            raise ValueError(
                "a survey is a percent with a numerator and, of answers, a denominator"
            )
        if self.figure_licence is not None and self.figure_source is None:
            raise ValueError("a licence is that of a source: give figure_source too")
        if not self.priorities:
            raise ValueError("the measure serves no priority")
        return self

    @property
    def has_ratio(self) -> bool:
        return self.numerator is not None

    def is_in_force(self, reporting: Period) -> bool:
        """Whether a reporting period, or a part of one, is due at all: neither before the measure
        began nor after it was withdrawn."""
        begins, ends = self.first_period, self.last_period
        has_begun = begins is None or reporting.reaches(begins)
        return has_begun and (ends is None or reporting.ends <= ends.ends)

    def is_measured(self, period: Period) -> bool:
        """Whether a measurement period is one that the measure is collected for."""
        in_arrears = self.reference_period is ReferencePeriod.IN_ARREARS
        return self.is_in_force(period.following() if in_arrears else period)

    def admits(self, number: Decimal) -> bool:
        """Whether the unit allows a value: 0 to 100 for percentages, 0 up for days, unless said."""
        if self.unit not in (Unit.PERCENT, Unit.DAYS):
            return True
        if number < 0:
            return self.may_be_negative
        return self.unit is Unit.DAYS or self.may_exceed_100 or number <= 100
