"""The asset check that holds the warehouse to its contract before reports read it."""

import dagster as dg

from assets.partitions import Partitions
from assets.steps.house import House
from checks.expectations import broken_promises
from sources.framework.keys import Close
from warehouse import queries


def contract_check(partitions: Partitions) -> dg.AssetChecksDefinition:
    """A failure here is a fault of Quarterday, never of a department."""

    @dg.asset_check(
        asset="measure_ratings",
        name="warehouse_contract",
        description="The promises of our own code about this table, in Great Expectations.",
        partitions_def=partitions.closes,
    )
    def warehouse_contract(
        context: dg.AssetCheckExecutionContext, house: dg.ResourceParam[House]
    ) -> dg.AssetCheckResult:
        import pandas as pd

        close = Close.parse(context.partition_key)
        rows = queries.measure_ratings(house.store.engine, str(close))
        known = [level.id for level in house.library.of_close(close).measure_scheme.ratings]
        broken = broken_promises(pd.DataFrame([vars(row) for row in rows]), known)
        return dg.AssetCheckResult(
            passed=not broken,
            metadata={"rows": len(rows), **{b.promise: b.rows for b in broken}},
        )

    return warehouse_contract
