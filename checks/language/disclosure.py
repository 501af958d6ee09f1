"""What a commentary may give away or leave unexplained: small counts of people, abbreviations."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

_NUMBERS = tuple(
    word
    for line in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
        "sixteen seventeen eighteen nineteen",
    )
    for word in line.split()
)
# In the singular; members of staff are not meant.
_PEOPLE = """person adult child young person resident tenant client carer patient pupil student
family household service user customer victim parent mother father baby infant teenager care leaver
asylum seeker refugee claimant leaseholder homeowner man woman boy girl offender foster carer
adopter sibling learner visitor citizen older person complainant rough sleeper traveller"""
_COMPOUND = (
    "young person",
    "service user",
    "care leaver",
    "asylum seeker",
    "foster carer",
    "older person",
    "rough sleeper",
)
_IRREGULAR = {
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "family": "families",
    "baby": "babies",
}
# Before a number these make it something else: year four, group 2, one in four, fewer than three.
_OTHERWISE = re.compile(
    r"\b(?:year|years|group|level|phase|stage|band|grade|tier|ward|block|zone|in|than|key|every|"
    r"number|no|per|each)\W*$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b")
_EVERYBODY_KNOWS = """UK EU US USA NHS MP GP HR IT ICT TV ID OK PDF VAT BBC CQC GCSE COVID PC PhD
HMRC DWP AM PM BST GMT CEO FTE KPI CCTV AIDS HIV MOT DNA DVLA RSPCA UN NI"""
_ROMAN = re.compile(r"[IVX]+")


def small_counts(text: str, below: int, more: Iterable[str] = ()) -> Iterator[str]:
    """Counts of people from 1 to less than `below`, as written: `3 residents`, `one child`."""
    for found in _counts(below, tuple(more)).finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if _OTHERWISE.search(before) or after.startswith(("'", "’")):
            continue
        if re.match(r"(?:\s+service)?\s+(?:point|panel|survey|centre)s?\b", after):
            continue
        yield " ".join(found[0].split())


@lru_cache(maxsize=64)
def _counts(below: int, more: tuple[str, ...]) -> re.Pattern[str]:
    digits = [str(number) for number in range(1, below)]
    words = [_NUMBERS[number - 1] for number in range(1, min(below, len(_NUMBERS) + 1))]
    if below > 2:
        words += ["a couple of", "both"]
    flat = " ".join(_PEOPLE.split())
    for pair in _COMPOUND:
        flat = flat.replace(pair, pair.replace(" ", "_"))
    singular = [word.replace("_", " ") for word in flat.split()] + list(more)
    nouns = sorted({n for word in singular for n in (word, _plural(word))}, key=len, reverse=True)
    people = "|".join(re.escape(noun) for noun in nouns)
    count = "|".join([*digits, *words])
    between = r"(?:\s+of\s+(?:the|our|these|those))?(?:\s+(?!of\b|in\b|per\b)[a-z-]+){0,1}?"
    return re.compile(
        rf"(?<![\d.,/£-])\b(?:{count})\b(?![.,]\d|%|-){between}\s+(?:{people})\b", re.IGNORECASE
    )


def _plural(word: str) -> str:
    *rest, last = word.split()
    plural = _IRREGULAR.get(last) or (f"{last[:-1]}ies" if last.endswith("ry") else f"{last}s")
    return " ".join([*rest, plural])


def unexplained(text: str, glossary: Collection[str] = ()) -> list[str]:
    """Abbreviations that are not known to all, nor in the glossary, nor explained in the text."""
    words = text.split()
    if sum(word.isupper() and len(word) > 1 for word in words) * 2 > len(words):
        # Written in capitals from end to end.
        return []
    known = {word.casefold() for word in (*_EVERYBODY_KNOWS.split(), *glossary)}
    known |= {inside.casefold() for inside in re.findall(r"\(([A-Za-z]+)\)", text)}
    found = []
    for word in _ABBREVIATION.findall(text):
        capitals = sum(letter.isupper() for letter in word)
        is_known = {word.casefold(), word.removesuffix("s").casefold()} & known
        if capitals * 2 >= len(word) and not is_known and not _ROMAN.fullmatch(word):
            found.append(word)
    return list(dict.fromkeys(found))
