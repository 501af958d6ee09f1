"""A few hundred mutants: each is read or refused, and some go the whole way together.

The long run is `run`. Failures name the mutant's number: `python -m tests.fuzz.run --only NUMBER`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from assets.steps import quarter
from sources.workbooks.door import open_file
from tests.fuzz import run, survival
from tests.fuzz.mutator import Mutant
from tests.fuzz.survival import all_bases, faults_of, numbered, trial_of, whole_way
from tests.hostile.trial import Trial

COUNT, BATCH = 240, 20
# Spread over the numbers, so that each base goes the whole way.
WHOLE_WAY = range(0, COUNT, 10)


@pytest.fixture(scope="module")
def trials() -> list[tuple[Mutant, Trial]]:
    """The first mutants, each opened in a child process and read on."""
    subjects = [numbered(number) for number in range(COUNT)]
    return [(subject, trial_of(subject)) for subject in subjects]


def test_every_base_is_read_whole() -> None:
    """Unchanged, that is: mutants of what is refused anyway would prove nothing."""
    for name, data in all_bases().items():
        subject = Mutant(0, name, (), data)
        trial = trial_of(subject)
        assert trial.sentence is None, name
        assert faults_of(subject, trial) == []
        assert open_file(data).cell_count > 200


def test_a_number_gives_the_same_mutant_always() -> None:
    assert [numbered(n) for n in range(20)] == [numbered(n) for n in range(20)]
    assert len({numbered(n).data for n in range(60)}) > 50


def test_mutants_of_every_base_are_read_and_refused(trials: list[tuple[Mutant, Trial]]) -> None:
    """Were all refused, or all read, they would not be between the two, where mistakes are."""
    read = {subject.base for subject, trial in trials if trial.sentence is None}
    refused = {subject.base for subject, trial in trials if trial.sentence is not None}
    assert read == refused == set(all_bases())


@pytest.mark.parametrize("first", range(0, COUNT, BATCH))
def test_a_mutant_is_read_or_refused(trials: list[tuple[Mutant, Trial]], first: int) -> None:
    assert [fault for one in trials[first : first + BATCH] for fault in faults_of(*one)] == []


def test_mutants_go_the_whole_way(tmp_path: Path, trials: list[tuple[Mutant, Trial]]) -> None:
    going = [trials[number][0] for number in WHOLE_WAY if not faults_of(*trials[number])]
    assert len(going) > len(WHOLE_WAY) / 2
    assert {subject.base for subject in going} == set(all_bases())
    assert whole_way(tmp_path / "home", going) == []


# Seen to fail: each of these is a door or a step that is not as it should be.


def whole(name: str = "a filled form") -> Mutant:
    return Mutant(1, name, (), all_bases()[name])


def raises(*_: object) -> NoReturn:
    raise KeyError("zebra")


def hangs(_data: bytes) -> NoReturn:
    while True:
        pass


def test_a_door_that_raises_is_found_out() -> None:
    (fault,) = faults_of(whole(), trial_of(whole(), raises))
    assert "raised KeyError" in fault


def test_a_door_that_hangs_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survival, "MOST_CPU_SECONDS", 0.5)
    (fault,) = faults_of(whole(), trial_of(whole(), hangs))
    assert "was ended by SIG" in fault


def test_reading_on_that_raises_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survival, "read_bytes", raises)
    (fault,) = faults_of(whole(), trial_of(whole()))
    assert "reading on raised KeyError" in fault


def leaves_litter(house: Any, council: str) -> list[Any]:
    (house.home / "objects").mkdir(exist_ok=True)
    (house.home / "objects" / ".new-abc").write_bytes(b"")
    return []


def forgets_the_reason(house: Any, council: str) -> list[Any]:
    for path in (house.home / "quarantine").rglob("*.why.txt"):
        path.unlink()
    return []


def loses_a_row(house: Any, close: Any) -> None:
    quarter.close_quarter(house, close)
    # By the driver itself: no step of ours would do it.
    with house.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM submitted_values WHERE measure = 'plc-01'")


def cuts_the_ledger(house: Any, close: Any) -> None:
    quarter.close_quarter(house, close)
    for path in (house.home / "ledger" / close.council).glob("00000001.json"):
        path.write_text(path.read_text().replace("place", "plaice"))


BAD_STEPS: dict[str, tuple[str, Callable[..., Any], str]] = {
    "receiving raises": ("receive", raises, "raised KeyError"),
    "closing raises": ("close_quarter", raises, "raised KeyError"),
    "nothing is taken": ("close_quarter", lambda house, close: None, "was left behind"),
    "litter": ("receive", leaves_litter, ".new-abc was left behind"),
    "a row is lost": ("close_quarter", loses_a_row, "submitted_values is not what"),
    "the ledger is changed": ("close_quarter", cuts_the_ledger, "raised LedgerProblem"),
}


@pytest.mark.parametrize("way", BAD_STEPS)
def test_a_bad_step_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    step, bad, words = BAD_STEPS[way]
    if step == "receive":
        monkeypatch.setattr(survival, "receive", bad)
    else:
        monkeypatch.setattr(survival, "close_quarter", bad)
        if way == "nothing is taken":
            monkeypatch.setattr(survival, "receive", lambda house, council: [])
    faults = whole_way(tmp_path / "home", [whole()])
    assert any(words in fault for fault in faults), faults


def test_a_reason_that_is_missing_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_reasons(house: Any, close: Any) -> None:
        quarter.close_quarter(house, close)
        forgets_the_reason(house, close.council)

    monkeypatch.setattr(survival, "close_quarter", without_reasons)
    cut = Mutant(2, "a filled form", ("cut off",), whole().data[:5_000])
    faults = whole_way(tmp_path / "home", [cut])
    assert any("was set aside with the reason ''" in fault for fault in faults), faults


def test_the_long_run_says_which_mutant_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "trial_of", lambda subject: trial_of(subject, raises))
    assert run.main(["--only", "7"]) == 1
    assert "mutant 7 of" in capsys.readouterr().out
    monkeypatch.undo()
    assert run.main(["--only", "7"]) == 0
