"""Assets of the returns: submissions taken from the inbox, and each slot's values and findings."""

from collections.abc import Iterator

import dagster as dg

from assets.evidence import preview
from assets.partitions import Partitions
from assets.steps.check_return import check_return
from assets.steps.house import House
from assets.steps.receive import Outcome, receive
from sources.framework.keys import Slot

GROUP = "returns"
OWNERS = ["team:performance"]
SLOT_ASSETS = ("submitted_values", "submitted_texts", "return_sheets", "return_findings")


@dg.asset(group_name=GROUP, owners=OWNERS, kinds={"excel", "csv"})
def submissions(house: dg.ResourceParam[House]) -> dg.MaterializeResult[None]:
    """Files that departments sent, taken from the inbox into the archive and the ledger.

    Files that cannot be read or matched are set aside in the quarantine folder with a reason.
    """
    taken = [one for council in house.library.councils() for one in receive(house, council)]
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
        context: dg.AssetExecutionContext, house: dg.ResourceParam[House]
    ) -> Iterator[dg.MaterializeResult[None]]:
        evidence = check_return(house, Slot.parse(context.partition_key))
        said = {"submissions": evidence.submissions, "computed anew": evidence.is_new}
        yield dg.MaterializeResult(
            asset_key="submitted_values",
            metadata={**said, "dagster/partition_row_count": evidence.values},
        )
        yield dg.MaterializeResult(asset_key="submitted_texts", metadata=said)
        yield dg.MaterializeResult(asset_key="return_sheets", metadata=said)
        yield dg.MaterializeResult(
            asset_key="return_findings",
            metadata={
                **said,
                "dagster/partition_row_count": len(evidence.findings),
                "preview": preview(
                    [
                        {
                            "severity": f.severity,
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
