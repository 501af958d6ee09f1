"""The texts of an invented council with committees, risks and a shared library."""

from pathlib import Path

import pytest

from sources.framework.load import read_folder

TOWNS = Path(__file__).parents[2] / "data" / "towns" / "frameworks"


@pytest.fixture(scope="session")
def towns() -> Path:
    return TOWNS


@pytest.fixture(scope="session")
def upper_texts() -> dict[str, str]:
    return read_folder(TOWNS / "upper-town" / "2023-24")
