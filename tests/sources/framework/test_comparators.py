"""Comparator groups: which authorities a year's figures are held against, and what is refused."""

from pathlib import Path

import pytest

from sources.framework.keys import FinancialYear
from sources.framework.library import EXAMPLES
from sources.framework.load import load, read_folder
from sources.framework.places import FrameworkProblems

TEXTS = read_folder(EXAMPLES / "derbyshire" / "2023-24")
GROUPS = TEXTS["comparator_groups.yaml"]


def problems(**changed: str) -> list[str]:
    """What is said of the example with files changed, each named without its ending."""
    names = {Path(name).stem: name for name in TEXTS}
    with pytest.raises(FrameworkProblems) as found:
        load(TEXTS | {names[name]: text for name, text in changed.items()})
    return [problem.message for problem in found.value.problems]


def test_each_year_has_members_of_its_own_and_another_years_are_never_taken() -> None:
    group = load(TEXTS).comparator_groups["english-counties"]
    before, now = (group.members_in(FinancialYear(year)) for year in (2022, 2023))
    assert before is not None
    assert now is not None
    assert (len(before), len(now)) == (24, 21)
    gone = {area.name for area in before} - {area.name for area in now}
    assert gone == {
        "Cumbria County Council",
        "North Yorkshire County Council",
        "Somerset County Council",
    }
    assert group.members_in(FinancialYear(2021)) is None
    assert group.members_in(FinancialYear(2024)) is None


def test_a_framework_without_groups_loads_as_before() -> None:
    measures = TEXTS["measures.csv"]
    for name in ("midland-counties;english-counties", "english-counties;midland-counties"):
        measures = measures.replace(name, "")
    measures = measures.replace("midland-counties", "")
    texts = {k: v for k, v in TEXTS.items() if k != "comparator_groups.yaml"}
    framework = load(texts | {"measures.csv": measures})
    assert framework.comparator_groups == {}
    assert {m.national_area for m in framework.measures.values()} == {"E92000001"}


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("LEC, LIN, NTT", "LEC, XXX, NTT", "'XXX' is no authority"),
        ("LEC, LIN, NTT", "LEC, E99999999, NTT", "E99999999 is no code"),
        ("LEC, LIN, NTT", "LEC, E10000018, NTT", "LEC and E10000018 are one authority"),
        ("LEC, LIN, NTT", "LEC, Lincolnshire, NTT", "pattern"),
        ("- year: 2022-23", "- year: 2023-24", "a year has two versions"),
        ("- year: 2022-23", "- year: 2022", "2022"),
        ("[DBY, LEC, LIN, NTT, STS, WAR, WOR]", "[]", "at least 1 item"),
    ],
)
def test_a_member_or_year_that_cannot_be_meant_is_refused(
    before: str, after: str, says: str
) -> None:
    assert before in GROUPS
    found = problems(comparator_groups=GROUPS.replace(before, after))
    assert any(says in message for message in found), found


def test_a_measure_can_only_name_groups_areas_and_metrics_that_are_its_own() -> None:
    measures = TEXTS["measures.csv"]
    assert problems(measures=measures.replace(";midland-counties", ";northern-counties", 1)) == [
        "'asc-10' names the group 'northern-counties', which does not exist."
    ]
    twice = measures.replace("example-review", "example-recycling")
    assert problems(measures=twice) == [
        "'asc-13' and 'plc-01' both have the metric example-recycling."
    ]
    head, *rows = measures.splitlines()
    area = "\n".join([f"{head},national_area", *(f"{row},E99999999" for row in rows[:1])])
    whole = "\n".join([area, *(f"{row}," for row in rows[1:]), ""])
    assert problems(measures=whole) == [
        "'asc-01': E99999999 is no code of an authority, region or nation."
    ]


def test_whoever_is_compared_says_who_it_is() -> None:
    council = "\n".join(
        line for line in TEXTS["council.yaml"].splitlines() if "gss_code" not in line
    )
    assert problems(council=council) == [
        "Measures are compared with others, and the council's own gss_code is not known."
    ]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("kind: benchmarks", "kind: table", "stand in benchmarks"),
        ("in time: plc-03", "in time: plc-99", "calls something 'plc-99', which is no measure"),
        ("layout: extract", "layout: form", "Return 'benchmarks' is of type benchmarks"),
        ("layout: history-csv", "layout: extract", "its layout is one of benchmarks"),
        ("    kind: benchmarks\n", "    kind: benchmarks\n    actual: Value\n", "is for tables of"),
    ],
)
def test_a_return_of_others_figures_and_its_layout_belong_together(
    before: str, after: str, says: str
) -> None:
    returns = TEXTS["returns.yaml"]
    assert before in returns
    found = problems(returns=returns.replace(before, after, 1))
    assert any(says in message for message in found), found
