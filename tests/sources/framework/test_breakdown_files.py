"""Breakdowns, reorganisations and targets of parts: what is refused, and what holds when."""

from decimal import Decimal
from typing import Any

import pytest
import yaml

from sources.framework.breakdowns import BreakdownKind, Part, over_parts
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.library import EXAMPLES
from sources.framework.load import load, read_folder
from sources.framework.over_parts import OverParts
from sources.framework.places import FrameworkProblems
from tests.assets.analysis.analysis_builders import a_measure, period

TEXTS = read_folder(EXAMPLES / "derbyshire" / "2023-24")
ON = "2023-10-01"
LAST_DAY = "2023-09-30"


def plain(name: str) -> dict[str, Any]:
    return {"id": name, "name": name.title()}


def file_of(**given: Any) -> dict[str, Any]:
    """Three districts that became one on 1 October, beside one that goes on."""
    ordinary: dict[str, Any] = {
        "breakdowns": [
            {
                **plain("district"),
                "parts": [
                    *({**plain(old), "ends": LAST_DAY} for old in ("aa", "bb", "cc")),
                    {**plain("abc"), "starts": ON},
                    plain("dd"),
                ],
            }
        ],
        "reorganisations": [
            {
                "id": "merger",
                "breakdown": "district",
                "on": ON,
                "reason": "So it was decided.",
                "source": "An order",
                "moves": [{"predecessor": old, "successor": "abc"} for old in ("aa", "bb", "cc")],
            }
        ],
    }
    return ordinary | given


def loaded(content: dict[str, Any]) -> Framework:
    text = yaml.safe_dump(content, sort_keys=False).replace("'", '"')
    return load(TEXTS | {"breakdowns.yaml": text})


def problems(content: dict[str, Any]) -> str:
    with pytest.raises(FrameworkProblems) as refused:
        loaded(content)
    return "\n".join(str(problem) for problem in refused.value.problems)


def moves(*given: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    content = file_of()
    content["reorganisations"][0] |= {
        "moves": [{"predecessor": p, "successor": s, "share": n} for p, s, n in given],
        **more,
    }
    return content


def parts(*given: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"breakdowns": [{**plain("district"), "parts": list(given), **more}]}


def test_a_file_that_says_no_more_than_before_loads_as_before() -> None:
    held = load(TEXTS).breakdowns["district"]
    assert (held.kind, held.within) == (BreakdownKind.GEOGRAPHY, None)
    assert len(held.parts_in(Period.parse("2023-24-Q1"))) == 8


def test_a_period_has_the_parts_that_are_there_at_its_end() -> None:
    framework = loaded(file_of())
    measure = framework.measures["chs-11"]
    for code, names in {"Q2": ["aa", "bb", "cc", "dd"], "Q3": ["abc", "dd"]}.items():
        asked = framework.parts_of(measure, Period.parse(f"2023-24-{code}"))
        assert [part.id for _, part in asked] == names


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (moves(("aa", "abc", "0.5"), shares_by="Land"), "the shares of 'aa' add to 0.5"),
        (moves(("aa", "abc", "0.5"), ("aa", "dd", "0.5")), "a share needs shares_by"),
        (moves(("aa", "abc", "whole"), ("aa", "abc", "whole")), "the same move stands here twice"),
        (moves(("aa", "abc", "1.5"), shares_by="Land"), "share"),
        (moves(("aa", "zz", "whole")), "'merger' names part 'zz', which 'district' lacks"),
        (moves(("dd", "abc", "whole")), "'dd' has gone over to others on 2023-10-01"),
        (moves(("aa", "dd", "whole")), "'dd' was there before 2023-10-01, and what it was then"),
        (moves(("abc", "dd", "whole")), "'abc' is not there on the day before"),
        (moves(("aa", "bb", "whole"), ("bb", "aa", "whole")), "'bb' is not there on 2023-10-01"),
        (moves(("aa", "aa", "whole")), "'aa' is said to go on on 2023-10-01, against its dates"),
    ],
)
def test_a_crosswalk_that_counts_something_twice_or_not_at_all_is_refused(
    content: dict[str, Any], says: str
) -> None:
    assert says in problems(content)


def test_a_part_cannot_go_over_twice_on_a_day() -> None:
    content = file_of()
    content["reorganisations"].append({**file_of()["reorganisations"][0], "id": "again"})
    assert "'aa' goes over twice on 2023-10-01, in 'again' and in 'merger'" in problems(content)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (parts({**plain("aa"), "starts": ON, "ends": LAST_DAY}, plain("bb")), "before it starts"),
        (
            parts({**plain("aa"), "code": "E07"}, {**plain("bb"), "code": "E07", "starts": ON}),
            "'aa' and 'bb' have code E07 on the same days",
        ),
        (
            parts(
                {**plain("aa"), "code": "E07", "ends": ON},
                {**plain("bb"), "code": "E07", "starts": ON},
            ),
            "'aa' and 'bb' have code E07 on the same days",
        ),
        (parts({**plain("aa"), "vintage": "2023"}, plain("bb")), "a vintage is that of a code"),
        (parts(plain("aa"), plain("bb"), within="county"), "which does not exist"),
        (parts({**plain("aa"), "within": "bb"}, plain("bb")), "'aa' is in no part of 'all'"),
    ],
)
def test_parts_that_overlap_or_lie_nowhere_are_refused(content: dict[str, Any], says: str) -> None:
    assert says in problems(content)


def test_one_code_after_another_is_no_overlap() -> None:
    first, second = {**plain("aa"), "code": "E07", "ends": LAST_DAY}, {**plain("bb"), "code": "E07"}
    assert loaded(parts(first, {**second, "starts": ON}, plain("cc")))


def test_a_part_is_there_on_its_first_day_and_on_its_last() -> None:
    second = period("Q2")
    there = [
        Part.model_validate({**plain("aa"), **dates}).is_there(second)
        for dates in (
            {"starts": LAST_DAY},
            {"starts": ON},
            {"ends": LAST_DAY},
            {"starts": LAST_DAY, "ends": LAST_DAY},
            {"starts": ON, "ends": "2023-10-31"},
        )
    ]
    assert there == [True, False, True, True, False]


def test_shares_are_asked_what_they_were_worked_out_by_though_other_parts_go_over_whole() -> None:
    content = file_of()
    content["reorganisations"][0]["moves"][:1] = [
        {"predecessor": "aa", "successor": "abc", "share": "0.5"},
        {"predecessor": "aa", "successor": "dd", "share": "0.5"},
    ]
    assert "a share needs shares_by: what it was worked out by" in problems(content)


def levels(outer: str | None) -> dict[str, Any]:
    district = {**plain("district"), "parts": [plain("north"), plain("south")]}
    if outer is not None:
        district |= {"within": outer, "parts": [{**p, "within": "w1"} for p in district["parts"]]}
    ward = {
        **plain("ward"),
        "within": "district",
        "parts": [{**plain("w1"), "within": "north"}, {**plain("w2"), "within": "south"}],
    }
    return {"breakdowns": [district, ward]}


def test_levels_lie_within_each_other_and_never_in_a_circle() -> None:
    assert loaded(levels(None)).breakdowns["ward"].within == "district"
    assert "'district' lies within itself, by way of 'ward'" in problems(levels("ward"))


def test_a_ward_is_no_longer_there_than_its_district() -> None:
    content = levels(None)
    content["breakdowns"][0]["parts"][0]["ends"] = LAST_DAY
    assert "Part 'w1' is there on days on which 'north' is not" in problems(content)


def test_how_parts_add_up_follows_from_what_a_measure_is() -> None:
    assert over_parts(a_measure(aggregation="weighted ratio")) is OverParts.WEIGHTED_RATIO
    assert over_parts(a_measure(unit="number", aggregation="sum")) is OverParts.SUM
    assert over_parts(a_measure(unit="number", aggregation="latest")) is OverParts.NONE
    assert over_parts(a_measure(unit="number", over_parts="sum")) is OverParts.SUM
    assert over_parts(a_measure(aggregation="mean")) is OverParts.NONE


@pytest.mark.parametrize("said", ["mean", "sum"])
def test_no_measure_may_have_its_percentages_averaged(said: str) -> None:
    head, *lines = TEXTS["measures.csv"].splitlines()
    rows = [f"{line},{said if line.startswith('chs-11,') else ''}" for line in lines]
    text = "\n".join([f"{head},over_parts", *rows])
    with pytest.raises(FrameworkProblems) as refused:
        load(TEXTS | {"measures.csv": text})
    assert "'chs-11' is a percent: its parts do not add up to the whole" in str(refused.value)


def test_a_part_that_goes_over_to_itself_alone_is_refused() -> None:
    content = file_of()
    content["reorganisations"][0]["moves"].append({"predecessor": "dd", "successor": "dd"})
    assert "'dd' goes over to itself, whole, and nothing joins it." in problems(content)


def test_a_part_comes_about_in_one_reorganisation() -> None:
    content = file_of()
    (merger,) = content["reorganisations"]
    content["reorganisations"] = [
        {**merger, "moves": merger["moves"][:2]},
        {**merger, "id": "other", "moves": merger["moves"][2:]},
    ]
    (found,) = problems(content).splitlines()
    assert "'abc' comes about twice on 2023-10-01, in 'merger' and in 'other'." in found


def test_a_part_may_have_a_target_of_its_own() -> None:
    target = {
        "measure": "chs-11",
        "part": "dd",
        "annual": "40",
        "rationale": "Two posts stand empty.",
        "set_by": "Head of Service",
    }
    framework = loaded(file_of(part_targets=[target]))
    measure, quarter = framework.measures["chs-11"], Period.parse("2023-24-Q2")
    assert framework.target_of_part(measure, "dd", quarter) == Decimal(40)
    whole = framework.target_for("chs-11", quarter)
    assert framework.target_of_part(measure, "aa", quarter) == whole != Decimal(40)
    assert framework.target_of_part(framework.measures["chs-16"], "aa", quarter) is None
    wrong = file_of(part_targets=[{**target, "part": "nowhere"}])
    assert "No figure of 'nowhere' is asked for by measure 'chs-11'" in problems(wrong)


def test_a_part_that_ends_within_a_period_has_no_figure_for_it() -> None:
    content = file_of()
    gone = {**plain("ee"), "ends": "2023-08-31"}
    content["breakdowns"][0]["parts"].append(gone)
    held = loaded(content).breakdowns["district"]
    there = {code: held.parts_in(Period.parse(f"2023-24-{code}")) for code in ("M05", "Q2")}
    assert {code: "ee" in {p.id for p in parts} for code, parts in there.items()} == {
        "M05": True,
        "Q2": False,
    }
