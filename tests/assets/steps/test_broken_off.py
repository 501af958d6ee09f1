"""A run that broke off after files were received: the next close makes up for it.

Received files have left the inbox, so whoever does not look for them never sees them again.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assets.analysis.results import CloseResults
from assets.steps.close import close_period
from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.receive import Outcome, receive
from pipelines.demo.filling import Manner, history_csv
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.library import EXAMPLES, Library
from sources.framework.load import read_folder
from warehouse import queries

Drop = Callable[..., Path]
Form = Callable[..., bytes]
At = Callable[[House, str], House]

Q1, Q2 = Close.parse("derbyshire.2023-24-Q1"), Close.parse("derbyshire.2023-24-Q2")
HISTORY = Slot.parse("derbyshire.2022-23-FY.history")


@pytest.fixture(scope="module")
def past(derbyshire: Framework) -> bytes:
    return history_csv(derbyshire, "history-csv", 2021, 2022)


def library_with_history_for(folder: Path, period: str) -> Library:
    """Derbyshire's framework, with the history owed for another period."""
    texts = read_folder(EXAMPLES / "derbyshire" / "2023-24")
    changed = texts["returns.yaml"].replace("once_for: 2022-23-FY", f"once_for: {period}")
    assert changed != texts["returns.yaml"]
    target = folder / "derbyshire" / "2023-24"
    target.mkdir(parents=True)
    for name, text in {**texts, "returns.yaml": changed}.items():
        (target / name).write_text(text, encoding="utf-8")
    return Library((folder,))


def stored(house: House, slot: Slot) -> int:
    return queries.value_count(house.store.engine, str(slot))


def content(results: CloseResults) -> tuple[object, ...]:
    """Everything a close says, but for its own moment."""
    ratings = sorted(results.ratings, key=lambda row: (row.measure, row.basis))
    findings = [replace(finding, submission=None) for finding in results.return_findings]
    return (tuple(ratings), tuple(findings), results.queried, results.statuses)


def both_received(house: House, drop: Drop, a_form: Form, past: bytes) -> None:
    drop(house, "derbyshire", "history", "past.csv", past, when="2023-10-16T09:00")
    form = a_form("adult-care", Manner())
    drop(house, "derbyshire", "adult-care", "Q2.xlsx", form, when="2023-10-17T09:00")


def test_what_was_received_and_not_checked_is_used_by_the_next_close(
    a_house: Callable[..., House], drop: Drop, a_form: Form, past: bytes, tmp_path: Path
) -> None:
    whole = a_house(home=tmp_path / "whole", now="2023-10-20T09:00")
    broken = a_house(home=tmp_path / "broken", now="2023-10-20T09:00")
    for house in (whole, broken):
        both_received(house, drop, a_form, past)
    taken = receive(broken, "derbyshire")
    assert {one.outcome for one in taken} == {Outcome.RECEIVED}
    assert stored(broken, HISTORY) == 0

    expected = close_quarter(whole, Q2).closed.results
    evidence = close_quarter(broken, Q2)

    assert evidence.taken == ()
    assert stored(broken, HISTORY) == stored(whole, HISTORY) > 500
    found = evidence.closed.results
    assert content(found) == content(expected)
    (history,) = {s.seq for s in found.sent if s.slot == HISTORY}
    assert {v.submission for v in found.values} > {history}
    compared = [row for row in found.ratings if row.basis == "current" and row.compared_period]
    assert len(compared) >= 5


def test_closing_alone_makes_up_for_it_too(
    a_house: Callable[..., House], drop: Drop, a_form: Form, past: bytes
) -> None:
    """Dagster's job 'close' takes nothing in."""
    house = a_house(now="2023-10-20T09:00")
    both_received(house, drop, a_form, past)
    receive(house, "derbyshire")
    close_period(house, Q2)
    assert stored(house, HISTORY) > 500


def test_a_history_of_the_closes_own_period_counts_as_well(
    a_house: Callable[..., House], drop: Drop, a_form: Form, past: bytes, tmp_path: Path
) -> None:
    library = library_with_history_for(tmp_path / "own", "2023-24-Q2")
    house = replace(a_house(now="2023-10-20T09:00"), library=library)
    both_received(house, drop, a_form, past)
    (slot,) = {one.slot for one in receive(house, "derbyshire")} - {
        Slot.parse("derbyshire.2023-24-Q2.adult-care")
    }
    assert slot is not None
    assert slot.period == Q2.period
    found = close_quarter(house, Q2).closed.results
    assert stored(house, slot) > 500
    assert {v.slot for v in found.values} >= {str(slot)}
    assert any(row.compared_period for row in found.ratings if row.basis == "current")


def test_the_return_of_an_earlier_quarter_counts_as_well(
    a_house: Callable[..., House], drop: Drop, a_form: Form, at: At
) -> None:
    house = a_house(now="2023-07-24T09:00")
    form = a_form("place", Manner(), period="2023-24-Q1")
    drop(house, "derbyshire", "place", "Q1.xlsx", form, when="2023-07-18T09:00")
    (taken,) = receive(house, "derbyshire")
    assert taken.slot is not None
    later = at(house, "2023-10-24T09:00")
    form = a_form("place", Manner())
    drop(later, "derbyshire", "place", "Q2.xlsx", form, when="2023-10-18T09:00")
    found = close_quarter(later, Q2).closed.results
    assert stored(later, taken.slot) > 10
    current = [r for r in found.ratings if r.basis == "current" and r.measure.startswith("plc-")]
    assert {row.compared_period for row in current if row.direction} >= {"2023-24-Q1"}


def test_what_comes_later_does_not_count(
    a_house: Callable[..., House], drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-20T09:00")
    drop(house, "derbyshire", "place", "Q2.xlsx", a_form("place", Manner()))
    (taken,) = receive(house, "derbyshire")
    assert taken.slot is not None
    found = close_quarter(house, Q1).closed.results
    assert found.values == ()
    assert {s.slot for s in found.sent} == set()


def test_whoever_sent_it_is_answered(
    a_house: Callable[..., House], drop: Drop, past: bytes
) -> None:
    house = a_house(now="2023-10-20T09:00")
    drop(house, "derbyshire", "history", "past.csv", past, when="2023-10-16T09:00")
    receive(house, "derbyshire")
    before = {p for p in house.home.rglob("*") if p.is_file() and "receipt" in str(p)}
    close_quarter(house, Q2)
    after = {p for p in house.home.rglob("*") if p.is_file() and "receipt" in str(p)}
    assert len(after - before) == 1
    close_quarter(house, Q2)
    assert {p for p in house.home.rglob("*") if p.is_file() and "receipt" in str(p)} == after
