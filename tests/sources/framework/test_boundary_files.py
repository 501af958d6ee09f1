"""A breakdown's file of boundaries: it is part of the framework, and must fit its parts."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from sources.framework.boundaries import outlines_of
from sources.framework.framework import Framework
from sources.framework.library import EXAMPLES
from sources.framework.load import load, load_with_doubts, read_folder
from sources.framework.places import FrameworkProblems

FOLDER = EXAMPLES / "derbyshire" / "2023-24"
TEXTS = read_folder(FOLDER)
SWAPPED = (
    "districts.geojson:1: The outline of E07000032 lies outside the British Isles. "
    "Longitude comes first, then latitude: see whether they are swapped."
)
RING = [[-1.5, 53.0], [-1.4, 53.0], [-1.4, 53.1], [-1.5, 53.0]]


def drawn(*codes: str, name: str = "LAD23CD") -> str:
    features = [
        {"properties": {name: code}, "geometry": {"type": "Polygon", "coordinates": [RING]}}
        for code in codes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def loaded(file: str | None = None, **changed: Any) -> Framework:
    """Derbyshire with other fields of its districts; None leaves one out."""
    content = yaml.load(TEXTS["breakdowns.yaml"], Loader=yaml.BaseLoader)
    district = content["breakdowns"][0] | changed
    content["breakdowns"][0] = {name: value for name, value in district.items() if value}
    texts = TEXTS | {"breakdowns.yaml": yaml.safe_dump(content, sort_keys=False)}
    return load(texts | ({} if file is None else {"districts.geojson": file}))


def problems(file: str | None = None, **changed: Any) -> str:
    with pytest.raises(FrameworkProblems) as refused:
        loaded(file, **changed)
    return "\n".join(str(problem) for problem in refused.value.problems)


def test_the_example_draws_each_of_its_districts() -> None:
    framework = load(TEXTS)
    district = framework.breakdowns["district"]
    assert set(outlines_of(framework, district)) == {part.id for part in district.parts}
    assert (FOLDER / "districts.geojson").stat().st_size < 30_000


def test_boundaries_belong_to_the_framework_and_its_digest() -> None:
    assert load(TEXTS).digest != loaded(drawn("E07000032")).digest


def test_without_a_file_nothing_is_drawn() -> None:
    framework = loaded(boundaries=None, boundaries_source=None)
    assert outlines_of(framework, framework.breakdowns["district"]) == {}


def test_what_is_of_no_part_is_left_out_and_a_part_without_outline_is_let_pass() -> None:
    framework = loaded(drawn("E07000032", "E99999999"))
    assert list(outlines_of(framework, framework.breakdowns["district"])) == ["amber-valley"]


def test_codes_may_stand_in_a_property_of_any_name() -> None:
    file = drawn("E07000032", name="area")
    framework = loaded(file, code_property="area")
    assert list(outlines_of(framework, framework.breakdowns["district"])) == ["amber-valley"]
    assert "code_property" in problems(file)


def test_a_file_that_is_not_there_is_said_where_it_is_named() -> None:
    said = problems(boundaries="wards.geojson")
    assert "breakdowns.yaml:" in said
    assert "There is no file 'wards.geojson' in this folder." in said


def test_a_file_that_cannot_be_drawn_is_refused_by_its_own_name() -> None:
    assert "districts.geojson:1: The file is not valid JSON." in problems("{")


def test_outlines_of_other_places_are_refused() -> None:
    assert "no outline under the code of any part of 'district'" in problems(drawn("E07000001"))


def test_swapped_degrees_are_a_doubt_and_those_of_the_example_are_none(tmp_path: Path) -> None:
    content = json.loads(TEXTS["districts.geojson"])
    for feature in content["features"]:
        geometry = feature["geometry"]
        several = geometry["type"] == "MultiPolygon"
        for polygon in geometry["coordinates"] if several else [geometry["coordinates"]]:
            for ring in polygon:
                ring[:] = [[north, east] for east, north in ring]
    for file, doubts in ((TEXTS["districts.geojson"], []), (json.dumps(content), [SWAPPED])):
        for name, text in (TEXTS | {"districts.geojson": file}).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        assert [str(doubt) for doubt in load_with_doubts(tmp_path)[1]] == doubts


@pytest.mark.parametrize(
    "name", ["../districts.geojson", "/etc/passwd", "a/b.geojson", "..", "districts.json"]
)
def test_a_name_leads_to_no_other_folder(name: str) -> None:
    assert "the name of a file of this folder" in problems(boundaries=name)


def test_only_places_have_boundaries_and_somebody_is_to_be_named() -> None:
    assert "only places have boundaries" in problems(kind="community group")
    assert "boundaries_source" in problems(boundaries_source=None)
    assert "give boundaries too" in problems(boundaries=None)


def test_a_folder_is_read_with_the_files_that_it_names_and_no_others(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "other.geojson").write_text("{}", encoding="utf-8")
    assert read_folder(tmp_path) == TEXTS
    (tmp_path / "districts.geojson").write_text(" " * 2_000_001, encoding="utf-8")
    with pytest.raises(FrameworkProblems, match="over 2 MB"):
        read_folder(tmp_path)
    (tmp_path / "districts.geojson").write_bytes(b"\xff")
    with pytest.raises(FrameworkProblems, match="not UTF-8"):
        read_folder(tmp_path)
