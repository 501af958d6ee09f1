"""Assets of the returns: submissions taken from the inbox, and each slot's values and findings."""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.analysis.results import Decision
from assets.analysis.waivers import waiver_of
from assets.evidence import OWNERS, Rerun, preview, way_to
from assets.partitions import Partitions
from assets.steps import gather
from assets.steps.check_return import CheckEvidence, check_return
from assets.steps.house import House
from assets.steps.jobs import finished
from assets.steps.receipts import receipts_of
from assets.steps.receive import Outcome, receive
from assets.steps.rerun import rerun
from sources.framework.keys import Slot
from warehouse import queries
from warehouse.rows import ReturnFinding

GROUP = "returns"
SLOT_ASSETS = ("submitted_values", "submitted_texts", "return_sheets", "return_findings")


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
    for council in {one.council for one in taken}:
        finished(house, "receive", council)
    refused = [one for one in taken if one.outcome is Outcome.QUARANTINED]
    return dg.MaterializeResult(
        metadata={
            "taken": len(taken),
            "quarantined": len(refused),
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
    "return_sheets": "What became of every cell of every sheet that was sent.",
    "return_findings": "What the checks found in a return: place, what is wrong, what to do.",
}


def slot_assets(partitions: Partitions) -> dg.AssetsDefinition:
    """A slot's values, texts, sheets and findings: one step, one transaction."""

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
                "dagster/partition_row_count": len(evidence.findings),
                **{
                    f"receipt, entry {path.name.split()[0].lstrip('0')}": way_to(house, path)
                    for path in receipts_of(house, key)
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


def _content(
    house: House, slot: Slot, said: dict[str, int | bool]
) -> Iterator[dg.MaterializeResult[None]]:
    """What stands of a slot's values, texts and sheets: how many rows, and the first of them."""
    engine, key = house.store.engine, str(slot)
    values, texts = queries.slot_values(engine, key), queries.slot_texts(engine, key)
    sheets = queries.return_sheets(engine, key)
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
        "return_sheets": [
            {"sheet": s.sheet, "cells": str(s.cells), "numbers": str(s.numbers)} for s in sheets
        ],
    }
    for name, rows in shown.items():
        yield dg.MaterializeResult(
            asset_key=name,
            metadata={**said, "dagster/partition_row_count": len(rows), "preview": preview(rows)},
        )
