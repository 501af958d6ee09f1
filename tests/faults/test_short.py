"""A few of the faults that `make faults` tries by the hundred, and that they are noticed at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete

from assets.steps.house import House
from tests import databases
from tests.faults.cuts import Cut, differences, hart_house, run, run_and_cut, send_return
from tests.faults.hands import all_at_once
from tests.postgres import Server
from warehouse.tables import submitted_values


@dataclass
class Places:
    """Where installations are made: each in a folder and a database of its own."""

    folder: Path
    server: Server

    def house(self, name: str) -> House:
        template = databases.migrated(self.server.url)
        return hart_house(self.folder / name, databases.new_database(self.server.url, template))

    def again(self, house: House) -> House:
        """As a command that is run again finds it."""
        address = house.store.engine.url.render_as_string(hide_password=False)
        return hart_house(house.home, address)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, own_server: Server) -> Places:
    return Places(tmp_path_factory.mktemp("faults"), own_server)


@pytest.fixture(scope="module")
def whole(places: Places) -> Iterator[tuple[House, int]]:
    """What comes of a run that nothing disturbs, and how many statements it takes."""
    house = places.house("whole")
    send_return(house)
    done = run_and_cut(house, -1, lambda: None)
    assert done.said is None
    yield house, done.statements


def cut_and_run_again(
    places: Places, name: str, number: int, cut: Callable[[House], None], mend: Callable[[], None]
) -> tuple[House, Cut]:
    house = places.house(name)
    send_return(house)
    seen = run_and_cut(house, number, lambda: cut(house))
    mend()
    house = places.again(house)
    run(house)
    return house, seen


def kill(house: House) -> None:
    databases.kill_connections(house.store.engine.url.render_as_string(hide_password=False))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_server_that_stops_in_the_middle_of_a_close_costs_nothing(
    places: Places, whole: tuple[House, int], share: float
) -> None:
    undisturbed, statements = whole
    number = int(statements * share)
    house, seen = cut_and_run_again(
        places,
        f"stopped-{number}",
        number,
        lambda _: places.server.stop(),
        places.server.start,
    )
    assert seen.said is not None
    assert seen.said.startswith("The warehouse does not answer (")
    assert seen.said.endswith("run the same command again.")
    assert differences(house, undisturbed) == []


@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_connection_that_is_killed_in_the_middle_of_a_close_costs_nothing(
    places: Places, whole: tuple[House, int], share: float
) -> None:
    undisturbed, statements = whole
    number = int(statements * share)
    house, seen = cut_and_run_again(places, f"killed-{number}", number, kill, lambda: None)
    assert seen.said is not None
    assert differences(house, undisturbed) == []


def test_a_difference_would_be_noticed(places: Places, whole: tuple[House, int]) -> None:
    undisturbed, _ = whole
    house = places.house("tampered")
    send_return(house)
    run(house)
    assert differences(house, undisturbed) == []
    with house.store.engine.begin() as connection:
        connection.execute(delete(submitted_values).where(submitted_values.c.measure == "cs01"))
    next((house.home / "receipts").rglob("*.txt")).unlink()
    found = differences(house, undisturbed)
    assert found[0] == "table submitted_values"
    assert found[1].startswith("file receipts/")


def test_hands_on_two_councils_at_once_lose_and_double_nothing(
    new_warehouse: Callable[[], str], tmp_path: Path
) -> None:
    assert all_at_once(tmp_path / "home", new_warehouse(), 3, ("hart", "derbyshire")) == []
