"""Assets of a close: ratings of measures and key actions, standing of returns, findings."""

from collections.abc import Iterator

import dagster as dg

from assets.analysis.results import CloseResults
from assets.analysis.scorecards import ALL, COUNCIL, RETURN
from assets.evidence import OWNERS, Rerun, marked, preview
from assets.partitions import Partitions
from assets.returns import SLOT_ASSETS
from assets.steps.close import CloseEvidence, close_period
from assets.steps.house import House
from assets.steps.rerun import rerun
from assets.views.report import demonstration_notice
from assets.views.scorecards import quality_words
from sources.framework.keys import Close

GROUP = "closes"
_DESCRIPTIONS = {
    "measure_ratings": "Each measure's rating with the rule that decided it, or why it has none.",
    "measure_trends": "What each measure's control chart says: limits, variation, how often met.",
    "measure_forecasts": "What each measure's year comes to if nothing changes, and its record.",
    "action_ratings": "Each key action's rating as its owner gave it, or why it has none.",
    "return_statuses": "Where each return stands: received, days late, how full, signed off.",
    "return_states": "Every state that a return reached on its sign-off route: by whom and when.",
    "council_findings": "What was found when the council's figures were put together.",
    "waived_findings": "What was found in returns and is accepted: by whom, until when, why.",
    "scorecards": "Checks run and failed, by return, department and council, by dimension.",
    "measure_benchmarks": "Each measure beside the nation and its groups: mean, rank, quartile.",
    "closes": "What each close was computed from: ledger entry, day, framework, software.",
}


# Where whoever looks at findings, or at scorecards, sees how good the data is.
_WITH_SCORES = ("council_findings", "scorecards")


def _scores(results: CloseResults) -> dict[str, str]:
    """How good the council's data is, and each return's: words first, then the score."""
    return {
        f"data quality of {line.subject}": quality_words(results.framework, line)
        for line in results.scorecards
        if line.dimension == ALL and line.level in (COUNCIL, RETURN)
    }


def close_assets(partitions: Partitions) -> dg.AssetsDefinition:
    """Everything a close amounts to: one step, one transaction."""
    upstream = [
        dg.AssetDep(name, partition_mapping=partitions.slot_to_close) for name in SLOT_ASSETS
    ]

    @dg.multi_asset(
        name="close_period",
        specs=[
            dg.AssetSpec(
                name,
                deps=upstream,
                group_name=GROUP,
                owners=OWNERS,
                kinds={"sql"},
                description=description,
            )
            for name, description in _DESCRIPTIONS.items()
        ],
        partitions_def=partitions.closes,
    )
    def close(
        context: dg.AssetExecutionContext, config: Rerun, house: dg.ResourceParam[House]
    ) -> Iterator[dg.MaterializeResult[None]]:
        key = Close.parse(context.partition_key)
        evidence = (
            rerun(house, key, config.reason, config.by)
            if config.reason
            else close_period(house, key)
        )
        assert isinstance(evidence, CloseEvidence)
        results = evidence.results
        rows = {
            "measure_ratings": results.ratings,
            "action_ratings": results.actions,
            "measure_forecasts": results.forecasts,
            "measure_trends": results.trends,
            "return_statuses": results.statuses,
            "return_states": results.states,
            "council_findings": results.council_findings,
            "waived_findings": results.waived,
            "scorecards": results.scorecards,
            "measure_benchmarks": results.benchmarks,
        }
        for name, held in rows.items():
            yield dg.MaterializeResult(
                asset_key=name,
                metadata={
                    **marked(demonstration_notice(results.sent)),
                    **(_scores(results) if name in _WITH_SCORES else {}),
                    "computed anew": evidence.is_new,
                    "dagster/partition_row_count": len(held),
                    "preview": preview([{k: str(v) for k, v in vars(row).items()} for row in held]),
                },
            )
        yield dg.MaterializeResult(
            asset_key="closes",
            metadata={
                "ledger entry": results.point.seq,
                "as at": results.point.day,
                "inputs": results.inputs_digest,
                "framework": results.framework.digest,
            },
        )

    return close
