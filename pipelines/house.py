"""Building the House from settings: the one place where its parts are put together."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assets.steps.house import House
from assets.steps.rebuild import RebuildEvidence, Standing, rebuild, standing_of
from pipelines.library import library_of
from pipelines.settings import Settings
from sources.archive import Archive
from sources.framework.timetable import LONDON
from sources.ledger import Ledger
from warehouse.engine import open_engine, sqlite_url
from warehouse.problems import WarehouseProblem
from warehouse.sqlite import file_of
from warehouse.store import Store

# A home folder that holds this file was made by the demonstration, and says so everywhere.
DEMONSTRATION_MARK = "DEMONSTRATION"
DATABASE = "warehouse.db"


def present() -> datetime:
    return datetime.now(LONDON)


def address_of(settings: Settings) -> str:
    """Where the warehouse is: where the settings say, else embedded in the home folder."""
    return settings.warehouse or str(sqlite_url(settings.home / DATABASE))


def build_house(settings: Settings, now: Callable[[], datetime] = present) -> House:
    """Open, and if need be make, an installation. Raises WarehouseProblem or UnknownKey."""
    library = library_of(settings)
    home = settings.home
    home.mkdir(parents=True, exist_ok=True)
    return House(
        home=home,
        archive=Archive(home / "objects"),
        ledger=Ledger(home / "ledger"),
        store=Store(open_engine(address_of(settings))),
        library=library,
        now=now,
        is_demonstration=(home / DEMONSTRATION_MARK).exists(),
        pages=settings.pages,
    )


def rebuild_house(settings: Settings) -> RebuildEvidence:
    """Rebuild the warehouse in a file beside it, which then takes its place, whole or not at all.

    One that is a file is replaced by that file; any other gets its rows, in one transaction.
    """
    file = file_of(address_of(settings))
    place = file or settings.home / DATABASE
    fresh = place.with_name(f"new-{place.name}")
    _remove(fresh)
    try:
        new = build_house(replace(settings, warehouse=str(sqlite_url(fresh))))
        # A file may be damaged past opening; any other warehouse has to answer.
        old = None if file else replace(new, store=Store(open_engine(address_of(settings))))
        with ExitStack() as stack:
            for council in new.ledger.councils():
                stack.enter_context((old or new).lock(council))
            done = rebuild(new, standing_of(old) if old else _standing(new, place))
            if old:
                old.store.take_over(new.store)
            new.store.engine.dispose()
            if not old:
                _remove(place)
                fresh.replace(place)
    finally:
        _remove(fresh)
    return done


def _standing(house: House, database: Path) -> Standing:
    """What a database held; nothing if it is damaged, for then the ledger's drafts have to do."""
    try:
        old = replace(house, store=Store(open_engine(sqlite_url(database))))
    except WarehouseProblem:
        return Standing({}, {})
    try:
        return standing_of(old)
    finally:
        old.store.engine.dispose()


def _remove(database: Path) -> None:
    """A database and the two files that SQLite may keep beside it."""
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
