"""What a whole may hide of its parts, as the rules and pages see it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sources.framework.keys import Period, Slot
from sources.framework.schemes import MeasureScheme

# Rules whose findings name figures of parts.
OF_PARTS = frozenset(
    {
        "breakdown-unknown",
        "breakdown-unreadable",
        "breakdown-impossible",
        "parts-differ",
        "bad-part-hidden",
        "parts-go-other-way",
    }
)


def hidden_parts(
    scheme: MeasureScheme, whole: str | None, parts: Mapping[str, str | None]
) -> tuple[str, ...]:
    """The parts that alone would be exceptions, while the whole's rating is none."""
    if whole is None or scheme.level(whole).is_exception:
        return ()
    return tuple(
        part for part, rating in parts.items() if rating and scheme.level(rating).is_exception
    )


@dataclass(frozen=True)
class ComparedParts:
    """A measure's parts held against those of the comparable period before.

    `whole_is_worse` is None unless every part moved one way and the whole the other; `before` and
    `now` are what the parts came to.
    """

    measure: str
    slot: Slot
    breakdown: str
    period: Period
    earlier: Period
    before: Decimal
    now: Decimal
    whole_is_worse: bool | None = None
