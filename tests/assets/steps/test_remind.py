"""Reminders: who is reminded of what and when, once each, and when they stop."""

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assets.steps.extend import extend
from assets.steps.house import House
from assets.steps.receive import receive
from assets.steps.remind import RemindEvidence, remind
from pipelines.demo.filling import Manner
from sources.entries import EntryKind, NoReason
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.library import UnknownKey
from sources.framework.load import load
from sources.returns.content import Quantity

Q2 = Close.parse("derbyshire.2023-24-Q2")
PLACE = Slot.parse(f"{Q2}.place")
AHouse = Callable[..., House]
At = Callable[[House, str], House]


def told(evidence: RemindEvidence) -> list[tuple[str, str, int, int]]:
    return [(r.rung, r.deadline, len(r.sent), len(r.not_needed)) for r in evidence.recorded]


def letter(evidence: RemindEvidence, return_id: str) -> str:
    (path,) = [p for p in evidence.letters if p.stem.endswith(return_id)]
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return f"{message['Subject']}\n{message.get_content()}"


def reminders_in(house: House) -> int:
    return sum(e.kind is EntryKind.REMINDERS for e in house.entries("derbyshire"))


def test_each_rung_is_sent_once_to_every_department_that_has_sent_nothing(
    a_house: AHouse, at: At
) -> None:
    house = a_house(now="2023-10-09T05:59")
    assert told(remind(house, Q2)) == []
    house = at(house, "2023-10-09T06:00")
    first = remind(house, Q2)
    assert told(first) == [("T-10", "2023-10-19", 4, 0)]
    assert told(remind(house, Q2)) == []
    assert reminders_in(house) == 1
    said = letter(first, "place")
    assert "Reminder: Place return, Quarter 2" in said
    assert "Thursday 19 October 2023" in said
    assert "22 of 22 values have neither a figure nor a reason" in said
    assert "derbyshire/place" in said


def test_reminders_stop_when_a_return_is_complete_without_errors_not_when_a_file_arrives(
    a_house: AHouse, at: At, drop: Callable[..., Path], a_form: Callable[..., bytes]
) -> None:
    house = a_house(now="2023-10-16T06:00")
    drop(house, "derbyshire", "place", "whole.xlsx", a_form("place", Manner()))
    wrong = Manner(mistakes={("asc-01", Quantity.ACTUAL): "#DIV/0!"})
    drop(house, "derbyshire", "adult-care", "wrong.xlsx", a_form("adult-care", wrong))
    receive(house, "derbyshire")
    sent = remind(house, Q2)
    (made,) = sent.recorded
    assert made.not_needed == {str(PLACE): "complete without errors"}
    assert set(made.sent) == {
        f"{Q2}.{r}" for r in ("adult-care", "childrens-services", "corporate-services")
    }
    said = letter(sent, "adult-care")
    assert "received (early), and not complete" in said
    assert "- Measures!" in said


def test_after_the_deadline_the_lead_officer_is_told(a_house: AHouse) -> None:
    sent = remind(a_house(now="2023-10-20T06:00"), Q2)
    assert told(sent) == [("T+1", "2023-10-19", 4, 0)]
    assert sent.recorded[0].overtaken == ("T-10", "T-3", "T-0")
    said = letter(sent, "place")
    assert said.startswith("Overdue: ")
    assert "To: Executive Director" in said
    assert "has not been completed by its deadline" in said


def test_missed_rungs_are_not_sent_later_beside_the_newest(a_house: AHouse, at: At) -> None:
    house = a_house(now="2023-10-17T09:00")
    sent = remind(house, Q2)
    assert told(sent) == [("T-3", "2023-10-19", 4, 0)]
    assert sent.recorded[0].overtaken == ("T-10",)
    assert told(remind(at(house, "2023-10-18T09:00"), Q2)) == []


def test_a_clock_that_goes_back_sends_nothing_twice(a_house: AHouse, at: At) -> None:
    house = a_house(now="2023-10-16T06:10")
    remind(house, Q2)
    assert told(remind(at(house, "2023-10-16T05:50"), Q2)) == []
    assert told(remind(at(house, "2023-10-16T06:20"), Q2)) == []


def test_a_deadline_that_moved_after_reminders_is_reminded_of_and_said(
    a_house: AHouse, at: At, derbyshire: Framework
) -> None:
    house = a_house(now="2023-10-16T06:00")
    remind(house, Q2)
    files = dict(derbyshire.files)
    files["timetable.yaml"] = files["timetable.yaml"].replace("on: 2023-10-19", "on: 2023-10-20")
    house = at(house, "2023-10-17T06:00")
    moved = load(files)

    class Library(type(house.library)):  # type: ignore[misc]  # the same library, a year replaced
        def frameworks(self, council: str) -> list[Framework]:
            return [moved]

    house = replace(house, library=Library())
    sent = remind(house, Q2)
    assert told(sent) == [("T-3", "2023-10-20", 4, 0)]
    assert "The deadline was Thursday 19 October 2023 when you were last reminded." in letter(
        sent, "place"
    )


def test_an_extension_is_kept_said_and_followed(a_house: AHouse, at: At) -> None:
    house = a_house(now="2023-10-18T09:00")
    remind(house, Q2)
    extend(house, PLACE, date(2023, 10, 26), "The case system is down.", "Head of Performance")
    sent = remind(at(house, "2023-10-20T06:00"), Q2)
    # A rung of the new day that has passed already tells the department of that day, once.
    assert [(r.rung, r.deadline, str(PLACE) in r.sent) for r in sent.recorded] == [
        ("T-10", "2023-10-26", True),
        ("T+1", "2023-10-19", False),
    ]
    house = at(house, "2023-10-23T06:00")
    sent = remind(house, Q2)
    assert [(r.rung, r.deadline, set(r.sent)) for r in sent.recorded] == [
        ("T-3", "2023-10-26", {str(PLACE)})
    ]
    said = letter(sent, "place")
    assert "agreed by Head of Performance: The case system is down." in said


@pytest.mark.parametrize(
    ("until", "reason", "problem"),
    [
        (date(2023, 10, 19), "why", UnknownKey),
        (date(2023, 10, 20), " \n ", NoReason),
    ],
)
def test_an_extension_needs_a_later_day_and_a_reason(
    a_house: AHouse, until: date, reason: str, problem: type[Exception]
) -> None:
    house = a_house()
    with pytest.raises(problem):
        extend(house, PLACE, until, reason, "Head of Performance")
    assert [e for e in house.entries("derbyshire") if e.kind is EntryKind.EXTENSION] == []
