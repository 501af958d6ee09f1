"""SQLite and PostgreSQL hold the same rows and give them back in the same order, or both refuse."""

import random
import time
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from warehouse import queries, tables
from warehouse.problems import WarehouseProblem
from warehouse.rows import ReturnFinding, SubmittedText, SubmittedValue
from warehouse.store import Store

SLOT = "hart.2014-15-Q1.table"
A_TEXT = SubmittedText(SLOT, "hart", 1, "cs01", None, "commentary", "words", "table", "O2")
A_VALUE = SubmittedValue(
    slot=SLOT,
    council="hart",
    submission=1,
    measure="cs01",
    breakdown="all",
    period="2014-15-Q1",
    quantity="actual",
    units=959,
    places=1,
    unit="percent",
    absence=None,
    is_provisional=False,
    raw="95.9%",
    sheet="table",
    cell="H2",
)
A_FINDING = ReturnFinding(
    slot=SLOT,
    rule="not-a-number",
    dimension="validity",
    severity="error",
    submission=1,
    measure="cs01",
    period=None,
    quantity="actual",
    sheet="table",
    cell="H2",
    raw="x",
    message="It is wrong.",
    mend="Mend it.",
)
# In languages, capitals, hyphens and accents stand elsewhere than their code points do.
WORDS = [
    "a",
    "B",
    "_",
    "-",
    "a-b",
    "ab",
    "a b",
    "é",
    "e",
    "Z",
    "z",
    "",
    "1",
    "10",
    "2",
    "😀",
    "\uffff",
]


def texts(store: Store) -> list[str]:
    return [row.text for row in queries.council_texts(store.engine, "hart", 9)]


def test_rows_come_in_the_same_order(on_sqlite: Store, on_postgres: Store) -> None:
    draw = random.Random(4)
    findings = [
        replace(A_FINDING, sheet=draw.choice([*WORDS, None]), raw=word, submission=number)
        for word in (*WORDS, None)
        for number in (2, 1, None)
    ]
    values = [replace(A_VALUE, sheet=word, measure=word) for word in WORDS]
    said = [replace(A_TEXT, subject=word, period=other) for word in WORDS for other in ("a", "B")]
    for store in (on_sqlite, on_postgres):
        shuffled: dict[str, list[Any]] = {
            "return_findings": draw.sample(findings, len(findings)),
            "submitted_values": draw.sample(values, len(values)),
            "submitted_texts": draw.sample(said, len(said)),
        }
        store.replace(SLOT, 1, "d", shuffled)
    here, there = on_sqlite.engine, on_postgres.engine
    assert queries.return_findings(here, SLOT) == queries.return_findings(there, SLOT)
    assert queries.council_values(here, "hart", 1) == queries.council_values(there, "hart", 1)
    assert queries.council_texts(here, "hart", 1) == queries.council_texts(there, "hart", 1)
    measures = [v.measure for v in queries.council_values(there, "hart", 1)]
    assert measures == sorted(WORDS)
    assert queries.return_findings(there, SLOT)[0].submission is None


def test_the_servers_own_order_would_be_another(on_postgres: Store) -> None:
    """Otherwise the test above proves nothing."""
    on_postgres.replace(SLOT, 1, "d", {"submitted_texts": [replace(A_TEXT, text=w) for w in WORDS]})
    column = tables.submitted_texts.c.text
    with on_postgres.engine.connect() as connection:
        given = list(connection.execute(select(column).order_by(column)).scalars())
    assert given != sorted(WORDS)


TEXTS: dict[str, tuple[str, str]] = {
    "a zero character": ("a\0b", "a\ufffdb"),
    "half a character": ("a\ud800b", "a\ufffdb"),
    "the other half": ("\udfff", "\ufffd"),
    "two halves that are one": ("\ud83d\ude00", "😀"),
    "a whole one": ("😀", "😀"),
    "accents": ("é e\u0301 ß", "é e\u0301 ß"),
    "what SQL might read": ("%s %(a)s :a ? \\ ' \" -- ;", "%s %(a)s :a ? \\ ' \" -- ;"),
    "ends of lines": ("a\r\nb\rc\n", "a\r\nb\rc\n"),
    "the rest of the control characters": ("\x01\x1b\x7f\x85\u2028", "\x01\x1b\x7f\x85\u2028"),
    "nothing": ("", ""),
    "very much": ("ab" * 2_000_000, "ab" * 2_000_000),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_text_is_kept_the_same(on_sqlite: Store, on_postgres: Store, case: str) -> None:
    given, kept = TEXTS[case]
    for store in (on_sqlite, on_postgres):
        store.replace(SLOT, 1, "d", {"submitted_texts": [replace(A_TEXT, text=given)]})
        assert texts(store) == [kept]


@pytest.mark.parametrize("units", [2**63 - 1, -(2**63), 0, 2**53 + 1])
def test_a_number_of_64_bits_is_kept_the_same(
    on_sqlite: Store, on_postgres: Store, units: int
) -> None:
    for store in (on_sqlite, on_postgres):
        store.replace(SLOT, 1, "d", {"submitted_values": [replace(A_VALUE, units=units)]})
        (held,) = queries.council_values(store.engine, "hart", 1)
        assert held.units == units


TOO_LARGE: dict[str, dict[str, Any]] = {
    "a number of 65 bits": {"units": 2**63},
    "a negative one": {"units": -(2**63) - 1},
    "too many places": {"places": 2**31},
    "a long name": {"measure": "m" * 81},
}


@pytest.mark.parametrize("case", TOO_LARGE)
def test_what_does_not_fit_is_refused_by_both_with_nothing_changed(
    on_sqlite: Store, on_postgres: Store, case: str
) -> None:
    said = set()
    for store in (on_sqlite, on_postgres):
        store.replace(SLOT, 1, "d", {"submitted_values": [A_VALUE]})
        with pytest.raises(WarehouseProblem) as problem:
            store.replace(SLOT, 2, "e", {"submitted_values": [replace(A_VALUE, **TOO_LARGE[case])]})
        said.add(str(problem.value))
        assert queries.council_values(store.engine, "hart", 1) == [A_VALUE]
    (words,) = said
    assert "which the warehouse cannot hold" in words


def test_one_warehouse_takes_anothers_place_whole(on_sqlite: Store, on_postgres: Store) -> None:
    on_sqlite.replace(SLOT, 1, "d", {"submitted_values": [A_VALUE], "submitted_texts": [A_TEXT]})
    on_postgres.replace("hart.2014-15-Q2.table", 5, "old", {"return_findings": [A_FINDING]})
    on_postgres.take_over(on_sqlite)
    for table in tables.metadata.tables.values():
        with on_sqlite.engine.connect() as here, on_postgres.engine.connect() as there:
            assert here.execute(select(table)).all() == there.execute(select(table)).all()


def test_a_takeover_that_breaks_off_leaves_the_old_rows(
    on_sqlite: Store, on_postgres: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_postgres.replace(SLOT, 5, "old", {"submitted_values": [A_VALUE]})
    on_sqlite.replace(SLOT, 6, "new", {"submitted_values": [replace(A_VALUE, units=1)]})
    monkeypatch.setattr("warehouse.store._AT_ONCE", "broken off")
    with pytest.raises(TypeError):
        on_postgres.take_over(on_sqlite)
    assert queries.council_values(on_postgres.engine, "hart", 1) == [A_VALUE]


def test_many_rows_are_written_at_once_and_not_one_by_one(on_postgres: Store) -> None:
    many = [replace(A_VALUE, cell=f"H{number}") for number in range(20_000)]
    began = time.process_time()
    on_postgres.replace(SLOT, 1, "d", {"submitted_values": many})
    assert queries.value_count(on_postgres.engine, SLOT) == len(many)
    # Row by row it is a statement each, and some 10 seconds of this process's own time.
    assert time.process_time() - began < 2
