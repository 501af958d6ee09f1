"""Builders for whole installations: real files, a real database, real forms, a clock that stands.

Each test names only what matters to it; the rest is an ordinary day at Derbyshire or Hart. The
database is SQLite, or, where QUARTERDAY_TEST_POSTGRES names a server, PostgreSQL.
"""

import gc
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

# openpyxl is what our reading door is held against: as it reads without lxml, which a checker of
# documents happens to bring along.
os.environ.setdefault("OPENPYXL_LXML", "False")

import hypothesis
import openpyxl
import pytest
from sqlalchemy import select

from assets.steps.house import House
from pipelines import house as pipelines_house
from pipelines.demo.filling import Manner, fill_form
from pipelines.demo.play import Clock, Played, play
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.library import EXAMPLES, Library
from sources.framework.timetable import LONDON
from sources.returns.forms import write_form
from tests import databases
from tests.postgres import NoPostgres, Server, a_server
from warehouse.tables import metadata

# Machines are shared and noisy: what a property means does not depend on how long it takes. The
# same examples are drawn on every machine.
hypothesis.settings.register_profile("quarterday", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("quarterday")

# The only thing that differs between a run of the tests on SQLite and one on PostgreSQL.
pipelines_house.address_of = databases.address_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest stories first: alone at the end they would keep everybody waiting."""
    longest = ("live", "browser", "hostile", "fuzz")
    items.sort(key=lambda item: not set(longest) & set(item.path.parts))


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage again and again takes minutes."""
    gc.collect()
    gc.freeze()


HART = Path(__file__).parent / "data" / "hart"
HART_FRAMEWORKS = HART / "frameworks"
USUAL_DAY = "2023-10-18T09:00"

Tables = dict[str, list[tuple[Any, ...]]]


def clock_at(moment: str) -> Clock:
    clock = Clock()
    clock.set(moment)
    return clock


@cache
def _library(frameworks: tuple[Path, ...]) -> Library:
    """Frameworks do not change between tests, and loading them is dear."""
    return Library((*frameworks, EXAMPLES))


@pytest.fixture(scope="session")
def hart_frameworks() -> Path:
    return HART_FRAMEWORKS


@pytest.fixture(scope="session")
def hart_csv() -> bytes:
    """What Hart published for quarter 1 of 2014-15, as a department would send it."""
    return (HART / "hart_2014-15_q1.csv").read_bytes()


@pytest.fixture
def a_house(tmp_path: Path) -> Callable[..., House]:
    """An installation that knows Derbyshire and Hart: `a_house(now="2023-10-18T09:00")`."""

    def build(
        home: Path | None = None,
        now: str = USUAL_DAY,
        frameworks: tuple[Path, ...] = (HART_FRAMEWORKS,),
    ) -> House:
        settings = Settings((home or tmp_path / "home"), None, frameworks)
        house = build_house(settings, clock_at(now))
        return replace(house, library=_library(frameworks))

    return build


@pytest.fixture(autouse=True)
def _forgotten(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test's databases go when it ends, as far as they are its own."""
    own = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if own is not None:
        databases.forget(own)


@pytest.fixture(scope="session")
def copy_home() -> Callable[[Path, Path], Path]:
    """A copy of a home folder with its database: `copy_home(home, to)`."""
    return databases.copy_home


@pytest.fixture(scope="session")
def environment_of() -> Callable[[Path], dict[str, str]]:
    """The environment in which a command of its own process finds a home's warehouse."""
    return databases.environment_of


@pytest.fixture
def new_warehouse(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Addresses of empty warehouses of the kind that these tests run on."""
    made: list[str] = []

    def make() -> str:
        made.append(databases.new_warehouse(tmp_path))
        return made[-1]

    yield make
    for address in made:
        if databases.SERVER is not None:
            databases.drop_database(address)


@pytest.fixture
def an_empty_database(tmp_path: Path) -> Iterator[str]:
    """The address of a database without a single table."""
    if databases.SERVER is None:
        yield f"sqlite:///{tmp_path / 'new.db'}"
    else:
        made = databases.new_database(databases.SERVER)
        yield made
        databases.drop_database(made)


@pytest.fixture(scope="session")
def own_server() -> Iterator[Server]:
    """A PostgreSQL server of one's own, to be stopped and started, whatever the others run on."""
    try:
        with a_server() as server:
            yield server
    except NoPostgres as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def at() -> Callable[[House, str], House]:
    """The same installation at another moment."""
    return lambda house, moment: replace(house, now=clock_at(moment))


@pytest.fixture(scope="session")
def drop() -> Callable[..., Path]:
    """Put a file into an inbox folder, with the file time it is said to have been dropped at."""

    def put(
        house: House,
        council: str,
        sender: str,
        name: str,
        data: bytes,
        when: str = "2023-10-17T12:00",
    ) -> Path:
        folder = house.home / "inbox" / council / sender
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(data)
        moment = datetime.fromisoformat(when).replace(tzinfo=LONDON).timestamp()
        os.utime(path, (moment, moment))
        return path

    return put


@pytest.fixture(scope="session")
def derbyshire() -> Framework:
    return Library().frameworks("derbyshire")[0]


@pytest.fixture(scope="session")
def a_form(derbyshire: Framework) -> Callable[..., bytes]:
    """A real form of Derbyshire's, filled in: `a_form("place", edit=lambda book: ...)`."""
    blank = cache(lambda slot: write_form(derbyshire, slot, {}))
    filled: dict[tuple[Slot, str], bytes] = {}

    def fill(
        return_id: str,
        manner: Manner | None = None,
        period: str = "2023-24-Q2",
        edit: Callable[[Any], None] | None = None,
    ) -> bytes:
        slot = Slot.parse(f"derbyshire.{period}.{return_id}")
        data: bytes = blank(slot)
        if manner is not None:
            key = (slot, repr(manner))
            filled[key] = filled.get(key) or fill_form(data, derbyshire, slot, manner)
            data = filled[key]
        if edit is None:
            return data
        book = openpyxl.load_workbook(io.BytesIO(data))
        edit(book)
        saved = io.BytesIO()
        book.save(saved)
        return saved.getvalue()

    return fill


@dataclass(frozen=True)
class PlayedHome:
    """The demonstration as it was played, and every row it left."""

    home: Path
    played: Played
    tables: Tables


@pytest.fixture(scope="session")
def the_demo(tmp_path_factory: pytest.TempPathFactory) -> PlayedHome:
    """The demonstration, played once. Tests read it; whoever changes it takes `demo_copy`."""
    home = tmp_path_factory.mktemp("played") / "demo"
    played = play(Settings(home, None, ()), "derbyshire", lambda words: None)
    house = build_house(Settings(home, None, ()), clock_at("2023-10-24T08:00"))
    tables = _rows_of(house)
    house.store.engine.dispose()
    return PlayedHome(home, played, tables)


@pytest.fixture
def demo_copy(the_demo: PlayedHome, tmp_path: Path) -> Path:
    """A copy of the demonstration's home to be changed."""
    return databases.copy_home(the_demo.home, tmp_path / "demo")


@pytest.fixture
def demo_house(demo_copy: Path, a_house: Callable[..., House]) -> House:
    """The copied demonstration on the morning of its second close."""
    return a_house(home=demo_copy, now="2023-10-24T08:00")


@pytest.fixture(scope="session")
def rows_of() -> Callable[[House], Tables]:
    """Every row of every table, in a stated order."""
    return _rows_of


def _rows_of(house: House) -> Tables:
    with house.store.engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in metadata.tables.items()
            # When jobs ended is a note about the work, not a result of it.
            if name != "job_runs"
        }


@pytest.fixture(scope="session")
def tree_of() -> Callable[[Path], dict[str, str]]:
    """The sha256 of every file under a folder, by its path.

    SQLite's own side files come and go with open connections; they hold no rows once it is closed.
    """

    def tree(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.endswith(("-wal", "-shm"))
        }

    return tree
