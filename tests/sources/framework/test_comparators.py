"""Comparator groups: which authorities a year's figures are held against, and what is refused."""

from pathlib import Path

import pytest

from sources.framework.keys import FinancialYear
from sources.framework.library import EXAMPLES
from sources.framework.load import load, load_kept, load_with_doubts, read_folder
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
        ("LEC, LIN, NTT", "LEC, Lincolnshire, NTT", "this is no code of an authority"),
        (
            "- year: 2022-23",
            "- year: 2023-24",
            "Group 'english-counties' has two versions for 2023-24.",
        ),
        ("- year: 2022-23", "- year: 2022", "2022"),
        (
            "[DBY, LEC, LIN, NTT, STS, WAR, WOR]",
            "[]",
            "'midland-counties', versions '2022-23', members holds nothing",
        ),
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


def lines(text: str) -> list[str]:
    """What is said of the example with another file of groups, each with its place and mend."""
    with pytest.raises(FrameworkProblems) as found:
        load(TEXTS | {"comparator_groups.yaml": text})
    return [str(problem) for problem in found.value.problems]


def line_of(text: str, mark: str) -> int:
    return text[: text.index(mark)].count("\n") + 1


MIDLANDS = "[DBY, LEC, LIN, NTT, STS, WAR, WOR]"
BY_LINE = MIDLANDS.replace(", ", ",\n          ")


@pytest.mark.parametrize(
    ("member", "says"),
    [
        (
            "Lincolnshire",
            "'midland-counties', versions '2022-23', members: this is no code of an authority "
            "(found 'Lincolnshire'). Write E10000019, which is Lincolnshire County Council.",
        ),
        (
            "e10000019",
            "'midland-counties', versions '2022-23', members: this is no code of an authority "
            "(found 'e10000019'). Write E10000019, which is Lincolnshire County Council.",
        ),
        (
            "Mercia",
            "'midland-counties', versions '2022-23', members: this is no code of an authority "
            "(found 'Mercia'). Write an official code, such as E10000018, or the three letters of "
            "the register.",
        ),
        (
            "E12000004",
            "'midland-counties', 2022-23: E12000004 is East Midlands, a region and no authority. "
            "Take it out: the nation is compared with by national_area.",
        ),
        (
            "E10000021",
            "'midland-counties', 2022-23: E10000021 is Northamptonshire County Council, which was "
            "abolished after 2021-03-31. Take it out, or write the authority that came in its "
            "place.",
        ),
        (
            "SMT",
            "'midland-counties', 2022-23: SMT is Somerset Council, which is there from 2023-04-01 "
            "on only. Take it out, or write the authority that was there before.",
        ),
    ],
)
def test_a_wrong_member_is_named_with_its_own_line_and_what_to_write(
    member: str, says: str
) -> None:
    text = GROUPS.replace(MIDLANDS, BY_LINE.replace("LIN", member), 1)
    assert lines(text) == [
        f"comparator_groups.yaml:{line_of(text, f'          {member},')}: {says}"
    ]


def test_an_authority_may_be_a_member_up_to_its_last_year_and_from_its_first() -> None:
    for year, member in (("2022-23", "E10000006"), ("2023-24", "CBD")):
        text = GROUPS.replace(
            f"- year: {year}\n        members: {MIDLANDS}",
            f"- year: {year}\n        members: {MIDLANDS.replace('LEC', member)}",
        )
        held = load(TEXTS | {"comparator_groups.yaml": text}).comparator_groups["midland-counties"]
        names = [area.name for area in held.members_in(FinancialYear.parse(year)) or ()]
        assert any("Cumb" in name for name in names)


def test_a_group_of_the_council_alone_is_refused_and_one_that_is_too_small_is_a_doubt(
    tmp_path: Path,
) -> None:
    alone = GROUPS.replace(MIDLANDS, "[DBY]", 1)
    assert lines(alone) == [
        f"comparator_groups.yaml:{line_of(alone, '[DBY]')}: 'midland-counties', 2022-23: there is "
        "nobody in it but the council. Add those it is compared with."
    ]
    small = GROUPS.replace(MIDLANDS, "[DBY, LEC]", 1)
    for name, text in (TEXTS | {"comparator_groups.yaml": small}).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    framework, doubts = load_with_doubts(tmp_path)
    assert framework.comparator_groups["midland-counties"].versions[0].members == ("DBY", "LEC")
    assert [str(doubt) for doubt in doubts] == [
        f"comparator_groups.yaml:{line_of(small, '[DBY, LEC]')}: 'midland-counties', 2022-23: with "
        "1 other there is never an average, rank or quartile. Add members until there are 3 others."
    ]


def test_the_examples_give_no_cause_for_doubt() -> None:
    for folder in sorted(EXAMPLES.glob("*/*-*")):
        assert load_with_doubts(folder)[1] == [], folder


def test_a_version_that_was_taken_once_is_read_again_whatever_is_refused_by_now() -> None:
    text = GROUPS.replace(MIDLANDS, MIDLANDS.replace("LIN", "E10000021"), 1)
    texts = TEXTS | {"comparator_groups.yaml": text}
    assert lines(text)
    assert load_kept(texts).comparator_groups.keys() == load(TEXTS).comparator_groups.keys()
