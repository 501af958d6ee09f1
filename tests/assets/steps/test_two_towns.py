"""Councils that share a library, and committees that share a council: nobody reads another's.

Two invented towns are closed in one installation. The hill is Upper Town's, the river Lower Town's.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from towns import LOWER, UPPER, Town, close_towns

from assets.steps.trace import trace
from assets.views.report import context_of, overdue_words, report
from assets.views.scope import scoped, scoped_framework
from sources.framework.keys import FinancialYear
from sources.framework.timetable import Stage

COMMITTEES = {"housing-pack": "housing", "finance-pack": "finance"}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory, drop: Callable[..., Path]) -> tuple[Town, Town]:
    return close_towns(tmp_path_factory.mktemp("towns") / "home", drop)


@pytest.fixture(scope="module")
def upper(towns: tuple[Town, Town]) -> Town:
    return towns[0]


@pytest.fixture(scope="module")
def lower(towns: tuple[Town, Town]) -> Town:
    return towns[1]


def ratings_of(town: Town) -> dict[str, str | None]:
    return {r.measure: r.rating for r in town.evidence.closed.results.ratings}


def text_of(html: str) -> str:
    """What stands on a page, without its markup and style."""
    html = re.sub(r"<style>.*?</style>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#39;", "'")


def everything(files: dict[str, str]) -> str:
    return "\n".join((*files, *files.values()))


# Two councils, one library


def test_one_figure_is_rated_by_each_councils_own_target(upper: Town, lower: Town) -> None:
    assert ratings_of(upper)["homes-let"] == "met"
    assert ratings_of(lower)["homes-let"] == "missed"


def test_neither_councils_reports_hold_the_others_figures_or_names(
    upper: Town, lower: Town
) -> None:
    hill = everything(
        {f"{p}/{n}": t for p in ("board", *COMMITTEES) for n, t in upper.files(p).items()}
    )
    river = everything(lower.files("board"))
    for own, other, words in (
        (
            hill,
            river,
            ("Hill", "Upper", "upper-town", "77.7", "44.4", "Treasurer", "80.0%", "damp"),
        ),
        (river, hill, ("Riverside", "Lower", "lower-town", "56.9", "95.5", "90.0%", "A flood")),
    ):
        for word in words:
            assert word in own, word
            assert word not in other, word


def test_the_librarys_procedures_come_with_the_measures_that_are_used(
    upper: Town, lower: Town
) -> None:
    upper_text, lower_text = (text_of(t.files("board")["index.html"]) for t in (upper, lower))
    assert "Without a methodology statement: Repairs finished at the first visit" in upper_text
    assert "Every measure has a written procedure." in lower_text


# A committee's pack


@pytest.mark.parametrize(("product", "body"), COMMITTEES.items())
def test_a_pack_prints_nothing_that_another_committee_answers_for(
    upper: Town, product: str, body: str
) -> None:
    framework = upper.evidence.closed.results.framework
    text = everything(upper.files(product))
    records = (
        *framework.measures.values(),
        *framework.actions.values(),
        *framework.risks.values(),
    )
    for record in records:
        assert (record.name in text) == (record.body == body), record.name
        assert (f"/{record.id}/" in text or f"risk-{record.id}" in text) == (record.body == body)
    for one in framework.bodies.values():
        assert (one.name in text) == (one.id == body), one.name


@pytest.mark.parametrize(
    ("product", "kept", "gone"),
    [
        ("housing-pack", ("83.1", "77.7", "35%"), ("68.2", "44.4", "62%", "2 or 3", "bin-rounds")),
        ("finance-pack", ("68.2", "44.4", "62%", "2 or 3"), ("83.1", "77.7", "35%", "bin-rounds")),
        ("board", ("83.1", "77.7", "68.2", "44.4", "62%", "2 or 3", "bin-rounds"), ()),
    ],
)
def test_figures_and_cells_of_others_are_left_out_of_every_page(
    upper: Town, product: str, kept: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    text = everything(upper.files(product))
    assert [one for one in kept if one not in text] == []
    assert [one for one in gone if one in text] == []


def test_counts_of_packs_add_up_to_those_of_the_council(upper: Town) -> None:
    def tally(product: str, quantity: str) -> int:
        line = next(
            line
            for line in _figures(upper, product)
            if line.id.endswith(f"/measures/all/2023-24-Q2/{quantity}")
        )
        return int(line.text)

    for quantity in ("count-met", "count-missed", "count-rated", "count-unrated"):
        parts = sum(tally(product, quantity) for product in COMMITTEES)
        assert parts == tally("board", quantity), quantity
    assert tally("board", "count-missed") == 3


def _figures(town: Town, product: str):
    results = town.evidence.closed.results
    one = results.framework.products[product]
    return report(context_of(results, None, one), one, 1)[1].lines


def test_only_quality_pages_of_returns_in_scope_come_with_a_pack(upper: Town) -> None:
    assert {name for name in upper.files("housing-pack") if name.startswith("quality")} == {
        "quality-services.html",
        "quality-projects.html",
    }
    page = text_of(upper.files("housing-pack")["quality-projects.html"])
    assert "Insulate the terraces on the hill" in page
    assert "Replace the ledger" not in page


def test_a_pack_says_what_it_covers_and_the_board_covers_all(upper: Town) -> None:
    words = "Covers what the Hill Housing Committee answers for"
    assert f"{words}." in upper.files("housing-pack")["index.html"]
    assert f"{words}: findings about" in upper.files("housing-pack")["quality-services.html"]
    assert "Covers" not in upper.files("board")["index.html"]
    assert "Covers local measures." in upper.files("local-report")["index.html"]


def test_a_report_on_one_tier_holds_its_measures_only(upper: Town) -> None:
    text = everything(upper.files("local-report"))
    assert "Calls answered within a minute" in text
    assert "Homes let within 28 days" not in text
    assert "Council tax collected" not in text


def test_a_report_is_not_built_from_what_was_cut_down_for_another(upper: Town) -> None:
    results = upper.evidence.closed.results
    products = results.framework.products
    with pytest.raises(ValueError, match="not made for 'board'"):
        report(context_of(results, None, products["housing-pack"]), products["board"], 1)
    with pytest.raises(ValueError, match="not made for 'housing-pack'"):
        report(context_of(results, None), products["housing-pack"], 1)


def test_figures_of_a_pack_can_be_traced(upper: Town) -> None:
    for quantity in ("actual", "score"):
        line = next(x for x in _figures(upper, "housing-pack") if x.id.endswith(f"/{quantity}"))
        assert trace(upper.house, line.id)[0].text == line.text


def test_a_framework_cut_down_holds_nothing_of_others_anywhere(upper: Town) -> None:
    whole = upper.evidence.closed.results.framework
    cut = scoped_framework(whole, whole.products["housing-pack"])
    assert set(cut.bodies) == {"housing"}
    assert set(cut.outcomes) == {"good-homes"}
    assert set(cut.priorities) == {"homes"}
    others = set(whole.measures) - set(cut.measures)
    assert others == {"calls-answered", "tax-collected", "sick-days"}
    by_measure = [cut.targets, cut.procedures, cut.target_changes, cut.definition_changes]
    assert [others & set(held) for held in by_measure] == [set()] * 4


def test_a_finding_about_the_whole_return_may_not_name_others_either(upper: Town) -> None:
    results = upper.evidence.closed.results
    like = replace(results.return_findings[0], measure=None, cell=None, sheet=None, raw=None)
    findings = tuple(
        replace(like, message=message)
        for message in (
            "Key action 'Insulate the terraces on the hill' has no rating.",
            "Key action 'Replace the ledger of the treasury' has no rating.",
            "Nobody has signed this return off.",
        )
    )
    cut = scoped(
        replace(results, return_findings=findings), results.framework.products["housing-pack"]
    )
    assert [f.message for f in cut.return_findings] == [findings[0].message, findings[2].message]


# Sections


def test_every_key_action_stands_with_its_milestones_past_and_ahead(upper: Town) -> None:
    text = text_of(upper.files("board")["index.html"])
    for words in (
        "31 July 2023: Terraces surveyed – day has passed",
        "15 December 2023: Contract let to the insulator – ahead",
        "The insulator is late.",
        "Key aim Good homes on the hill",
        "Hill Housing Committee",
        "Hilltop Projects; Housing Projects Manager",
    ):
        assert words in text, words


def test_measures_stand_under_their_kind_once_each(upper: Town) -> None:
    html = upper.files("board")["index.html"]
    section = html[html.index('<section id="kinds"') : html.index('<section id="returns"')]
    headings = re.findall(r'<section class="part" id="kind-(\w+)"', section)
    assert headings == ["outcome", "output", "activity", "input"]
    measures = upper.evidence.closed.results.framework.measures.values()
    rows = [f'role="rowheader"><a href="measure-{m.id}.html">{m.name}</a>' for m in measures]
    assert [section.count(row) for row in rows] == [1] * 5


def test_risks_stand_as_at_the_periods_end_with_their_movement(upper: Town) -> None:
    text = text_of(upper.files("board")["index.html"])
    damp = text[text.index("Damp spreads in the terraces") :]
    assert "16 ▲ High assessed on 5 September 2023 Up, escalated before: 9 Medium" in damp
    assert "Lend out driers, due 15 September 2023 – overdue" in damp
    assert "Survey every terrace, due 31 July 2023 – done on 28 July 2023" in damp
    # Done after the report's day, so not done then.
    assert "Clear all gutters, due 13 October 2023 – overdue" in damp
    assert "Closed on 20 September 2023 before: 6 Medium" in text
    assert "8 ◆ Medium assessed on 1 September 2023 Down before: 12 High" in text
    assert "4 ✓ Low assessed on 1 August 2023 New" in text
    assert "Escalated to a worse level: 1 . Mitigations overdue: 3 ." in text


def test_another_bodys_risk_is_a_link_but_is_not_printed(upper: Town) -> None:
    housing = text_of(upper.files("housing-pack")["index.html"])
    # Repairs are missed; the risk that they are linked to is the other committee's.
    assert "2 of 2 measures and key actions with the worst rating" in housing
    finance = text_of(upper.files("finance-pack")["index.html"])
    assert "1 of 3 measures and key actions with the worst rating" in finance
    unlinked = finance[finance.index("no risk is linked") :]
    assert "Calls answered within a minute Measure rated ⚑ Missed" in unlinked
    assert "Replace the ledger of the treasury Key action rated ⚑ Off course" in unlinked


def test_a_council_without_a_risk_register_says_so(lower: Town) -> None:
    text = text_of(lower.files("board")["index.html"])
    assert "holds no risk register" in text
    assert "no risk is linked" not in text
    assert "There are no key actions" in text


# Days


def test_a_report_that_comes_late_says_so_and_how_its_day_was_reckoned(upper: Town) -> None:
    text = text_of(upper.files("board")["index.html"])
    assert (
        "Due 20 October 2023 (three weeks after the period ends is Saturday 21 October; moved to "
        "the working day before)" in text
    )
    assert "Drawn up 22 October 2023, two days after it was due on 20 October 2023." in text
    assert "Drawn up" not in upper.files("housing-pack")["index.html"]


@pytest.mark.parametrize(("status", "is_said"), [("confirmed", True), ("to be confirmed", False)])
def test_only_a_confirmed_day_can_be_missed(status: str, is_said: bool) -> None:
    stage = Stage(id="x", name="X", precision="date", status=status, on="2023-10-20")
    day = stage.on
    assert day is not None
    assert overdue_words(stage, day) is None
    assert (overdue_words(stage, day.replace(day=21)) is not None) == is_said


def test_reviews_of_measures_stand_in_the_timetable(upper: Town) -> None:
    text = text_of(upper.files("board")["index.html"])
    assert "Review of corporate measures 1 July 2023 to 31 December 2023" in text


def test_ratings_that_only_key_actions_have_are_explained(upper: Town) -> None:
    text = text_of(upper.files("board")["index.html"])
    legend = text[text.index("What each rating means") :]
    assert "✓ Met Target met or better. not used for key actions Carry on." in legend
    assert "⚑ Off course not used for measures Behind plan. Act on it." in legend


def test_the_library_is_no_council(upper: Town) -> None:
    assert "libraries" not in upper.house.library.councils()
    assert {"lower-town", "upper-town"} <= set(upper.house.library.councils())
    assert upper.house.library.years("upper-town") == [FinancialYear(2023)]
    assert UPPER.council != LOWER.council
