"""Targets and codes of parts that cannot be: refused or doubted, with the entry's own line."""

from pathlib import Path

import pytest

from sources.framework.library import EXAMPLES
from sources.framework.load import load, load_with_doubts, read_folder
from sources.framework.places import FrameworkProblems

TEXTS = read_folder(EXAMPLES / "derbyshire" / "2023-24")
PARTS = TEXTS["breakdowns.yaml"]
AMBER_VALLEY = """    annual: "144"
    q1: "30"
    q2: "67"
    q3: "104"
    q4: "144"
"""


def refused(text: str, name: str = "breakdowns.yaml") -> list[str]:
    assert text != TEXTS[name]
    with pytest.raises(FrameworkProblems) as found:
        load(TEXTS | {name: text})
    return [str(problem) for problem in found.value.problems]


def test_the_targets_of_a_part_are_ones_that_its_measure_may_have() -> None:
    (found,) = refused(PARTS.replace('q1: "30"', 'q1: "-30"', 1))
    assert found.startswith("breakdowns.yaml:")
    assert "A target of 'chs-16 of amber-valley' is outside what its unit allows." in found
    (found,) = refused(PARTS.replace('q4: "144"', 'q4: "140"', 1))
    assert "The profile of 'chs-16 of amber-valley' ends at 140, the annual target is 144." in found


def test_parts_that_are_to_come_to_more_than_the_whole_are_a_doubt(tmp_path: Path) -> None:
    more = AMBER_VALLEY.replace("144", "154")
    for name, text in (TEXTS | {"breakdowns.yaml": PARTS.replace(AMBER_VALLEY, more, 1)}).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (doubt,) = load_with_doubts(tmp_path)[1]
    assert doubt.message == (
        "The targets of parts of 'chs-16' by 'district' add up to 901, the whole has 900."
    )


@pytest.mark.parametrize(
    ("code", "says"),
    [("E07000999", "E07000999"), ("E0700003", "E0700003 is no official code")],
)
def test_the_code_of_a_district_is_one_that_the_register_knows(code: str, says: str) -> None:
    (found,) = refused(PARTS.replace("E07000032", code, 1))
    assert "'amber-valley' of 'district'" in found
    assert says in found


def test_nothing_is_said_of_wards_of_which_there_is_no_register() -> None:
    assert load(TEXTS | {"breakdowns.yaml": PARTS.replace("E07000032", "E05003293", 1)})
