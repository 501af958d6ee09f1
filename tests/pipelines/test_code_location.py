"""What Dagster knows of us, written out so that a change to it is read in a diff.

Run this file to print the inventory: `python tests/pipelines/test_code_location.py`.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster import AssetKey

from assets.partitions import partitions_of
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES
from checks.finding import Dimension
from pipelines.definitions import build_definitions
from pipelines.settings import Settings
from sources.framework.keys import Close, Edition, Slot
from sources.framework.library import EXAMPLES, Library
from warehouse.tables import metadata

ROOT = Path(__file__).parents[2]
INVENTORY = ROOT / "docs" / "inventory.txt"
REGENERATE = "run 'python tests/pipelines/test_code_location.py > docs/inventory.txt' and read it"


def inventory(defs: dg.Definitions) -> Iterator[str]:
    """Every asset, check and job, in the order of their names."""
    families = {
        tuple(family.get_partition_keys()): name
        for name, family in vars(partitions_of(Library((EXAMPLES,)))).items()
        if isinstance(family, dg.StaticPartitionsDefinition)
    }
    repository = defs.get_repository_def()
    graph = repository.asset_graph

    def family(key: AssetKey) -> str:
        partitions = graph.get(key).partitions_def
        return families[tuple(partitions.get_partition_keys())] if partitions else "whole"

    def names(keys: object) -> str:
        assert isinstance(keys, set | frozenset)
        return ", ".join(sorted(key.to_user_string() for key in keys)) or "nothing"

    yield "Assets: name | group | one for each of | rests on"
    for key in sorted(graph.get_all_asset_keys(), key=str):
        node = graph.get(key)
        rests_on = names(set(node.parent_keys))
        yield f"  {key.to_user_string()} | {node.group_name} | {family(key)} | {rests_on}"
    yield ""
    yield "Checks: asset | check | one for each of"
    for check in sorted(graph.asset_check_keys, key=str):
        partitions = graph.get(check).partitions_def
        each = families[tuple(partitions.get_partition_keys())] if partitions else "whole"
        yield f"  {check.asset_key.to_user_string()} | {check.name} | {each}"
    yield ""
    yield "Jobs: name | makes"
    for job in sorted(repository.get_all_jobs(), key=lambda job: job.name):
        if not job.name.startswith("__"):
            yield f"  {job.name} | {names(set(job.asset_layer.selected_asset_keys))}"
    yield ""
    yield "Schedules and sensors"
    timed = {one.name for one in repository.schedule_defs}
    timed |= {one.name for one in repository.sensor_defs}
    yield from (f"  {name}" for name in sorted(timed))


def checks_of_missing_assets(defs: dg.Definitions) -> set[str]:
    graph = defs.get_repository_def().asset_graph
    assets = graph.materializable_asset_keys
    return {str(key) for key in graph.asset_check_keys if key.asset_key not in assets}


@pytest.fixture(scope="module")
def defs(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    return build_definitions(Settings(tmp_path_factory.mktemp("none") / "home", None, ()))


def test_the_definitions_are_valid(defs: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(defs)


def test_the_inventory_is_the_one_that_was_read(defs: dg.Definitions) -> None:
    found = "\n".join(inventory(defs)) + "\n"
    assert found == INVENTORY.read_text(encoding="utf-8"), REGENERATE


def test_every_check_is_aimed_at_an_asset_that_exists(defs: dg.Definitions) -> None:
    """Dagster loads a check of a missing asset without a word, so this watches one be found."""
    assert checks_of_missing_assets(defs) == set()

    @dg.asset_check(asset="measure_rating")
    def misspelt() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=True)

    dg.Definitions.validate_loadable(defs := dg.Definitions(asset_checks=[misspelt]))
    assert len(checks_of_missing_assets(defs)) == 1


def test_every_dimension_that_has_a_rule_has_its_check(defs: dg.Definitions) -> None:
    graph = defs.get_repository_def().asset_graph
    found = {(key.asset_key.to_user_string(), key.name) for key in graph.asset_check_keys}
    wanted = {("return_findings", rule.dimension.value) for rule in RETURN_RULES}
    wanted |= {("council_findings", rule.dimension.value) for rule in CLOSE_RULES}
    assert found - wanted == {("warehouse_contracts", "promises_kept")}
    assert wanted <= found
    assert {name for _, name in wanted} == {dimension.value for dimension in Dimension}


def test_every_check_is_kept_for_each_partition_of_its_asset(defs: dg.Definitions) -> None:
    """Without partitions of its own, the last department's pass hides another's failure."""
    graph = defs.get_repository_def().asset_graph
    for key in graph.asset_check_keys:
        assert graph.get(key).partitions_def is not None
        assert graph.get(key).partitions_def == graph.get(key.asset_key).partitions_def


def test_an_asset_has_the_name_of_its_table_and_says_what_it_is(defs: dg.Definitions) -> None:
    graph = defs.get_repository_def().asset_graph
    names = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert names - set(metadata.tables) == {
        "submissions",
        "return_forms",
        "reminders",
        "warehouse_contracts",
    }
    assert set(metadata.tables) - names == {"entries", "result_keys", "job_runs"}
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.owners, key
        assert node.kinds, key


def test_partitions_are_the_keys_that_the_timetables_name() -> None:
    library = Library((EXAMPLES,))
    families = partitions_of(library)
    frameworks = [f for council in library.councils() for f in library.frameworks(council)]
    assert {Slot.parse(k) for k in families.slots.get_partition_keys()} == {
        slot for framework in frameworks for slot in framework.slots
    }
    assert {Close.parse(k) for k in families.closes.get_partition_keys()} == {
        close for framework in frameworks for close in framework.closes
    }
    assert {Edition.parse(k) for k in families.editions.get_partition_keys()} == {
        edition for framework in frameworks for edition in framework.editions
    }


def test_importing_the_code_location_does_nothing(tmp_path: Path) -> None:
    code = "import pipelines.definitions, os; print(os.listdir('.'))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"


if __name__ == "__main__":
    print("\n".join(inventory(build_definitions(Settings(Path("nowhere"), None, ())))))
