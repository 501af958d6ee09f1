"""Marks of personal data within one text: numbers of persons, e-mail addresses, dates of birth.

A text is a cell's, a sheet's or a file's name. What only shows across cells is `tables`.
"""

import re
import unicodedata
from datetime import date

# The letters that no National Insurance number begins with, and the pairs never given out.
_INSURANCE = re.compile(
    r"(?<![A-Z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]"
    r"(?:\d{6}|[ -]?\d{2}[ -]\d{2}[ -]\d{2}[ -]?|[ -]\d{6}[ -]?)[ABCD](?![A-Z0-9])"
)
# Without blanks in between it is also typed in small letters.
_INSURANCE_SMALL = re.compile(r"(?<![a-z0-9])[a-z]{2}\d{6}[abcd](?![a-z0-9])")
_NHS_GROUPED = re.compile(r"(?<![\d.,-])[1-9]\d{2}([ -])\d{3}\1\d{4}(?![\d.,-])")
_NHS_NAMED = re.compile(
    r"\bNHS(?: ?(?:no|num|number|id|ref))?\b[ .:#=()-]{0,5}((?:\d[ -]?){9}\d)(?!\d)", re.IGNORECASE
)
_TELEPHONE = re.compile(r"(?:\+\d{1,3}|\b(?:tel|telephone|phone|fax|mobile|call|ring))\W*$", re.I)
_EMAIL = re.compile(
    r"(?<![\w.%+'-])[\w.%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])"
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?[A-Za-z]{3,9}\.?,?[ -]\d{2,4})"
)
_WHOLE_DATE = re.compile(rf"({_DATE})(?:[T ]00:00(?::00)?)?")
_BIRTH_WORDS = r"(?:dates? of birth|birth ?dates?|d\.? ?o\.? ?b\b\.?|births? date|born(?: on)?)"
_BIRTH_TEXT = re.compile(rf"\b{_BIRTH_WORDS}[ :.=(was]{{0,6}}({_DATE})", re.IGNORECASE)
_BIRTH_HEADING = re.compile(
    rf"(?:[\w'’]+ ){{0,3}}{_BIRTH_WORDS}(?: ?\([^)]*\))?[:*]?", re.IGNORECASE
)
_NHS_HEADING = re.compile(r"(?:[\w'’]+ ){0,2}NHS (?:no|num|number|id)\b\.?[:*]?", re.IGNORECASE)
_EARLIEST_BIRTH = 1900


def plain(text: str) -> str:
    """The text with one kind of blank, dash and digit, and without characters nobody sees."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"[\u2010-\u2015\u2212]", "-", folded)
    kinds = ((c, unicodedata.category(c)) for c in folded)
    return "".join(" " if kind == "Zs" else c for c, kind in kinds if kind != "Cf")


def has_insurance_number(text: str) -> bool:
    """Whether a plain text holds what can be a National Insurance number."""
    if _INSURANCE.search(text):
        return True
    return any(_INSURANCE.search(found[0].upper()) for found in _INSURANCE_SMALL.finditer(text))


def has_nhs_number(text: str) -> bool:
    """Whether a plain text holds an NHS number: written in its groups, or named as one."""
    for found in _NHS_GROUPED.finditer(text):
        before = text[max(found.start() - 16, 0) : found.start()]
        if is_nhs_number(found[0]) and not _TELEPHONE.search(before):
            return True
    return any(is_nhs_number(found[1]) for found in _NHS_NAMED.finditer(text))


def is_nhs_number(text: str) -> bool:
    """Whether a text is ten digits, grouped or not, of which the last one proves the others."""
    digits = [int(c) for c in re.sub(r"[ -]", "", text) if c.isdecimal()]
    if len(digits) != 10 or re.sub(r"[\d -]", "", text):
        return False
    rest = 11 - sum(w * d for w, d in zip(range(10, 1, -1), digits[:9], strict=True)) % 11
    return rest % 11 == digits[9] and len(set(digits)) > 1


def email_addresses(text: str) -> set[str]:
    """The e-mail addresses in a plain text, in small letters."""
    if "@" not in text:
        return set()
    return {found[0].casefold() for found in _EMAIL.finditer(text)}


def has_birth_date(text: str) -> bool:
    """Whether a plain text states a date of birth, named as one."""
    return any(day_of(found[1]) is not None for found in _BIRTH_TEXT.finditer(text))


def is_birth_heading(text: str) -> bool:
    return len(text) <= 60 and bool(_BIRTH_HEADING.fullmatch(text.strip()))


def is_nhs_heading(text: str) -> bool:
    return len(text) <= 60 and bool(_NHS_HEADING.fullmatch(text.strip()))


def day_of(text: str) -> date | None:
    """The day that a text consists of, as it is written in England; None if it is none.

    A year of two digits is of the last century: dates of birth are what is looked for.
    """
    whole = _WHOLE_DATE.fullmatch(text.strip())
    if whole is None:
        return None
    parts = re.findall(r"\d+|[A-Za-z]{3,9}", re.sub(r"(?<=\d)(?:st|nd|rd|th)|\bof\b", "", whole[1]))
    if len(parts) != 3:
        return None
    year, month, day = parts if len(parts[0]) == 4 else (parts[2], parts[1], parts[0])
    number = int(month) if month.isdecimal() else _MONTHS.get(month[:3].casefold(), 0)
    try:
        found = date(int(year) + (1900 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None
    return found if found.year >= _EARLIEST_BIRTH else None
