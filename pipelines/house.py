"""Building the House from settings: the one place where its parts are put together."""

from collections.abc import Callable
from datetime import datetime

from assets.steps.house import House
from pipelines.settings import Settings
from sources.archive import Archive
from sources.framework.library import EXAMPLES, Library
from sources.framework.timetable import LONDON
from sources.ledger import Ledger
from warehouse.engine import open_engine, sqlite_url
from warehouse.store import Store

# A home folder that holds this file was made by the demonstration, and says so everywhere.
DEMONSTRATION_MARK = "DEMONSTRATION"


def present() -> datetime:
    return datetime.now(LONDON)


def build_house(settings: Settings, now: Callable[[], datetime] = present) -> House:
    """Open, and if need be make, an installation. Raises WarehouseProblem."""
    home = settings.home
    home.mkdir(parents=True, exist_ok=True)
    url = settings.warehouse or sqlite_url(home / "warehouse.db")
    return House(
        home=home,
        archive=Archive(home / "objects"),
        ledger=Ledger(home / "ledger"),
        store=Store(open_engine(url)),
        library=Library((*settings.frameworks, EXAMPLES)),
        now=now,
        is_demonstration=(home / DEMONSTRATION_MARK).exists(),
    )
