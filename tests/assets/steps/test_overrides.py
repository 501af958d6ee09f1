"""Ratings and values that are decided on review: both are kept, and each reader sees what is theirs
to see."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from assets.analysis.overrides import BY_REVIEW
from assets.analysis.results import CloseResults, Point
from assets.steps import close as closing
from assets.steps.close import close_period
from assets.steps.house import House
from assets.steps.outdated import Behind, outdated
from assets.steps.override import override, withdraw
from assets.steps.publish import publish
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.steps.trace import trace
from assets.views.report import context_of, report
from pipelines.demo.filling import Manner
from report_templates import render
from sources.decisions import CannotDecide
from sources.entries import NoReason
from sources.framework.keys import Close, Edition
from sources.returns.content import Quantity
from sources.values import from_units
from warehouse.rows import MeasureRating

At = Callable[[House, str], House]
Drop = Callable[..., Path]
Form = Callable[..., bytes]
Q2, Q3 = Close.parse("derbyshire.2023-24-Q2"), Close.parse("derbyshire.2023-24-Q3")
EDITION = Edition.parse("derbyshire.quarterly-performance.2023-10-24")
MEASURE, QUERIED = "asc-14", "asc-07"
WHY = "The group holds that <b>one</b> good month is no trend."


@pytest.fixture
def house(a_house: Callable[..., House], drop: Drop, a_form: Form) -> House:
    """Adult care has sent its quarter, one value of it in question; closed and drawn up."""
    built = a_house(now="2023-10-20T09:00")
    wrong = Manner(mistakes={(QUERIED, Quantity.ACTUAL): Decimal("99.9")})
    drop(built, "derbyshire", "adult-care", "Q2.xlsx", a_form("adult-care", wrong))
    close_quarter(built, Q2)
    return built


def decide(house: House, measure: str = MEASURE, **what: str) -> int:
    why = what.pop("reason", WHY)
    return override(house, Q2, measure, reason=why, by="Corporate Group", **what).seq


def row_of(results: CloseResults, measure: str = MEASURE) -> MeasureRating:
    return next(r for r in results.ratings if (r.measure, r.basis) == (measure, "current"))


def other_rating(row: MeasureRating) -> str:
    return "review" if row.rating != "review" else "good"


def number(row: MeasureRating) -> Decimal:
    return from_units(row.units or 0, row.places or 0)


def test_a_rating_decided_on_review_stands_and_the_computed_one_is_kept(house: House) -> None:
    before = row_of(closing.stored(house, Q2))
    seq = decide(house, rating=other_rating(before).title())
    assert outdated(house, "derbyshire") == Behind(closes=(Q2,))
    after = row_of(close_period(house, Q2).results)
    assert (after.rating, after.rule, after.override) == (other_rating(before), BY_REVIEW, seq)
    assert (after.original_rating, after.original_rule) == (before.rating, before.rule)
    assert (after.units, after.variance_pct) == (before.units, before.variance_pct)
    assert row_of(closing.stored(house, Q2)) == after
    assert not outdated(house, "derbyshire").closes


def test_a_value_decided_on_review_is_rated_and_compared_in_place_of_the_sent_one(
    house: House,
) -> None:
    before = row_of(closing.stored(house, Q2), QUERIED)
    assert before.rating is None
    seq = decide(house, QUERIED, value="12.5")
    after = row_of(close_period(house, Q2).results, QUERIED)
    assert (number(after), after.override) == (Decimal("12.5"), seq)
    assert after.rating is not None
    assert after.rule not in (None, BY_REVIEW)
    assert (after.original_units, after.original_places) == (before.units, before.places)
    assert (after.original_rating, after.original_rule) == (None, before.reason)
    assert after.sources == before.sources


def test_other_periods_are_left_alone(house: House, at: At, drop: Drop, a_form: Form) -> None:
    later = at(house, "2024-01-23T09:00")
    data = a_form("adult-care", Manner(), period="2023-24-Q3")
    drop(later, "derbyshire", "adult-care", "Q3.xlsx", data, when="2024-01-18T09:00")
    close_quarter(later, Q3)
    close_period(later, Q2)
    before = closing.stored(later, Q3)
    decide(later, value="1.5")
    assert outdated(later, "derbyshire") == Behind(closes=(Q2,))
    after = closing.compute(later, Q3, Point(10**6, later.now()))
    assert set(after.ratings) == set(before.ratings)


def test_a_rebuild_gives_the_same_rows_and_an_earlier_point_the_earlier_state(
    house: House, rows_of: Callable[[House], dict[str, list[tuple[object, ...]]]]
) -> None:
    stood, before = closing.stored(house, Q2).point, row_of(closing.stored(house, Q2))
    decide(house, rating=other_rating(before))
    close_quarter(house, Q2)
    rows = rows_of(house)
    assert row_of(closing.compute(house, Q2, stood)) == before
    rebuild(house)
    assert rows_of(house) == rows


def test_withdrawn_what_came_of_the_files_stands_again(house: House) -> None:
    before = row_of(closing.stored(house, Q2))
    decide(house, rating=other_rating(before))
    close_period(house, Q2)
    publish(house, EDITION)
    withdraw(house, Q2, MEASURE, reason="Settled with the director.", by="Corporate Group")
    assert row_of(close_period(house, Q2).results) == before
    page = publish(house, EDITION).page.read_text()
    assert "What was decided on review was withdrawn" in page
    with pytest.raises(CannotDecide, match="Nothing was decided about 'asc-14'"):
        withdraw(house, Q2, MEASURE, reason="Again.", by="Corporate Group")


def test_a_newer_file_for_the_value_makes_the_decision_a_finding(
    house: House, drop: Drop, a_form: Form
) -> None:
    decide(house, rating=other_rating(row_of(closing.stored(house, Q2))))
    rule = "override-rests-on-earlier"
    first = close_period(house, Q2).results
    assert not [f for f in first.council_findings if f.rule == rule]
    manner = Manner(signed_by=None, only=frozenset({MEASURE}), pushes={MEASURE: -9.0})
    drop(house, "derbyshire", "adult-care", "again.xlsx", a_form("adult-care", manner))
    results = close_quarter(house, Q2).closed.results
    (found,) = [f for f in results.council_findings if f.rule == rule]
    assert found.measure == MEASURE
    was, now = row_of(first), row_of(results)
    assert f"({number(was)}, rated {was.original_rating})" in found.message
    assert f"({number(now)}, rated {now.original_rating})" in found.message
    assert now.rating == was.rating


def test_a_rating_of_a_value_that_is_queried_later_does_not_stand(
    house: House, drop: Drop, a_form: Form
) -> None:
    before = row_of(closing.stored(house, Q2), "asc-08")
    decide(house, "asc-08", rating=other_rating(before))
    wrong = Manner(
        signed_by=None,
        only=frozenset({"asc-08"}),
        mistakes={("asc-08", Quantity.ACTUAL): Decimal("3.3")},
    )
    drop(house, "derbyshire", "adult-care", "again.xlsx", a_form("adult-care", wrong))
    results = close_quarter(house, Q2).closed.results
    row = row_of(results, "asc-08")
    assert (row.status, row.rating, row.override) == ("queried with department", None, None)
    assert [f.measure for f in results.council_findings if f.rule.startswith("override")] == [
        "asc-08"
    ]


@pytest.mark.parametrize(
    ("measure", "what", "said"),
    [
        (MEASURE, {"rating": "splendid"}, "is no rating of the scheme; its ratings are Strong"),
        (MEASURE, {"value": "=1+1"}, "is no number"),
        (MEASURE, {"value": "1e9"}, "is no number"),
        (MEASURE, {"value": "1", "rating": "good"}, "not both"),
        (MEASURE, {}, "not both"),
        ("nobody", {"rating": "good"}, "has no measure 'nobody'"),
        (QUERIED, {"rating": "good"}, "is queried"),
        (MEASURE, {"value": "101"}, "outside what the unit of"),
        (MEASURE, {"value": "-5"}, "outside what the unit of"),
        ("plc-18", {"rating": "good"}, "has no figure that could be rated"),
    ],
)
def test_what_makes_no_sense_is_refused(
    house: House, measure: str, what: dict[str, str], said: str
) -> None:
    before = len(house.entries("derbyshire"))
    with pytest.raises(CannotDecide, match=said):
        decide(house, measure, **what)
    assert len(house.entries("derbyshire")) == before


def test_what_stands_already_or_is_not_due_is_not_decided_again(house: House) -> None:
    row = row_of(closing.stored(house, Q2))
    assert row.rating is not None
    with pytest.raises(CannotDecide, match="as it is"):
        decide(house, rating=row.rating)
    with pytest.raises(CannotDecide, match="as it is"):
        decide(house, value=f"{number(row):.4f}")
    idle = next(r for r in closing.stored(house, Q2).ratings if r.status == "not due")
    with pytest.raises(CannotDecide, match="not rated in this period"):
        decide(house, idle.measure, rating="good")
    with pytest.raises(NoReason):
        decide(house, rating=other_rating(row), reason=" ")


def test_members_read_that_it_was_moderated_and_the_page_of_sources_shows_both(
    house: House,
) -> None:
    before = row_of(closing.stored(house, Q2))
    seq = decide(house, rating=other_rating(before))
    close_period(house, Q2)
    draft = publish(house, EDITION)
    page = " ".join(draft.page.read_text().split())
    assert "<li>moderated</li>" in page
    assert "Moderated by Corporate Group: The group holds that &lt;b&gt;one&lt;/b&gt;" in page
    figure = f"{Q2}/{MEASURE}/all/{before.period}/actual"
    line, _ = trace(house, figure)
    word = house.library.of_close(Q2).measure_scheme.level(before.rating or "").word
    assert f"Moderated (ledger entry {seq}) by Corporate Group on 20 October 2023" in line.how
    assert WHY in line.how
    assert f"Of the files came {number(before)}, rated {word}: {before.rule}" in line.how
    assert "&lt;b&gt;one&lt;/b&gt;" in (draft.folder / "figures.html").read_text()


@pytest.mark.parametrize("what", ["rating", "value"])
def test_the_public_reads_only_what_was_decided(house: House, what: str) -> None:
    stored = closing.stored(house, Q2)
    chosen = "12.3" if what == "value" else other_rating(row_of(stored))
    decide(house, **{what: chosen})
    results = close_period(house, Q2).results
    product = next(iter(results.framework.products.values()))
    public = product.model_copy(update={"visibility": "public"})
    whole, figures = report(context_of(results, stored, public), public, 2)
    pages = render.report_html(whole, None) + render.figures_html(figures)
    for secret in ("Corporate Group", "good month", "oderated"):
        assert secret not in pages
    figure = f"{Q2}/{MEASURE}/all/2023-24-Q2/actual"
    lines = [line for line in figures.lines if line.id == figure]
    (line,) = lines
    assert f"{figure}-before" not in {x.id for x in figures.lines}
    if what == "value":
        assert "12.3" in line.text or line.text.startswith("12")
        assert line.sources == ()
    assert BY_REVIEW in line.how


def test_what_was_decided_says_what_is_asked_of_the_department(house: House) -> None:
    """Words are asked for by the rating that readers see, not by the one that was set aside."""

    def asked(measure: str) -> bool:
        found = close_period(house, Q2).results.council_findings
        return any((f.rule, f.measure) == ("commentary-missing", measure) for f in found)

    other = next(
        row
        for row in closing.stored(house, Q2).ratings
        if row.basis == "current" and row.rating == "good" and row.slot.endswith("adult-care")
    )
    assert not asked(other.measure)
    decide(house, other.measure, rating="action")
    assert asked(other.measure)
    decide(house, other.measure, rating="strong")
    assert not asked(other.measure)
