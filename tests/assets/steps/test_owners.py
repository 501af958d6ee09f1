"""The register of owners: posts that nobody is in, several in one, and what is not updated."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from routes import ONE_STEP, PEOPLE, frameworks
from towns import TREASURY

from assets.steps.close import close_period
from assets.steps.house import House
from assets.steps.owners import Owners, owners_of
from assets.steps.quarter import close_quarter
from pipelines.cli import main
from pipelines.demo.play import Clock
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.keys import Close
from warehouse import queries

CLOSE = Close.parse("upper-town.2023-24-Q2")
LEFT = PEOPLE.replace(
    "{id: vera, name: Vera Vane,", "{id: vera, name: Vera Vane, left_on: 2023-10-12,"
)


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., House]:
    def build(people: str | None = LEFT) -> House:
        folder = frameworks(tmp_path, route=ONE_STEP, people=people)
        clock = Clock()
        clock.set("2023-10-12T10:00")
        return replace(build_house(Settings(tmp_path / "home", None, (folder,))), now=clock)

    return build


def later(house: House, moment: str) -> House:
    clock = Clock()
    clock.set(moment)
    return replace(house, now=clock)


def phantoms(found: Owners) -> set[str]:
    return {post.name for post in found.posts if post.is_phantom}


def test_a_post_is_nobodys_from_the_day_after_its_holder_left(opened: Callable[..., House]) -> None:
    house = opened()
    assert "Head of Service" not in phantoms(owners_of(house, CLOSE))
    assert "Head of Service" in phantoms(owners_of(later(house, "2023-10-13T10:00"), CLOSE))


def test_a_close_finds_who_left_and_only_then(
    opened: Callable[..., House], drop: Callable[..., Path]
) -> None:
    house = opened()
    drop(house, "upper-town", "treasury", "t.csv", TREASURY.encode(), "2023-10-12T09:00")
    close_quarter(house, CLOSE)
    assert not [m for m in messages(house) if "Head of Service" in m]
    close_period(later(house, "2023-10-13T10:00"), CLOSE)
    (found,) = [m for m in messages(house) if "Head of Service" in m and "tax-collected" in m]
    assert "Vera Vane left on 12 October 2023" in found


def messages(house: House) -> list[str]:
    rows = queries.council_findings(house.store.engine, str(CLOSE))
    return [row.message for row in rows if row.rule == "phantom-owner"]


def test_nothing_is_said_of_posts_where_people_are_not_kept(opened: Callable[..., House]) -> None:
    house = opened(people=None)
    close_quarter(house, CLOSE)
    assert messages(house) == []
    assert not owners_of(house, CLOSE).keeps_people


def test_what_had_no_update_for_two_periods_is_quiet(
    opened: Callable[..., House], drop: Callable[..., Path]
) -> None:
    house = opened()
    drop(house, "upper-town", "treasury", "t.csv", TREASURY.encode(), "2023-10-12T09:00")
    close_quarter(house, CLOSE)
    quiet = {one.id for one in owners_of(house, CLOSE).quiet}
    assert "tax-collected" not in quiet
    assert {"homes-let", "calls-answered"} <= quiet
    first = Close.parse("upper-town.2023-24-Q1")
    assert owners_of(house, first).quiet == ()


def test_the_command_says_it_in_words_and_for_programs(
    opened: Callable[..., House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(people=LEFT.replace("2023-10-12", "2023-09-12"))
    monkeypatch.setenv("QUARTERDAY_FRAMEWORKS", str(tmp_path / "frameworks"))
    asked = ["owners", "--council", "upper-town", "--period", "2023-24-Q2"]
    asked += ["--home", str(tmp_path / "home")]
    said = CliRunner().invoke(main, asked)
    assert said.exit_code == 0, said.output
    assert "Head of Service: Vera Vane left on 12 September 2023; owns measure" in said.output
    data = json.loads(CliRunner().invoke(main, [*asked, "--json"]).output)
    post = next(p for p in data["posts"] if p["post"] == "Head of Service")
    assert (post["is_phantom"], post["gone"]) == (
        True,
        [{"name": "Vera Vane", "left_on": "2023-09-12"}],
    )
