"""Whether words praise performance or own to its being poor; negations are understood.

Lists of words, no model: irony and praise of what is not the measure are not told apart.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_PRAISE = (
    r"excellent|exceptional|"
    r"outstanding (?:results?|performance|work|achievements?|quarter)|"
    r"fantastic|superb|brilliant|great|good news|"
    r"very good|strong|strong performance|really positive|very positive|pleased|"
    r"delighted|happy with|well done|(?<!back )on track|(?<!back )on course|"
    r"(?<!back )on target|doing well|"
    r"performing well|going to plan|as planned|exceed(?:ed|s|ing)?|above target|"
    r"ahead of target|ahead of profile|target (?:was |has been |is )?(?:met|achieved)|"
    r"exceeds|successful|impressive|remarkable"
)
_REGRET = (
    r"disappoint(?:ing|ed|ment)|poor|very poor|below target|below average|"
    r"behind target|behind profile|off track|fall(?:en|s|ing)? short|fell short|"
    r"fail(?:ed|s|ing)? to meet|target missed|missed (?:the|its|our) target|"
    r"milestone was missed|milestone missed|struggl(?:ing|ed|es)|significant concern|"
    r"worry(?:ing)?|concern(?:s|ing)?|worse|deteriorat(?:ed|ing|ion)|decline|"
    r"unacceptable|slower than expected|slow turnaround|regrettabl[ey]|regret|"
    r"under-?perform(?:ing|ed|ance|s)?|urgent action|bad quarter|unsatisfactory"
)
# Said shortly before, these turn a word round.
_NOT = re.compile(
    r"\b(?:not|no|never|nor|neither|without|cannot|hardly|rarely|few|fewer|no longer|far from"
    r"|less than|\w+n't)\b(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
# Said of regret in the same sentence, these say that it is over.
_OVER = re.compile(
    r"\b(?:turned (?:a)?round|halted|eliminated|reversed|overcome|resolved|no longer|recovered"
    r"|ended|is now|are now|reduced)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, split where one ends with a mark or on its own line."""
    return (part for part in _SENTENCE.split(text) if part.strip())


def praise(text: str, more: Iterable[str] = ()) -> str | None:
    """The first words of praise that are meant as such; None if there are none."""
    for sentence in sentences(text):
        if (words := _first(_pattern(_PRAISE, tuple(more)), sentence)) is not None:
            return words
    return None


def regret(text: str, more: Iterable[str] = ()) -> str | None:
    """The first words that own to poor performance, unless denied or said to be over."""
    for sentence in sentences(text):
        if _OVER.search(sentence):
            continue
        if (words := _first(_pattern(_REGRET, tuple(more)), sentence)) is not None:
            return words
        if (turned := _negated(_pattern(_PRAISE, ()), sentence)) is not None:
            return turned
    return None


@lru_cache(maxsize=64)
def _pattern(words: str, more: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join([words, *(re.escape(word) for word in more)])
    return re.compile(rf"\b(?:{listed})\b", re.IGNORECASE)


def _first(pattern: re.Pattern[str], sentence: str) -> str | None:
    for found in pattern.finditer(sentence):
        if not _NOT.search(sentence[: found.start()]):
            return found[0].casefold()
    return None


def _negated(pattern: re.Pattern[str], sentence: str) -> str | None:
    """Words of the pattern that the sentence turns round with a plain `not`."""
    for found in pattern.finditer(sentence):
        if re.search(r"\bnot\W+(?:\w+\W+)?$", sentence[: found.start()], re.IGNORECASE):
            return f"not {found[0].casefold()}"
    return None
