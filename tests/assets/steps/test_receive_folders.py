"""Which folder a file lies in, when it was put there, and whether it was sent before."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.steps.check_return import check_return
from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.receive import Outcome, Taken, receive
from pipelines.demo.filling import Manner, history_csv
from sources.entries import Submission
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.library import UnknownKey

Drop = Callable[..., Path]
Form = Callable[..., bytes]

PLACE = Slot.parse("derbyshire.2023-24-Q2.place")
HISTORY = Slot.parse("derbyshire.2022-23-FY.history")


@pytest.fixture
def house(a_house: Callable[..., House]) -> House:
    return a_house()


def the_one(house: House, council: str = "derbyshire") -> Taken:
    (taken,) = receive(house, council)
    return taken


def under(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())


def test_a_file_that_was_taken_can_be_found_where_it_was_taken_to(
    house: House, drop: Drop, a_form: Form
) -> None:
    drop(house, "derbyshire", "place", "Q2.xlsx", a_form("place"), when="2023-10-17T12:34")
    taken = the_one(house)
    assert (taken.outcome, taken.slot) == (Outcome.RECEIVED, PLACE)
    assert under(house.home / "inbox") == []
    assert under(house.home / "taken") == ["derbyshire/place/Q2.xlsx"]
    assert taken.entry is not None
    body = taken.entry.body
    assert isinstance(body, Submission)
    assert body.dropped_at == datetime(2023, 10, 17, 11, 34, tzinfo=UTC)
    assert body.seen_at == datetime(2023, 10, 18, 8, 0, tzinfo=UTC)
    assert (body.sender, body.filename, body.is_demonstration) == ("place", "Q2.xlsx", False)


@pytest.mark.parametrize(
    "name",
    ["~$lock.xlsx", ".hidden.xlsx", "Q2.xlsx.tmp", "Q2.TMP", "Q2.xlsx.part", "Q2.crdownload"],
)
def test_a_file_that_is_not_finished_is_left_alone(
    house: House, drop: Drop, a_form: Form, name: str
) -> None:
    path = drop(house, "derbyshire", "place", name, a_form("place"))
    assert receive(house, "derbyshire") == []
    assert path.is_file()
    assert house.entries("derbyshire") == []


def test_a_link_is_set_aside_and_what_it_leads_to_is_left_alone(
    house: House, drop: Drop, a_form: Form, tmp_path: Path
) -> None:
    secret = tmp_path / "elsewhere.xlsx"
    secret.write_bytes(a_form("place"))
    (drop(house, "derbyshire", "place", "good.xlsx", a_form("place"))).with_name(
        "link.xlsx"
    ).symlink_to(secret)
    taken = {one.filename: one for one in receive(house, "derbyshire")}
    assert taken["good.xlsx"].outcome is Outcome.RECEIVED
    assert taken["link.xlsx"].outcome is Outcome.QUARANTINED
    assert (taken["link.xlsx"].reason or "").startswith("This is a link or a device")
    assert secret.is_file()
    assert under(house.home / "inbox") == []
    assert under(house.home / "quarantine") == [
        "derbyshire/place/link.xlsx",
        "derbyshire/place/link.xlsx.why.txt",
    ]


def test_a_broken_link_and_a_socket_are_set_aside_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = house.home / "inbox" / "derbyshire" / "place"
    folder.mkdir(parents=True)
    (folder / "broken.xlsx").symlink_to("nowhere.xlsx")
    monkeypatch.chdir(folder)  # the whole path is too long for the name of a socket
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.xlsx")
        taken = receive(house, "derbyshire")
    assert [one.outcome for one in taken] == [Outcome.QUARANTINED] * 2
    assert under(house.home / "inbox") == []


def test_the_same_bytes_twice_are_one_submission(house: House, drop: Drop, a_form: Form) -> None:
    data = a_form("place")
    drop(house, "derbyshire", "place", "Q2.xlsx", data, when="2023-10-16T12:00")
    drop(house, "derbyshire", "place", "Q2 (copy).xlsx", data, when="2023-10-17T12:00")
    first, second = receive(house, "derbyshire")
    drop(house, "derbyshire", "place", "Q2.xlsx", data)
    third = the_one(house)
    assert [one.outcome for one in (first, second, third)] == [
        Outcome.RECEIVED,
        Outcome.DUPLICATE,
        Outcome.DUPLICATE,
    ]
    assert second.slot == third.slot == PLACE
    assert second.entry == first.entry
    assert second.reason == "The same file was already taken as entry 1; nothing was changed."
    assert len(house.entries("derbyshire")) == 1
    assert under(house.home / "inbox") == []
    assert len(under(house.home / "taken")) == 3


def test_a_file_refused_for_its_folder_is_taken_from_the_right_one(
    house: House, drop: Drop, derbyshire: Framework
) -> None:
    """The reason says to put it elsewhere; doing so must help."""
    data = history_csv(derbyshire, "history-csv", 2022, 2022)
    drop(house, "derbyshire", "", "past.csv", data)
    assert the_one(house).outcome is Outcome.QUARANTINED
    drop(house, "derbyshire", "history", "past.csv", data)
    taken = the_one(house)
    assert (taken.outcome, taken.slot) == (Outcome.RECEIVED, HISTORY)


def test_a_form_refused_by_another_council_is_taken_by_its_own(
    house: House, drop: Drop, a_form: Form
) -> None:
    data = a_form("place")
    drop(house, "hart", "quarterly-table", "Q2.xlsx", data)
    assert the_one(house, "hart").outcome is Outcome.QUARANTINED
    drop(house, "derbyshire", "place", "Q2.xlsx", data)
    assert the_one(house).outcome is Outcome.RECEIVED
    assert [type(e.body).__name__ for e in house.entries("hart")] == ["Quarantine"]
    assert [type(e.body).__name__ for e in house.entries("derbyshire")] == ["Submission"]


def test_in_the_wrong_folder_the_workbook_wins_and_it_is_found(
    house: House, drop: Drop, a_form: Form
) -> None:
    drop(house, "derbyshire", "adult-care", "Q2.xlsx", a_form("place", Manner()))
    taken = the_one(house)
    assert (taken.outcome, taken.slot, taken.sender) == (Outcome.RECEIVED, PLACE, "adult-care")
    (found,) = [f for f in check_return(house, PLACE).findings if f.rule == "wrong-folder"]
    assert (found.severity, found.dimension) == ("warning", "relevance")
    assert found.message == "The file was put in the folder 'adult-care' but says it is 'place'."
    assert check_return(house, PLACE).values > 0


def test_a_form_laid_directly_into_the_councils_folder_is_matched_by_what_it_says(
    house: House, drop: Drop, a_form: Form
) -> None:
    drop(house, "derbyshire", "", "Q2.xlsx", a_form("place", Manner()))
    evidence = close_quarter(house, Close.parse("derbyshire.2023-24-Q2"))
    (taken,) = evidence.taken
    assert (taken.outcome, taken.slot, taken.sender) == (Outcome.RECEIVED, PLACE, "")
    assert [f.rule for f in evidence.closed.results.return_findings].count("wrong-folder") == 1
    assert under(house.home / "receipts") == [
        # That it lay in no return's folder is a warning, and what has one is answered with a copy.
        "derbyshire/unsorted/000001 Q2.xlsx.annotated.xlsx",
        "derbyshire/unsorted/000001 Q2.xlsx.receipt.txt",
    ]


def test_files_are_taken_in_the_order_in_which_they_were_dropped(
    house: House, drop: Drop, a_form: Form
) -> None:
    for name, when in (("c", "2023-10-15T09:00"), ("a", "2023-10-17T09:00"), ("b", "2023-10-16")):
        manner = Manner(signed_by=f"Director {name}")
        drop(house, "derbyshire", "place", f"{name}.xlsx", a_form("place", manner), when=when)
    assert [one.filename for one in receive(house, "derbyshire")] == ["c.xlsx", "b.xlsx", "a.xlsx"]


def test_files_of_the_same_name_do_not_overwrite_each_other(
    house: House, drop: Drop, a_form: Form
) -> None:
    for name in ("one", "two"):
        manner = Manner(signed_by=name)
        drop(house, "derbyshire", "place", "Q2.xlsx", a_form("place", manner))
        receive(house, "derbyshire")
    assert under(house.home / "taken") == [
        "derbyshire/place/Q2 (2).xlsx",
        "derbyshire/place/Q2.xlsx",
    ]


def test_another_councils_inbox_is_not_touched(
    house: House, drop: Drop, hart_csv: bytes, a_form: Form
) -> None:
    waiting = drop(house, "hart", "quarterly-table", "Q1.csv", hart_csv)
    drop(house, "derbyshire", "place", "Q2.xlsx", a_form("place"))
    assert the_one(house).council == "derbyshire"
    assert waiting.is_file()
    assert house.entries("hart") == []


def test_a_council_that_nobody_knows_takes_nothing(house: House, drop: Drop) -> None:
    waiting = drop(house, "nowhere", "place", "a.csv", b"x")
    with pytest.raises(UnknownKey, match="There is no council 'nowhere' here"):
        receive(house, "nowhere")
    assert waiting.is_file()


def test_an_empty_inbox_or_none_at_all_is_no_matter(house: House) -> None:
    assert receive(house, "derbyshire") == []
    (house.home / "inbox" / "derbyshire" / "place").mkdir(parents=True)
    assert receive(house, "derbyshire") == []


def test_a_table_of_an_earlier_year_is_read_as_that_year_laid_it_out(
    a_house: Callable[..., House],
    drop: Drop,
    hart_frameworks: Path,
    hart_csv: bytes,
    tmp_path: Path,
) -> None:
    """A correction to last year arrives after this year's table got other headings."""
    old, new = hart_frameworks / "hart" / "2014-15", tmp_path / "more" / "hart" / "2015-16"
    new.mkdir(parents=True)
    years = {"2014-15": "2015-16", "2014-": "2015-", "2015-03-31": "2016-03-31"}
    for path in old.iterdir():
        text = path.read_text(encoding="utf-8")
        for before, after in sorted(years.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(before, after)
        text = text.replace("actual: actual_raw", "actual: outturn")
        (new / path.name).write_text(text, encoding="utf-8")
    house = a_house(frameworks=(hart_frameworks, tmp_path / "more"), now="2015-08-25T09:00")
    assert [str(year) for year in house.library.years("hart")] == ["2014-15", "2015-16"]
    drop(house, "hart", "quarterly-table", "Q1.csv", hart_csv)
    taken = the_one(house, "hart")
    assert (taken.outcome, str(taken.slot)) == (
        Outcome.RECEIVED,
        "hart.2014-15-Q1.quarterly-table",
    ), taken.reason
