"""Every nasty file through the reading door: read or refused as stated, in words, within limits."""

from collections.abc import Callable
from typing import Any

import pytest

from sources.workbooks.cells import CannotRead
from sources.workbooks.door import open_file
from tests.hostile import books, old, open_document, sheets, tables, values, xml_parts, zips
from tests.hostile.case import SECRET, Case, Read, Refused
from tests.hostile.corpus import CASES
from tests.hostile.trial import Trial, tried

MODULES = (zips, xml_parts, books, sheets, values, old, open_document, tables)
PLAIN = ("book: macros", "ods: a plain one", "old: a plain one", "table: a plain one")


def trial_of(case: Case, door: Callable[[bytes], Any] = open_file) -> Trial:
    return tried(door, case.build(), case.verdict.misses, refusal=CannotRead, secret=SECRET)


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """What is imported when a first file is opened is not what a nasty file takes."""
    for name in PLAIN:
        open_file(CASES[name].build())


@pytest.mark.parametrize("name", CASES)
def test_a_nasty_file_is_read_or_refused_as_stated(name: str) -> None:
    trial = trial_of(CASES[name])
    assert [*trial.faults, *(trial.answer or ())] == []


def test_no_two_cases_have_one_name() -> None:
    assert len(CASES) == sum(len(module.CASES) for module in MODULES)


def test_a_case_is_the_same_bytes_each_time() -> None:
    for name in PLAIN:
        assert CASES[name].build() == CASES[name].build()


def test_both_verdicts_are_well_represented() -> None:
    read = sum(isinstance(case.verdict, Read) for case in CASES.values())
    refused = sum(isinstance(case.verdict, Refused) for case in CASES.values())
    assert read > 50
    assert refused > 100
