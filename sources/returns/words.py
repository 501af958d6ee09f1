"""How words of a file are compared: headings, sheet names, references and measures' names.

Case, spacing and footnote marks never make a difference. What the words mean is not known here.
"""

import re

# Marks of footnotes, and the colon or star of "please fill in", at the end of a word.
_MARKS = " :*†‡§¶¹²³⁴⁵⁶⁷⁸⁹"
_NOTE = re.compile(r"\s*[\[(](?:note\s*)?\d{1,2}[\])]$", re.IGNORECASE)
_NOT_WORDS = re.compile(r"[^\w%£+]+")


def plain(text: str) -> str:
    """A heading or label as it is compared: `Period  key:` is `period key`, as is `Period key²`."""
    words = " ".join(text.split()).rstrip(_MARKS)
    return _NOTE.sub("", words).rstrip(_MARKS).casefold()


def compact(text: str) -> str:
    """A reference or sheet name as it is compared: blanks are passed over too."""
    return "".join(plain(text).split())


def name_of(text: str) -> str:
    """A measure's name as it is compared: punctuation is passed over, and `&` is `and`."""
    return _NOT_WORDS.sub(" ", plain(text).replace("&", " and ")).strip()
