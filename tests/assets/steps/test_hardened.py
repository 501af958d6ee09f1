"""Faults that were once found by attack, so that none of them comes back."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assets.steps import close as closing
from assets.steps.house import House
from assets.steps.publish import editions_of
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.steps.receive import Outcome, receive
from assets.steps.trace import trace
from pipelines.demo.filling import Manner
from pipelines.house import build_house, rebuild_house
from pipelines.settings import Settings
from sources.archive import Busy, alone
from sources.entries import Submission
from sources.framework.keys import Close
from sources.framework.library import EXAMPLES, Library
from sources.framework.load import load, read_folder
from sources.ledger import LedgerProblem
from sources.returns import form_layout as form

Drop = Callable[..., Path]
Form = Callable[..., bytes]

Q2 = Close.parse("derbyshire.2023-24-Q2")


def cell_of(sheet: Any, measure: str, heading: str) -> Any:
    """The cell under a heading in a measure's first row."""
    for line in sheet.iter_rows():
        found = {str(cell.value): cell for cell in line if cell.value is not None}
        if form.MEASURE_ID in found:
            columns = {name: cell.column for name, cell in found.items()}
        if measure in found:
            return sheet.cell(line[0].row, columns[heading])
    raise LookupError(measure)


def numbered(house: House) -> dict[str, str | None]:
    """Each measure's current number as it stands in the close's results."""
    rows = closing.stored(house, Q2).ratings
    return {row.measure: f"{row.units}/{row.places}" for row in rows if row.basis == "current"}


def test_a_row_of_another_department_is_not_used(
    a_house: Callable[..., House], drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-20T09:00")

    def smuggle(book: Any) -> None:
        sheet = book[form.MEASURES]
        cell_of(sheet, "chs-01", form.MEASURE_ID).value = "asc-08"

    drop(house, "derbyshire", "adult-care", "a.xlsx", a_form("adult-care", Manner()))
    close_quarter(house, Q2)
    before = numbered(house)["asc-08"]
    foreign = a_form("childrens-services", Manner(), edit=smuggle)
    drop(house, "derbyshire", "childrens-services", "c.xlsx", foreign)
    evidence = close_quarter(house, Q2)
    assert numbered(house)["asc-08"] == before
    found = [f.rule for f in evidence.closed.results.return_findings if f.slot.endswith("services")]
    assert "not-this-return" in found


def test_the_residue_of_binary_sums_does_not_stop_the_close(
    a_house: Callable[..., House], drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-20T09:00")

    def residue(book: Any) -> None:
        cell_of(book[form.MEASURES], "asc-03", "Actual").value = 0.1 + 0.2 - 0.3

    for quarter, edit in (("2023-24-Q1", None), ("2023-24-Q2", residue)):
        data = a_form("adult-care", Manner(), period=quarter, edit=edit)
        drop(house, "derbyshire", "adult-care", f"{quarter}.xlsx", data)
    assert close_quarter(house, Q2).closed.is_new


def test_the_first_file_sent_again_takes_the_second_one_back(
    a_house: Callable[..., House], drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-20T09:00")
    first = a_form("adult-care", Manner())
    second = a_form("adult-care", Manner(pushes={"asc-08": -30.0}))
    values = []
    for number, data in enumerate((first, second, first)):
        drop(house, "derbyshire", "adult-care", f"{number}.xlsx", data)
        close_quarter(house, Q2)
        values.append(numbered(house)["asc-08"])
    assert values[0] == values[2] != values[1]


def test_an_empty_form_is_not_a_return(
    a_house: Callable[..., House], drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-20T09:00")
    drop(house, "derbyshire", "place", "blank.xlsx", a_form("place"), when="2023-10-18T09:00")
    results = close_quarter(house, Q2).closed.results
    (status,) = (s for s in results.statuses if s.slot.endswith("place"))
    assert (status.status, status.submissions) == ("missing", 0)
    assert "form-empty" in {f.rule for f in results.return_findings}


def test_a_file_from_the_future_was_dropped_when_it_was_seen(
    a_house: Callable[..., House], drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-18T09:00")
    data = a_form("place", Manner())
    drop(house, "derbyshire", "place", "p.xlsx", data, when="2030-01-01T09:00")
    (taken,) = receive(house, "derbyshire")
    assert taken.entry is not None
    assert isinstance(taken.entry.body, Submission)
    assert taken.entry.body.dropped_at == taken.entry.body.seen_at


def test_a_figure_of_what_changed_can_be_traced(demo_house: House) -> None:
    line, _ = trace(demo_house, "derbyshire.2023-24-Q2/asc-01/all/2023-24-Q2/actual-before")
    assert {source.file for source in line.sources} == {"adult-care Q2.xlsx"}


@pytest.fixture
def without_asc_02(tmp_path: Path) -> Library:
    """Derbyshire's framework as somebody left it after taking a measure out."""
    texts = read_folder(EXAMPLES / "derbyshire" / "2023-24")
    for name in ("measures.csv", "targets.csv", "procedures.csv"):
        lines = texts[name].splitlines(keepends=True)
        texts[name] = "".join(line for line in lines if not line.startswith("asc-02,"))
    texts["actions.yaml"] = texts["actions.yaml"].replace("asc-02, ", "").replace(", asc-02", "")
    load(texts)
    folder = tmp_path / "changed" / "derbyshire" / "2023-24"
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Library((tmp_path / "changed",))


def test_a_measure_that_was_removed_is_mentioned_and_its_past_stays(
    demo_house: House, without_asc_02: Library, rows_of: Callable[[House], Any]
) -> None:
    changed = replace(demo_house, library=without_asc_02)
    close_quarter(changed, Q2)
    (edition,) = editions_of(changed, Q2)
    page = (demo_house.home / "reports" / str(edition) / "draft-3" / "index.html").read_text()
    assert "No longer in the framework" in page
    before = rows_of(changed)["measure_ratings"]
    rebuild(changed)
    assert rows_of(changed)["measure_ratings"] == before


def test_a_return_that_was_renamed_does_not_stop_the_council(
    demo_house: House, tmp_path: Path
) -> None:
    texts = read_folder(EXAMPLES / "derbyshire" / "2023-24")
    texts["returns.yaml"] = texts["returns.yaml"].replace("id: place", "id: place-and-roads")
    folder = tmp_path / "renamed" / "derbyshire" / "2023-24"
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    house = replace(demo_house, library=Library((tmp_path / "renamed",)))
    statuses = close_quarter(house, Q2).closed.results.statuses
    assert {s.slot.rsplit(".", 1)[1]: s.status for s in statuses}["place-and-roads"] == "missing"


def test_three_closes_at_once_take_each_file_once(
    a_house: Callable[..., House],
    drop: Drop,
    a_form: Form,
    environment_of: Callable[[Path], dict[str, str]],
) -> None:
    house = a_house(now="2023-10-20T09:00")
    for return_id in ("adult-care", "place", "childrens-services"):
        data = a_form(return_id, Manner())
        drop(house, "derbyshire", return_id, f"{return_id}.xlsx", data)
    house.store.engine.dispose()
    command = [
        *(sys.executable, "-m", "pipelines.cli", "close", "--council", "derbyshire"),
        *("--period", "2023-24-Q2", "--home", str(house.home)),
    ]
    running = [
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment_of(house.home),
        )
        for _ in range(3)
    ]
    outputs = [process.communicate(timeout=120)[0].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], outputs
    bodies = [entry.body for entry in house.ledger.after("derbyshire", 0)]
    assert sum(isinstance(body, Submission) for body in bodies) == 3


def test_a_refused_file_may_be_refused_again(a_house: Callable[..., House], drop: Drop) -> None:
    house = a_house(now="2023-10-20T09:00")
    for _ in range(2):
        drop(house, "derbyshire", "place", "list.csv", b"Measure,Actual\nplc-01,4\n")
        (taken,) = receive(house, "derbyshire")
        assert taken.outcome is Outcome.QUARANTINED
    assert len(list(house.ledger.after("derbyshire", 0))) == 1


def test_a_history_does_not_speak_for_a_quarter_that_has_its_own_return(
    demo_house: House, drop: Drop
) -> None:
    before = numbered(demo_house)["asc-01"]
    table = b"Measure,Period,Actual,Numerator,Denominator,Note\nasc-01,2023-24-Q2,99,,,\n"
    drop(demo_house, "derbyshire", "history", "late.csv", table, when="2023-10-23T12:00")
    close_quarter(demo_house, Q2)
    assert numbered(demo_house)["asc-01"] == before
    found = closing.stored(demo_house, Close.parse("derbyshire.2023-24-Q1")).queried
    assert not found


@pytest.mark.parametrize("gone", [["00000013.json"], ["00000012.json", "00000013.json"], None])
def test_a_ledger_that_lost_its_end_is_not_rebuilt_from(
    demo_copy: Path, gone: list[str] | None, rows_of: Callable[[House], Any]
) -> None:
    ledger = demo_copy / "ledger" / "derbyshire"
    for path in [ledger / name for name in gone] if gone else list(ledger.iterdir()):
        path.unlink()
    house = build_house(Settings(demo_copy, None, ()))
    before = rows_of(house)
    house.store.engine.dispose()
    with pytest.raises(LedgerProblem, match="restore the ledger folder"):
        rebuild_house(Settings(demo_copy, None, ()))
    assert rows_of(house) == before


def test_the_figures_of_a_renamed_return_are_listed_as_changed(
    demo_house: House, tmp_path: Path
) -> None:
    texts = read_folder(EXAMPLES / "derbyshire" / "2023-24")
    texts["returns.yaml"] = texts["returns.yaml"].replace("id: place", "id: place-and-roads")
    folder = tmp_path / "renamed" / "derbyshire" / "2023-24"
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    house = replace(demo_house, library=Library((tmp_path / "renamed",)))
    (draft,) = close_quarter(house, Q2).drafts
    place = [m for m in demo_house.library.of_close(Q2).measures if m.startswith("plc-")]
    due = [m for m in place if numbered(house)[m] == "None/None"]
    assert draft.changes >= len(due) > 10


def test_a_file_that_is_still_arriving_waits(
    a_house: Callable[..., House], drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-18T09:00")
    data = a_form("place", Manner())
    drop(house, "derbyshire", "place", "p.xlsx", data, when="2023-10-18T08:59:59")
    (taken,) = receive(house, "derbyshire")
    assert taken.outcome is Outcome.WAITING
    drop(house, "derbyshire", "place", "p.xlsx", data, when="2023-10-18T08:59:50")
    (taken,) = receive(house, "derbyshire")
    assert taken.outcome is Outcome.RECEIVED


def test_a_lock_that_is_not_given_up_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    with (
        alone(tmp_path / "derbyshire"),
        pytest.raises(Busy, match="derbyshire"),
        alone(tmp_path / "derbyshire", patience_seconds=0.2),
    ):
        raise AssertionError("two at once")
