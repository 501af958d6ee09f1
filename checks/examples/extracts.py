"""An example extract of others' figures: its rows as they stand in a table, beside one measure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from checks.examples.tables import checked, owing, table_of
from checks.subject import CheckedReturn
from sources.framework.columns import BenchmarkColumns
from sources.framework.keys import Slot
from sources.framework.layouts import Layout
from sources.returns.extracts import read_figures

_SLOT = Slot.parse("derbyshire.2023-24-Q2.benchmarks")
_CAME_ON = date(2023, 10, 11)
_HEADINGS = {
    "area": "Area",
    "metric": "Metric",
    "figure_period": "Period of figure",
    "value": "Value",
}
_HEAD = {
    "Source": "LG Inform",
    "Retrieved": "2023-10-02",
    "Licence": "Open Government Licence v3.0",
    "Members only": "no",
}
_LAYOUT = Layout(
    id="extract",
    kind="benchmarks",
    period_label="Period",
    benchmarks=BenchmarkColumns.model_validate(_HEADINGS),
)


def extract_of(given: Mapping[str, Any]) -> CheckedReturn:
    """The extract that an example describes; `head` replaces what stands above the table.

    `earlier` are the figures of an extract that came before.
    """
    if unknown := set(given) - {"figures", "head", "earlier"}:
        raise ValueError(f"{sorted(unknown)} is not known beside figures")
    framework = owing(_SLOT, "Figures of others", "benchmarks", _LAYOUT)
    head = {**_HEAD, **given.get("head", {})}
    tables = [given[name] for name in ("earlier", "figures") if name in given]
    read = (
        read_figures(table_of("Figures", _HEADINGS, rows, head), framework, _LAYOUT).rows
        for rows in tables
    )
    contents = ({"figures": rows, "came_on": _CAME_ON} for rows in read)
    return checked(framework, _SLOT, *contents)
