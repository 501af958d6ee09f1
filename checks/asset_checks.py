"""The rules as Dagster shows them: one asset check per quality dimension and partition family.

How findings are read is passed in; what they mean was decided in the catalogue.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import dagster as dg

from checks.catalogue.rule import CloseRule, ReturnRule
from checks.finding import Dimension, Severity

_FIRST_ROWS = 10
ReadFindings = Callable[[Any, str], Sequence[Any]]


def dimension_checks(
    asset: str,
    rules: Iterable[ReturnRule | CloseRule],
    partitions: dg.PartitionsDefinition,
    read: ReadFindings,
) -> list[dg.AssetChecksDefinition]:
    """A check on `asset` for each dimension that one of `rules` belongs to.

    `read(house, partition_key)` gives the findings. Errors fail the check, warnings warn; neither
    blocks anything.
    """
    by_dimension: dict[Dimension, list[str]] = {}
    for rule in rules:
        by_dimension.setdefault(rule.dimension, []).append(rule.id)
    return [
        _check(asset, dimension, sorted(set(ids)), partitions, read)
        for dimension, ids in sorted(by_dimension.items())
    ]


def _check(
    asset: str,
    dimension: Dimension,
    rule_ids: list[str],
    partitions: dg.PartitionsDefinition,
    read: ReadFindings,
) -> dg.AssetChecksDefinition:
    # Without partitions_def the last partition's pass would hide another one's failure.
    @dg.asset_check(
        asset=asset,
        name=dimension.value,
        description=(
            f"To see which cell, why and what to do: Partitions, then the return or period.\n\n"
            f"Rules of {dimension.value}: {', '.join(rule_ids)}."
        ),
        partitions_def=partitions,
        required_resource_keys={"house"},
    )
    def check(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
        found = [
            finding
            for finding in read(context.resources.house, context.partition_key)
            if finding.dimension == dimension.value
        ]
        return result(found, rule_ids)

    return check


def result(found: Sequence[Any], rule_ids: Sequence[str]) -> dg.AssetCheckResult:
    """A dimension's findings as a check result, with the first rows for the person on duty."""
    tally = Counter(finding.severity for finding in found)
    errors, warnings = tally[Severity.ERROR.value], tally[Severity.WARNING.value]
    by_rule = Counter(finding.rule for finding in found)
    rows = [
        dg.TableRecord(
            {
                "severity": finding.severity,
                "rule": finding.rule,
                "cell": f"{finding.sheet}!{finding.cell}" if finding.cell else "the whole return",
                "what is wrong": finding.message,
                "what to do": finding.mend,
            }
        )
        for finding in found[:_FIRST_ROWS]
    ]
    metadata: dict[str, Any] = {"findings": dg.MetadataValue.table(rows)} if rows else {}
    metadata |= {
        "errors": errors,
        "warnings": warnings,
        **{f"rule {rule}": count for rule, count in sorted(by_rule.items())},
        "rules": ", ".join(rule_ids),
    }
    return dg.AssetCheckResult(
        passed=not errors and not warnings,
        severity=dg.AssetCheckSeverity.ERROR if errors else dg.AssetCheckSeverity.WARN,
        metadata=metadata,
    )
