"""The asset that holds the warehouse to its contract once a close stands, and its check."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets.evidence import OWNERS, preview, way_to
from assets.partitions import Partitions
from assets.returns import SLOT_ASSETS
from assets.steps.contracts import hold_to_contract
from assets.steps.house import House
from sources.framework.keys import Close

NAME = "warehouse_contracts"
_CHECK = "promises_kept"


def contract_asset(
    partitions: Partitions, close_assets: dg.AssetsDefinition
) -> dg.AssetsDefinition:
    """A broken promise is a fault of Quarterday, never of a department."""
    of_slots = [
        dg.AssetDep(name, partition_mapping=partitions.slot_to_close) for name in SLOT_ASSETS
    ]

    @dg.asset(
        name=NAME,
        deps=[*sorted(close_assets.keys), *of_slots],
        group_name="closes",
        owners=OWNERS,
        kinds={"greatexpectations"},
        partitions_def=partitions.closes,
        check_specs=[
            dg.AssetCheckSpec(
                _CHECK,
                asset=NAME,
                description="The promises of our own code about the tables that reports read.",
                partitions_def=partitions.closes,
            )
        ],
    )
    def warehouse_contracts(
        context: dg.AssetExecutionContext, house: dg.ResourceParam[House]
    ) -> Iterator[dg.MaterializeResult[None]]:
        """What our code promises about the tables that reports read, and whether it is so."""
        evidence = hold_to_contract(house, Close.parse(context.partition_key))
        broken = evidence.broken
        found: dict[str, Any] = {f"{table}: {one.words}": one.rows for table, one in broken}
        yield dg.MaterializeResult(
            metadata={
                "promises": evidence.promises,
                "broken": len(broken),
                "data docs": way_to(house, evidence.page),
                "preview": preview(
                    [
                        {
                            "table": held.table,
                            "rows": str(held.rows),
                            "promises": str(len(held.outcomes)),
                            "broken": str(len(held.broken)),
                        }
                        for held in evidence.tables
                    ]
                ),
            },
            check_results=[
                dg.AssetCheckResult(
                    check_name=_CHECK,
                    passed=not broken,
                    severity=dg.AssetCheckSeverity.ERROR,
                    metadata={"promises": evidence.promises, **found},
                )
            ],
        )

    return warehouse_contracts
