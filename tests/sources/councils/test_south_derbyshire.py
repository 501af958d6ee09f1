"""South Derbyshire's framework: what the council published stands in it, and is whole."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.framework.library import EXAMPLES, Library
from sources.framework.measures import Frequency, Kind, Measure, Polarity, ReferencePeriod, Tier
from sources.framework.plan import Provenance
from sources.framework.procedures import PARTS

E_AND_DS = "environmental-and-development-services"
H_AND_CS = "housing-and-community-services"
F_AND_M = "finance-and-management"
COMMITTEES = (E_AND_DS, H_AND_CS, F_AND_M)
CODES = ("E1", "E2", "E3", "P1", "P2", "P3", "F1", "F2", "F3")
# Which key aims each committee answers for, as published.
AIMS = {
    E_AND_DS: "E1 E2 E3 P2 F2",
    H_AND_CS: "E3 P1 P2",
    F_AND_M: "E3 P2 P3 F1 F2 F3",
}
FOLDER = EXAMPLES / "south_derbyshire" / "2023-24"


@pytest.fixture(scope="module")
def south() -> Framework:
    return Library().frameworks("south_derbyshire")[0]


def of(south: Framework, body: str) -> list[Measure]:
    return [m for m in south.measures.values() if m.body == body]


def test_the_corporate_measures_are_spread_over_the_committees_as_published(
    south: Framework,
) -> None:
    corporate = Counter(m.body for m in south.measures.values() if m.tier is Tier.CORPORATE)
    assert [corporate[body] for body in COMMITTEES] == [12, 7, 16]
    assert all(any(m.tier is Tier.LOCAL for m in of(south, body)) for body in COMMITTEES)
    assert len(south.measures) >= 40


def test_each_committee_answers_for_its_own_key_aims(south: Framework) -> None:
    codes = dict(zip(south.outcomes, CODES, strict=True))
    for body, aims in AIMS.items():
        corporate = [m for m in of(south, body) if m.tier is Tier.CORPORATE]
        served = {codes[aim] for measure in corporate for aim in measure.outcomes}
        assert served == set(aims.split()), body


def test_the_plan_has_three_priorities_and_a_measure_follows_its_key_aims(
    south: Framework,
) -> None:
    priorities = list(south.priorities)
    assert [south.priorities[p].name for p in priorities] == [
        "Our Environment",
        "Our People",
        "Our Future",
    ]
    place = {aim: priorities[n // 3] for n, aim in enumerate(south.outcomes)}
    for measure in south.measures.values():
        assert set(measure.priorities) == {place[aim] for aim in measure.outcomes}, measure.id


def test_every_sort_of_measure_is_there(south: Framework) -> None:
    measures = south.measures.values()
    assert {m.frequency for m in measures} == set(Frequency)
    assert {m.polarity for m in measures} == set(Polarity)
    assert {m.kind for m in measures} == set(Kind)
    assert {m.is_cumulative for m in measures} == {True, False}
    assert {
        ReferencePeriod.IN_ARREARS,
        ReferencePeriod.ROLLING_12_MONTHS,
        ReferencePeriod.CALENDAR_YEAR,
        ReferencePeriod.SURVEY_WAVE,
    } <= {m.reference_period for m in measures}


def test_every_measure_has_a_whole_methodology_statement_of_its_own(south: Framework) -> None:
    assert set(south.procedures) == set(south.measures)
    for part in PARTS:
        texts = [getattr(procedure, part) for procedure in south.procedures.values()]
        assert all(texts), part
        assert len(set(texts)) == len(texts), f"two statements share their {part}"
    for texts in ([m.definition for m in south.measures.values()], names(south)):
        assert len(set(texts)) == len(texts)


def names(south: Framework) -> list[str]:
    return [m.name for m in south.measures.values()]


def test_every_target_says_why_and_only_context_goes_without(south: Framework) -> None:
    without = {name for name, target in south.targets.items() if target.annual is None}
    assert without == {m.id for m in south.measures.values() if m.polarity is Polarity.NONE}
    assert all(target.rationale and target.set_on for target in south.targets.values())


def test_only_what_the_council_published_is_said_to_be_published(south: Framework) -> None:
    published = [m.id for m in south.measures.values() if m.provenance is Provenance.PUBLISHED]
    assert len(published) == 8
    assert all(south.measures[name].tier is Tier.LOCAL for name in published)
    assert all(body.provenance is Provenance.PUBLISHED for body in south.bodies.values())
    assert all(t.provenance is Provenance.OURS for t in south.targets.values())
    assert all(risk.provenance is Provenance.OURS for risk in south.risks.values())


def test_the_rating_scheme_is_never_called_the_councils(south: Framework) -> None:
    schemes = (south.measure_scheme, south.action_scheme)
    assert all(scheme.source.startswith("Made up by Quarterday") for scheme in schemes)
    assert "are not the council's" in south.measure_scheme.choices[0]
    assert [level.word for level in south.measure_scheme.ratings] == [
        "On target",
        "Close to target",
        "Below target",
    ]


@pytest.mark.parametrize("what", ["measure ratings", "action ratings", "risk levels"])
def test_every_rating_has_a_word_a_symbol_and_a_colour_that_can_be_read(
    south: Framework, what: str
) -> None:
    assert south.risk_matrix is not None
    levels = {
        "measure ratings": south.measure_scheme.ratings,
        "action ratings": south.action_scheme.ratings,
        "risk levels": south.risk_matrix.levels,
    }[what]
    assert len({level.symbol for level in levels}) == len(levels)
    assert len({level.word for level in levels}) == len(levels)
    assert all(contrast_with_white(level.colour) >= 4.5 for level in levels)


def contrast_with_white(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    light = sum(
        weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
    return 1.05 / (light + 0.05)


def test_key_actions_and_risks_are_spread_over_the_committees(south: Framework) -> None:
    assert len(south.actions) >= 12
    assert len(south.risks) >= 9
    for each in (south.actions, south.risks):
        spread = Counter(one.body for one in each.values())
        assert min(spread[body] for body in COMMITTEES) >= 3
    assert all(action.milestones for action in south.actions.values())


def test_what_a_committee_answers_for_points_at_its_own_measures_and_actions(
    south: Framework,
) -> None:
    """Else a committee's report would show what belongs to another."""
    for one in [*south.actions.values(), *south.risks.values()]:
        assert {south.measures[m].body for m in one.measures} <= {one.body}, one.id
    for risk in south.risks.values():
        assert {south.actions[a].body for a in risk.actions} <= {risk.body}, risk.id


def test_risks_moved_up_and_down_one_is_new_and_one_was_closed(south: Framework) -> None:
    before, now = Period.parse("2023-24-Q1").ends, Period.parse("2023-24-Q2").ends
    moved: Counter[str] = Counter()
    for risk in south.risks.values():
        was, stands = risk.assessed(before), risk.assessed(now)
        assert stands is not None
        if risk.closed_on is not None:
            moved["closed"] += before < risk.closed_on <= now
        elif was is None:
            moved["new"] += 1
        else:
            change = stands.score - was.score
            moved["up" if change > 0 else "down" if change < 0 else "same"] += 1
    assert set(moved) == {"up", "down", "same", "new", "closed"}
    assert min(moved.values()) >= 1


@pytest.mark.parametrize(
    ("period", "board"),
    [
        ("2023-24-Q1", date(2023, 7, 21)),
        # Three weeks end on a Saturday, then on a Sunday, and again on one.
        ("2023-24-Q2", date(2023, 10, 20)),
        ("2023-24-Q3", date(2024, 1, 19)),
        ("2023-24-Q4", date(2024, 4, 19)),
    ],
)
def test_the_performance_board_comes_within_three_weeks_of_the_quarters_end(
    south: Framework, period: str, board: date
) -> None:
    quarter = Period.parse(period)
    stage = south.timetable[quarter].stage("performance-board")
    assert stage is not None
    assert stage.on == board
    assert (board - quarter.ends).days <= 21
    moved = "moved to the working day before" in stage.words
    assert moved == ((board - quarter.ends).days < 21)


def test_returns_are_due_before_the_board_of_every_quarter(south: Framework) -> None:
    for slot in south.slots:
        deadline = south.deadline(slot)
        board = south.timetable[slot.period].stage("performance-board") if deadline else None
        if deadline and board and board.on:
            assert deadline.date() < board.on


def test_the_year_ends_with_an_outturn_and_the_quarters_with_a_pack_for_each_committee(
    south: Framework,
) -> None:
    reported = {(e.product, close.period.code) for e, close in south.editions.items()}
    quarters = ("Q1", "Q2", "Q3")
    for body in COMMITTEES:
        assert south.products[f"{body}-pack"].bodies == (body,)
        assert {(f"{body}-pack", code) for code in quarters} <= reported
    assert ("annual-outturn", "FY") in reported
    assert not any(code == "FY" for product, code in reported if product != "annual-outturn")


def test_the_councils_own_words_are_used(south: Framework) -> None:
    words = south.council.words
    assert (words.body, words.outcome, words.procedure) == (
        "committee",
        "key aim",
        "methodology statement",
    )
    assert all(body.kind == "committee" for body in south.bodies.values())


def test_the_measures_changed_in_the_year_as_they_do_in_life(south: Framework) -> None:
    measures = south.measures.values()
    (withdrawn,) = [m for m in measures if m.last_period is not None]
    (added,) = [m for m in measures if m.first_period is not None]
    assert withdrawn.last_period is not None
    assert added.first_period is not None
    assert withdrawn.last_period.ends < added.first_period.starts
    assert added.name in (withdrawn.withdrawn_because or "")
    assert not south.is_due(withdrawn, added.first_period)
    assert not south.is_due(added, withdrawn.last_period)


def test_nothing_in_the_folder_reads_like_a_copied_row() -> None:
    """Rationales, purposes and steps are each written for their measure."""
    import csv

    for name, column in (("targets.csv", "rationale"), ("measures.csv", "definition")):
        with Path(FOLDER / name).open(encoding="utf-8", newline="") as file:
            texts = [row[column] for row in csv.DictReader(file)]
        assert len(set(texts)) == len(texts), name


def test_human_resources_send_what_they_keep_for_the_department_that_answers_for_it(
    south: Framework,
) -> None:
    sent = south.measures_of("hr")
    assert [m.id for m in sent] == ["fm-09", "fm-10"]
    assert {m.department for m in sent} == {"organisational-development-and-performance"}
    assert all(m.has_ratio for m in sent)
    assert not {m.id for m in south.measures_of("organisational-development")} & {"fm-09", "fm-10"}
    hr, department = (
        south.deadline(Slot.parse(f"south_derbyshire.2023-24-Q2.{name}"))
        for name in ("hr", "organisational-development")
    )
    assert hr is not None
    assert department is not None
    assert hr < department


def test_results_of_surveys_say_so_and_how_many_answered(south: Framework) -> None:
    surveys = [m for m in south.measures.values() if m.is_survey]
    assert [m.id for m in surveys] == ["eds-20", "hcs-07", "hcs-08"]
    assert all(m.denominator for m in surveys)
