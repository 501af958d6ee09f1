"""The page says what the cases say."""

from tests.hostile.corpus import CASES
from tests.hostile.names import NAMES
from tests.hostile.readme import PAGE, text


def test_the_page_is_the_cases() -> None:
    assert PAGE.read_text(encoding="utf-8") == text(), "run `python -m tests.hostile.readme`"


def test_every_case_says_how_it_was_made_in_one_sentence() -> None:
    for case in (*CASES.values(), *NAMES):
        assert case.made.endswith("."), case.name
        assert ". " not in case.made, case.name
        assert case.made.isprintable(), case.name
