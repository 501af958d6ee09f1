"""What `status` says of a period: every return, the timetable and its slack, what comes next."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from assets.steps.house import House
from assets.steps.receive import receive
from assets.steps.status import status_of
from pipelines.cli import main
from pipelines.demo.filling import Manner
from pipelines.status_text import status_data, status_text
from sources.framework.keys import Close

Q2 = Close.parse("derbyshire.2023-24-Q2")
AHouse = Callable[..., House]
At = Callable[[House, str], House]


def test_every_return_says_due_received_late_found_signed_and_outstanding(
    demo_house: House,
) -> None:
    said = status_text(status_of(demo_house, Q2))
    assert "Place return: late by 1 calendar day, 1 working day" in said
    assert "Corporate Services and Transformation return: missing by 5 calendar days" in said
    assert "due 19 October 2023 at 23:59; received 19 October 2023 at 23:58" in said
    assert "values 0 of 19, 0 with a reason for having none, outstanding 19; 1 error" in said
    assert "signed off by Director of the department (declared)" in said
    assert "not signed off" in said
    assert "Corporate Management Team: 24 October 2023 (3 working days after the returns)" in said
    assert "Cabinet: December 2023 (to be confirmed)" in said


def test_what_was_received_and_not_checked_says_so_and_is_not_missing(
    a_house: AHouse, drop: Callable[..., Path], a_form: Callable[..., bytes]
) -> None:
    house = a_house(now="2023-10-18T09:00")
    drop(house, "derbyshire", "place", "a.xlsx", a_form("place", Manner()))
    receive(house, "derbyshire")
    found = status_of(house, Q2)
    (place,) = [r for r in found.returns if r.slot.return_id == "place"]
    assert (place.is_checked, place.status.status, place.is_complete) == (False, "early", False)
    assert "Place return: early; not checked yet" in status_text(found)
    assert "Behind what has come: derbyshire.2023-24-Q2.place." in status_text(found)


def test_an_open_review_of_measures_is_named_with_its_last_day(a_house: AHouse) -> None:
    house = a_house(now="2023-12-01T09:00")
    said = status_text(status_of(house, Close.parse("south_derbyshire.2023-24-Q2")))
    assert "Under review until Friday 22 December 2023: Service Plan measures" in said
    assert "(15 measures)" in said


def test_programs_get_the_same_as_json(demo_copy: Path) -> None:
    options = ["--council", "derbyshire", "--period", "2023-24-Q2", "--home", str(demo_copy)]
    ran = CliRunner().invoke(main, ["status", "--json", *options])
    assert ran.exit_code == 0, ran.output
    data = json.loads(ran.output)
    assert {r["slot"].rsplit(".", 1)[1]: r["outstanding"] for r in data["returns"]} == {
        "adult-care": 0,
        "childrens-services": 0,
        "corporate-services": 19,
        "place": 0,
    }


def test_status_writes_nothing(
    demo_house: House, rows_of: Callable[[House], object], tree_of: Callable[[Path], object]
) -> None:
    rows, tree = rows_of(demo_house), tree_of(demo_house.home / "ledger")
    status_data(status_of(demo_house, Q2))
    assert (rows_of(demo_house), tree_of(demo_house.home / "ledger")) == (rows, tree)


@pytest.mark.parametrize("period", ["2023-24-Q9", "2031-32-Q1"])
def test_a_period_that_nobody_knows_is_refused_in_a_sentence(period: str, tmp_path: Path) -> None:
    options = ["--council", "derbyshire", "--period", period, "--home", str(tmp_path / "none")]
    ran = CliRunner().invoke(main, ["status", *options])
    assert ran.exit_code == 1
    assert ran.output.count("\n") == 1
    assert not (tmp_path / "none").exists()
