"""The areas that a report affects, as its head says."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assets.views.areas_affected import areas_affected
from assets.views.context import Context
from assets.views.report import context_of, report
from report_templates.render import report_html
from sources.framework.breakdowns import BreakdownKind
from sources.framework.framework import Framework
from tests.assets.analysis.analysis_builders import DERBYSHIRE
from tests.assets.views.test_breakdowns import NORTH_AND_SOUTH, framework_of, parts_of, results_of

BOTH = {"north": ("90", "100"), "south": ("1", "50")}
NORTH = {"north": ("90", "100")}


def held(
    given: Mapping[str, tuple[str, str]],
    measures: Iterable[str] = ("chs-11",),
    framework: Framework | None = None,
) -> Context:
    """A close of which only some measures are shown."""
    results = results_of(framework or framework_of(NORTH_AND_SOUTH), list(parts_of("Q2", given)))
    shown = {name: results.framework.measures[name] for name in measures}
    return context_of(replace(results, framework=replace(results.framework, measures=shown)), None)


def test_figures_of_all_areas_affect_all() -> None:
    assert areas_affected(held(BOTH)) == "All"


def test_figures_of_some_areas_affect_those() -> None:
    assert areas_affected(held(NORTH)) == "North"


def test_a_measure_that_is_not_broken_down_is_about_the_whole_council() -> None:
    assert DERBYSHIRE.measures["asc-01"].breakdowns == ()
    assert areas_affected(held(NORTH, ("chs-11", "asc-01"))) == "All"


def test_without_any_figure_of_an_area_all_are_affected() -> None:
    assert areas_affected(held({})) == "All"


def test_groups_of_people_are_no_areas() -> None:
    groups = NORTH_AND_SOUTH.model_copy(update={"kind": BreakdownKind.COMMUNITY_GROUP})
    assert areas_affected(held(NORTH, framework=framework_of(groups))) == "All"


def test_the_head_says_it_where_the_product_asks_for_it() -> None:
    product = next(p for p in DERBYSHIRE.products.values() if p.visibility == "members")
    product = product.model_copy(update={"sections": (), "bodies": (), "tiers": ()})
    results = held(NORTH).results
    asking = product.model_copy(update={"areas_affected": "Wards affected"})
    said = report(context_of(results, None, asking), asking, 1)[0]
    assert said.areas == ("Wards affected", "North")
    assert "<dt>Wards affected</dt><dd>North</dd>" in report_html(said)
    unasked = report(context_of(results, None, product), product, 1)[0]
    assert unasked.areas is None
    assert "affected" not in report_html(unasked).split("<main")[0].split("</style>")[1]


def test_the_public_is_told_nothing_of_single_areas() -> None:
    product = next(p for p in DERBYSHIRE.products.values() if p.visibility == "members")
    update = {"sections": (), "bodies": (), "tiers": (), "visibility": "public"}
    product = product.model_copy(update=update)
    assert areas_affected(context_of(held(NORTH).results, None, product)) == "All"
