"""The three keys and the periods they are made of: parse, str and arithmetic, once.

No other module splits or joins key strings. What a key is *for* (due dates, returns, products)
does not belong here.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, total_ordering
from typing import Self

_ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"M(?:0[1-9]|1[0-2])|Q[1-4]|H[12]|FY")
_MONTHS_IN = {"M": 1, "Q": 3, "H": 6, "F": 12}
# Every stored row names its period and slot: of a council's few hundred, each is parsed once.
_REMEMBERED = 4096


class KeyProblem(ValueError):
    """A key or period that cannot be understood; the message says what was expected."""


def check_id(text: str, what: str) -> str:
    """Return `text` if it is a usable id (lower-case words, digits, `-` and `_`)."""
    if not _ID.fullmatch(text):
        raise KeyProblem(
            f"{what} {text!r} is not a usable name: use lower-case letters, digits, '-' and '_'"
        )
    return text


@dataclass(frozen=True, order=True)
class FinancialYear:
    """1 April to 31 March, written `2023-24`."""

    start_year: int

    @classmethod
    def parse(cls, text: str) -> Self:
        match = _YEAR.fullmatch(text)
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            raise KeyProblem(f"{text!r} is not a financial year: write it like 2023-24")
        return cls(int(match[1]))

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(day.year if day.month >= 4 else day.year - 1)

    def __str__(self) -> str:
        return f"{self.start_year}-{(self.start_year + 1) % 100:02d}"


@total_ordering
@dataclass(frozen=True)
class Period:
    """A month (M01 is April), quarter, half-year or full year of a financial year.

    Used both as a reporting period (of slots and closes) and as a measurement period (of values).
    Periods sort by their last day, the shorter first: Q4 comes before FY.
    """

    year: FinancialYear
    code: str

    @classmethod
    @lru_cache(maxsize=_REMEMBERED)
    def parse(cls, text: str) -> Self:
        year, _, code = text.rpartition("-")
        if not _CODE.fullmatch(code) or not year:
            raise KeyProblem(
                f"{text!r} is not a period: write it like 2023-24-Q2, 2023-24-M04, "
                "2023-24-H1 or 2023-24-FY"
            )
        return cls(FinancialYear.parse(year), code)

    def __str__(self) -> str:
        return f"{self.year}-{self.code}"

    @property
    def kind(self) -> str:
        """`M`, `Q`, `H` or `F`."""
        return self.code[0]

    @property
    def number(self) -> int:
        """1-based place of the period within its financial year."""
        return 1 if self.code == "FY" else int(self.code[1:])

    @property
    def last_month(self) -> int:
        """How many months of the financial year have passed when the period ends (1 to 12)."""
        return self.number * _MONTHS_IN[self.kind]

    @property
    def starts(self) -> date:
        month = self.last_month - _MONTHS_IN[self.kind]
        return date(self.year.start_year + (month + 3) // 12, (month + 3) % 12 + 1, 1)

    @cached_property
    def ends(self) -> date:
        month = self.last_month - 1
        year, number = self.year.start_year + (month + 3) // 12, (month + 3) % 12 + 1
        return date(year, number, calendar.monthrange(year, number)[1])

    @property
    def label(self) -> str:
        """What people see: `July 2023`, `Quarter 2 (July to September 2023)`."""
        if self.kind == "M":
            return f"{self.starts:%B %Y}"
        first = (
            f"{self.starts:%B}" if self.starts.year == self.ends.year else f"{self.starts:%B %Y}"
        )
        span = f"{first} to {self.ends:%B %Y}"
        name = {
            "Q": f"Quarter {self.number}",
            "H": f"Half-year {self.number}",
            "F": "Full year",
        }
        return f"{name[self.kind]} ({span})"

    @property
    def short_label(self) -> str:
        """For table headings and chart points: `Q2 2023-24`, `July 2023`."""
        return self.label if self.kind == "M" else f"{self.code} {self.year}"

    def previous(self) -> "Period":
        """The period of the same kind just before this one."""
        if self.kind == "F":
            return Period(FinancialYear(self.year.start_year - 1), "FY")
        per_year = 12 // _MONTHS_IN[self.kind]
        if self.number == 1:
            return self._numbered(FinancialYear(self.year.start_year - 1), per_year)
        return self._numbered(self.year, self.number - 1)

    def following(self) -> "Period":
        """The period of the same kind just after this one."""
        if self.kind == "F":
            return Period(FinancialYear(self.year.start_year + 1), "FY")
        if self.ends.month == 3:
            return self._numbered(FinancialYear(self.year.start_year + 1), 1)
        return self._numbered(self.year, self.number + 1)

    def reaches(self, first: "Period") -> bool:
        """Whether what holds from the beginning of `first` on holds at the end of this period."""
        return self.ends >= first.starts

    def year_before(self) -> "Period":
        """The same period of the previous financial year."""
        return Period(FinancialYear(self.year.start_year - 1), self.code)

    def parts(self, kind: str) -> tuple["Period", ...]:
        """The shorter periods of `kind` that make up this one, in order; itself if of that kind."""
        size, mine = _MONTHS_IN[kind], _MONTHS_IN[self.kind]
        if size > mine:
            return ()
        last = self.last_month // size
        return tuple(
            Period.of(self.year, kind, n) for n in range(last - mine // size + 1, last + 1)
        )

    @classmethod
    def of(cls, year: FinancialYear, kind: str, number: int) -> "Period":
        """The `number`-th period of a kind (`M`, `Q`, `H` or `F`) in a financial year."""
        if kind == "F":
            return Period(year, "FY")
        return Period(year, f"M{number:02d}" if kind == "M" else f"{kind}{number}")

    def _numbered(self, year: FinancialYear, number: int) -> "Period":
        return Period.of(year, self.kind, number)

    @cached_property
    def _place(self) -> tuple[date, int]:
        return self.ends, _MONTHS_IN[self.kind]

    def __lt__(self, other: "Period") -> bool:
        return self._place < other._place

    # What `total_ordering` would make of it, without the detour: periods are compared by the
    # hundred thousand.
    def __le__(self, other: "Period") -> bool:
        return self._place <= other._place


@dataclass(frozen=True, order=True)
class Close:
    """One council's reporting period: `derbyshire.2023-24-Q2`."""

    council: str
    period: Period

    @classmethod
    def parse(cls, text: str) -> Self:
        council, period = _split(text, 2, "close", "derbyshire.2023-24-Q2")
        return cls(check_id(council, "council"), Period.parse(period))

    def __str__(self) -> str:
        return f"{self.council}.{self.period}"


@dataclass(frozen=True, order=True)
class Slot:
    """A return that is owed: `derbyshire.2023-24-Q2.adult-care`."""

    council: str
    period: Period
    return_id: str

    @classmethod
    @lru_cache(maxsize=_REMEMBERED)
    def parse(cls, text: str) -> Self:
        council, period, return_id = _split(text, 3, "slot", "derbyshire.2023-24-Q2.adult-care")
        return cls(
            check_id(council, "council"),
            Period.parse(period),
            check_id(return_id, "return"),
        )

    @property
    def close(self) -> Close:
        """The close that this return belongs to."""
        return Close(self.council, self.period)

    def __str__(self) -> str:
        return f"{self.council}.{self.period}.{self.return_id}"


@dataclass(frozen=True, order=True)
class Edition:
    """One issue of a report product: `derbyshire.quarterly-performance.2023-10-24`."""

    council: str
    product: str
    issued_on: date

    @classmethod
    def parse(cls, text: str) -> Self:
        council, product, day = _split(
            text, 3, "edition", "derbyshire.quarterly-performance.2023-10-24"
        )
        try:
            if not _DAY.fullmatch(day):
                raise ValueError
            issued_on = date.fromisoformat(day)
        except ValueError:
            raise KeyProblem(f"{day!r} in edition {text!r} is not a date like 2023-10-24") from None
        return cls(check_id(council, "council"), check_id(product, "product"), issued_on)

    def __str__(self) -> str:
        return f"{self.council}.{self.product}.{self.issued_on.isoformat()}"


def _split(text: str, count: int, what: str, example: str) -> list[str]:
    parts = text.split(".")
    if len(parts) != count:
        raise KeyProblem(f"{text!r} is not a {what}: write it like {example}")
    return parts
