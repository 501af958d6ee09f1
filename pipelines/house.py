"""Building the House from settings: the one place where its parts are put together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assets.steps.close import points
from assets.steps.house import House
from assets.steps.rebuild import RebuildEvidence, rebuild
from pipelines.settings import Settings
from sources.archive import Archive
from sources.framework.library import EXAMPLES, Library, UnknownKey
from sources.framework.timetable import LONDON
from sources.ledger import Ledger
from warehouse.engine import open_engine, sqlite_url
from warehouse.problems import WarehouseProblem
from warehouse.store import Store

# A home folder that holds this file was made by the demonstration, and says so everywhere.
DEMONSTRATION_MARK = "DEMONSTRATION"
DATABASE = "warehouse.db"


def present() -> datetime:
    return datetime.now(LONDON)


def library_of(settings: Settings) -> Library:
    """The frameworks that the settings name. Raises UnknownKey for a folder that is not there."""
    for folder in settings.frameworks:
        if not folder.is_dir():
            raise UnknownKey(f"QUARTERDAY_FRAMEWORKS names {folder}, which is not a folder.")
    return Library((*settings.frameworks, EXAMPLES))


def build_house(settings: Settings, now: Callable[[], datetime] = present) -> House:
    """Open, and if need be make, an installation. Raises WarehouseProblem or UnknownKey."""
    library = library_of(settings)
    home = settings.home
    home.mkdir(parents=True, exist_ok=True)
    return House(
        home=home,
        archive=Archive(home / "objects"),
        ledger=Ledger(home / "ledger"),
        store=Store(open_engine(settings.warehouse or sqlite_url(home / DATABASE))),
        library=library,
        now=now,
        is_demonstration=(home / DEMONSTRATION_MARK).exists(),
    )


def rebuild_house(settings: Settings) -> RebuildEvidence:
    """Rebuild the warehouse; an embedded one beside the old, which it then takes the place of."""
    if settings.warehouse is not None:
        return rebuild(build_house(settings))
    fresh, old = settings.home / f"new-{DATABASE}", settings.home / DATABASE
    _remove(fresh)
    try:
        standing = build_house(settings)
        stood = points(standing)
        standing.store.engine.dispose()
    except WarehouseProblem:
        # Damaged beyond reading: the drafts in the ledger have to do.
        stood = {}
    try:
        house = build_house(replace(settings, warehouse=str(sqlite_url(fresh))))
        done = rebuild(house, stood)
        house.store.engine.dispose()
        _remove(old)
        fresh.replace(old)
    finally:
        _remove(fresh)
    return done


def _remove(database: Path) -> None:
    """A database and the two files that SQLite may keep beside it."""
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
