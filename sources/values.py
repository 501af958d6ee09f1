"""Value: a number with a unit, or one stated absence; parsed strictly, never guessed.

Only the meaning of a cell belongs here. Where the cell stands is `sources/returns`; whether the
value is plausible is `checks`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Self

# Stored numbers are 64-bit integers with decimal places; one digit is kept in hand.
MAX_DIGITS = 18
_NUMBER = re.compile(
    r"(?P<sign>[-+\u2212]?)(?P<body>[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
)

# Parts of a number format that are only text: "..." and a character after a backslash.
_LITERAL = re.compile(r'"[^"]*"|\\.')


class Unit(StrEnum):
    """What a measure's numbers count. `RATE` carries its own wording in the measure."""

    PERCENT = "percent"
    NUMBER = "number"
    MONEY = "money"
    DAYS = "days"
    RATE = "rate"


class Absence(StrEnum):
    """Why there is no number (ruling 5). A nil count is the number 0, never an absence."""

    BLANK = "blank"
    NOT_DUE = "not due"
    NOT_YET_AVAILABLE = "not yet available"
    NOT_APPLICABLE = "not applicable"
    SUPPRESSED = "suppressed"
    UNREADABLE = "unreadable"
    WITHDRAWN = "withdrawn"


# Reasons a department may choose in a form: the others are ours to state.
DECLARED_ABSENCES = (
    Absence.NOT_YET_AVAILABLE,
    Absence.NOT_APPLICABLE,
    Absence.SUPPRESSED,
    Absence.WITHDRAWN,
)

# Whole-cell wordings seen in published council tables, lower case.
_WORDS: dict[str, Absence] = {
    **dict.fromkeys(("", "-", "\u2013", "\u2014"), Absence.BLANK),
    **dict.fromkeys(("n/a", "na", "not applicable"), Absence.NOT_APPLICABLE),
    **dict.fromkeys(
        (
            "tbc",
            "tbd",
            "to be confirmed",
            "to be reported",
            "not available",
            "not yet available",
        ),
        Absence.NOT_YET_AVAILABLE,
    ),
    **dict.fromkeys(
        ("not due", "annual indicator", "annual kpi", "annual pi", "annual measure"),
        Absence.NOT_DUE,
    ),
    **dict.fromkeys(("[c]", "suppressed", "*"), Absence.SUPPRESSED),
    "withdrawn": Absence.WITHDRAWN,
}
_SUPPRESSED_COUNT = re.compile(r"(?:below|fewer than|less than|under|<)\s*\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Value:
    """Exactly one of `number` and `absence`, the unit of the number, and the text it was read from.

    `number` is in the unit's own scale: 95.9% is 95.9, money is in pounds.
    """

    number: Decimal | None
    absence: Absence | None
    unit: Unit
    raw: str
    is_provisional: bool = False

    def __post_init__(self) -> None:
        if (self.number is None) == (self.absence is None):
            raise ValueError("a value is a number or one stated absence, never both or neither")

    @classmethod
    def of(cls, number: Decimal | int | str, unit: Unit, raw: str | None = None) -> Self:
        exact = Decimal(number)
        return cls(exact, None, unit, raw if raw is not None else str(number))

    @classmethod
    def absent(cls, absence: Absence, unit: Unit, raw: str = "") -> Self:
        return cls(None, absence, unit, raw)

    @property
    def places(self) -> int:
        """Decimal places the number was given with; 0 for an absence."""
        return places_of(self.number) if self.number is not None else 0


def places_of(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def to_units(number: Decimal) -> tuple[int, int]:
    """An exact number as an integer and decimal places: 95.9 is (959, 1)."""
    places = places_of(number)
    return int(number.scaleb(places)), places


def from_units(units: int, places: int) -> Decimal:
    return Decimal(units).scaleb(-places)


def spreadsheet_number(value: float | int) -> Decimal:
    """A workbook's binary number as the decimal that Excel shows: 15 significant digits."""
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if not exact.is_finite() or exact.adjusted() >= MAX_DIGITS:
        return exact
    plain = exact.normalize()
    if places_of(plain) > MAX_DIGITS:
        # The residue of binary sums, such as 0.1 + 0.2 - 0.3; no one typed it.
        plain = plain.quantize(Decimal(1).scaleb(-MAX_DIGITS)).normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def parse_number(number: Decimal, unit: Unit, raw: str, number_format: str = "General") -> Value:
    """A numeric cell. A cell shown as a percentage holds a hundredth of what its typist saw."""
    if (
        not number.is_finite()
        or len(number.as_tuple().digits) > MAX_DIGITS
        or (abs(number.adjusted()) >= MAX_DIGITS and number != 0)
    ):
        return Value.absent(Absence.UNREADABLE, unit, raw)
    if "%" in _LITERAL.sub("", number_format):
        if unit is not Unit.PERCENT:
            return Value.absent(Absence.UNREADABLE, unit, raw)
        number = number.scaleb(2)
        if number == number.to_integral_value():
            number = number.quantize(Decimal(1))
    if not _is_storable(number):
        return Value.absent(Absence.UNREADABLE, unit, raw)
    return Value.of(number, unit, raw)


def _is_storable(number: Decimal) -> bool:
    return len(number.as_tuple().digits) <= MAX_DIGITS and places_of(number) <= MAX_DIGITS


def parse_text(text: str, unit: Unit) -> Value:
    """A text cell: a plain number in the measure's own unit, a stated absence, or unreadable.

    Only a whole cell is believed. Text with digits in it (`15-day`, `Level 2`, `DIV/0`) is
    unreadable, never a number.
    """
    raw, cell = text, text.strip().replace("\u00a0", " ")
    word = cell.casefold()
    if word in _WORDS:
        return Value.absent(_WORDS[word], unit, raw)
    if _SUPPRESSED_COUNT.fullmatch(cell):
        return Value.absent(Absence.SUPPRESSED, unit, raw)
    if word == "nil":
        return Value.of(0, unit, raw)
    is_provisional = cell.endswith("[p]")
    cell = cell.removesuffix("[p]").rstrip()
    negative = cell.startswith(("-£", "\u2212£"))
    if unit is Unit.MONEY:
        cell = cell[1:] if negative else cell
        cell = cell.removeprefix("£")
    elif unit is Unit.PERCENT:
        cell = cell.removesuffix("%").rstrip()
    match = _NUMBER.fullmatch(cell)
    if not match or (negative and match["sign"]):
        return Value.absent(Absence.UNREADABLE, unit, raw)
    try:
        number = Decimal(match["body"].replace(",", ""))
    except InvalidOperation:
        return Value.absent(Absence.UNREADABLE, unit, raw)
    if negative or match["sign"] in ("-", "\u2212"):
        number = -number
    value = parse_number(number, unit, raw)
    if value.number is None or not is_provisional:
        return value
    return Value(value.number, None, unit, raw, is_provisional=True)
