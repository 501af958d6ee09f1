"""The invented county of the benchmarks stays a council that the product accepts."""

from pathlib import Path

from sources.framework.library import Library
from tests.bench.county import COUNCIL, MEASURES, write_county


def test_the_county_of_the_benchmarks_is_a_framework_without_problems(tmp_path: Path) -> None:
    (framework,) = Library((write_county(tmp_path),)).frameworks(COUNCIL)
    assert len(framework.measures) == MEASURES
