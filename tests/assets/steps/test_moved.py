"""Which ratings moved, and why: through real files, a real ledger, and a framework that changes."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from towns import FRAMEWORKS, SERVICES, TREASURY, UPPER

from assets.analysis.moves import Cause
from assets.steps.house import House
from assets.steps.moved import Moved, moved
from assets.steps.quarter import QuarterEvidence, close_quarter
from assets.views.measure_moves import move_text
from pipelines.demo.play import Clock
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.keys import Close
from sources.framework.library import UnknownKey

WHEN = "2023-10-12T12:00"
BOARD = "board draft-1"
MEASURES = ["homes-let", "calls-answered", "tax-collected", "sick-days", "repairs-done"]


@dataclass(frozen=True)
class Story:
    """A quarter closed twice: between, a target came down and a late file corrected and filled."""

    first: House
    second: House
    drawn: QuarterEvidence


def house_at(home: Path, frameworks: Path, now: str) -> House:
    clock = Clock()
    clock.set(now)
    return replace(build_house(Settings(home, None, (frameworks,))), now=clock)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, drop: Callable[..., Path]) -> Story:
    tmp = tmp_path_factory.mktemp("moved")
    folder, home = tmp / "frameworks", tmp / "home"
    shutil.copytree(FRAMEWORKS, folder)
    first = house_at(home, folder, "2023-10-20T10:00")
    drop(first, "upper-town", "services", "services.csv", SERVICES.encode(), WHEN)
    close_quarter(first, UPPER)
    targets = folder / "upper-town" / "2023-24" / "targets.csv"
    text = targets.read_text("utf-8")
    targets.write_text(text.replace("calls-answered,75,", "calls-answered,70,"), "utf-8")
    second = house_at(home, folder, "2023-10-21T10:00")
    late = SERVICES.replace("homes-let,83.1", "homes-let,75.1")
    drop(second, "upper-town", "services", "again.csv", late.encode(), "2023-10-21T09:00")
    drop(second, "upper-town", "treasury", "treasury.csv", TREASURY.encode(), "2023-10-21T09:00")
    return Story(first, second, close_quarter(second, UPPER))


def causes(found: Moved) -> dict[str, tuple[Cause, ...]]:
    return {move.measure: move.causes for move in found.moves}


def test_each_move_has_its_own_cause(story: Story) -> None:
    found = moved(story.second, UPPER, BOARD)
    assert causes(found) == {
        "homes-let": (Cause.CORRECTED,),
        "calls-answered": (Cause.TARGET,),
        "tax-collected": (Cause.LATE,),
    }
    assert found.against.startswith("draft 1 of board, as at 20 October 2023")
    lines = {move.measure: move_text(found.context, move) for move in found.moves}
    assert lines["calls-answered"].endswith(
        "Missed to Near: its target was changed in the framework: 75.0% to 70.0%; with the old "
        "one it would be Missed."
    )
    assert "[late file]: its figure had not come before" in lines["tax-collected"]


def test_a_ledger_entry_is_a_point_as_well_and_the_framework_of_then_holds(story: Story) -> None:
    entries = story.second.entries("upper-town")
    drawn = next(e for e in entries if e.kind == "draft")
    assert causes(moved(story.second, UPPER, str(drawn.seq))) == causes(
        moved(story.second, UPPER, BOARD)
    )
    assert moved(story.second, UPPER, str(entries[-1].seq)).moves == ()


def test_the_page_of_a_measure_says_the_same_and_only_where_it_moved(story: Story) -> None:
    folder = next(d.folder for d in story.drawn.drafts if d.edition.product == "board")
    pages = {m: (folder / f"measure-{m}.html").read_text("utf-8") for m in MEASURES}
    assert [m for m, page in pages.items() if 'id="moves"' in page] == MEASURES[:3]
    assert "with the old one it would be Missed" in pages["calls-answered"]
    assert "late file" in pages["tax-collected"]


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (None, "Quarter 1 (April to June 2023) has not been closed"),
        ("draft-1", "Several reports of upper-town.2023-24-Q2 have a draft 1: say 'board draft-1'"),
        ("board draft-9", "has a draft 9 of 'board'"),
        ("draft-99", "has a draft 99."),
        ("0", "There is no ledger entry 0"),
        ("99999", "There is no ledger entry 99999"),
        ("yesterday", "'yesterday' is no point to compare with"),
        ("\u0663", "is no point to compare with"),
        ("1" * 40, "is no point to compare with"),
        ("../draft-1", "is no point to compare with"),
    ],
)
def test_what_is_no_point_is_refused_in_a_sentence(
    story: Story, since: str | None, said: str
) -> None:
    with pytest.raises(UnknownKey) as refused:
        moved(story.second, UPPER, since)
    assert said in str(refused.value)


def test_a_period_that_was_not_closed_has_no_moves(story: Story) -> None:
    with pytest.raises(UnknownKey, match="has not been closed yet"):
        moved(story.second, Close.parse("upper-town.2023-24-Q1"), "1")
