"""Breakdowns: the parts into which a measure's figure is asked for, such as a county's districts.

The vocabulary only: which measures are broken down stands in their own rows, how parts follow one
another in `reorganisations`, and what the parts must come to is for `checks` to say.
"""

from enum import StrEnum

from pydantic import Field, model_validator

from sources.framework.base import BOUNDARY_FILE, Day, Exact, Id, Record, YesNo, no_twins
from sources.framework.keys import Period
from sources.framework.measures import Aggregation, Measure
from sources.framework.over_parts import OverParts
from sources.framework.plan import Provenance
from sources.framework.targets import Target
from sources.values import Unit

# How the figure of a measure as a whole is called where its parts are kept beside it.
WHOLE = "all"


class BreakdownKind(StrEnum):
    """What sort of parts: places, groups of people, or levels of the organisation."""

    GEOGRAPHY = "geography"
    COMMUNITY_GROUP = "community group"
    ORGANISATIONAL_LEVEL = "organisational level"


class Part(Record):
    """One part, such as a district: its official code, of which list of codes, and its dates.

    `within` is the part, of the breakdown that its own lies within, that it belongs to.
    """

    id: Id
    name: str
    code: str | None = None
    vintage: str | None = None
    within: Id | None = None
    starts: Day | None = None
    ends: Day | None = None

    @model_validator(mode="after")
    def _is_a_part(self) -> "Part":
        if self.id == WHOLE:
            raise ValueError(f"'{WHOLE}' is the whole, not a part")
        if self.starts and self.ends and self.ends < self.starts:
            raise ValueError("the part ends before it starts")
        if self.vintage is not None and self.code is None:
            raise ValueError("a vintage is that of a code: give the code too")
        return self

    def is_there(self, period: Period) -> bool:
        """Whether it is there on the last day of a period, and so has a figure for it."""
        has_begun = self.starts is None or self.starts <= period.ends
        return has_begun and (self.ends is None or self.ends >= period.ends)

    def overlaps(self, other: "Part") -> bool:
        """Whether there is a day on which both are there."""
        return not any(
            first.ends is not None and second.starts is not None and first.ends < second.starts
            for first, second in ((self, other), (other, self))
        )


class Breakdown(Record):
    """A way of parting a figure; `covers_all` says whether the parts make up the whole.

    `within` is the next coarser breakdown: wards lie within districts, teams within services.
    `boundaries` is the file with the outlines of the parts, which stand there under their codes, in
    `code_property`; `boundaries_source` is what its licence asks to be said wherever it is drawn.
    """

    id: Id
    name: str
    kind: BreakdownKind = BreakdownKind.GEOGRAPHY
    within: Id | None = None
    parts: tuple[Part, ...] = Field(min_length=2)
    covers_all: YesNo = True
    boundaries: str | None = None
    code_property: str | None = None
    boundaries_source: str | None = None

    @model_validator(mode="after")
    def _ids_differ(self) -> "Breakdown":
        no_twins(self.parts)
        return self

    @model_validator(mode="after")
    def _can_be_drawn(self) -> "Breakdown":
        if self.boundaries is None:
            if self.code_property or self.boundaries_source:
                raise ValueError("what is said of boundaries wants the file: give boundaries too")
            return self
        if self.kind is not BreakdownKind.GEOGRAPHY:
            raise ValueError("only places have boundaries: leave them out, or correct kind")
        if not BOUNDARY_FILE.fullmatch(self.boundaries):
            raise ValueError("boundaries is the name of a file of this folder, as wards.geojson")
        if self.boundaries_source is None:
            raise ValueError("say in boundaries_source whose boundaries they are")
        return self

    def parts_in(self, period: Period) -> tuple[Part, ...]:
        """The parts that are there at the end of a period."""
        return tuple(part for part in self.parts if part.is_there(period))


class PartTarget(Record):
    """A target of one part's own, in place of the measure's: as in `Target`, without a range."""

    measure: Id
    part: Id
    annual: Exact
    q1: Exact | None = None
    q2: Exact | None = None
    q3: Exact | None = None
    q4: Exact | None = None
    rationale: str
    set_by: str

    @model_validator(mode="after")
    def _profile_is_whole(self) -> "PartTarget":
        given = [quarter is not None for quarter in (self.q1, self.q2, self.q3, self.q4)]
        if any(given) and not all(given):
            raise ValueError("the profile wants all four quarters, or none")
        return self

    @property
    def key(self) -> str:
        return f"{self.measure} of {self.part}"

    @property
    def target(self) -> Target:
        """In the form in which every target is used."""
        return Target(
            **self.model_dump(exclude={"part"}),
            provenance=Provenance.OURS,
        )


def over_parts(measure: Measure) -> OverParts:
    """How a measure's whole follows from its parts, as it says itself or else by what it is.

    Running totals and counts of events add up. Nothing else does unless the measure says so: the
    parts of a plain percentage, or of a count of different people, come to nothing.
    """
    if measure.over_parts is not None:
        return measure.over_parts
    if measure.has_ratio:
        return OverParts.WEIGHTED_RATIO
    is_count = measure.unit in (Unit.NUMBER, Unit.MONEY)
    return OverParts.SUM if is_count and measure.aggregation is Aggregation.SUM else OverParts.NONE
