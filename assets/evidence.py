"""Evidence in Dagster's own form: small previews of what a step did, and ways to what it wrote."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import dagster as dg

from assets.steps.house import House

_ROWS = 10
OWNERS = ["team:performance"]


class Rerun(dg.Config):
    """What a person says who works a key out again by hand.

    Without a reason the run does only what is outdated; with one it is recorded in the ledger and
    everything of the key is worked out anew.
    """

    reason: str = ""
    by: str = "somebody in Dagster"


def marked(notice: str | None) -> dict[str, str]:
    """The notice of a demonstration, to stand with whatever figures are shown."""
    return {"demonstration": notice} if notice else {}


def preview(rows: Sequence[Mapping[str, str]]) -> dg.MetadataValue:
    """The first rows as a table; a sentence when there are none."""
    if not rows:
        return dg.MetadataValue.text("none")
    return dg.MetadataValue.table([dg.TableRecord(dict(row)) for row in rows[:_ROWS]])


def way_to(house: House, path: Path) -> dg.MetadataValue:
    """A link that a browser opens where pages are served, else where the file lies."""
    if house.pages is None:
        return dg.MetadataValue.path(str(path))
    return dg.MetadataValue.url(f"{house.pages}/{quote(path.relative_to(house.home).as_posix())}")
