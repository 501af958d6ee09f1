"""Every nasty file through annotating: refused as the door does, or a copy that says the same."""

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest

from report_templates.annotated.marks import Annotated, Unfit
from sources.workbooks.door import open_file
from tests.hostile import marking
from tests.hostile.case import Read
from tests.hostile.corpus import CASES
from tests.hostile.marking import faults_of_marking
from tests.hostile.trial import MOST_BYTES, MOST_CPU_SECONDS, in_child

# A file is opened three times here, before, to be annotated, and as the copy, and held twice.
_MOST_SECONDS, _MOST_BYTES = 3 * MOST_CPU_SECONDS, 2 * MOST_BYTES

PLAIN = ("book: macros", "ods: a plain one", "old: a plain one", "table: a plain one")


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """What is imported for a first file is not what a nasty one takes."""
    for name in PLAIN:
        assert faults_of_marking(CASES[name].build()) == []


@pytest.mark.parametrize("name", CASES)
def test_a_nasty_file_is_annotated_or_refused(name: str) -> None:
    data = CASES[name].build()
    faults, ended, _ = in_child(lambda: faults_of_marking(data), _MOST_SECONDS, _MOST_BYTES)
    assert (ended if faults is None else faults) == []


def test_there_is_much_to_annotate() -> None:
    assert sum(isinstance(case.verdict, Read) for case in CASES.values()) > 50


def gives(change: Callable[[bytes], bytes]) -> Callable[..., Annotated]:
    return lambda data, *_: Annotated(change(data), ".xlsx")


def another_book() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Of another book"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


# Seen to fail: each of these ways of annotating is not as it should be.
BAD: dict[str, tuple[Callable[..., Annotated], str]] = {
    "nothing is added": (gives(lambda data: data), "there is not one sheet more"),
    "it is of another book": (gives(lambda data: another_book()), "is gone"),
}


@pytest.mark.parametrize("way", BAD)
def test_a_bad_way_of_annotating_is_found_out(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, words = BAD[way]
    monkeypatch.setattr(marking, "annotate", bad)
    assert any(words in fault for fault in faults_of_marking(CASES["book: macros"].build()))


def test_annotating_that_raises_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_: object, **__: object) -> None:
        raise Unfit

    monkeypatch.setattr(marking, "annotate", raises)
    data = CASES["book: macros"].build()
    assert open_file(data).cell_count
    assert faults_of_marking(data) == ["annotating raised Unfit: "]
