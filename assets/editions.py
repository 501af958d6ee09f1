"""Assets of the reports: each edition's drafts."""

import dagster as dg

from assets.evidence import OWNERS, Rerun, way_to
from assets.partitions import Partitions
from assets.steps.house import House
from assets.steps.publish import PublishEvidence, publish
from assets.steps.rerun import rerun
from sources.framework.keys import Edition


def edition_assets(partitions: Partitions) -> dg.AssetsDefinition:
    """An edition's next draft, unless its last one was made from the same inputs."""

    @dg.asset(
        deps=[dg.AssetDep("measure_ratings", partition_mapping=partitions.close_to_edition)],
        group_name="reports",
        owners=OWNERS,
        kinds={"html"},
        partitions_def=partitions.editions,
    )
    def report_editions(
        context: dg.AssetExecutionContext, config: Rerun, house: dg.ResourceParam[House]
    ) -> dg.MaterializeResult[None]:
        """Drafts of a report, each with its page of figures and its data-quality pages."""
        key = Edition.parse(context.partition_key)
        evidence = (
            rerun(house, key, config.reason, config.by) if config.reason else publish(house, key)
        )
        assert isinstance(evidence, PublishEvidence)
        return dg.MaterializeResult(
            metadata={
                "draft": evidence.draft,
                "drawn up anew": evidence.is_new,
                "figures": evidence.figures,
                "changes since the draft before": evidence.changes,
                "report": way_to(house, evidence.page),
            }
        )

    return report_editions
