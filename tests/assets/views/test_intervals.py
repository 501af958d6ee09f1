"""The interval of a survey as it is printed, with where it comes from."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from assets.analysis.series import Observation
from assets.analysis.survey import Sample
from assets.views.figure_book import FigureBook
from assets.views.intervals import interval_figure, interval_text
from report_templates.parts import Figure
from sources.framework.keys import FinancialYear, Period
from sources.framework.library import Library
from sources.framework.measures import Aggregation

DERBYSHIRE = Library().get("derbyshire", FinancialYear(2023))
Q2 = Period.parse("2023-24-Q2")
SURVEY = DERBYSHIRE.measures["cst-01"].model_copy(
    update={
        "is_survey": True,
        "numerator": "a",
        "denominator": "b",
        "decimal_places": 0,
        "aggregation": Aggregation.LATEST,
    }
)
SEEN = Observation(Decimal(70), numerator=Decimal(55), denominator=Decimal(79))


def a_figure(seen: Observation = SEEN, **row: Any) -> tuple[Figure | None, FigureBook]:
    book = FigureBook("derbyshire.2023-24-Q2", "2023-24-Q2", {})
    context: Any = SimpleNamespace(
        series={"cst-01": {Q2: seen}},
        book=book,
        is_public=False,
        results=SimpleNamespace(decisions=()),
    )
    ordinary = {
        "measure": "cst-01",
        "period": str(Q2),
        "units": 70,
        "places": 0,
        "override": None,
        "sources": "[]",
        "original_units": None,
        "original_places": None,
    }
    given: Any = SimpleNamespace(**(ordinary | row))
    return interval_figure(context, SURVEY, given), book


def test_a_survey_prints_its_interval_and_its_answers() -> None:
    figure, book = a_figure()
    assert figure is not None
    assert figure.text == "59-79%, n=79"
    assert figure.id.endswith("/2023-24-Q2/interval")
    (line,) = book.lines
    assert line.how == "Wilson's interval of 55 of 79 answers"


def test_a_value_that_was_decided_is_nobodys_answers() -> None:
    assert a_figure(override=3, original_units=71, original_places=0)[0] is None
    # A rating that was decided leaves the value what it was.
    assert a_figure(override=3, original_units=70, original_places=0)[0] is not None


def test_without_value_or_answers_nothing_is_printed() -> None:
    assert a_figure(units=None, places=None)[0] is None
    assert a_figure(seen=Observation(Decimal(70)))[0] is None


@pytest.mark.parametrize(
    ("counted", "answers", "text"),
    [
        ("812", "1204", "65-70%, n=1,204"),
        ("55.4", "79.25", "59-79%, n=79.25"),
        ("0", "1", "0-79%, n=1"),
        ("900", "1000", "88-92%, n=1,000"),
    ],
)
def test_answers_are_written_as_counts_are(counted: str, answers: str, text: str) -> None:
    assert interval_text(Sample(Decimal(counted), Decimal(answers)), SURVEY) == text
