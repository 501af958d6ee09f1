"""Maps of parts on a measure's page: they show what the table shows, and say what they lack."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from html_tree import Element, parse

from assets.views.breakdowns import breakdowns
from assets.views.measure_page import measure_page
from assets.views.report import context_of, report
from report_templates.measure_breakdowns import BreakdownsPart, PartTable
from report_templates.part_map import PartMap
from report_templates.render import measure_html
from sources.framework.base import by_id
from sources.framework.breakdowns import Breakdown, Part
from sources.framework.framework import Framework
from sources.framework.measures import Influence
from sources.framework.over_parts import OverParts
from tests.assets.analysis.analysis_builders import DERBYSHIRE
from tests.assets.views.test_breakdowns import context, parts_of, results_of
from warehouse.rows import SubmittedValue

DISTRICT = DERBYSHIRE.breakdowns["district"]
NAMES = [part.id for part in DISTRICT.parts]
TENTHS = {name: (str(30 + 7 * n), "100") for n, name in enumerate(NAMES)}
SOURCE = "Contains Ordnance Survey"


def table_of(framework: Framework, rows: Iterable[SubmittedValue], whole: str = "56") -> PartTable:
    held = context(framework, rows, whole)
    part = breakdowns(held, held.framework.measures["chs-11"])
    assert part is not None
    return part.tables[0]


def drawn(
    given: Mapping[str, tuple[str, str]] = TENTHS,
    framework: Framework = DERBYSHIRE,
    whole: str = "56",
) -> PartMap:
    found = table_of(framework, parts_of("Q2", given), whole).map
    assert found is not None
    return found


def with_district(**changed: object) -> Framework:
    return replace(
        DERBYSHIRE, breakdowns={"district": DISTRICT.model_copy(update=changed)}, part_targets={}
    )


def unrated() -> Framework:
    measure = DERBYSHIRE.measures["chs-11"].model_copy(update={"influence": Influence.CONTEXT})
    return replace(DERBYSHIRE, measures={**DERBYSHIRE.measures, "chs-11": measure})


def words(map_: PartMap, size: str = "wide") -> dict[str, str]:
    """What a map says of each area, by its name."""
    drawing = next(d for d in map_.drawings if d.size == size)
    said = {" ".join(a.lines[:-1]): a.lines[-1] for a in drawing.areas if len(a.lines) > 1}
    for one in drawing.numbered:
        mark = f"{one.mark.symbol} " if one.mark else ""
        said[one.name] = f"{mark}{one.value.text}" if one.value else one.none or ""
    return said


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_map_says_of_every_area_what_its_line_of_the_table_says(size: str) -> None:
    table = table_of(DERBYSHIRE, parts_of("Q2", TENTHS))
    assert table.map is not None
    expected = {
        line.name: f"{line.mark.symbol} {line.value.text}"
        for line in table.lines
        if line.mark and line.value
    }
    assert len(expected) == 8
    assert words(table.map, size) == expected


def test_areas_of_one_rating_look_alike_and_the_key_has_them_from_the_best_down() -> None:
    found = drawn()
    ratings = [one.mark.id for one in found.key if one.mark]
    scale = [level.id for level in DERBYSHIRE.measure_scheme.ratings]
    marks = {
        line.mark.id for line in table_of(DERBYSHIRE, parts_of("Q2", TENTHS)).lines if line.mark
    }
    assert ratings == [each for each in scale if each in marks]
    assert len(ratings) > 1
    assert len({one.look for one in found.key}) == len(found.key) == len(ratings)
    looks = {area.look for area in found.drawings[0].areas}
    assert looks == {one.look for one in found.key}


def test_an_area_without_a_figure_is_drawn_as_such_and_said() -> None:
    found = drawn({name: pair for name, pair in TENTHS.items() if name != "erewash"})
    assert words(found)["Erewash"] == "not given"
    assert [(one.look, one.words) for one in found.key if not one.mark] == [
        ("nothing", "not given")
    ]
    assert "not given: Erewash" in found.description


def test_a_queried_figure_is_not_on_the_map() -> None:
    # More plans in time than there are plans.
    found = drawn({**TENTHS, "erewash": ("101", "100")})
    assert words(found)["Erewash"] == "queried"
    assert "101" not in found.description


def test_what_the_whole_hides_is_outlined() -> None:
    table = table_of(DERBYSHIRE, parts_of("Q2", TENTHS), whole="60")
    hidden = {line.name for line in table.lines if line.flag}
    assert table.map is not None and 0 < len(hidden) < 8
    areas = zip(DISTRICT.parts, table.map.drawings[0].areas, strict=True)
    assert {part.name for part, area in areas if area.is_flagged} == hidden


def test_where_nothing_is_rated_shades_go_by_the_figure() -> None:
    found = drawn(framework=unrated())
    looks = [area.look for area in found.drawings[0].areas]
    assert looks == sorted(looks)
    assert looks[0] == "shade-1" and looks[-1] == "shade-3"
    assert [one.words for one in found.key][-1] == "65.0% to 79.0%"


def test_only_parts_of_the_period_are_drawn() -> None:
    gone = Part(id="old", name="Old", code="E07000037", ends="2023-06-30")
    parts = (gone, *(p for p in DISTRICT.parts if p.id != "high-peak"))
    found = drawn(framework=with_district(parts=parts))
    assert len(found.drawings[0].areas) == 7
    assert found.drawings == drawn(framework=with_district(parts=parts[1:])).drawings
    assert "Old" not in found.description


def test_a_part_without_an_outline_is_named_below_the_map() -> None:
    parts = tuple(
        p.model_copy(update={"code": None}) if p.id == "erewash" else p for p in DISTRICT.parts
    )
    found = drawn(framework=with_district(parts=parts))
    assert found.notes == ("Not on the map, which has no outline of them: Erewash.",)
    assert len(found.drawings[0].areas) == 7


def test_without_boundaries_there_is_no_map_and_the_table_stands() -> None:
    table = table_of(with_district(boundaries=None, boundaries_source=None), parts_of("Q2", TENTHS))
    assert table.map is None
    assert len(table.lines) == 8


def test_a_coarser_level_has_a_map_of_its_own() -> None:
    wards = tuple(
        Part(id=f"{name}-{n}", name=f"Ward {n} of {name}", within=name)
        for name in NAMES
        for n in (1, 2)
    )
    ward = Breakdown(id="ward", name="Ward", within="district", parts=wards)
    measure = DERBYSHIRE.measures["chs-11"].model_copy(update={"breakdowns": ("ward",)})
    framework = replace(
        DERBYSHIRE,
        breakdowns=by_id((DISTRICT, ward)),
        part_targets={},
        measures={**DERBYSHIRE.measures, "chs-11": measure},
    )
    held = context(framework, parts_of("Q2", {part.id: ("1", "2") for part in wards}))
    part = breakdowns(held, measure)
    assert isinstance(part, BreakdownsPart)
    of_wards, of_districts = part.tables
    assert of_wards.map is None
    assert of_districts.map is not None
    assert words(of_districts.map)["High Peak"] == "50.0%"


def html_of(framework: Framework) -> str:
    """The measure's page beside a report without sections, with a district that gave no figure."""
    product = next(p for p in framework.products.values() if p.visibility == "members")
    product = product.model_copy(update={"sections": (), "bodies": (), "tiers": ()})
    given = {name: pair for name, pair in TENTHS.items() if name != "erewash"}
    held = context_of(results_of(framework, parts_of("Q2", given)), None, product)
    whole, _ = report(held, product, 1)
    return measure_html(measure_page(held, whole, framework.measures["chs-11"]))


@pytest.fixture(scope="module")
def page() -> Element:
    return parse(html_of(DERBYSHIRE))


def test_a_map_is_one_image_with_title_and_description_above_the_table(page: Element) -> None:
    maps = [
        svg for svg in page.all("svg") if svg.attrs.get("class", "") in ("map wide", "map narrow")
    ]
    assert len(maps) == 2
    for svg in maps:
        assert svg.attrs["role"] == "img"
        title, description = (svg.attrs["aria-labelledby"] or "").split()
        assert svg.all("title")[0].attrs["id"] == title
        assert svg.all("desc")[0].attrs["id"] == description
        assert "The table below says the same." in svg.all("desc")[0].words


def test_under_the_map_stand_its_table_and_what_the_licence_asks_for(page: Element) -> None:
    said = page.all("figcaption")[0].words
    assert SOURCE in said
    assert "The table below holds all that the map shows." in said


def test_every_pattern_of_a_page_is_found_and_no_id_stands_twice() -> None:
    text = html_of(DERBYSHIRE)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]+)\)", text))
    assert used and used <= set(ids)


def test_words_of_a_framework_are_no_markup_on_a_map() -> None:
    parts = tuple(p.model_copy(update={"name": "<b>x</b>"}) for p in DISTRICT.parts)
    framework = with_district(parts=parts, boundaries_source="<script>1</script>")
    text = html_of(framework)
    assert "<b>x" not in text
    assert "<script" not in text
    assert "&lt;b&gt;x" in text


def test_the_public_sees_no_map() -> None:
    held = replace(context(DERBYSHIRE, parts_of("Q2", TENTHS)), is_public=True)
    part = breakdowns(held, held.framework.measures["chs-11"])
    assert part is not None
    assert part.tables == ()
    assert "maps" in (part.withheld or "")


def test_a_map_of_figures_of_several_periods_says_so() -> None:
    measure = DERBYSHIRE.measures["chs-11"].model_copy(update={"over_parts": OverParts.LATEST})
    framework = replace(DERBYSHIRE, measures={**DERBYSHIRE.measures, "chs-11": measure})
    pair = {"erewash": ("1", "2")}
    rest = {name: given for name, given in TENTHS.items() if name != "erewash"}
    table = table_of(framework, [*parts_of("Q1", pair), *parts_of("Q2", rest)])
    assert table.map is not None
    assert words(table.map)["Erewash"].endswith("50.0%")
    assert any("not all of one period" in note for note in table.map.notes)
