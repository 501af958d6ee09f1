"""The county that the measurements close, made of the Derbyshire example, is a whole framework."""

from pathlib import Path

from sources.framework.library import Library
from tests.bench.county import COUNCIL, DEPARTMENTS, MEASURES, write_county


def test_the_example_still_makes_a_county_of_its_size(tmp_path: Path) -> None:
    (framework,) = Library((write_county(tmp_path),)).frameworks(COUNCIL)
    assert (len(framework.measures), len(framework.departments)) == (MEASURES, DEPARTMENTS)
