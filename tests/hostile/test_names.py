"""Odd names, links and pipes in an inbox: taken or set aside, and nothing else held up."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.receive import Outcome, receive
from sources.entries import Submission
from sources.framework.keys import Close
from tests.hostile.names import LEFT, NAMES, QUARANTINED, TAKEN, Named

Drop = Callable[..., Path]
Form = Callable[..., bytes]
CLOSE = Close.parse("derbyshire.2023-24-Q2")
CASES = {case.name: case for case in NAMES}


@pytest.fixture
def house(a_house: Callable[..., House], drop: Drop, a_form: Form) -> House:
    """Derbyshire with a right return of another department waiting."""
    built = a_house()
    drop(built, "derbyshire", "childrens-services", "good.xlsx", a_form("childrens-services"))
    return built


@pytest.fixture
def inbox(house: House) -> Path:
    folder = house.home / "inbox" / "derbyshire" / "place"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    yield folder
    # What lies in 200 folders is too deep for the usual clearing up on some systems.
    shutil.rmtree(folder, ignore_errors=True)


def put(case: Named, inbox: Path, form: bytes, elsewhere: Path) -> None:
    """Put it there, an hour before the clock of the tests."""
    try:
        case.put(inbox, form, elsewhere)
    except OSError:
        pytest.skip("this file system does not take it")
    for path in inbox.rglob("*"):
        os.utime(path, (1_697_550_000, 1_697_550_000), follow_symlinks=False)


def things_in(folder: Path) -> list[Path]:
    """All but folders; a link to a folder is a link."""
    return [path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()]


def reasons(house: House) -> list[str]:
    return [path.read_text() for path in (house.home / "quarantine").rglob("*.why.txt")]


@pytest.mark.parametrize("name", CASES)
def test_whatever_lies_in_an_inbox_is_taken_or_set_aside(
    house: House, inbox: Path, elsewhere: Path, a_form: Form, name: str
) -> None:
    case = CASES[name]
    put(case, inbox, a_form("place"), elsewhere)
    outside = [(path, path.read_bytes()) for path in things_in(elsewhere)]

    taken = receive(house, "derbyshire")

    (good,) = [one for one in taken if one.filename == "good.xlsx"]
    assert good.outcome is Outcome.RECEIVED
    others = [one for one in taken if one is not good]
    expected = {TAKEN: [Outcome.RECEIVED], QUARANTINED: [Outcome.QUARANTINED], LEFT: []}
    assert [one.outcome for one in others] == expected[case.outcome]
    assert bool(things_in(inbox)) == (case.outcome == LEFT and case.name != "an empty folder")
    if case.outcome == QUARANTINED:
        (reason,) = reasons(house)
        assert case.words in reason
        assert reason.endswith(".\n")
        assert reason.count("\n") == 1
    # What was linked to stands where it stood, as it was.
    assert [(path, path.read_bytes()) for path in things_in(elsewhere)] == outside
    house.verify_ledger("derbyshire")
    for path in house.home.rglob("*"):
        if inbox not in path.parents:
            assert str(path.relative_to(house.home)).isprintable()


def test_all_of_them_at_once_do_not_hold_up_a_close(
    house: House, inbox: Path, elsewhere: Path, a_form: Form
) -> None:
    for number, case in enumerate(NAMES):
        mine, its_own = inbox / str(number), elsewhere / str(number)
        mine.mkdir()
        its_own.mkdir()
        put(case, mine, a_form("place"), its_own)

    evidence = close_quarter(house, CLOSE)

    assert [draft.is_new for draft in evidence.drafts] == [True]
    outcomes = [one.outcome for one in evidence.taken]
    assert outcomes.count(Outcome.QUARANTINED) == sum(c.outcome == QUARANTINED for c in NAMES)
    # One form by many names: the first is taken, the others are the same again.
    assert outcomes.count(Outcome.DUPLICATE) == sum(c.outcome == TAKEN for c in NAMES) - 1
    sent = [e.subject for e in house.entries("derbyshire") if isinstance(e.body, Submission)]
    assert sorted(sent) == [f"derbyshire.2023-24-Q2.{s}" for s in ("childrens-services", "place")]
