"""A later file changes only what it fills, and everything that rests on it, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assets.analysis.results import CloseResults
from assets.steps import close as closing
from assets.steps.house import House
from assets.steps.quarter import QuarterEvidence, close_quarter
from pipelines.demo.filling import Manner
from sources.framework.keys import Close
from sources.returns import form_layout as form
from sources.returns.content import Quantity
from sources.values import Absence
from warehouse.rows import MeasureRating

Drop = Callable[..., Path]
Form = Callable[..., bytes]
At = Callable[[House, str], House]

Q1, Q2 = Close.parse("derbyshire.2023-24-Q1"), Close.parse("derbyshire.2023-24-Q2")
MENDED = ("asc-07", "asc-14", "asc-04")


@pytest.fixture
def house(a_house: Callable[..., House], drop: Drop, a_form: Form) -> House:
    """Adult care has sent its quarter 2, whole and signed."""
    built = a_house(now="2023-10-20T09:00")
    drop(built, "derbyshire", "adult-care", "Q2.xlsx", a_form("adult-care", Manner()))
    return built


def ratings(results: CloseResults) -> dict[tuple[str, str], MeasureRating]:
    """By measure and basis; that new figures want a new signature is looked at by itself."""
    return {(row.measure, row.basis): replace(row, is_confirmed=True) for row in results.ratings}


def changed(before: CloseResults, after: CloseResults) -> set[str]:
    was, now = ratings(before), ratings(after)
    return {key[0] for key in was.keys() | now.keys() if was.get(key) != now.get(key)}


def row_of(sheet: Any, measure: str) -> dict[str, Any]:
    """A measure's first row on the form: its cells by their headings."""
    lines = list(sheet.iter_rows())
    headings = next(line for line in lines if form.MEASURE_ID in {c.value for c in line})
    for line in lines[headings[0].row :]:
        if measure in {cell.value for cell in line}:
            return {str(h.value): cell for h, cell in zip(headings, line, strict=True)}
    raise LookupError(measure)


def test_three_corrected_rows_change_those_three_and_no_other(
    house: House, drop: Drop, a_form: Form, derbyshire: Any
) -> None:
    before = close_quarter(house, Q2).closed.results
    manner = Manner(signed_by=None, only=frozenset(MENDED), pushes=dict.fromkeys(MENDED, -9.0))
    drop(house, "derbyshire", "adult-care", "three rows.xlsx", a_form("adult-care", manner))

    after = close_quarter(house, Q2).closed.results

    assert changed(before, after) == set(MENDED)
    (status,) = [s for s in after.statuses if s.slot.endswith(".adult-care")]
    assert (status.submissions, status.accounted_for) == (2, status.expected)
    # Whoever signed the first file has not signed the second one's figures.
    assert (status.signed_off_by, status.is_confirmed, status.state) == (None, False, "checked")
    assert len(after.texts) >= len(before.texts)
    for measure in MENDED:
        row = ratings(after)[(measure, "current")]
        assert row.units != ratings(before)[(measure, "current")].units
        assert '"Q2' not in row.sources
    known = [f.rule for f in before.return_findings]
    assert sorted(f.rule for f in after.return_findings) == sorted([*known, "sign-off-missing"])


def test_a_blank_never_erases(house: House, drop: Drop, a_form: Form) -> None:
    before = close_quarter(house, Q2).closed.results
    drop(house, "derbyshire", "adult-care", "blank.xlsx", a_form("adult-care"))
    evidence = close_quarter(house, Q2)
    assert [one.outcome.value for one in evidence.taken] == ["received"]
    after = evidence.closed.results
    assert changed(before, after) == set()
    assert after.actions == before.actions
    assert after.return_findings == before.return_findings
    assert {k: t.text for k, t in after.texts.items()} == {
        k: t.text for k, t in before.texts.items()
    }


def test_an_explicit_withdrawal_does(house: House, drop: Drop, a_form: Form) -> None:
    before = close_quarter(house, Q2).closed.results
    held = ratings(before)[("asc-14", "current")]
    assert held.rating is not None

    def withdraw(book: Any) -> None:
        row_of(book[form.MEASURES], "asc-14")[form.REASON].value = Absence.WITHDRAWN.value

    drop(house, "derbyshire", "adult-care", "w.xlsx", a_form("adult-care", edit=withdraw))
    after = close_quarter(house, Q2).closed.results
    row = ratings(after)[("asc-14", "current")]
    assert (row.rating, row.units, row.status) == (None, None, "no value")
    assert row.reason == "the department states: withdrawn"
    assert changed(before, after) == {"asc-14"}


def test_what_was_withdrawn_may_be_given_again(house: House, drop: Drop, a_form: Form) -> None:
    before = close_quarter(house, Q2).closed.results
    withdrawn = Manner(
        signed_by=None,
        only=frozenset({"asc-14"}),
        absences={"asc-14": (Absence.WITHDRAWN, "the count was wrong")},
    )
    again = replace(withdrawn, absences={})
    for manner in (withdrawn, again):
        drop(house, "derbyshire", "adult-care", "x.xlsx", a_form("adult-care", manner))
        after = close_quarter(house, Q2).closed.results
    row, was = ratings(after)[("asc-14", "current")], ratings(before)[("asc-14", "current")]
    assert (row.units, row.rating) == (was.units, was.rating)


def test_a_later_file_may_sign_off_without_filling_anything(
    a_house: Callable[..., House], drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-20T09:00")
    drop(house, "derbyshire", "place", "Q2.xlsx", a_form("place", Manner(signed_by=None)))
    before = close_quarter(house, Q2).closed.results
    drop(house, "derbyshire", "place", "s.xlsx", a_form("place", Manner(only=frozenset())))
    after = close_quarter(house, Q2).closed.results
    assert [s.is_confirmed for s in before.statuses if s.submissions] == [False]
    assert [s.is_confirmed for s in after.statuses if s.submissions] == [True]
    rated = {k: r.rating for k, r in ratings(before).items()}
    assert {k: r.rating for k, r in ratings(after).items()} == rated


class TestACorrectionToTheQuarterBefore:
    """Quarter 1 of the demonstration is corrected after quarter 2 was closed."""

    WRONG = Manner(
        signed_by=None,
        only=frozenset({"asc-04"}),
        mistakes={("asc-04", Quantity.ACTUAL): Decimal(1400)},
    )
    UNREADABLE = replace(WRONG, mistakes={("asc-04", Quantity.ACTUAL): "#DIV/0!"})
    SLIP = replace(WRONG, mistakes={("asc-04", Quantity.ACTUAL): Decimal(155900)})

    @pytest.fixture
    def correct(
        self, demo_house: House, at: At, drop: Drop, a_form: Form
    ) -> Callable[[Manner, str], QuarterEvidence]:
        def send(manner: Manner, day: str) -> QuarterEvidence:
            data = a_form("adult-care", manner, period="2023-24-Q1")
            name = f"Q1 corrected {day}.xlsx"
            drop(demo_house, "derbyshire", "adult-care", name, data, when=f"{day}T07:00")
            return close_quarter(at(demo_house, f"{day}T08:00"), Q2)

        return send

    def test_it_goes_to_its_own_slot_and_outdates_both_quarters(
        self, demo_house: House, at: At, correct: Callable[[Manner, str], QuarterEvidence]
    ) -> None:
        was = {close: closing.stored(demo_house, close) for close in (Q1, Q2)}
        evidence = correct(self.WRONG, "2023-10-25")
        (taken,) = evidence.taken
        assert str(taken.slot) == "derbyshire.2023-24-Q1.adult-care"
        assert {c.slot.return_id for c in evidence.closed.checked if c.is_new} == {"adult-care"}
        earlier = close_quarter(at(demo_house, "2023-10-25T09:00"), Q1)
        assert evidence.closed.is_new
        assert earlier.closed.is_new
        assert [(d.draft, d.is_new) for d in earlier.drafts] == [(2, True)]
        assert "Q1 corrected 2023-10-25.xlsx" in earlier.drafts[0].page.read_text()
        now = {close: closing.stored(demo_house, close) for close in (Q1, Q2)}
        q1, q2 = (ratings(now[c])[("asc-04", "current")] for c in (Q1, Q2))
        assert (q1.units, q1.places) == (1400, 0)
        assert (q2.compared_period, q2.compared_units) == ("2023-24-Q1", 1400)
        assert changed(was[Q1], now[Q1]) == changed(was[Q2], now[Q2]) == {"asc-04"}

    def test_the_draft_says_what_it_changed(
        self, demo_house: House, correct: Callable[[Manner, str], QuarterEvidence]
    ) -> None:
        """Quarter 1's value becomes queried, so quarter 2 loses its direction of travel."""
        was = closing.stored(demo_house, Q2)
        evidence = correct(self.UNREADABLE, "2023-10-25")
        assert changed(was, evidence.closed.results) == {"asc-04"}
        assert [d.changes for d in evidence.drafts] == [1]

    def test_an_earlier_point_reads_as_it_read_then(
        self, demo_house: House, correct: Callable[[Manner, str], QuarterEvidence]
    ) -> None:
        points = [closing.stored(demo_house, Q2)]
        points.append(correct(self.SLIP, "2023-10-25").closed.results)
        points.append(correct(self.WRONG, "2023-10-26").closed.results)
        for stored in points:
            again = closing.compute(demo_house, Q2, stored.point)
            assert changed(stored, again) == set()
            assert again.statuses == stored.statuses
            # A warehouse gives them back in its own order.
            assert sorted(map(repr, again.return_findings)) == sorted(
                map(repr, stored.return_findings)
            )
            assert again.inputs_digest == stored.inputs_digest

    def test_a_queried_value_of_the_past_is_drawn_nowhere(
        self, correct: Callable[[Manner, str], QuarterEvidence]
    ) -> None:
        evidence = correct(self.SLIP, "2023-10-25")
        row = ratings(evidence.closed.results)[("asc-04", "current")]
        assert (row.direction, row.compared_units) == (None, None)
        assert "155,900" not in evidence.drafts[0].page.read_text()

    def test_its_receipt_tells_of_its_own_quarter(
        self, demo_house: House, correct: Callable[[Manner, str], QuarterEvidence]
    ) -> None:
        correct(self.UNREADABLE, "2023-10-25")
        folder = demo_house.home / "receipts" / "derbyshire" / "adult-care"
        (receipt,) = folder.glob("*Q1 corrected*.receipt.txt")
        words = " ".join(receipt.read_text().split())
        assert "for Quarter 1 (April to June 2023)" in words
        assert "Stands there: #DIV/0!" in words
        assert "send the file again now" in words, "the day on which it was due has passed"
