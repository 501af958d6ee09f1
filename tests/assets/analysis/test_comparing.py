"""Which figures are set beside each other: the period, the group's own list, what has a reason."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from assets.analysis.comparing import Comparing, compared, sent
from assets.analysis.series import Observation, Ref, refs_of
from checks.extract_troubles import Extract
from checks.extracts import StandingFigure, standing_figures
from sources.framework.comparators import ComparatorGroup
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.measures import Polarity
from sources.returns.content import SuppliedBenchmark
from sources.values import Unit, Value
from tests.sources.returns.extract import CLUB, OPEN, a_csv, derbyshire, read
from warehouse.benchmark_rows import MeasureBenchmark

YEAR = Period.parse("2022-23-FY")
OWN_REF = Ref(3, "actual", "table", "C9", "44")
GROUP = {
    "id": "five",
    "name": "Five counties",
    "source": "ours",
    "provenance": "ours",
    "versions": [{"year": "2022-23", "members": ["DBY", "LEC", "LIN", "NTT", "STS", "WAR"]}],
}
FOUR = ("LEC,plc-01,2022/23,40", "LIN,plc-01,2022/23,42", "NTT,plc-01,2022/23,45")
NATION = "England,plc-01,2022/23,41.7"


@pytest.fixture(scope="module")
def framework() -> Framework:
    return derbyshire()


Compare = Callable[..., list[MeasureBenchmark]]


@pytest.fixture
def beside(framework: Framework) -> Compare:
    """Derbyshire's recycling rate beside the figures of files; each is rows, and maybe a head."""

    def compare(
        *files: tuple[str, ...],
        heads: tuple[dict[str, str], ...] = (),
        own: str | None = "44",
        polarity: Polarity = Polarity.HIGHER,
        until: str = "2023-24-Q2",
        group: ComparatorGroup | None = None,
        decided: tuple[Period, Decimal] | None = None,
        **seen: object,
    ) -> list[MeasureBenchmark]:
        figures = figures_of(framework, *files, heads=heads)
        measure = framework.measures["plc-01"].model_copy(update={"polarity": polarity})
        known = Observation(actual=Decimal(own), refs=(OWN_REF,)) if own else Observation()
        by = Comparing(
            "derbyshire.2023-24-Q2",
            measure,
            {YEAR: replace(known, **seen)},  # type: ignore[arg-type]  # fields of the observation
            [group or ComparatorGroup.model_validate(GROUP)],
            "DBY",
            Period.parse(until),
            decided,
        )
        return compared(by, figures)

    return compare


def figures_of(
    framework: Framework, *files: tuple[str, ...], heads: tuple[dict[str, str], ...] = ()
) -> tuple[StandingFigure, ...]:
    filed = [
        Extract(seq, read(framework, a_csv(*rows, head=heads[seq] if heads else OPEN)).figures)
        for seq, rows in enumerate(files)
    ]
    return standing_figures(filed, framework)


def of(rows: list[MeasureBenchmark], kind: str) -> MeasureBenchmark:
    (found,) = [row for row in rows if row.kind == kind]
    return found


def value(row: MeasureBenchmark) -> Decimal | None:
    return None if row.units is None else Decimal(row.units).scaleb(-(row.places or 0))


def test_the_national_value_is_the_published_one_and_no_mean(beside: Compare) -> None:
    row = of(beside((*FOUR, NATION)), "national")
    assert (value(row), row.name, row.period) == (Decimal("41.7"), "England", "2022-23-FY")
    assert (row.rank, row.quartile, row.reason) == (None, None, None)
    assert [ref.cell for ref in refs_of(row.sources)] == ["D9"]
    assert row.origin == "LG Inform, retrieved 2 October 2023, Open Government Licence v3.0"
    assert [row.kind for row in beside(FOUR)] == ["group"]


def test_the_council_is_no_part_of_the_average_and_takes_part_in_the_rank(beside: Compare) -> None:
    row = of(beside((*FOUR, "DBY,plc-01,2022/23,44")), "group")
    assert value(row) == Decimal("42.333333")
    assert (row.rank, row.ranked, row.quartile) == (2, 4, 2)
    assert (row.comparators, row.members) == (3, 5)
    assert {ref.cell for ref in refs_of(row.sources)} == {"D6", "D7", "D8"}


def test_a_group_has_its_median_and_where_its_quartiles_begin(beside: Compare) -> None:
    rows = (*FOUR, "STS,plc-01,2022/23,43.5", "DBY,plc-01,2022/23,44")
    row = of(beside(rows), "group")
    assert (row.median_units, row.median_places) == (4275, 2)
    assert (row.first_units, row.first_places) == (45, 0)
    assert (row.last_units, row.last_places) == (42, 0)
    lower = of(beside(rows, polarity=Polarity.LOWER), "group")
    assert (lower.first_units, lower.last_units, lower.last_places) == (40, 435, 1)
    neither = of(beside(rows, polarity=Polarity.NONE), "group")
    assert (neither.median_units, neither.first_units, neither.last_units) == (4275, None, None)


def test_the_councils_figure_is_the_published_one_or_else_the_returned_one(
    beside: Compare,
) -> None:
    returned = of(beside(FOUR), "group")
    assert (returned.own_units, refs_of(returned.own_sources)) == (44, (OWN_REF,))
    published = of(beside((*FOUR, "Derbyshire CC,plc-01,2022/23,43.9")), "group")
    assert (published.own_units, published.own_places) == (439, 1)
    assert [ref.cell for ref in refs_of(published.own_sources)] == ["D9"]


def test_a_value_decided_on_review_is_the_councils_own_before_any_other(beside: Compare) -> None:
    rows = (*FOUR, NATION, "Derbyshire CC,plc-01,2022/23,43.9")
    for row in beside(rows, decided=(YEAR, Decimal("46.2"))):
        assert (row.own_units, row.own_places) == (462, 1)
        assert refs_of(row.own_sources) == (OWN_REF,)
    ranked = of(beside(rows, decided=(YEAR, Decimal("46.2"))), "group")
    assert (ranked.rank, ranked.ranked) == (1, 4)
    other = of(beside(rows, decided=(Period.parse("2023-24-Q2"), Decimal("46.2"))), "group")
    assert (other.own_units, other.own_places, other.rank) == (439, 1, 2)
    queried = of(beside(FOUR, decided=(YEAR, Decimal("46.2")), is_queried=True), "group")
    assert (queried.own_units, queried.reason) == (462, None)


@pytest.mark.parametrize("held", [0, 1, 2])
def test_of_fewer_than_three_others_there_is_no_average_rank_or_quartile(
    beside: Compare, held: int
) -> None:
    row = of(beside((*FOUR[:held], "KEN,plc-01,2022/23,50")), "group")
    assert (row.units, row.rank, row.quartile) == (None, None, None)
    assert (row.median_units, row.first_units, row.last_units) == (None, None, None)
    assert row.reason is not None
    assert row.reason.startswith(f"{held} of 5 others")
    assert row.comparators == held


def test_a_group_of_one_says_that_it_is_too_few(beside: Compare) -> None:
    alone = {**GROUP, "versions": [{"year": "2022-23", "members": ["LEC"]}]}
    row = of(beside(FOUR, group=ComparatorGroup.model_validate(alone)), "group")
    assert row.reason == (
        "1 of 1 others has a figure; from fewer than 3 no average, rank or quartile is worked out"
    )


def test_another_years_list_is_never_taken_in_silence(beside: Compare) -> None:
    newer = tuple(row.replace("2022/23", "2023/24 Q1") for row in FOUR)
    row = of(beside((*FOUR, *newer)), "group")
    assert (row.period, row.units) == ("2023-24-Q1", None)
    assert row.reason == "the group has no list of members for 2023-24"


def test_another_version_changes_nothing_of_the_year_before(beside: Compare) -> None:
    later = [*GROUP["versions"], {"year": "2023-24", "members": ["KEN"]}]
    with_later = ComparatorGroup.model_validate({**GROUP, "versions": later})
    assert beside(FOUR) == beside(FOUR, group=with_later)


def test_figures_of_periods_that_end_later_are_not_known_yet(beside: Compare) -> None:
    later = tuple(row.replace("2022/23", "2023/24") for row in FOUR)
    assert of(beside((*FOUR, *later)), "group").period == "2022-23-FY"
    assert beside(later) == []


def test_only_figures_of_the_period_itself_are_averaged(beside: Compare) -> None:
    older = "STS,plc-01,2021/22,90"
    row = of(beside((*FOUR, older)), "group")
    assert (row.comparators, value(row)) == (3, Decimal("42.333333"))


def test_a_region_of_no_people_has_no_rate_and_is_left_out(beside: Compare) -> None:
    empty = ("STS,plc-01,2022/23,#DIV/0!", "WAR,plc-01,2022/23,n/a")
    row = of(beside((*FOUR, *empty)), "group")
    assert (row.comparators, row.members, value(row)) == (3, 5, Decimal("42.333333"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"own": None}, "the council has no figure of that period"),
        ({"is_queried": True}, "the council has no figure of that period"),
        ({"polarity": Polarity.NONE}, "neither way is better, so there is no rank"),
        ({"polarity": Polarity.RANGE}, "the target is a range, so there is no rank"),
    ],
)
def test_without_a_rank_the_average_stands_and_the_reason_is_said(
    beside: Compare, changes: dict[str, object], reason: str
) -> None:
    row = of(beside(FOUR, **changes), "group")
    assert (row.rank, row.reason, value(row)) == (None, reason, Decimal("42.333333"))


def test_equal_figures_have_a_rank_and_no_quartile(beside: Compare) -> None:
    rows = tuple(f"{code},plc-01,2022/23,44" for code in ("LEC", "LIN", "NTT"))
    row = of(beside(rows), "group")
    assert (row.rank, row.quartile) == (1, None)
    assert row.reason == "all figures are equal, so there is no quartile"


def test_what_rests_on_a_figure_for_members_only_is_marked_and_followed_by_what_all_may_see(
    beside: Compare,
) -> None:
    club, own = ("STS,plc-01,2022/23,60",), (CLUB, OPEN)
    for_members, for_all = beside(club, FOUR, heads=own)
    assert (for_members.is_members_only, value(for_members)) == (True, Decimal("46.75"))
    assert (for_all.is_members_only, value(for_all)) == (False, Decimal("42.333333"))
    assert "A club" in for_members.origin
    assert "A club" not in for_all.origin


def test_a_newer_period_that_only_members_know_of_is_not_betrayed(beside: Compare) -> None:
    newer = ("KEN,plc-01,2023/24 Q1,50",)
    rows = beside(newer, FOUR, heads=(CLUB, OPEN))
    assert [(row.period, row.is_members_only) for row in rows] == [
        ("2023-24-Q1", True),
        ("2022-23-FY", False),
    ]


def test_of_a_figure_given_to_both_the_public_one_counts(beside: Compare) -> None:
    rows = beside(("LEC,plc-01,2022/23,99",), FOUR, heads=(CLUB, OPEN))
    assert [(row.is_members_only, value(row)) for row in rows] == [(False, Decimal("42.333333"))]


def test_a_figure_that_a_department_sent_is_shown_with_its_source(framework: Framework) -> None:
    measure = framework.measures["chs-07"]
    series = {YEAR: Observation(actual=Decimal(90), refs=(OWN_REF,))}
    by = Comparing("c", measure, series, [], "DBY", Period.parse("2023-24-Q2"))

    def given(period: str, figure: str, source: str) -> SuppliedBenchmark:
        number = Value.of(Decimal(figure), Unit.PERCENT)
        return SuppliedBenchmark("chs-07", "England", period, number, source, "Benchmarks", "F4")

    (first,) = sent(by, [(7, given("2022/23", "88", "National statistics"))])
    assert (first.kind, first.name, first.period) == ("sent", "England", "2022-23-FY")
    assert (first.own_units, value(first), first.is_members_only) == (90, Decimal(88), False)
    assert first.origin == "National statistics"
    (ref,) = refs_of(first.sources)
    assert (ref.submission, ref.cell) == (7, "F4")
    (later,) = sent(by, [(7, given("2022/23", "88", "x")), (9, given("2022/23", "89", ""))])
    assert (value(later), later.is_members_only) == (Decimal(89), True)
    assert later.origin == "a source that is not stated"
    (other,) = sent(by, [(7, given("last spring", "88", "x"))])
    assert (other.period, other.own_units) == ("last spring", None)
    assert other.reason == "the council has no figure of that period"
