"""Texts for print: whatever is sent, each character is printed or named, and none is lost."""

import unicodedata

import bundled_characters
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_templates.printable import breakable, bundled, printable
from sources.framework.library import Library

NAMED = {
    "an emoji": ("well done \U0001f600", "well done [grinning face]"),
    "letters of another script": ("in \u4e2d\u6587", "in [cjk unified ideograph-4e2d]["),
    "many in a row": ("\u4e2d" * 9, "[9 characters that this typeface does not have]"),
    "a direction turned round": ("a\u202eb", "a[right-to-left override]b"),
    "nothing, as a character": ("a\0b", "a[control character U+0000]b"),
    "half a character": ("a\ud800b", "a[half a character U+D800]b"),
    "a private character": ("\ue000", "[private character U+E000]"),
}
KEPT = {
    "hebrew": "\u05e9\u05dc\u05d5\u05dd",
    "arabic": "\u0645\u0631\u062d\u0628\u0627",
    "welsh and polish": "\u0175\u0177 \u0142\u00f3d\u017a",
    "money, dashes and quotes": "\u00a31,234 \u2013 \u2212 \u2026 \u201cso\u201d",
    "lines": "one\ntwo\n\nthree",
}


@pytest.mark.parametrize("case", NAMED)
def test_what_no_typeface_has_is_named(case: str) -> None:
    text, shown = NAMED[case]
    assert printable(text).startswith(shown)


@pytest.mark.parametrize("case", KEPT)
def test_what_can_be_printed_is_kept(case: str) -> None:
    assert printable(KEPT[case]) == KEPT[case]


def test_an_accent_typed_by_itself_joins_its_letter() -> None:
    assert printable("cafe\u0301") == "caf\u00e9"


def test_a_choice_between_two_looks_of_a_symbol_leaves_the_symbol() -> None:
    assert printable("\u2713\ufe0f") == "\u2713"


def test_the_symbols_of_every_example_councils_ratings_can_be_printed() -> None:
    library = Library()
    symbols = {
        level.symbol
        for council in library.councils()
        for framework in library.frameworks(council)
        for scheme in (framework.measure_scheme, framework.action_scheme)
        for level in scheme.ratings
    }
    assert len(symbols) >= 4
    assert {s for s in symbols if printable(s) != s} == set()


@given(st.text())
def test_nothing_is_left_that_cannot_be_printed(text: str) -> None:
    for shown in (printable(text), printable(text, is_plain=True)):
        assert set(shown) <= bundled() | {"\n"}
        assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in shown if c != "\n")


@given(st.text(alphabet="abcdefgh \u0301\n", max_size=200))
def test_places_to_break_change_no_letter(text: str) -> None:
    broken = breakable(text)
    assert broken.replace("\u200b", "") == text
    pieces = broken.replace("\u200b", " ").split()
    assert all(len(piece.replace("\u0301", "")) <= 24 for piece in pieces)


def test_the_list_of_characters_is_what_typst_says() -> None:
    """A newer Typst may have other typefaces: the list's own file says how to write it anew."""
    some = sorted(bundled())
    assert bundled_characters.refused(some) == set()
    beside = sorted({chr(ord(c) + 1) for c in some} - bundled())
    beside = [c for c in beside if unicodedata.category(c) not in ("Cn", "Co", "Cs", "Cc")]
    assert len(beside) > 100
    assert bundled_characters.refused(beside) == set(beside)
