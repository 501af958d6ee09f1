"""Scorecards of a close: they move only with what is planted, and every page says the same."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from assets.analysis.results import CloseResults
from assets.analysis.scorecards import ALL, COUNCIL, DEPARTMENT, RETURN, card_of, share_pct
from assets.steps.close import stored
from assets.steps.house import House
from assets.steps.publish import scored_before
from assets.steps.quarter import close_quarter
from assets.views.data_quality import data_quality
from assets.views.report import context_of, report
from assets.views.scorecards import pct_text
from checks.finding import Dimension
from pipelines.demo.filling import Manner
from sources.framework.keys import Close
from sources.framework.owed import Section
from sources.returns.content import Quantity
from warehouse import queries
from warehouse.scorecard_rows import ScorecardLine

Drop = Callable[..., Path]
Form = Callable[..., bytes]
Q2 = Close.parse("derbyshire.2023-24-Q2")
ADULT_CARE = "derbyshire.2023-24-Q2.adult-care"
PLANTED = Manner(mistakes={("asc-08", Quantity.ACTUAL): "about 12"})


def lines_of(
    results: CloseResults, subject: str = ADULT_CARE, level: str = RETURN
) -> dict[str, ScorecardLine]:
    return {x.dimension: x for x in results.scorecards if (x.level, x.subject) == (level, subject)}


def closed(house: House) -> CloseResults:
    return close_quarter(house, Q2).closed.results


def test_a_planted_error_moves_its_dimension_and_no_other(
    a_house: Callable[..., House], drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-20T09:00")
    drop(house, "derbyshire", "adult-care", "a.xlsx", a_form("adult-care", Manner()))
    clean = lines_of(closed(house))
    drop(house, "derbyshire", "adult-care", "b.xlsx", a_form("adult-care", PLANTED))
    planted = lines_of(closed(house))
    drop(
        house,
        "derbyshire",
        "adult-care",
        "c.xlsx",
        a_form("adult-care", replace(Manner(), signed_by="The director")),
    )
    mended = lines_of(closed(house))

    assert (clean[ALL].errors, clean[ALL].rating) == (0, "reliable")
    moved = {d for d in clean if clean[d].score_pct != planted[d].score_pct}
    assert moved == {"validity", ALL}
    assert planted["validity"].errors == 1
    assert planted[ALL].rating != "reliable"
    assert {d: x.score_pct for d, x in mended.items()} == {d: x.score_pct for d, x in clean.items()}


def test_a_late_return_lowers_timeliness_alone(
    a_house: Callable[..., House], drop: Drop, a_form: Form
) -> None:
    scores = {}
    for when in ("2023-10-17T12:00", "2023-10-20T12:00"):
        house = a_house(home=None, now="2023-10-21T09:00")
        house = (
            replace(house)
            if not scores
            else a_house(home=house.home.parent / "late", now="2023-10-21T09:00")
        )
        drop(house, "derbyshire", "adult-care", "a.xlsx", a_form("adult-care", Manner()), when)
        scores[when] = lines_of(closed(house))
    on_time, late = scores.values()
    assert {d for d in on_time if on_time[d].score_pct != late[d].score_pct} == {"timeliness", ALL}
    assert late["timeliness"].score_pct == "50.000000"
    assert late["timeliness"].warnings == 1


def test_a_return_that_has_not_come_has_nothing_to_its_credit(demo_house: House) -> None:
    lines = lines_of(stored(demo_house, Q2), "derbyshire.2023-24-Q2.corporate-services")
    assert (lines[ALL].checks, lines[ALL].errors, lines[ALL].score_pct) == (1, 1, "0.000000")
    assert lines[ALL].rating == "doubtful"


def test_departments_and_the_council_add_up_from_their_returns(demo_house: House) -> None:
    results = stored(demo_house, Q2)
    council = lines_of(results, "derbyshire", COUNCIL)
    for dimension in [d.value for d in Dimension] + [ALL]:
        own = [x for x in results.scorecards if x.level == RETURN and x.dimension == dimension]
        for name in ("checks", "errors", "warnings", "information", "waived"):
            assert getattr(council[dimension], name) == sum(getattr(x, name) for x in own)
    adult = lines_of(results, "adult-social-care-and-health", DEPARTMENT)
    assert {d: replace(x, level=RETURN, subject=ADULT_CARE) for d, x in adult.items()} == lines_of(
        results
    )


def test_a_score_is_the_mean_of_its_dimensions_to_six_places(demo_house: House) -> None:
    results = stored(demo_house, Q2)
    lines = lines_of(results, "derbyshire", COUNCIL)
    scores = [x.score for x in card_of(results.scorecards, COUNCIL, "derbyshire") if x.score]
    exact = 100 * sum(scores, Fraction(0)) / len(scores)
    assert abs(Fraction(Decimal(str(lines[ALL].score_pct))) - exact) <= Fraction(1, 2_000_000)


def test_stored_cards_are_the_ones_that_were_worked_out(demo_house: House) -> None:
    results = close_quarter(demo_house, Q2).closed.results
    held = queries.scorecards(demo_house.store.engine, str(Q2))
    assert sorted(held, key=str) == sorted(results.scorecards, key=str)


def test_the_statement_s_totals_are_the_store_s(demo_house: House) -> None:
    results = stored(demo_house, Q2)
    facts = {label: figure.text for label, figure in data_quality(context_of(results, None)).facts}
    council = next(
        x
        for x in queries.scorecards(demo_house.store.engine, str(Q2))
        if (x.level, x.dimension) == (COUNCIL, ALL)
    )
    assert facts["Checks run"] == str(council.checks) != "0"
    assert facts["Found an error"] == str(council.errors)
    assert facts["Found a warning"] == str(council.warnings) != "0"
    assert facts["Waived"] == str(council.waived)
    assert facts["Returns late or missing"] == "2"
    rated = [r for r in results.ratings if r.basis == "current" and r.units is not None]
    unconfirmed = sum(not row.is_confirmed for row in rated)
    assert facts["Unconfirmed values"] == str(unconfirmed) != "0"


def test_the_section_s_dimensions_and_returns_are_the_store_s(demo_house: House) -> None:
    results = stored(demo_house, Q2)
    section = data_quality(context_of(results, None))
    council = lines_of(results, "derbyshire", COUNCIL)
    assert {line.dimension: line.checks.text for line in section.dimensions} == {
        d.value: str(council[d.value].checks) for d in Dimension
    }
    by_name = {line.name: line for line in section.returns}
    place = by_name["Place return"]
    assert place.mark is not None and place.mark.word == "Usable with care"
    assert place.score is not None
    assert place.score.text == pct_text(lines_of(results, f"{Q2}.place")[ALL].score_pct or "")
    children = by_name["Children's Services return"]
    assert children.supplied is not None and children.accounted_for is not None
    assert (children.supplied.text, children.accounted_for.text) == ("94.1%", "100.0%")


def test_a_period_is_compared_with_the_one_before_where_that_was_closed(demo_house: House) -> None:
    results = stored(demo_house, Q2)
    assert scored_before(demo_house, Q2) != []
    context = context_of(results, None, None, scored_before(demo_house, Q2))
    card = data_quality(context).scorecard
    assert card is not None and card.before is not None
    assert card.change == "Worse than in Quarter 1 (April to June 2023):"
    alone = data_quality(context_of(results, None)).scorecard
    assert alone is not None and alone.before is None


@pytest.mark.parametrize("ends_with_about", [True, False])
def test_a_report_that_leaves_data_quality_out_says_the_short_of_it(
    demo_house: House, ends_with_about: bool
) -> None:
    results = stored(demo_house, Q2)
    product = results.framework.products["quarterly-performance"]
    sections = (Section.SUMMARY, *((Section.ABOUT,) if ends_with_about else ()))
    bare = product.model_copy(update={"sections": sections})
    made, page = report(context_of(results, None, bare), bare, 1)
    names = [name for name, _ in made.sections]
    assert names == ["summary", "data-quality", *(["about"] if ends_with_about else [])]
    statement = dict(made.sections)["data-quality"]
    full = data_quality(context_of(results, None))
    assert statement.facts == full.facts  # type: ignore[union-attr]
    assert statement.statement == full.statement  # type: ignore[union-attr]
    assert (statement.dimensions, statement.returns) == ((), ())  # type: ignore[union-attr]
    assert {figure.id for _, figure in full.facts} <= {line.id for line in page.lines}


def test_a_report_with_the_section_has_it_once(demo_house: House) -> None:
    results = stored(demo_house, Q2)
    product = results.framework.products["quarterly-performance"]
    made, _ = report(context_of(results, None, product), product, 1)
    assert [name for name, _ in made.sections] == [s.value for s in product.sections]


def test_of_forty_values_those_supplied_and_those_accounted_for_are_told_apart() -> None:
    supplied, accounted_for = share_pct(37, 40), share_pct(39, 40)
    assert supplied is not None and accounted_for is not None
    assert (pct_text(supplied), pct_text(accounted_for)) == ("92.5%", "97.5%")
    assert share_pct(0, 0) is None


@pytest.mark.parametrize(
    ("exact", "shown"),
    [("99.999999", "99.9%"), ("100.000000", "100.0%"), ("89.960000", "89.9%"), ("0", "0.0%")],
)
def test_shares_are_rounded_down_so_that_no_edge_is_passed(exact: str, shown: str) -> None:
    assert pct_text(exact) == shown
