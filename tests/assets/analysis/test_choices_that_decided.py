"""Each rating names the choice that decided it; where rounding misleads, the exact numbers stand.

The choices themselves are the scheme's.
"""

from decimal import Decimal

import pytest
from analysis_builders import AS_LAST_YEAR, SCHEME, a_scheme
from move_builders import MEASURE, State, closed_as

from assets.analysis.rated import Terms
from assets.analysis.rating import rate
from assets.views.data_quality import data_quality
from assets.views.lines import measure_line
from assets.views.report import context_of
from sources.framework.measures import Polarity
from sources.values import Unit

PERCENT = Terms(Unit.PERCENT, Polarity.HIGHER)
NOT_YET = "; exactly 2% better is not yet Strong, which asks for more"
NOT_ABOVE = "; a target of exactly 95 is not above 95"


@pytest.mark.parametrize(
    ("actual", "target", "rating", "words"),
    [
        ("97.92", "96", "good", NOT_YET),
        ("97.93", "96", "strong", ""),
        ("97.91", "96", "good", ""),
        ("97.85", "95", "good", NOT_ABOVE),
        ("96.9", "95", "good", ""),  # exactly 2%: not enough in any case
        ("99.8", "95", "strong", ""),  # by the bands, as it would be by the clause
        ("97.85", "94.9", "good", ""),
    ],
)
def test_an_edge_of_a_clause_that_decided_is_named(
    actual: str, target: str, rating: str, words: str
) -> None:
    found = rate(Decimal(actual), Decimal(target), PERCENT, SCHEME)
    assert found.rating == rating
    rule = found.rule or ""
    assert rule.endswith(words) if words else "exactly" not in rule


def test_a_count_is_not_told_of_a_clause_for_percentages() -> None:
    number = Terms(Unit.NUMBER, Polarity.HIGHER)
    assert "exactly" not in (rate(Decimal("97.92"), Decimal(96), number, SCHEME).rule or "")


MET = a_scheme({"rating": "good", "at_least": "0"}, {"rating": "action"}, clauses=())


@pytest.mark.parametrize(
    ("actual", "target", "words"),
    [
        ("79.96", "80", "rated on 79.96"),
        # 80.0% against 80.0% as printed, and yet missed.
        ("80", "80.04", "rated on 80 against 80.04"),
        ("79.9", "80.04", None),
        ("80.1", "80.04", None),
    ],
)
def test_where_printed_numbers_would_be_rated_otherwise_the_exact_ones_stand(
    actual: str, target: str, words: str | None
) -> None:
    context = context_of(closed_as(State(actual=actual, target=target, scheme=MET)), None)
    assert measure_line(context, context.framework.measures[MEASURE]).rated_on == words


@pytest.mark.parametrize(("outturn", "rating"), [("60", "review"), ("61", "action"), (None, None)])
def test_a_forecast_is_rated_by_a_rule_that_looks_at_last_years_outturn(
    outturn: str | None, rating: str | None
) -> None:
    cumulative = (("unit", "number"), ("is_cumulative", "yes"), ("supplied", "year to date"))
    state = State(
        at="2023-24-Q4", actual="60", target="80", forecast="60", scheme=AS_LAST_YEAR,
        last_year=outturn, declared=cumulative, profile=("20", "40", "60", "80"),
    )  # fmt: skip
    rows = closed_as(state).ratings
    (outlook,) = (row for row in rows if row.basis == "outlook")
    assert outlook.rating == rating
    if outturn is None:
        assert outlook.reason == "the value of the same period of the year before is not known"


@pytest.mark.parametrize(("decided", "count"), [("strong", "1"), (None, "0")])
def test_what_was_decided_on_review_is_counted_in_the_statement_of_data_quality(
    decided: str | None, count: str
) -> None:
    context = context_of(closed_as(State(actual="60", rating=decided)), None)
    facts = {label: figure.text for label, figure in data_quality(context).facts}
    assert facts["Decided on review"] == count
