"""Finds out which characters the typefaces inside Typst can print, by asking Typst itself.

Run it after another Typst is taken: `python tests/report_templates/bundled_characters.py` writes
`report_templates/typst/characters.txt` anew. A test holds that file to what Typst says.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import typst

FILE = Path(__file__).parents[2] / "report_templates" / "typst" / "characters.txt"
_PLANES = (range(0x20, 0xD800), range(0xF900, 0x20000))
_AT_ONCE = 2000
_SOURCE = b"""
#import "style.typ": faces
#set document(title: "Characters")
#set page(width: 5000pt, height: auto)
#set text(lang: "en", font: faces)
#for c in json(bytes(sys.inputs.characters)) { box(text(c)); [ ] }
"""


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=FILE.parent, ignore_system_fonts=True)


def refused(characters: Sequence[str]) -> set[str]:
    """Those of the characters that Typst cannot print."""
    try:
        _compiler().compile(
            input=_SOURCE,
            format="pdf",
            sys_inputs={"characters": json.dumps(characters)},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        said = re.findall(r'the text `"(.*?)"` could not be displayed', error.diagnostic)
        found = {_unescaped(one) for one in said}
        # What is left must be accepted, or the words of the refusal were not understood.
        left = [c for c in characters if c not in found]
        assert found, error.diagnostic[:500]
        return found | refused(left)
    return set()


def _unescaped(text: str) -> str:
    text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), text)
    return text[1:] if len(text) == 2 and text.startswith("\\") else text


def _candidates() -> list[str]:
    """Every assigned character that stands for something."""
    no_letter = ("Cn", "Co", "Cs", "Cc")
    every = (chr(code) for plane in _PLANES for code in plane)
    return [c for c in every if unicodedata.category(c) not in no_letter]


def printable_characters() -> list[str]:
    found: list[str] = []
    every = _candidates()
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        bad = refused(some)
        found += [c for c in some if c not in bad]
    return found


def ranges(characters: Iterable[str]) -> str:
    runs: list[list[int]] = []
    for code in map(ord, characters):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"{a:04X}-{b:04X}\n" if a != b else f"{a:04X}\n" for a, b in runs)


if __name__ == "__main__":
    FILE.write_text(ranges(printable_characters()), encoding="ascii")
    sys.stdout.write(f"{FILE}\n")
