"""Evidence in Dagster's own form: small previews of what a step did."""

from collections.abc import Mapping, Sequence

import dagster as dg

_ROWS = 10


def marked(notice: str | None) -> dict[str, str]:
    """The notice of a demonstration, to stand with whatever figures are shown."""
    return {"demonstration": notice} if notice else {}


def preview(rows: Sequence[Mapping[str, str]]) -> dg.MetadataValue:
    """The first rows as a table; a sentence when there are none."""
    if not rows:
        return dg.MetadataValue.text("none")
    return dg.MetadataValue.table([dg.TableRecord(dict(row)) for row in rows[:_ROWS]])
