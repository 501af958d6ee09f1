"""A framework's files are read each time, and checked anew only when they say something new."""

import shutil
from pathlib import Path

import pytest

from sources.framework.library import EXAMPLES
from sources.framework.load import load_folder
from sources.framework.places import FrameworkProblems


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "derbyshire" / "2023-24", tmp_path / "x" / "y" / "z"))


def test_the_same_files_give_the_same_framework(folder: Path) -> None:
    assert load_folder(folder) is load_folder(folder)


def test_a_file_that_was_changed_is_read_as_it_is_now(folder: Path) -> None:
    before = load_folder(folder)
    council = folder / "council.yaml"
    council.write_text(council.read_text().replace("name: Derbyshire", "name: Another Derbyshire"))
    assert load_folder(folder).council.name == f"Another {before.council.name}"
    assert load_folder(folder).digest != before.digest


def test_what_is_wrong_is_told_each_time(folder: Path) -> None:
    (folder / "plan.yaml").write_text("plan: [")
    for _ in range(2):
        with pytest.raises(FrameworkProblems, match=r"plan\.yaml"):
            load_folder(folder)
