"""The door and openpyxl read the same workbook: the same sheets, and every fact of every cell.

Seeded workbooks as they come, and awkward ones by name. What the door refuses in hostile files,
and its limits, are tested elsewhere.
"""

import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from awkward import APART, AWKWARD, ONLY_THE_DOOR, REFUSED
from facts import Fact, SheetFacts, differences, facts_of
from generated import generate
from oracle import OpenpyxlCannot, facts_by_openpyxl
from packages import unzipped

from sources.workbooks.cells import CannotRead
from sources.workbooks.door import open_file

SEEDS = 200
PER_TEST = 25


def apart(data: bytes) -> list[str]:
    return differences(facts_by_openpyxl(data), facts_of(open_file(data)))


@pytest.mark.parametrize("first", range(0, SEEDS, PER_TEST))
def test_generated_workbooks_read_alike(first: int) -> None:
    found = {seed: apart(generate(seed)) for seed in range(first, first + PER_TEST)}
    assert {seed: lines for seed, lines in found.items() if lines} == {}


@pytest.mark.parametrize("name", [n for n in AWKWARD if n not in {*REFUSED, *ONLY_THE_DOOR}])
def test_awkward_workbooks_read_alike(name: str) -> None:
    expected, _why = APART.get(name, ([], ""))
    assert apart(AWKWARD[name]()) == expected


@pytest.mark.parametrize("name", REFUSED)
def test_some_awkward_workbooks_are_refused(name: str) -> None:
    words, _why = REFUSED[name]
    with pytest.raises(CannotRead, match=words):
        open_file(AWKWARD[name]())


@pytest.mark.parametrize("name", ONLY_THE_DOOR)
def test_some_awkward_workbooks_only_the_door_reads(name: str) -> None:
    shown, _why = ONLY_THE_DOOR[name]
    data = AWKWARD[name]()
    with suppress(OpenpyxlCannot):
        assert facts_by_openpyxl(data) == []
    sheets = facts_of(open_file(data))
    assert {f"{s.name}!{a}": c.text for s in sheets for a, c in s.cells.items()} == shown


def test_every_awkward_workbook_says_what_is_awkward_and_has_one_verdict() -> None:
    assert len(AWKWARD) > 100
    assert [name for name, make in AWKWARD.items() if not make.__doc__] == []
    verdicts = Counter((*REFUSED, *ONLY_THE_DOOR, *APART))
    assert verdicts.keys() <= AWKWARD.keys()
    assert set(verdicts.values()) == {1}


def test_the_seeds_try_what_they_are_meant_to_try() -> None:
    """Facts of every sort are frequent enough among the seeds for agreement to mean something."""
    seen: Counter[str] = Counter()
    for seed in range(0, SEEDS, 4):
        for sheet in facts_of(open_file(generate(seed + 1))):
            seen["hidden sheets"] += sheet.is_hidden
            seen["merged"] += len(sheet.merged)
            seen["hidden rows"] += len(sheet.hidden_rows)
            seen["hidden columns"] += len(sheet.hidden_columns)
            for cell in sheet.cells.values():
                seen.update(_sorts(cell))
    assert {sort: count for sort, count in seen.items() if count < 15} == {}
    assert len(seen) == 15


# Ways of writing a sheet or its strings that some seeds take and others do not.
WAYS = {
    "inline texts": rb"inlineStr",
    "shared texts": rb"<(\w+:)?sst",
    "texts as results": rb"t=.str\W",
    "shared formulas": rb"t=.shared",
    "array formulas": rb"t=.array",
    "truth in words": rb"hidden=.true",
    "dates by their own type": rb"t=.d\W",
    "cells without a place": rb"<(\w+:)?c (?!r=)",
    "rows without a place": rb"<(\w+:)?row (?!r=)[^>]*>",
    "runs": rb"rPr>",
    "readings": rb"phoneticPr",
    "prefixes": rb"<x:c ",
    "sections": rb"<!\[CDATA\[",
    "comments": rb"<!--",
    "instructions": rb"<\?keep",
    "characters by number": rb"&#x\d+;",
    "two bytes a character": rb"^(\xff\xfe|\xfe\xff)",
    "a mark of byte order": rb"^\xef\xbb\xbf",
    "no declaration": rb"^<(\w+:)?worksheet",
    "merges over values": rb"mergeCell",
    "the calendar of 1904": rb"date1904=.(1|true)",
    "formats of conditional looks": rb"<(\w+:)?dxf>",
    "targets from the book": rb"Target=.worksheets",
}


def test_the_seeds_are_written_in_every_way() -> None:
    some = [unzipped(generate(seed)).values() for seed in range(0, SEEDS, 2)]
    counts = {
        way: sum(any(re.search(pattern, part) for part in parts) for parts in some)
        for way, pattern in WAYS.items()
    }
    assert {way: count for way, count in counts.items() if not 2 <= count < len(some)} == {}


def _sorts(cell: Fact) -> list[str]:
    sorts = {
        "cells": True,
        "numbers": cell.number is not None,
        "texts": cell.number is None and cell.error is None,
        "errors": cell.error is not None,
        "uncalculated": cell.error == "#NOT-CALCULATED",
        "percentages": "%" in cell.number_format,
        "own formats": cell.number_format != "General",
        "dates": cell.text.startswith("20") and cell.number is None,
        "formulas": bool(cell.formula),
        "hidden cells": cell.is_hidden,
        "truth values": cell.text in ("TRUE", "FALSE"),
    }
    return [sort for sort, is_so in sorts.items() if is_so]


# One fact changed, or lost, in a copy of what was read: each must be noticed.
MISREADINGS: dict[str, Callable[[SheetFacts], Any]] = {
    "hiding lost": lambda s: s._replace(cells=_each(s, is_hidden=False)),
    "errors lost": lambda s: s._replace(cells=_each(s, error=None)),
    "formulas lost": lambda s: s._replace(cells=_each(s, formula=None)),
    "formats lost": lambda s: s._replace(cells=_each(s, number_format="General")),
    "numbers lost": lambda s: s._replace(cells=_each(s, number=None)),
    "texts trimmed": lambda s: s._replace(
        cells={a: c._replace(text=c.text.strip()) for a, c in s.cells.items()}
    ),
    "numbers of another precision": lambda s: s._replace(
        cells={a: c._replace(number=c.number and f"{c.number}0") for a, c in s.cells.items()}
    ),
    "the last cell lost": lambda s: s._replace(cells=dict(list(s.cells.items())[:-1])),
    "a cell too many": lambda s: s._replace(cells={**s.cells, "ZZ9": _FACT}),
    "cells out of order": lambda s: s._replace(cells=dict(reversed(s.cells.items()))),
    "rows shown": lambda s: s._replace(hidden_rows=frozenset()),
    "columns shown": lambda s: s._replace(hidden_columns=frozenset()),
    "merges lost": lambda s: s._replace(merged=frozenset()),
    "sheets shown": lambda s: s._replace(is_hidden=not s.is_hidden),
    "sheets renamed": lambda s: s._replace(name=s.name.strip() + "."),
}
_FACT = Fact("a", None, None, "General", None, False)


@cache
def _some_facts() -> list[list[SheetFacts]]:
    return [facts_by_openpyxl(generate(seed)) for seed in range(20)]


def _each(sheet: SheetFacts, **changed: object) -> dict[str, Fact]:
    return {address: cell._replace(**changed) for address, cell in sheet.cells.items()}


@pytest.mark.parametrize("name", MISREADINGS)
def test_a_misreading_is_noticed(name: str) -> None:
    misread = MISREADINGS[name]
    noticed = [bool(differences(right, [misread(s) for s in right])) for right in _some_facts()]
    assert any(noticed)


def test_a_sheet_lost_or_moved_is_noticed() -> None:
    right = next(sheets for sheets in _some_facts() if len(sheets) > 1)
    assert differences(right, right) == []
    assert differences(right, right[:-1]) != []
    assert differences(right, right[::-1]) != []
