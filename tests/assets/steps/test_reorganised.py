"""A reorganisation within the year leaves what was closed and reported as it was."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assets.steps.close import CloseEvidence, close_period, stored
from assets.steps.house import House
from assets.steps.rebuild import rebuild
from assets.views.breakdowns import breakdowns
from assets.views.report import context_of
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.keys import Close, Period
from sources.framework.library import EXAMPLES

PlayedHome = Any  # built in conftest
Q2 = Close.parse("derbyshire.2023-24-Q2")
OLD = ("bolsover", "chesterfield", "north-east-derbyshire")
MERGER = """reorganisations:
  - id: three-into-one
    breakdown: district
    on: 2023-10-01
    reason: Three councils became one.
    source: An order invented for this test
    moves:
"""


def reorganised(text: str) -> str:
    """Three districts end with September, and one begins."""
    for name in OLD:
        text = re.sub(rf"(\{{id: {name},[^}}]*)\}}", r"\1, ends: 2023-09-30}", text)
    new = "      - {id: scarsdale, name: Scarsdale, starts: 2023-10-01}\npart_targets:"
    text = text.replace("part_targets:", new, 1)
    moves = "".join(f"      - {{predecessor: {name}, successor: scarsdale}}\n" for name in OLD)
    return text + MERGER + moves


@dataclass(frozen=True)
class Reorganised:
    """A home whose districts were reorganised, closed anew and rebuilt."""

    house: House
    closed: CloseEvidence
    drafts_before: dict[str, str]
    rows_before: dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def home(
    the_demo: PlayedHome,
    tmp_path_factory: pytest.TempPathFactory,
    copy_home: Callable[[Path, Path], Path],
    at: Callable[[House, str], House],
    tree_of: Callable[[Path], dict[str, str]],
    rows_of: Callable[[House], dict[str, list[tuple[Any, ...]]]],
) -> Reorganised:
    place = tmp_path_factory.mktemp("reorganised")
    folder = place / "frameworks" / "derbyshire" / "2023-24"
    shutil.copytree(EXAMPLES / "derbyshire" / "2023-24", folder)
    file = folder / "breakdowns.yaml"
    file.write_text(reorganised(file.read_text(encoding="utf-8")), encoding="utf-8")
    copied = copy_home(the_demo.home, place / "demo")
    drafts = tree_of(copied / "reports")
    settings = Settings(copied, None, (place / "frameworks",))
    house = at(build_house(settings), "2023-10-25T09:00")
    evidence = close_period(house, Q2)
    before = rows_of(house)
    rebuild(house)
    return Reorganised(house, evidence, drafts, before)


def test_drafts_stay_the_bytes_that_they_were(
    home: Reorganised, tree_of: Callable[[Path], dict[str, str]]
) -> None:
    assert home.drafts_before
    assert tree_of(home.house.home / "reports") == home.drafts_before


def test_the_period_before_it_comes_to_the_same_as_ever(
    home: Reorganised, the_demo: PlayedHome
) -> None:
    was, now = the_demo.played.second.closed.results, home.closed.results
    assert home.closed.is_new and now.framework.digest != was.framework.digest
    assert {row.breakdown for row in now.parts} >= set(OLD)
    assert now.parts == was.parts
    assert [(r.measure, r.units, r.rating) for r in now.ratings] == [
        (r.measure, r.units, r.rating) for r in was.ratings
    ]


def test_a_rebuild_brings_back_the_same_rows(
    home: Reorganised, rows_of: Callable[[House], dict[str, list[tuple[Any, ...]]]]
) -> None:
    after = rows_of(home.house)
    for table in ("submitted_values", "measure_ratings", "council_findings", "scorecards"):
        assert after[table] == home.rows_before[table], table


def test_the_form_of_the_next_period_asks_for_the_new_part_alone(home: Reorganised) -> None:
    framework = home.house.library.of_close(Q2)
    measure = framework.measures["chs-16"]
    asked = [p.id for _, p in framework.parts_of(measure, Period.parse("2023-24-Q3"))]
    assert "scarsdale" in asked and not set(OLD) & set(asked)


def test_the_page_prints_what_became_of_what(home: Reorganised) -> None:
    context = context_of(stored(home.house, Q2), None)
    part = breakdowns(context, context.framework.measures["chs-16"])
    assert part is not None
    (table,) = part.tables
    assert len(table.lines) == 8
    assert table.notes == (
        "On 1 October 2023 Scarsdale was made of Bolsover, Chesterfield and North East "
        "Derbyshire. Three councils became one. An order invented for this test.",
    )


def test_the_districts_of_the_demonstration_come_to_the_whole_and_hide_nothing(
    the_demo: PlayedHome,
) -> None:
    results = the_demo.played.second.closed.results
    context = context_of(results, None)
    part = breakdowns(context, context.framework.measures["chs-16"])
    assert part is not None
    (table,) = part.tables
    assert table.flags == ()
    assert table.total.value is not None
    row = context.current["chs-16"]
    assert table.total.value.text == str(row.units)
    assert "bad-part-hidden" not in {f.rule for f in results.return_findings}
