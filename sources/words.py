"""How words of files and frameworks are compared: headings, references, sheets, measures' names.

Case, spacing, footnote marks and typists' dashes never make a difference. What the words mean is
not known here.
"""

import re

# Marks of footnotes, and the colon or star of "please fill in", at the end of a word.
_MARKS = " :*†‡§¶¹²³⁴⁵⁶⁷⁸⁹"
_NOTE = re.compile(r"\s*[\[(](?:note\s*)?\d{1,2}[\])]$", re.IGNORECASE)
_NOT_WORDS = re.compile(r"[^\w%£+]+")
_TYPED = str.maketrans({"–": "-", "—": "-", "‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"'})


def unmarked(text: str) -> str:
    """A text without the footnote marks at its end, on one line."""
    words = " ".join(text.split()).rstrip(_MARKS)
    return _NOTE.sub("", words).rstrip(_MARKS)


def plain(text: str) -> str:
    """A heading or label as it is compared: `Period  key:` is `period key`, as is `Period key²`."""
    return unmarked(text).translate(_TYPED).casefold()


def compact(text: str) -> str:
    """A reference as it is compared: blanks are passed over too."""
    return "".join(plain(text).split())


def sheet_name(text: str) -> str:
    """A sheet's name as it is compared. `Return (2)` is another sheet than `Return`."""
    return "".join(text.split()).casefold()


def name_of(text: str) -> str:
    """A measure's name as it is compared: punctuation is passed over, and `&` is `and`."""
    return _NOT_WORDS.sub(" ", plain(text).replace("&", " and ")).strip()
