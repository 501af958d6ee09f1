"""The rows of benchmarks, as plain records; the other tables' are `rows`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SubmittedBenchmark:
    """Somebody else's figure to compare a measure with; `period` is in the sender's words."""

    slot: str
    council: str
    submission: int
    measure: str
    comparator: str
    period: str
    units: int
    places: int
    unit: str
    raw: str
    source: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class MeasureBenchmark:
    """A measure beside others in a close: beside the nation, a group, or a figure as it was sent.

    `kind` is `national`, `group` or `sent`; `comparator` the area's code, the group's id or the
    words of who sent it. `units` and `places` are the others' value: the published figure of the
    nation, or the mean of the group's members without the council itself, to six places;
    `own_units` and `own_places` the council's own figure of the same period. `comparators` of
    `members` have a figure; `rank` is among `ranked`, the council included, and so is `quartile`, 1
    the best. `median` is that of the group's others; `first` the figure from which on a council is
    in the first quartile, `last` the one below which (by what is better) it is in the last: both
    are figures of others, and count the council in as its rank does. What there is not has its
    reason in words. `origin` says where the figures come from; `own_sources` and `sources` are the
    cells that both rest on. With `is_members_only` the row
    rests on a figure that is not for the public.
    """

    close: str
    measure: str
    kind: str
    comparator: str
    name: str
    period: str
    own_units: int | None
    own_places: int | None
    units: int | None
    places: int | None
    comparators: int | None
    members: int | None
    rank: int | None
    ranked: int | None
    quartile: int | None
    reason: str | None
    origin: str
    is_members_only: bool
    own_sources: str
    sources: str
    median_units: int | None = None
    median_places: int | None = None
    first_units: int | None = None
    first_places: int | None = None
    last_units: int | None = None
    last_places: int | None = None
