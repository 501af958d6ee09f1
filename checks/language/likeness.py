"""How alike two texts are once months, figures, case and punctuation are set aside."""

import re
from collections import Counter
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_CHANGES_BY_ITSELF = re.compile(
    r"q?\d.*|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|first|second|third|fourth"
)
# Two texts share so many of their pairs of words, or are not the same.
_SAME = 0.8
# Words beyond these are not looked at; nobody reads so far.
_MOST_WORDS = 2_000


def is_same(text: str, other: str) -> bool:
    """Whether a text is another one again, as it was or hardly changed."""
    return likeness(text, other) >= _SAME


def likeness(text: str, other: str) -> float:
    """From 0 to 1: the share of pairs of neighbouring words that two texts have in common."""
    ours, theirs = _pairs(text), _pairs(other)
    both = sum((ours & theirs).values())
    return 2 * both / max(1, sum(ours.values()) + sum(theirs.values()))


def _pairs(text: str) -> Counter[tuple[str, str]]:
    words = [
        "#" if _CHANGES_BY_ITSELF.fullmatch(word) else word
        for word in _WORD.findall(text.casefold().replace("’", "'"))[:_MOST_WORDS]
    ]
    framed = ["^", *words, "$"]
    return Counter(pairwise(framed))
