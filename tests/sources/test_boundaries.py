"""Boundaries in GeoJSON: what is read, and what is refused before anything is drawn."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.geography.boundaries import BoundaryProblem, read_outlines

SQUARE = [[-1.5, 53.0], [-1.4, 53.0], [-1.4, 53.1], [-1.5, 53.1], [-1.5, 53.0]]


def feature(ring: Any = SQUARE, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties or {"LAD23CD": "E07000032"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def text(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)} | more)


def refused(given: str, code_property: str | None = None) -> str:
    with pytest.raises(BoundaryProblem) as problem:
        read_outlines(given, code_property)
    return str(problem.value)


def test_an_area_is_known_by_its_code_and_keeps_its_rings() -> None:
    hole = [[-1.46, 53.04], [-1.44, 53.04], [-1.44, 53.06], [-1.46, 53.04]]
    drawn = feature()
    drawn["geometry"]["coordinates"].append(hole)
    many = feature(LAD23CD="E07000033")
    many["geometry"] = {"type": "MultiPolygon", "coordinates": [[SQUARE], [hole]]}
    read = read_outlines(text(drawn, many))
    assert {code: len(rings) for code, rings in read.items()} == {"E07000032": 2, "E07000033": 2}
    assert read["E07000032"][0][1] == (-1.4, 53.0)


def test_a_height_beside_longitude_and_latitude_is_passed_over() -> None:
    high = [[*position, 120.5] for position in SQUARE]
    assert read_outlines(text(feature(high))) == read_outlines(text(feature()))


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"WD23CD": "E05000001", "LAD23CD": "E07000032"}, "E05000001"),
        ({"LAD19CD": "old", "LAD23CD": "new", "LAD23NM": "name"}, "new"),
        ({"lad13cd": "E07000032", "LAD13CDO": "17UB"}, "E07000032"),
        ({"Code": "mine", "name": "Mine"}, "mine"),
    ],
)
def test_codes_are_found_where_they_usually_stand(properties: dict[str, str], code: str) -> None:
    assert list(read_outlines(text(feature(**properties)))) == [code]


def test_codes_are_taken_from_the_property_that_is_named() -> None:
    given = text(feature(LAD23CD="E07000032", area="north"))
    assert list(read_outlines(given, "area")) == ["north"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"features": [NaN]}', "not valid JSON"),
        ("9" * 5000, "not valid JSON"),
        ("[1]", "no list of features"),
        ('{"features": []}', "no list of features"),
        (text("no"), "not written as one"),
        (text(feature(name="Amber Valley")), "code_property"),
        (text({**feature(), "properties": None}), "code_property"),
        (text({**feature(), "properties": ["LAD23CD"]}), "code_property"),
        (text({**feature(), "properties": 5}), "code_property"),
        (text({**feature(), "properties": True}), "code_property"),
        (text(feature(), {**feature(), "properties": 5}), "no code in its property"),
        (text(feature(LAD23CD=32)), "no code in its property"),
        (text(feature(LAD23CD="<script>alert(1)</script>")), "no code in its property"),
        (text(feature(LAD23CD="\ud800")), "no code in its property"),
        (text(feature(), feature()), "two outlines"),
        (text({**feature(), "geometry": None}), "no polygon"),
        (text({**feature(), "geometry": {"type": "Point", "coordinates": [1, 2]}}), "no polygon"),
        (text({**feature(), "geometry": {"type": "Polygon", "coordinates": []}}), "no ring"),
        (text(feature(SQUARE[:-1])), "not closed"),
        (text(feature([SQUARE[0], SQUARE[1], SQUARE[0]])), "not closed"),
        (text(feature("ring")), "not closed"),
        (text(feature([[-1.5]] * 4)), "no pair of numbers"),
        (text(feature([[True, False]] * 4)), "no pair of numbers"),
        (text(feature([["-1.5", "53"]] * 4)), "no pair of numbers"),
        (text(feature([[10**400, 53]] * 4)), "no longitude and latitude"),
        (text(feature([[435000, 355000]] * 4)), "degrees, not as metres"),
        (text(feature([[1e308 * 10, 53.0]] * 4)).replace("Infinity", "1e999"), "no longitude"),
        (text(feature([[x * 5e-324, y * 5e-324] for x, y in SQUARE])), "no width or no height"),
        (text(feature([[x, 53.0] for x, _ in SQUARE])), "no width or no height"),
        (text(feature([[-1.5 + y * 1e-8, y] for _, y in SQUARE])), "no width or no height"),
        (text(feature(SQUARE * 30_000)), "over 2 MB"),
        (text(feature([[1, 2]] * 100_001)), "more than 100000 positions"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(given: str, said: str) -> None:
    words = refused(given)
    assert said in words
    assert "<" not in words


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=20))
def test_nothing_in_place_of_coordinates_breaks_the_reader(coordinates: Any) -> None:
    drawn = {**feature(), "geometry": {"type": "Polygon", "coordinates": coordinates}}
    try:
        read_outlines(text(drawn))
    except BoundaryProblem as problem:
        assert str(problem).isascii()
