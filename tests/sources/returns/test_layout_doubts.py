"""Files that could be understood in two ways: the one that is seen counts, or none does."""

from typing import Any

import pytest
from spreadsheets import PLAIN, POTHOLES, Q2, book, figures, reading

from sources.framework.framework import Framework
from sources.workbooks.cells import CannotRead

LABELLED = {"measure": "Measure", "measure_by": "name", "actual": "Actual"}
LAYOUT = {**LABELLED, "period_label": "Quarter"}
TABLE = [("Measure", "Actual"), (POTHOLES, 85)]


def test_two_labels_that_disagree_are_refused(framework: Framework) -> None:
    lines = [("Quarter", "2023-24-Q1"), ("Quarter", Q2), *TABLE]
    with pytest.raises(CannotRead, match="different periods beside 'Quarter'"):
        reading(framework, LAYOUT, book(lines))


def test_two_labels_that_agree_are_one(framework: Framework) -> None:
    lines = [("Quarter", Q2), ("Quarter:", Q2), *TABLE]
    assert figures(reading(framework, LAYOUT, book(lines))) == {"B4": ("r-1", Q2, "85")}


def test_a_hidden_label_does_not_count_beside_a_visible_one(framework: Framework) -> None:
    def hide(made: Any) -> None:
        made["Sheet1"].row_dimensions[1].hidden = True

    lines = [("Quarter", "2023-24-Q1"), ("Quarter", Q2), *TABLE]
    assert figures(reading(framework, LAYOUT, book(lines, hide))) == {"B4": ("r-1", Q2, "85")}


@pytest.mark.parametrize(
    "again", [("Measure", "Period", "Actual"), ("MEASURE", "period:", "Actual*")]
)
def test_a_second_table_below_is_another_table(
    framework: Framework, again: tuple[str, ...]
) -> None:
    lines = [
        ("Measure", "Period", "Actual"),
        (POTHOLES, Q2, 85),
        ("Previous year",),
        again,
        (POTHOLES, Q2, 50),
    ]
    assert figures(reading(framework, PLAIN, book(lines))) == {"C2": ("r-1", Q2, "85")}
