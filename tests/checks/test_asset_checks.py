"""Findings as Dagster shows them: errors fail, warnings warn, information passes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dagster as dg
import pytest

from checks.asset_checks import dimension_checks, result
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES
from checks.finding import Dimension, Severity


@dataclass(frozen=True)
class Row:
    """A stored finding, as far as a check looks at it."""

    severity: str = Severity.ERROR.value
    rule: str = "ratio-disagrees"
    dimension: str = Dimension.ACCURACY.value
    sheet: str | None = "Measures"
    cell: str | None = "H12"
    message: str = "90 does not follow."
    mend: str = "Check it."


ERROR = Row()
WARNING = Row(Severity.WARNING.value, "scale-slip")
INFORMATION = Row(Severity.INFORMATION.value, "old-form", sheet=None, cell=None)


@pytest.mark.parametrize(
    ("found", "passed", "severity"),
    [
        ((), True, dg.AssetCheckSeverity.WARN),
        ((INFORMATION, INFORMATION), True, dg.AssetCheckSeverity.WARN),
        ((WARNING,), False, dg.AssetCheckSeverity.WARN),
        ((WARNING, INFORMATION), False, dg.AssetCheckSeverity.WARN),
        ((ERROR,), False, dg.AssetCheckSeverity.ERROR),
        ((WARNING, INFORMATION, ERROR), False, dg.AssetCheckSeverity.ERROR),
    ],
)
def test_errors_fail_warnings_warn_and_information_passes(
    found: tuple[Row, ...], passed: bool, severity: dg.AssetCheckSeverity
) -> None:
    outcome = result(found, ["ratio-disagrees"])
    assert (outcome.passed, outcome.severity) == (passed, severity)


def test_the_evidence_counts_findings_by_severity_and_by_rule() -> None:
    found = (ERROR, WARNING, ERROR, INFORMATION)
    outcome = result(found, ["old-form", "ratio-disagrees", "scale-slip", "wrong-folder"])
    metadata = {name: value.value for name, value in outcome.metadata.items()}
    del metadata["findings"]
    assert metadata == {
        "rules": "old-form, ratio-disagrees, scale-slip, wrong-folder",
        "errors": 2,
        "warnings": 1,
        "rule old-form": 1,
        "rule ratio-disagrees": 2,
        "rule scale-slip": 1,
    }


def test_the_counts_of_rules_stand_in_the_order_of_their_ids() -> None:
    metadata = result((WARNING, ERROR, INFORMATION), []).metadata
    rules = [name for name in metadata if name.startswith("rule ")]
    assert rules == ["rule old-form", "rule ratio-disagrees", "rule scale-slip"]


def table(found: Sequence[Row]) -> list[dict[str, Any]]:
    shown = result(found, []).metadata["findings"]
    assert isinstance(shown, dg.TableMetadataValue)
    return [dict(record.data) for record in shown.records]


def test_the_evidence_shows_the_first_ten_rows_with_their_cells() -> None:
    rows = table([ERROR, INFORMATION, *[Row(cell=f"H{n}") for n in range(20, 40)]])
    assert rows[0] == {
        "severity": "error",
        "rule": "ratio-disagrees",
        "cell": "Measures!H12",
        "what is wrong": "90 does not follow.",
        "what to do": "Check it.",
    }
    assert rows[1]["cell"] == "the whole return"
    assert [row["cell"] for row in rows[2:]] == [f"Measures!H{n}" for n in range(20, 28)]


def test_without_findings_there_is_no_table() -> None:
    assert "findings" not in result((), ["old-form"]).metadata


PARTITIONS = dg.StaticPartitionsDefinition(["one", "two"])


def checks_named(*rules: Any) -> dict[str, dg.AssetChecksDefinition]:
    made = dimension_checks("submitted_values", rules, PARTITIONS, lambda house, key: ())
    return {check.check_key.name: check for check in made}


def test_there_is_one_check_for_each_dimension_that_has_rules() -> None:
    on_returns = checks_named(*RETURN_RULES)
    assert set(on_returns) == {
        "accuracy",
        "completeness",
        "consistency",
        "relevance",
        "timeliness",
        "uniqueness",
        "validity",
    }
    assert set(checks_named(*CLOSE_RULES)) == {
        "completeness",
        "consistency",
        "relevance",
        "timeliness",
    }
    for check in on_returns.values():
        assert check.partitions_def == PARTITIONS
    (spec,) = on_returns["validity"].check_specs
    ids = sorted(rule.id for rule in RETURN_RULES if rule.dimension is Dimension.VALIDITY)
    assert len(ids) >= 7
    assert (
        spec.description
        == "To see which cell, why and what to do: Partitions, then the return or period.\n\n"
        f"Rules of validity: {', '.join(ids)}."
    )


def test_a_check_sees_its_own_dimension_of_its_own_partition() -> None:
    """Run by Dagster itself, for a partition in trouble and for one that is well."""
    house = {
        "one": (Row(), Row(Severity.WARNING.value, "wrong-folder", Dimension.RELEVANCE.value)),
        "two": (),
    }

    @dg.asset(partitions_def=PARTITIONS)
    def submitted_values() -> None:
        """Stands for the table."""

    made = dimension_checks(
        "submitted_values", RETURN_RULES, PARTITIONS, lambda house, key: house[key]
    )

    def run(partition: str) -> dict[str, tuple[bool, dg.AssetCheckSeverity]]:
        outcome = dg.materialize(
            [submitted_values, *made],
            partition_key=partition,
            resources={"house": dg.ResourceDefinition.hardcoded_resource(house)},
        )
        return {
            one.check_name: (one.passed, one.severity)
            for one in outcome.get_asset_check_evaluations()
        }

    well = (True, dg.AssetCheckSeverity.WARN)
    in_trouble = run("one")
    assert in_trouble.pop("accuracy") == (False, dg.AssetCheckSeverity.ERROR)
    assert in_trouble.pop("relevance") == (False, dg.AssetCheckSeverity.WARN)
    assert in_trouble == dict.fromkeys(
        ("completeness", "consistency", "timeliness", "uniqueness", "validity"), well
    )
    assert set(run("two").values()) == {well}
