"""Texts as the PDF's typefaces can print them: nothing is dropped unseen, nothing prints as a box.

What has no letter in the bundled typefaces, and what would act on the text around it, is named in
square brackets: `[grinning face]`. How the page looks is for the templates.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

_CHARACTERS = Path(__file__).parent / "typst" / "characters.txt"

# They choose between two looks of the character before them, and have none of their own.
_LOOKS = re.compile("[\ufe00-\ufe0f]")
# So many unprintable characters in a row are each named; of more, only the number is given.
_NAMED = 3
# A word longer than this may break inside, after so many characters.
_LONG_WORD = re.compile(r"\S{25,}")
_PIECE = 12
_KINDS = {"Cc": "control character", "Cs": "half a character", "Co": "private character"}


@lru_cache(maxsize=1)
def bundled() -> frozenset[str]:
    """Every character that the typefaces inside Typst can print, from a list that a test proves."""
    found: set[str] = set()
    for line in _CHARACTERS.read_text(encoding="ascii").splitlines():
        first, _, last = line.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def printable(text: str, *, is_plain: bool = False) -> str:
    """The text with everything unprintable named; `is_plain` keeps to Latin letters, all whole.

    Letters and marks are joined first, so that an accent typed by itself finds its letter.
    """
    if text.isascii() and text.isprintable():
        return text
    joined = _LOOKS.sub("", unicodedata.normalize("NFC", text))
    joined = joined.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    parts = []
    for can_print, run in _runs(joined, is_plain):
        parts.append(run if can_print else _named(run))
    return "".join(parts)


def breakable(text: str) -> str:
    """Words longer than a line get places to break that nobody sees."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(_pieces(word[0])), text)


def _pieces(word: str) -> list[str]:
    """A word in pieces; a letter keeps the marks that stand on it."""
    pieces, at = [], 0
    while at < len(word):
        end = at + _PIECE
        while end < len(word) and unicodedata.category(word[end]) in ("Mn", "Me", "Mc", "Cf"):
            end += 1
        pieces.append(word[at:end])
        at = end
    return pieces


def _runs(text: str, is_plain: bool) -> list[tuple[bool, str]]:
    runs: list[tuple[bool, str]] = []
    for character in text:
        can_print = _can_print(character, is_plain)
        if runs and runs[-1][0] == can_print:
            runs[-1] = (can_print, runs[-1][1] + character)
        else:
            runs.append((can_print, character))
    return runs


def _can_print(character: str, is_plain: bool) -> bool:
    if character == "\n":
        return True
    if is_plain and character > "\u024f" and unicodedata.category(character)[0] in "LM":
        return False
    # A no-break space is not "printable" to Python; it is to everyone else.
    is_shown = character.isprintable() or unicodedata.category(character) == "Zs"
    return is_shown and character in bundled()


def _named(run: str) -> str:
    if len(run) > _NAMED:
        return f"[{len(run)} characters that this typeface does not have]"
    return "".join(f"[{_name(character)}]" for character in run)


def _name(character: str) -> str:
    name = unicodedata.name(character, "")
    if name:
        return name.lower()
    kind = _KINDS.get(unicodedata.category(character), "unknown character")
    return f"{kind} U+{ord(character):04X}"
