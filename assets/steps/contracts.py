"""Hold a close's tables to their contract, and keep the page of the run under `data-docs/`.

What is promised is data in `checks/expectations/suites`; a broken promise is a fault of ours.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.steps.close import stored
from assets.steps.house import House, code_version
from assets.views.report import demonstration_notice
from assets.views.wording import counted, moment_text
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES
from checks.expectations.contract import Held, Outcome, hold
from checks.finding import Dimension, Severity
from report_templates import render
from report_templates.contracts import ContractPage, PromiseLine, TableLine
from sources.archive import write_over
from sources.framework.framework import Framework
from sources.framework.keys import Close
from sources.returns.content import Quantity
from sources.values import Absence, Unit
from warehouse import queries, rows, scorecard_rows
from warehouse.benchmark_rows import MeasureBenchmark
from warehouse.forecast_rows import MeasureForecast
from warehouse.trend_rows import MeasureTrend

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ContractEvidence:
    """What a run found, table by table, and where its page lies."""

    close: Close
    tables: tuple[Held, ...]
    page: Path

    @property
    def promises(self) -> int:
        return sum(len(table.outcomes) for table in self.tables)

    @property
    def broken(self) -> tuple[tuple[str, Outcome], ...]:
        return tuple((table.table, one) for table in self.tables for one in table.broken)


def hold_to_contract(house: House, close: Close) -> ContractEvidence:
    """Try every promise on a close's stored rows. Raises UnknownKey if it is not closed yet.

    Nothing in the warehouse is changed. It takes seconds: Great Expectations is slow to import.
    """
    results = stored(house, close)
    framework = results.framework
    held = hold(_frames(house, framework, close), _known(house, framework, close))
    page = ContractPage(
        council=framework.council.name,
        period=close.period.label,
        as_at=moment_text(results.point.at),
        ran=moment_text(house.now()),
        software=f"Great Expectations {version('great-expectations')}, Quarterday {code_version()}",
        demonstration=demonstration_notice(results.sent),
        tables=tuple(_table_line(one) for one in held),
    )
    folder = house.home / "data-docs" / close.council / str(close)
    write_over(folder / "validation.json", _as_data(held))
    write_over(folder / "index.html", render.contracts_html(page).encode())
    return ContractEvidence(close, held, folder / "index.html")


def _frames(house: House, framework: Framework, close: Close) -> Mapping[str, "pd.DataFrame"]:
    import pandas as pd

    engine, key = house.store.engine, str(close)
    slots = [str(slot) for slot in framework.slots_of(close)]
    record = queries.close_record(engine, key)
    held: Mapping[str, tuple[type[Any], Sequence[Any]]] = {
        "measure_ratings": (rows.MeasureRating, queries.measure_ratings(engine, key)),
        "measure_trends": (MeasureTrend, queries.measure_trends(engine, key)),
        "measure_forecasts": (MeasureForecast, queries.measure_forecasts(engine, key)),
        "measure_benchmarks": (MeasureBenchmark, queries.measure_benchmarks(engine, key)),
        "action_ratings": (rows.ActionRating, queries.action_ratings(engine, key)),
        "return_statuses": (rows.ReturnStatus, queries.return_statuses(engine, key)),
        "council_findings": (rows.CouncilFinding, queries.council_findings(engine, key)),
        "scorecards": (scorecard_rows.ScorecardLine, queries.scorecards(engine, key)),
        "closes": (rows.CloseRecord, [record] if record else []),
        "submitted_values": (
            rows.SubmittedValue,
            [row for slot in slots for row in queries.slot_values(engine, slot)],
        ),
        "return_findings": (
            rows.ReturnFinding,
            [row for slot in slots for row in queries.return_findings(engine, slot)],
        ),
        "check_runs": (
            scorecard_rows.CheckRun,
            [row for slot in slots for row in queries.check_runs(engine, slot)],
        ),
    }
    return {
        name: pd.DataFrame([asdict(row) for row in found], columns=[f.name for f in fields(record)])
        for name, (record, found) in held.items()
    }


def _known(house: House, framework: Framework, close: Close) -> Mapping[str, Sequence[str]]:
    """The words that suites refer to by name."""
    # Values are stored as the present framework reads them.
    present = house.library.get(close.council, framework.year)
    return {
        "ratings": [level.id for level in framework.measure_scheme.ratings],
        "action ratings": [level.id for level in framework.action_scheme.ratings],
        "quality levels": [level.id for level in framework.scorecard.levels],
        "measures": sorted({*framework.measures, *present.measures}),
        "actions": list(framework.actions),
        "slots": [str(slot) for slot in framework.slots_of(close)],
        "dimensions": [dimension.value for dimension in Dimension],
        "severities": [severity.value for severity in Severity],
        "return rules": [rule.id for rule in RETURN_RULES],
        "close rules": [rule.id for rule in CLOSE_RULES],
        "absences": [absence.value for absence in Absence],
        "quantities": [quantity.value for quantity in Quantity],
        "units": [unit.value for unit in Unit],
    }


def _table_line(held: Held) -> TableLine:
    return TableLine(
        held.table,
        held.about,
        held.rows,
        tuple(
            PromiseLine(one.words, one.expectation, one.is_kept, _detail(one, held), one.named)
            for one in held.outcomes
        ),
    )


def _detail(outcome: Outcome, held: Held) -> str:
    if outcome.problem is not None:
        return "It could not be tried; validation.json says why."
    if outcome.is_kept:
        return f"{counted(held.rows, 'row')} looked at."
    broken = "1 row breaks" if outcome.rows == 1 else f"{outcome.rows} rows break"
    return f"{broken} it{', the first of them:' if outcome.named else '.'}"


def _as_data(held: Sequence[Held]) -> bytes:
    return json.dumps([asdict(one) for one in held], indent=1, ensure_ascii=False).encode()
