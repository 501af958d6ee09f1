"""Which decisions a slot's and a close's results rest on: digests and what is behind, pure."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assets.analysis.results import Decision, Inputs
from assets.steps.gather import bearing_on, close_digest, slot_digest
from assets.steps.outdated import Behind, Held, behind
from sources.entries import BEAR_ON_CLOSE, BEAR_ON_RETURN, EntryKind, Rerun
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot

Q1 = Close.parse("derbyshire.2023-24-Q1")
Q2 = Close.parse("derbyshire.2023-24-Q2")
Q3 = Close.parse("derbyshire.2023-24-Q3")
PLACE = Slot.parse(f"{Q2}.place")
NOW = datetime(2023, 10, 20, 9, tzinfo=UTC)


def decided(subject: Slot | Close | None, kind: EntryKind = EntryKind.SUBMISSION) -> Decision:
    """A decision of a kind that bears on returns and closes."""
    return Decision(7, "h7", kind, NOW, "Performance Lead", subject, Rerun("because"))


@pytest.mark.parametrize(
    ("subject", "late"), [(PLACE, (Q2, Q3)), (Q2, (Q2, Q3)), (Q3, (Q3,)), (None, (Q1, Q2, Q3))]
)
def test_a_decision_makes_the_closes_of_its_period_and_of_later_ones_outdated(
    derbyshire: Framework, subject: Slot | Close | None, late: tuple[Close, ...]
) -> None:
    stood = dict.fromkeys((Q1, Q2, Q3), (6, derbyshire.digest))
    held = Held(dict.fromkeys(derbyshire.slots, 7), stood, {}, {})
    decision = decided(subject)
    assert behind([derbyshire], Inputs((), (decision,)), held, NOW) == Behind(closes=late)
    assert not behind([derbyshire], Inputs((), (replace(decision, seq=6),)), held, NOW)
    moved = [
        close
        for close in (Q1, Q2, Q3)
        if close_digest(close, Inputs((), (decision,)), derbyshire, "day")
        != close_digest(close, Inputs(()), derbyshire, "day")
    ]
    assert tuple(moved) == late


def test_a_slot_rests_on_decisions_about_itself_and_its_departments_earlier_ones_only(
    derbyshire: Framework,
) -> None:
    earlier, later = Slot.parse(f"{Q1}.place"), Slot.parse(f"{Q3}.place")
    other = Slot.parse(f"{Q1}.adult-care")
    bearing = {
        subject: bearing_on(PLACE, Inputs((), (decided(subject),)), derbyshire).newest
        for subject in (PLACE, earlier, later, other, Q1, Q3, None)
    }
    assert bearing == {PLACE: 7, earlier: 7, later: 0, other: 0, Q1: 7, Q3: 0, None: 7}
    changed = slot_digest(PLACE, Inputs((), (decided(PLACE),)), derbyshire)
    assert changed != slot_digest(PLACE, Inputs(()), derbyshire)


def test_a_decision_that_changes_nothing_found_leaves_slots_alone(derbyshire: Framework) -> None:
    known = Inputs((), (decided(PLACE, EntryKind.RERUN),))
    assert not bearing_on(PLACE, known, derbyshire).all


def test_of_returns_that_no_framework_names_nothing_is_made(derbyshire: Framework) -> None:
    gone = Slot.parse(f"{Q2}.gone")
    known = Inputs((), (decided(gone), decided(Q2)))
    assert known.of_slots(lambda slot: slot in derbyshire.slots).decisions == (decided(Q2),)


def test_what_bears_on_returns_bears_on_closes_too() -> None:
    assert BEAR_ON_RETURN <= BEAR_ON_CLOSE
