"""The council's own figures as others published them, beside what departments returned. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from sources.framework.keys import Period, Slot
from sources.values import places_of

# Rules whose findings name published figures, which may be for members of their source only.
OF_PUBLISHED = frozenset({"own-figure-differs"})


@dataclass(frozen=True)
class OwnFigure:
    """A measure's figure of a period twice: as an extract has it, and where, and as returned.

    `slot` is the measure's own return in the close, `is_decided` whether its value is one that was
    decided on review.
    """

    measure: str
    slot: Slot
    period: Period
    published: Decimal
    own: Decimal
    source: str = ""
    is_decided: bool = False
    submission: int | None = None
    sheet: str | None = None
    cell: str | None = None
    raw: str | None = None

    @property
    def agrees(self) -> bool:
        """Whether both can be the same number, each rounded to the places that it is given with."""
        places = min(places_of(self.published), places_of(self.own))
        return abs(self.published - self.own) <= Decimal(5).scaleb(-places - 1)
