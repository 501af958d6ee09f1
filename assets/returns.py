"""Assets of the returns: submissions taken from the inbox, and each slot's values and findings."""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.analysis.results import Decision
from assets.analysis.waivers import waiver_of
from assets.evidence import OWNERS, Rerun, preview, way_to
from assets.partitions import Partitions
from assets.steps import gather
from assets.steps.check_only import check_only
from assets.steps.check_return import CheckEvidence, check_return
from assets.steps.house import House
from assets.steps.jobs import finished
from assets.steps.receipts import copies_of, receipts_of
from assets.steps.receive import Outcome, receive
from assets.steps.rerun import rerun
from checks.scorecard import tallies
from sources.framework.keys import Slot
from warehouse import queries
from warehouse.rows import ReturnFinding
from warehouse.scorecard_rows import CheckRun

GROUP = "returns"
SLOT_ASSETS = (
    "submitted_values",
    "submitted_texts",
    "submitted_benchmarks",
    "budget_lines",
    "risk_assessments",
    "return_sheets",
    "return_findings",
    "check_runs",
)


class Inbox(dg.Config):
    """Which council's inbox to take in; without one, all."""

    council: str = ""


@dg.asset(group_name=GROUP, owners=OWNERS, kinds={"excel", "csv"})
def submissions(config: Inbox, house: dg.ResourceParam[House]) -> dg.MaterializeResult[None]:
    """Files that departments sent, taken from the inbox into the archive and the ledger.

    Files that cannot be read or matched are set aside in the quarantine folder with a reason.
    """
    councils = [config.council] if config.council else house.library.councils()
    taken = [one for council in councils for one in receive(house, council)]
    answered = [one for council in councils for one in check_only(house, council)]
    for council in {one.council for one in taken} | {one.council for one in answered}:
        finished(house, "receive", council)
    refused = [one for one in taken if one.outcome is Outcome.QUARANTINED]
    return dg.MaterializeResult(
        metadata={
            "taken": len(taken),
            "quarantined": len(refused),
            "checked only": len(answered),
            "preview": preview(
                [
                    {
                        "council": one.council,
                        "file": one.filename,
                        "outcome": one.outcome.value,
                        "slot": str(one.slot or ""),
                        "reason": one.reason or "",
                    }
                    for one in taken
                ]
            ),
        }
    )


_DESCRIPTIONS = {
    "submitted_values": "Every value of every submission, with its sheet and cell.",
    "submitted_texts": "Commentary, key action ratings and sign-off, with sheet and cell.",
    "submitted_benchmarks": "Figures of others that were sent to compare measures with.",
    "budget_lines": "Every amount of every budget line that finance sent, with sheet and cell.",
    "risk_assessments": "Every assessment and done mitigation of the risk register that was sent.",
    "return_sheets": "What became of every cell of every sheet that was sent.",
    "return_findings": "What the checks found in a return: place, what is wrong, what to do.",
    "check_runs": "To how many things of a return each rule was applied.",
}


def slot_assets(partitions: Partitions) -> dg.AssetsDefinition:
    """A slot's values, texts, budget lines, sheets and findings: one step, one transaction."""

    @dg.multi_asset(
        name="check_return",
        specs=[
            dg.AssetSpec(
                name,
                deps=[submissions],
                group_name=GROUP,
                owners=OWNERS,
                kinds={"sql"},
                description=_DESCRIPTIONS[name],
            )
            for name in SLOT_ASSETS
        ],
        partitions_def=partitions.slots,
    )
    def check(
        context: dg.AssetExecutionContext, config: Rerun, house: dg.ResourceParam[House]
    ) -> Iterator[dg.MaterializeResult[None]]:
        key = Slot.parse(context.partition_key)
        evidence = (
            rerun(house, key, config.reason, config.by)
            if config.reason
            else check_return(house, key)
        )
        assert isinstance(evidence, CheckEvidence)
        finished(house, "check", str(key))
        waivers = gather.waivers_today(house, key.council)
        said = {"submissions": evidence.submissions, "computed anew": evidence.is_new}
        yield from _content(house, key, said)
        yield dg.MaterializeResult(
            asset_key="return_findings",
            metadata={
                **said,
                **_checked(queries.check_runs(house.store.engine, str(key)), evidence.findings),
                "dagster/partition_row_count": len(evidence.findings),
                **{
                    f"receipt, entry {path.name.split()[0].lstrip('0')}": way_to(house, path)
                    for path in receipts_of(house, key)
                },
                **{
                    f"marked copy, entry {path.name.split()[0].lstrip('0')}": way_to(house, path)
                    for path in copies_of(house, key)
                },
                "which cell, why, what to do": preview(
                    [
                        {
                            "severity": f"{f.severity}{_waived(f, waivers)}",
                            "cell": f"{f.sheet}!{f.cell}" if f.cell else "the whole return",
                            "what is wrong": f.message,
                            "what to do": f.mend,
                        }
                        for f in evidence.findings
                    ]
                ),
            },
        )

    return check


def _waived(finding: ReturnFinding, waivers: Sequence[Decision]) -> str:
    """Said beside what somebody accepts, with the entry that says why."""
    waiver = waiver_of(finding, waivers)
    return f", waived by entry {waiver.seq}" if waiver is not None else ""


def _checked(runs: Sequence[CheckRun], findings: Sequence[ReturnFinding]) -> dict[str, str]:
    """For each dimension, how many checks were run on the return and how many failed."""
    return {
        f"checks of {one.dimension.value}": f"{one.checks} run, {one.errors + one.warnings} failed"
        for one in tallies(runs, findings)
        if one.checks
    }


def _content(
    house: House, slot: Slot, said: dict[str, int | bool]
) -> Iterator[dg.MaterializeResult[None]]:
    """What stands of a slot's contents, sheets and checks: how many, and the first of them."""
    engine, key = house.store.engine, str(slot)
    values, texts = queries.slot_values(engine, key), queries.slot_texts(engine, key)
    sheets, runs = queries.return_sheets(engine, key), queries.check_runs(engine, key)
    lines = queries.budget_lines(engine, key)
    shown = {
        "submitted_values": [
            {
                "measure": v.measure,
                "period": v.period,
                "quantity": v.quantity,
                "in the cell": v.raw,
                "cell": f"{v.sheet}!{v.cell}",
            }
            for v in values
        ],
        "submitted_texts": [
            {"about": t.subject, "what": t.field, "text": t.text, "cell": f"{t.sheet}!{t.cell}"}
            for t in texts
        ],
        "submitted_benchmarks": [
            {
                "measure": b.measure,
                "compared with": b.comparator,
                "in the cell": b.raw,
                "cell": f"{b.sheet}!{b.cell}",
            }
            for b in queries.slot_benchmarks(engine, key)
        ],
        "budget_lines": [
            {
                "line": row.line,
                "fund": row.fund or "not known",
                "amount": row.amount,
                "in the cell": row.raw,
                "cell": f"{row.sheet}!{row.cell}",
            }
            for row in lines
        ],
        "risk_assessments": [
            {
                "risk": row.risk or "not known",
                "assessed on": row.assessed_on or "",
                "likelihood": str(row.likelihood or ""),
                "impact": str(row.impact or ""),
                "in the row": row.raw,
                "cell": f"{row.sheet}!{row.cell}",
            }
            for row in queries.risk_assessments(engine, key)
        ],
        "return_sheets": [
            {"sheet": s.sheet, "cells": str(s.cells), "numbers": str(s.numbers)} for s in sheets
        ],
        "check_runs": [
            {"rule": r.rule, "dimension": r.dimension, "checks": str(r.checks)} for r in runs
        ],
    }
    for name, rows in shown.items():
        yield dg.MaterializeResult(
            asset_key=name,
            metadata={**said, "dagster/partition_row_count": len(rows), "preview": preview(rows)},
        )
