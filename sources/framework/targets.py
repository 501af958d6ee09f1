"""What is to be reached: a measure's target for the year, its profile, and how it was set.

A target is a number, a range, a change on last year's outturn, one that is yet to be set, or words
alone. That it fits its measure is `target_checks`; what changes in the year is `changes`.
"""

from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Annotated, Any, Protocol

from pydantic import BeforeValidator, model_validator

from sources.framework.base import Day, Exact, Id, Record
from sources.framework.day_rules import day_text
from sources.framework.keys import Period
from sources.framework.last_year import AgainstLastYear, LastYearText
from sources.framework.measures import Measure, Stretch, TargetValue
from sources.framework.plan import Provenance
from sources.values import MAX_DIGITS

_HUNDRED = Decimal(100)
_MONTHS = 12


class ProfileAs(StrEnum):
    """How the cells of a profile are written."""

    VALUES = "values"
    # Per cent of the annual target.
    SHARES = "shares"


def _parted(value: Any) -> Any:
    return tuple(p.strip() for p in value.split(";")) if isinstance(value, str) else value


Months = Annotated[tuple[Exact, ...] | None, BeforeValidator(_parted)]


class Stated(Protocol):
    """What a target and a change of one both state."""

    @property
    def annual(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def quarters(self) -> tuple[Decimal | None, ...]: ...
    @property
    def months(self) -> tuple[Decimal, ...] | None: ...
    @property
    def profile_as(self) -> ProfileAs: ...
    @property
    def of_last_year(self) -> AgainstLastYear | None: ...
    @property
    def to_be_set_by(self) -> Any: ...
    @property
    def in_words(self) -> str | None: ...


def check_stated(one: Stated) -> None:
    """Raise ValueError if what a target states does not go together."""
    ways = {
        "annual": one.annual,
        "of_last_year": one.of_last_year,
        "to_be_set_by": one.to_be_set_by,
        "in_words": one.in_words,
    }
    given = [name for name, value in ways.items() if value is not None]
    if len(given) > 1:
        raise ValueError(f"a target is one of {' and '.join(given)}: leave the others empty")
    if one.high is not None and (one.annual is None or one.high < one.annual):
        raise ValueError("a range goes from annual to high, which is not lower")
    quarters = [part is not None for part in one.quarters]
    if any(quarters) and not all(quarters):
        raise ValueError("the profile wants all four quarters, or none")
    if one.months is not None and len(one.months) != _MONTHS:
        raise ValueError("months are the twelve of the year, from April on, parted by semicolons")
    if any(quarters) and one.months is not None:
        raise ValueError("give the profile by quarters or by months, not both")
    _check_profile(one, has_profile=any(quarters) or one.months is not None)


def _check_profile(one: Stated, *, has_profile: bool) -> None:
    if not has_profile:
        if one.profile_as is ProfileAs.SHARES:
            raise ValueError("profile_as says how the profile is written, and there is none")
        return
    if one.high is not None:
        raise ValueError("a range has no profile")
    if one.of_last_year is not None:
        if one.profile_as is not ProfileAs.SHARES:
            raise ValueError(
                "the profile of a target on last year cannot be given in values: write shares of "
                "it, and profile_as shares"
            )
    elif one.annual is None:
        raise ValueError("a profile without an annual target cannot be checked against it")
    if one.profile_as is ProfileAs.SHARES and one.annual is not None:
        parts = one.months or one.quarters
        if any(_digits(share_of(one.annual, part)) > MAX_DIGITS for part in parts if part):
            raise ValueError("these shares have too many digits to be kept exactly: write values")


def share_of(annual: Decimal, share: Decimal) -> Decimal:
    """So many per cent of an annual target, exactly and without zeros that mean nothing."""
    with localcontext(prec=60):
        exact = (annual * share / _HUNDRED).normalize()
        whole = exact == exact.to_integral_value()
        return exact.quantize(Decimal(1)) if whole else exact


def _digits(number: Decimal) -> int:
    return len(number.as_tuple().digits)


class Target(Record):
    """A measure's annual target, its profile by quarter or month, and how it was set.

    A profile holds the value expected by the end of each quarter: year to date for cumulative
    measures, the quarter's own level for the others. Without a profile the annual target stands
    for every quarter, unless the measure is cumulative. A target that is a range goes from `annual`
    to `high`, in every period.
    """

    measure: Id
    annual: Exact | None = None
    high: Exact | None = None
    q1: Exact | None = None
    q2: Exact | None = None
    q3: Exact | None = None
    q4: Exact | None = None
    months: Months = None
    profile_as: ProfileAs = ProfileAs.VALUES
    of_last_year: LastYearText = None
    to_be_set_by: Day | None = None
    in_words: str | None = None
    reach_by: Day | None = None
    rationale: str
    evidence: str | None = None
    set_by: str
    set_on: Day | None = None
    approved_by: str | None = None
    provenance: Provenance

    @model_validator(mode="after")
    def _goes_together(self) -> "Target":
        check_stated(self)
        return self

    @property
    def quarters(self) -> tuple[Decimal | None, ...]:
        """The cells of the profile, as they are written."""
        return (self.q1, self.q2, self.q3, self.q4)

    @property
    def profile(self) -> tuple[Decimal | None, ...]:
        """What is expected by the end of each quarter, as values; None where that is not known."""
        months = self.monthly
        written = months[2::3] if months else self.quarters
        return written if months else tuple(self._value(cell) for cell in written)

    @property
    def monthly(self) -> tuple[Decimal | None, ...]:
        """The same by months; empty where the profile is by quarters."""
        return tuple(self._value(cell) for cell in self.months or ())

    def _value(self, cell: Decimal | None) -> Decimal | None:
        if cell is None or self.profile_as is ProfileAs.VALUES:
            return cell
        return share_of(self.annual, cell) if self.annual is not None else None

    @property
    def has_profile(self) -> bool:
        return self.q1 is not None or self.months is not None

    @property
    def is_stated(self) -> bool:
        """Whether there is a target at all, be it in words or a number that is yet to be known."""
        return any(one is not None for one in (self.annual, self.of_last_year, self.in_words))

    @property
    def words(self) -> str | None:
        """A target that is no plain number, as it is told to readers."""
        if self.of_last_year is not None:
            return self.of_last_year.words
        if self.to_be_set_by is not None:
            return f"to be set by {day_text(self.to_be_set_by)}"
        return self.in_words

    def amounting_to(self, annual: Decimal) -> "Target":
        """The same target once the number that it comes to is known."""
        return self.model_copy(update={"annual": annual})

    def for_period(self, period: Period, measure: Measure) -> TargetValue | None:
        """The target that a period's actual is rated against (ruling 20), or None."""
        if self.annual is not None and self.high is not None:
            return Stretch(self.annual, self.high)
        if period.kind == "F":
            return self.annual
        if self.months is not None:
            return self.monthly[period.last_month - 1]
        quarter = self.profile[(period.last_month - 1) // 3]
        if quarter is not None:
            return quarter if period.last_month % 3 == 0 else None
        return None if measure.is_cumulative else self.annual
