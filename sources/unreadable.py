"""What a cell is that should be a number and is none, in words that its sender can act on.

Reading cells is `values`; what to say of one, and to whom, is for `checks`.
"""

import re

from sources.values import MAX_DIGITS, Unit

_IS_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+)?|\d{1,2}[/.-]\w{1,9}[/.-]\d{2,4}")
_HAS_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"[0-9]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_ERROR = re.compile(r"#\S+|Err:\d+|DIV/0!?", re.IGNORECASE)
_BY_NOTHING = re.compile(r" / [-+\u2212£]?0+(?:\.0+)?%?$")
_LIMIT = re.compile(
    r"^(?:below|under|fewer than|less than)\s|^\s*(?:=/|>/|</)?\s*[<>\u2264\u2265=]"
    r"|[<>]\s*$|[<>]\s*[=/]",
    re.IGNORECASE,
)
# "=5" is how people write a limit as well.
_FORMULA = re.compile(r"=\s*(?:[-+($']|[A-Za-z.]+[(!$0-9]|[\d.]+\s*[-+*/^&(])")
_WITH_MARK = re.compile(r"[-+£\u2212]?[\d.,]+%?\s*[*\u2020\u2021\u00b9\u00b2\u00b3]+")
_DECIMAL_COMMA = re.compile(r"[-+\u2212]?\d+,\d+%?")
_POINTS_FIRST = re.compile(r"[-+\u2212]?\d{1,3}(?:\.\d{3})+,\d+%?")
_POWER = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def why_unreadable(raw: str, unit: Unit) -> str:
    """What an unreadable cell is instead of a number, in words that a sender can act on."""
    cell = raw.strip()
    if _BY_NOTHING.search(cell):
        return "it cannot be worked out, as its denominator is 0"
    if _FORMULA.match(cell):
        return "it is a formula"
    if _ERROR.fullmatch(cell):
        return "it is a spreadsheet error"
    if cell in ("TRUE", "FALSE"):
        return "it is TRUE or FALSE"
    if not _HAS_DIGIT.search(cell):
        return "it is words"
    if _OTHER_DIGIT.search(cell):
        return "its digits are not 0 to 9"
    if _IS_DATE.fullmatch(cell):
        return "it is a date"
    if _WITH_MARK.fullmatch(cell):
        return "a footnote mark stands behind the number"
    if _DECIMAL_COMMA.fullmatch(cell) or _POINTS_FIRST.fullmatch(cell):
        return "it has a comma where a number has none"
    if _LIMIT.search(cell):
        return "it is a limit"
    if cell.endswith("%") and len(_FIGURE.findall(cell)) == 1 and unit is not Unit.PERCENT:
        return f"it is a percentage, and the unit is {unit.value}"
    if _POWER.fullmatch(cell):
        return "it is written as a power of ten"
    if len(_FIGURE.findall(cell)) > 1:
        return "it holds more than one number"
    if re.fullmatch(r"[-+\u2212]?[0-9.,]+(?:[eE][-+]?[0-9]+)?", cell):
        if len(_DIGITS.findall(cell)) > MAX_DIGITS:
            return "it has more digits than can be kept"
        return "its points and commas are not those of one number"
    return "words stand beside the number"
