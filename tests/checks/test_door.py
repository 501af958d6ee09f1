"""The door: rows that this return does not hold are found with their cells, by pandera."""

import pytest
from builders import HART, HISTORY, a_file, a_return, a_row, only
from pandera.config import config_context, get_config_context

from checks.door import Fault, strangers
from checks.subject import CheckedReturn
from sources.returns.content import Row

NOT_OURS = "This reference is not one of this return's."
NOT_DUE = "This measure is not due for that period in this return."


def found(subject: CheckedReturn) -> list[Fault]:
    return list(strangers(subject))


def told(*rows: Row) -> list[tuple[str | None, str]]:
    return [(fault.cell, fault.raw) for fault in found(a_return(a_file(*rows)))]


def test_an_unknown_measure_is_shown_with_its_cell() -> None:
    subject = a_return(a_file(a_row("asc-08"), a_row("xyz-99", number=13), seq=8))
    assert found(subject) == [Fault(8, "Measures", "A13", "xyz-99", NOT_OURS)]


def test_another_departments_measure_is_a_stranger_too() -> None:
    assert told(a_row("plc-01")) == [("A12", "plc-01")]


@pytest.mark.parametrize(
    ("measure", "at"),
    [
        ("asc-08", "2023-24-Q1"),
        ("asc-08", "2023-24-Q3"),
        ("asc-08", "2022-23-Q2"),
        ("asc-08", "2023-24-M04"),
        ("asc-11", "2023-24-Q2"),
        ("asc-17", "2023-24-Q2"),
        ("asc-10", "2023-24-Q2"),
    ],
)
def test_a_period_that_is_not_due_is_shown_with_its_cell(measure: str, at: str) -> None:
    subject = a_return(a_file(a_row(measure, at)))
    assert found(subject) == [Fault(5, "Measures", "D12", at, NOT_DUE)]


@pytest.mark.parametrize(
    ("measure", "at"),
    [
        ("asc-08", "2023-24-Q2"),
        (" ASC-08 ", "2023-24-Q2"),
        ("ASC - 08", "2023-24-Q2"),
        ("asc-08", " 2023-24-Q2 "),
        ("asc-11", "2023-24-M05"),
        ("asc-21", "2023-24-H1"),
        ("asc-10", "2023-24-Q1"),
        ("supported-living", ""),
    ],
)
def test_the_returns_own_rows_pass(measure: str, at: str) -> None:
    assert told(a_row(measure, at)) == []


def test_a_row_of_another_departments_action_is_a_stranger() -> None:
    assert told(a_row("bus-plan", "")) == [("A12", "bus-plan")]


def test_a_row_without_entries_harms_nobody() -> None:
    assert told(a_row("xyz-99", has_entries=False)) == []
    assert told() == []


def test_an_unknown_measure_is_not_asked_for_its_period_as_well() -> None:
    assert told(a_row("xyz-99", "nonsense")) == [("A12", "xyz-99")]


def test_strangers_are_told_in_the_order_of_the_files() -> None:
    files = (
        a_file(a_row("xyz-9", number=20), a_row("asc-08", "2023-24-Q3", number=21), seq=5),
        a_file(a_row("xyz-1", number=3), seq=9),
    )
    faults = found(a_return(*files))
    assert [(fault.submission, fault.cell) for fault in faults] == [
        (5, "A20"),
        (5, "D21"),
        (9, "A3"),
    ]


def test_a_history_holds_any_period_of_every_departments_measures() -> None:
    rows = (a_row("plc-01", "2021-22-Q3"), a_row("asc-08", "2022-23-Q1", number=13))
    assert found(a_return(a_file(*rows), slot=HISTORY)) == []
    stranger = a_return(a_file(a_row("xyz-99", "2021-22-Q3")), slot=HISTORY)
    assert [fault.raw for fault in found(stranger)] == ["xyz-99"]


def test_a_layout_that_writes_periods_with_a_space_is_understood() -> None:
    slot = "hart.2014-15-Q1.quarterly-table"
    framework = only("cs01", framework=HART)
    own = a_return(a_file(a_row("CS01", "2014-15 Q1")), slot=slot, framework=framework)
    assert found(own) == []
    other = a_return(a_file(a_row("CS01", "2014-15 Q2")), slot=slot, framework=framework)
    assert [(fault.cell, fault.raw) for fault in found(other)] == [("D12", "2014-15 Q2")]


@pytest.mark.parametrize("at", ["2023-24 Q2", "", "  "])
def test_a_period_that_the_form_cannot_be_read_with_does_not_vanish(at: str) -> None:
    """Reading passes over a row whose period it cannot read, so that it must be said here."""
    assert [cell for cell, _ in told(a_row("asc-08", at))] == ["D12"]


def test_a_layout_without_a_column_of_periods_is_not_asked_for_one() -> None:
    assert told(Row("table", 2, "asc-08", "", "A2", None, has_entries=True)) == []


def test_an_unreadable_period_is_told_how_periods_are_written() -> None:
    (fault,) = found(a_return(a_file(a_row("asc-08", "nonsense"))))
    assert (fault.cell, fault.raw) == ("D12", "nonsense")
    assert "written like 2023-24-Q2" in fault.message


def test_a_history_row_whose_period_cannot_be_read_does_not_vanish() -> None:
    subject = a_return(a_file(a_row("asc-08", "Q2 of 2022")), slot=HISTORY)
    assert [(fault.cell, fault.raw) for fault in found(subject)] == [("D12", "Q2 of 2022")]


def test_pandera_is_switched_on() -> None:
    assert get_config_context().validation_enabled


def test_it_is_pandera_that_decides() -> None:
    """With its validation switched off every stranger passes: nothing else is at the door."""
    subject = a_return(a_file(a_row("xyz-99"), a_row("asc-08", "2023-24-Q3", number=13)))
    assert len(found(subject)) == 2
    with config_context(validation_enabled=False):
        assert found(subject) == []
    assert len(found(subject)) == 2
