"""View models of the data-quality guide: what is checked, in words that data owners read.

Already worded; templates read these and nothing else.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ExampleLine:
    """One fact of an example: what it is, and how it stands."""

    what: str
    text: str


@dataclass(frozen=True)
class GuideRule:
    """One rule. `says` is what it really says of `breaks`; `keeps` is what it leaves in peace.

    `off` is why this council does not use it; `measured` how well it does, where that is a
    question of likelihood.
    """

    id: str
    severity: str
    symbol: str
    speaks: str
    meaning: str
    mend: str
    waiver: str
    breaks: tuple[ExampleLine, ...]
    says: tuple[str, ...]
    keeps: tuple[ExampleLine, ...]
    because: str | None
    measured: str | None
    off: str | None


@dataclass(frozen=True)
class GuideDimension:
    """A quality dimension, what it asks, and its rules."""

    name: str
    question: str
    rules: tuple[GuideRule, ...]


@dataclass(frozen=True)
class GuideLimit:
    """A limit or list of words: what it is, as it holds here, and the default if that differs."""

    field: str
    what: str
    value: str
    default: str | None


@dataclass(frozen=True)
class GuidePage:
    """The guide; without a council, as it holds for one that has settled nothing itself."""

    council: str | None
    year: str | None
    count: int
    severities: tuple[ExampleLine, ...]
    dimensions: tuple[GuideDimension, ...]
    limits: tuple[GuideLimit, ...]
