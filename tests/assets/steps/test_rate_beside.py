"""Columns beside actual and target that some schemes look at: levels, floors, last year, forecasts.

The rules themselves are `test_rules_of_councils`' business.
"""

from pathlib import Path

import pytest
import yaml
from rate_builders import ASKED, csv_of

from assets.steps.rate_table import ADDED, rate_table, scheme_of
from sources.framework.library import Library
from sources.framework.places import FrameworkProblems

RATINGS = [
    {
        "id": name,
        "word": name.capitalize(),
        "symbol": "o",
        "colour": "#000000",
        "meaning": "-",
        "response": "-",
        "follow_up": "none",
    }
    for name in ("green", "amber", "red")
]
COMMON = {"id": "x", "name": "X", "source": "-", "variance": "relative", "target_zero_met": "green"}


def path_of(tmp_path: Path, **fields: object) -> Path:
    path = tmp_path / "scheme.yaml"
    path.write_text(yaml.safe_dump({"measures": {**COMMON, "ratings": RATINGS, **fields}}))
    return path


def one(path: Path, **cells: str) -> dict[str, str]:
    """What rating adds to a row of the given cells."""
    row = {"measure": "A", "polarity": "higher", "unit": "number", "target": "", **cells}
    row = {name: row.get(name, "") for name in (*ASKED, *cells)}
    data = csv_of([list(row.values())], list(row)).encode()
    (rated,) = rate_table(data, scheme_of(str(path), Library(()))).rows
    return dict(zip(ADDED, rated[-4:], strict=True))


def bands(*conditions: dict[str, object]) -> dict[str, object]:
    names = ("green", "amber", "red")
    given = [{"rating": n, **c} for n, c in zip(names, (*conditions, {}), strict=True)]
    return {"basis": "computed", "bands": given}


def test_levels_stand_in_a_column_of_their_own_and_need_no_target(tmp_path: Path) -> None:
    path = path_of(tmp_path, basis="levels")
    found = one(path, actual="56", levels="Green >= 55; Amber >= 40; Red")
    assert (found["rating"], found["variance_pct"]) == ("Green", "")
    assert found["rule"] == "the measure's own level: 55 or more"
    with_target = one(path, actual="39", target="60", levels="green >= 55; amber >= 40; red")
    assert (with_target["rating"], with_target["variance_pct"]) == ("Red", "-35")


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ("", "the measure states no levels"),
        ("green >= 55; amber <= 50; red < 40", "the levels cannot be used: values beyond 40"),
        ("gold >= 55; red", "the levels cannot be used: 'gold' is no rating of the scheme"),
        ("green <= 5; red", "but higher is better"),
    ],
)
def test_levels_that_cannot_be_used_say_why(tmp_path: Path, levels: str, reason: str) -> None:
    found = one(path_of(tmp_path, basis="levels"), actual="56", levels=levels)
    assert found["rating"] == ""
    assert reason in found["reason"]


def test_a_floor_stands_in_its_column(tmp_path: Path) -> None:
    path = path_of(tmp_path, **bands({"at_least": 0}, {"at_least_floor": "yes"}))
    assert one(path, actual="85", target="90", floor="80")["rating"] == "Amber"
    assert one(path, actual="85", target="90", floor="86")["rating"] == "Red"
    assert "states no floor" in one(path, actual="85", target="90")["reason"]
    assert "the floor cannot be read" in one(path, actual="85", target="90", floor="x1")["reason"]


def test_last_year_stands_in_its_column(tmp_path: Path) -> None:
    path = path_of(tmp_path, **bands({"at_least": -10}, {"as_last_year": "yes"}))
    assert one(path, actual="80", target="100", last_year="79")["rating"] == "Amber"
    assert "year before is not known" in one(path, actual="80", target="100")["reason"]


def test_an_interval_stands_in_two_columns(tmp_path: Path) -> None:
    path = path_of(tmp_path, **bands({"interval": "better"}, {"interval": "includes"}))
    assert one(path, actual="70", target="65", low="60", high="79")["rating"] == "Amber"
    found = one(path, actual="70", target="65", low="79", high="60")
    assert found["reason"] == "the interval's low end is above its high end"


def test_a_scheme_that_rates_forecasts_looks_at_the_forecast(tmp_path: Path) -> None:
    """West Berkshire: nothing by the end of quarter 1, and still on course for the year."""
    path = path_of(tmp_path, rates="forecast", **bands({"at_least": 0}, {"at_least": -10}))
    found = one(path, actual="0", target="80", forecast="82")
    assert (found["rating"], found["variance_pct"]) == ("Green", "2.5")
    assert one(path, actual="99", target="80", forecast="50")["rating"] == "Red"
    assert one(path, actual="99", target="80")["reason"] == "there is no forecast"


def test_columns_that_a_scheme_does_not_look_at_may_hold_anything(tmp_path: Path) -> None:
    path = path_of(tmp_path, **bands({"at_least": 0}, {"at_least": -10}))
    found = one(path, actual="95", target="100", floor="none", levels="?", forecast="n.k.")
    assert (found["rating"], found["reason"]) == ("Amber", "")


def test_bands_that_overlap_are_refused_with_their_line(tmp_path: Path) -> None:
    path = path_of(tmp_path, **bands({"at_least": -10}, {"at_least": 0}))
    with pytest.raises(FrameworkProblems, match="from best to worst"):
        scheme_of(str(path), Library(()))
