"""Value: a number with a unit, or one stated absence; parsed strictly, never guessed.

Only the meaning of a cell belongs here. Where the cell stands is `sources/returns`; whether the
value is plausible is `checks`.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation, localcontext
from enum import StrEnum
from fractions import Fraction
from typing import Self

# Stored numbers are 64-bit integers with decimal places; one digit is kept in hand.
MAX_DIGITS = 18
_NUMBER = re.compile(
    r"(?P<sign>[-+\u2212]?)(?P<body>[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
)


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
        (
            "not due",
            "annual indicator",
            "annual kpi",
            "annual pi",
            "annual measure",
            "measured twice per year",
        ),
        Absence.NOT_DUE,
    ),
    **dict.fromkeys(("[c]", "suppressed", "*"), Absence.SUPPRESSED),
    "withdrawn": Absence.WITHDRAWN,
    # What a form says in a cell that nobody has filled yet.
    "select from drop down list": Absence.BLANK,
}
# Wordings of a target's cell: there is to be none, or it is not set yet.
_TARGET_WORDS: dict[str, Absence] = {
    **dict.fromkeys(
        (
            "no target",
            "data only",
            "info",
            "for information",
            "information only",
            "provided for context",
            "establish baseline",
        ),
        Absence.NOT_APPLICABLE,
    ),
    **dict.fromkeys(("to be set", "not yet set"), Absence.NOT_YET_AVAILABLE),
}
_EXPECTED_LATER = re.compile(r"(?:data )?not (?:yet )?available until \S.*", re.IGNORECASE)
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


def parse_number(
    number: Decimal, unit: Unit, raw: str, *, shown_as_percent: bool = False, shift: int = 0
) -> Value:
    """A numeric cell. A cell shown as a percentage holds a hundredth of what its typist saw.

    `shift` is the power of ten by which the file is said to have shortened its numbers.
    """
    is_known = not shown_as_percent or unit is Unit.PERCENT
    if not is_known or not _is_sane(number):
        return Value.absent(Absence.UNREADABLE, unit, raw)
    shift = 2 if shown_as_percent else shift
    if shift:
        number = number.scaleb(shift)
        if number == number.to_integral_value():
            number = number.quantize(Decimal(1))
    if not _is_storable(number):
        return Value.absent(Absence.UNREADABLE, unit, raw)
    return Value.of(number, unit, raw)


def _is_sane(number: Decimal) -> bool:
    """Whether moving the decimal point of a number is harmless."""
    if not number.is_finite() or len(number.as_tuple().digits) > MAX_DIGITS:
        return False
    return abs(number.adjusted()) < MAX_DIGITS or number == 0


def _is_storable(number: Decimal) -> bool:
    return len(number.as_tuple().digits) <= MAX_DIGITS and places_of(number) <= MAX_DIGITS


def ratio(top: Decimal, bottom: Decimal, unit: Unit, raw: str) -> Value:
    """What two numbers give, in per cent where that is the unit, to ten places at most.

    Nothing can be divided by 0: that is unreadable, and never an infinite number.
    """
    if not bottom:
        return Value.absent(Absence.UNREADABLE, unit, raw)
    exact = Fraction(top) * (100 if unit is Unit.PERCENT else 1) / Fraction(bottom)
    with localcontext(prec=60):
        number = Decimal(exact.numerator) / Decimal(exact.denominator)
        places = min(10, MAX_DIGITS - 1 - number.adjusted())
        if places < 0:
            return Value.absent(Absence.UNREADABLE, unit, raw)
        kept = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN).normalize()
    whole = kept == kept.to_integral_value()
    return Value.of(kept.quantize(Decimal(1)) if whole else kept, unit, raw)


def parse_text(text: str, unit: Unit, unit_words: str | None = None, *, shift: int = 0) -> Value:
    """A text cell: a plain number in the measure's own unit, a stated absence, or unreadable.

    Only a whole cell is believed. Text with digits in it (`15-day`, `Level 2`, `DIV/0`) is
    unreadable, never a number. `unit_words` are the measure's own words for its unit, which may
    stand behind the number; so may `%` and `days` in their units, and `£` before it.
    """
    raw, cell = text, text.strip().replace("\u00a0", " ")
    word = cell.casefold()
    if word in _WORDS:
        return Value.absent(_WORDS[word], unit, raw)
    if _SUPPRESSED_COUNT.fullmatch(cell):
        return Value.absent(Absence.SUPPRESSED, unit, raw)
    if _EXPECTED_LATER.fullmatch(cell):
        return Value.absent(Absence.NOT_YET_AVAILABLE, unit, raw)
    if word == "nil":
        return Value.of(0, unit, raw)
    is_provisional = cell.endswith("[p]")
    cell = cell.removesuffix("[p]").rstrip()
    shown_as_percent = unit is Unit.PERCENT and cell.endswith("%")
    negative = cell.startswith(("-£", "\u2212£"))
    match = _NUMBER.fullmatch(_without_unit(cell, unit, unit_words))
    if not match or (negative and match["sign"]):
        return Value.absent(Absence.UNREADABLE, unit, raw)
    try:
        number = Decimal(match["body"].replace(",", ""))
    except InvalidOperation:
        return Value.absent(Absence.UNREADABLE, unit, raw)
    if negative or match["sign"] in ("-", "\u2212"):
        number = -number
    value = parse_number(number, unit, raw, shift=0 if shown_as_percent else shift)
    if value.number is None or not is_provisional:
        return value
    return Value(value.number, None, unit, raw, is_provisional=True)


def parse_target(text: str, unit: Unit, unit_words: str | None = None, *, shift: int = 0) -> Value:
    """A target's text cell: as any other, and the wordings for having no target (yet)."""
    word = " ".join(text.split()).casefold()
    if word in _TARGET_WORDS:
        return Value.absent(_TARGET_WORDS[word], unit, text)
    if _SUPPRESSED_COUNT.fullmatch(text.strip()):
        # A count below a limit is suppressed; a target below one is a limit.
        return Value.absent(Absence.UNREADABLE, unit, text)
    return parse_text(text, unit, unit_words, shift=shift)


def _without_unit(cell: str, unit: Unit, unit_words: str | None) -> str:
    """A cell without the sign or words of its own unit."""
    if unit is Unit.MONEY:
        cell = cell[1:] if cell.startswith(("-£", "\u2212£")) else cell
        return cell.removeprefix("£")
    if unit is Unit.PERCENT:
        return cell.removesuffix("%").rstrip()
    words = ("days", "day") if unit is Unit.DAYS else (unit_words,)
    for word in words:
        if word and cell.casefold().endswith(word.casefold()):
            return cell[: -len(word)].rstrip()
    return cell
