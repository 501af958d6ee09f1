"""What a number format shows a number as: a date, a length of time, a percentage, or itself.

The notation only. What a shown percentage means for a measure is `sources/returns`' business.
"""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from sources.values import spreadsheet_number

GENERAL = "General"
# Formats that files refer to by number alone.
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
EPOCH_1900, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
# A number outside what a spreadsheet can show, or a date outside the calendar.
NOT_A_NUMBER, NOT_A_DATE = "#NUM!", "#VALUE!"

# Text shown as it stands ("...", \x), blanks of a character's width (_x), fillers (*x), and colours
# or conditions in brackets; elapsed time in brackets is the exception.
_ELAPSED = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)
_NOT_DIGITS = re.compile(r'"[^"]*"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]|\\.|_.|\*.', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[dmhys]", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_SHORTENED = re.compile(r"[0#?],+(?![0#?])")
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")

# A number cell's text, its number, and its error code.
Shown = tuple[str, Decimal | None, str | None]


@lru_cache(maxsize=4096)
def is_date(number_format: str) -> bool:
    """Whether a format shows a day or a time. Its first section decides, as it is for positives."""
    return bool(_DATE_LETTERS.search(_NOT_DIGITS.sub("", number_format.split(";")[0])))


@lru_cache(maxsize=4096)
def is_elapsed(number_format: str) -> bool:
    return bool(_ELAPSED.search(number_format.split(";")[0]))


@lru_cache(maxsize=4096)
def shows_percent(number_format: str) -> bool:
    """Whether a format shows a hundredfold; a literal percent sign shows only itself."""
    return "%" in _NOT_DIGITS.sub("", number_format)


@lru_cache(maxsize=4096)
def shows_thousands(number_format: str) -> bool:
    """Whether a format shows a thousandth or less: a comma behind its digits, as in `#,##0,`."""
    return bool(_SHORTENED.search(_NOT_DIGITS.sub("", number_format.split(";")[0])))


def number_shown(stored: str, number_format: str, epoch: datetime) -> Shown:
    """A stored number as a spreadsheet shows it. Raises ValueError for what is no number."""
    if not _NUMBER.fullmatch(stored):
        raise ValueError("not a number")
    if is_date(number_format):
        return date_shown(float(stored), is_elapsed(number_format), epoch)
    if _PLAIN.fullmatch(stored) and len(stored) <= 15 and stored != "-0":
        return stored, Decimal(stored), None
    return plain_number(float(stored) if _is_float(stored) else int(stored))


def plain_number(value: float) -> Shown:
    try:
        is_finite = math.isfinite(value)
    except OverflowError:
        is_finite = False
    if not is_finite:
        return NOT_A_NUMBER, None, NOT_A_NUMBER
    try:
        number = spreadsheet_number(value)
    except InvalidOperation:
        # Too many digits to write out; the number is kept and judged later.
        number = Decimal(format(float(value), ".15g"))
        return str(number), number, None
    return format(number, "f"), number, None


def date_shown(serial: float, elapsed: bool, epoch: datetime) -> Shown:
    """Days since the epoch as an ISO text: `2023-10-24`, with its time only if it has one."""
    try:
        return date_text(_moment(serial, elapsed, epoch)), None, None
    except (OverflowError, ValueError):
        return NOT_A_DATE, None, NOT_A_DATE


def date_text(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value) if isinstance(value, timedelta) else value.isoformat()


def _moment(serial: float, elapsed: bool, epoch: datetime) -> datetime | time | timedelta:
    day, part = divmod(serial, 1)
    rest = timedelta(milliseconds=round(part * 86_400_000))
    if elapsed:
        return timedelta(days=day) + rest
    if 0 <= serial < 1 and rest < timedelta(days=1):
        return (datetime.min + rest).time()
    if 0 < serial < 60 and epoch == EPOCH_1900:
        # Spreadsheets believe in a 29 February 1900; before it their count is a day ahead.
        day += 1
    return epoch + timedelta(days=day) + rest


def _is_float(stored: str) -> bool:
    return "." in stored or "e" in stored or "E" in stored
