"""Why a rating moved: every injected cause is named, and no other, on a set made for that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any, NamedTuple

import pytest
from analysis_builders import AS_LAST_YEAR, HART, LEVELLED, TOLERANT, a_scheme, a_stored_value
from hypothesis import given
from hypothesis import strategies as st
from move_builders import MEASURE, State, by_sevens, closed_as, moved, printed

from assets.analysis.grounds import grounds_of, rated
from assets.analysis.moves import Cause, moves
from assets.analysis.results import CloseResults
from sources.framework.changes import Changed, DefinitionChange
from sources.framework.keys import Period
from sources.values import Absence

PLAIN = State()
TOTAL = (("is_cumulative", True), ("supplied", "year to date"), ("aggregation", "sum"))
ADDED = (("is_cumulative", True), ("supplied", "period alone"), ("aggregation", "sum"))
FOLLOWING = State(declared=TOTAL, follows="higher", last_year="80")


class Injected(NamedTuple):
    """A state before and one now; which causes were put in between."""

    before: State
    now: State
    causes: frozenset[Cause]

    def also(self, cause: Cause | None, before: dict[str, Any], now: dict[str, Any]) -> "Injected":
        causes = self.causes | ({cause} if cause else set())
        return Injected(replace(self.before, **before), replace(self.now, **now), causes)


def a_break(is_comparable: bool = False, start: str = "2023-24-Q2") -> DefinitionChange:
    return DefinitionChange(
        measure=MEASURE,
        from_period=Period.parse(start),
        definition="Counted by household.",
        what=Changed.DEFINITION,
        is_comparable=is_comparable,
        reason="New guidance",
        approved_by="Cabinet",
        approved_on=date(2023, 6, 20),
    )


# Each moves the rating down by one band of seven points, and prints as it says.
VALUES: dict[Cause | None, tuple[dict[str, Any], dict[str, Any]]] = {
    None: ({}, {}),
    Cause.CORRECTED: ({"actual": "83"}, {"actual": "76", "submission": 9}),
    Cause.RESTATED: (
        {"actual": "83", "of": ("830", "1000")},
        {"actual": "76", "of": ("830", "1092"), "submission": 9},
    ),
    Cause.ROUNDING: ({"actual": "81.04"}, {"actual": "80.96", "submission": 9}),
    Cause.LATE: ({"actual": None}, {"actual": "83", "submission": 9}),
    Cause.VALUE: ({"actual": "83", "at": "2023-24-Q1"}, {"actual": "76"}),
}
TARGETS = {None: ({}, {}), Cause.TARGET: ({"target": "74"}, {"target": "81"})}
THRESHOLDS = {None: ({}, {}), Cause.THRESHOLD: ({}, {"scheme": by_sevens(7)})}
QUERIES = {
    None: ({}, {}),
    Cause.QUERIED: ({}, {"queried": True}),
    Cause.SETTLED: ({"queried": True}, {}),
    Cause.WAIVED: ({"queried": True}, {"waived": True}),
}
REVIEWS = {None: ({}, {}), Cause.REVIEW: ({}, {"rating": "action"})}
# What is not there before brings the rating with it, whatever else changes.
BRINGS = {Cause.LATE, Cause.SETTLED, Cause.WAIVED, Cause.SIGNED, Cause.REVIEW}
SHOWN = {
    None: ({}, {}),
    "hidden": ({}, {"withheld": True}),
    "shown": ({"withheld": True}, {}),
}


def injected() -> Iterator[Injected]:
    """Every way to put causes together that moves the rating, with those that it takes."""
    for value, target, limit, query, review, shown in product(
        VALUES, TARGETS, THRESHOLDS, QUERIES, REVIEWS, SHOWN
    ):
        case = Injected(PLAIN, PLAIN, frozenset())
        case = case.also(value, *VALUES[value]).also(target, *TARGETS[target])
        case = case.also(limit, *THRESHOLDS[limit]).also(query, *QUERIES[query])
        if review and {value, target, limit}.isdisjoint({None, Cause.LATE}):
            continue  # They alone come to the same rating as the review.
        case = case.also(review, *REVIEWS[review])
        case = case.also(Cause.SIGNED if shown else None, *SHOWN[shown])
        if value is Cause.LATE and case.before.queried:
            continue  # Nothing is queried where nothing was sent.
        was_nothing = case.before.actual is None or case.before.queried or case.before.withheld
        stops = {Cause.QUERIED} if query is Cause.QUERIED else set()
        stops |= {Cause.SIGNED} if shown == "hidden" else set()
        if stops and was_nothing:
            continue  # Not rated before nor now.
        if stops:
            # What stops a rating is all there is to say: undoing anything else brings none back.
            case = case._replace(causes=frozenset(stops))
        elif review:
            # It stands whatever the figures say, but only over a figure.
            case = case._replace(causes=case.causes & BRINGS)
        if case.causes:
            yield case


CASES = list(injected())


def test_the_set_is_large_and_holds_every_cause_alone_and_with_others() -> None:
    assert len(CASES) >= 200
    alone = {cause for case in CASES for cause in case.causes if len(case.causes) == 1}
    assert alone >= {*filter(None, VALUES), *filter(None, QUERIES), Cause.TARGET, Cause.THRESHOLD}
    assert sum(len(case.causes) > 2 for case in CASES) >= 50


def test_every_injected_cause_is_named_and_no_other() -> None:
    wrong = []
    for case in CASES:
        move = moved(case.before, case.now)
        found = frozenset(move.causes) if move else frozenset()
        if found != case.causes:
            wrong.append((case, found))
    assert wrong == []


def test_causes_stand_in_their_own_order() -> None:
    order = list(Cause)
    for case in CASES[::7]:
        move = moved(case.before, case.now)
        assert move is not None
        assert list(move.causes) == sorted(move.causes, key=order.index)


def causes(before: State, now: State) -> tuple[Cause, ...]:
    move = moved(before, now)
    return move.causes if move else ()


# Values


def test_nearly_the_same_numerator_is_a_restated_denominator_too() -> None:
    before = State(actual="83", of=("830", "1000"))
    assert causes(before, State(actual="75.9", of=("829", "1092"))) == (Cause.RESTATED,)


def test_a_numerator_that_moves_the_rating_by_itself_is_a_corrected_value() -> None:
    before = State(actual="83", of=("830", "1000"))
    assert causes(before, State(actual="70", of=("763", "1090"))) == (Cause.CORRECTED,)
    assert causes(before, State(actual="76", of=("760", "1000"))) == (Cause.CORRECTED,)


def test_two_numbers_that_move_the_rating_only_together_are_a_corrected_value() -> None:
    before = State(actual="83", of=("830", "1000"))
    assert causes(before, State(actual="75.96", of=("790", "1040"))) == (Cause.CORRECTED,)


def test_a_denominator_without_its_numerator_restates_nothing() -> None:
    before, now = VALUES[Cause.RESTATED]
    closes = [closed_as(replace(PLAIN, **changed)) for changed in (before, now)]
    tops = [tuple(v for v in one.values if v.quantity != "numerator") for one in closes]
    for which in ((0, 1), (0,), (1,)):
        then, since = (
            replace(one, values=tops[n]) if n in which else one for n, one in enumerate(closes)
        )
        (found,) = moves(then, since, printed)
        assert found.causes == (Cause.CORRECTED,), which


def test_a_restated_denominator_that_prints_the_same_is_both() -> None:
    before = State(actual="81.04", of=("8104", "10000"))
    now = State(actual="80.96", of=("8104", "10009.8814"))
    assert causes(before, now) == (Cause.RESTATED, Cause.ROUNDING)


def test_values_that_print_otherwise_but_rate_the_same_as_printed_are_rounding() -> None:
    # Printed as 81.0 and 80.9, at most seven points better than target; and as 81.1 and 80.9.
    assert causes(State(actual="81.04"), State(actual="80.94")) == (Cause.ROUNDING,)
    assert causes(State(actual="81.06"), State(actual="80.94")) == (Cause.CORRECTED,)


def test_a_denominator_of_another_period_is_not_restated() -> None:
    before = State(actual="83", of=("830", "1000"), at="2023-24-Q1")
    assert causes(before, State(actual="76", of=("830", "1092"))) == (Cause.VALUE,)


def test_a_value_that_was_taken_back_is_gone() -> None:
    assert causes(PLAIN, State(actual=Absence.WITHDRAWN)) == (Cause.GONE,)
    assert causes(PLAIN, State(actual=None)) == (Cause.GONE,)


def test_a_value_that_was_expected_comes_late_and_one_that_was_unreadable_is_corrected() -> None:
    assert causes(State(actual=Absence.NOT_YET_AVAILABLE), PLAIN) == (Cause.LATE,)
    assert causes(State(actual=Absence.UNREADABLE), PLAIN) == (Cause.CORRECTED,)


def test_a_file_that_was_there_and_not_signed_off_is_no_late_one() -> None:
    before = closed_as(State(actual=None, withheld=True))
    now = closed_as(replace(PLAIN, submission=9))
    for known_to, found in ((8, (Cause.LATE, Cause.SIGNED)), (9, (Cause.SIGNED,))):
        held_back = replace(before, point=replace(before.point, seq=known_to))
        (move,) = moves(held_back, now, printed)
        assert move.causes == found


def test_a_measure_that_only_one_framework_has_has_not_moved() -> None:
    before, now = closed_as(PLAIN), closed_as(State(actual="76"))
    without = replace(before, framework=replace(before.framework, measures={}))
    assert moves(without, now, printed) == moves(now, without, printed) == []


def test_what_was_accepted_about_another_quantity_settles_no_figure() -> None:
    queried, settled = closed_as(State(queried=True)), closed_as(State(waived=True))
    for quantity, found in (("numerator", Cause.WAIVED), ("forecast", Cause.SETTLED)):
        waived = tuple(replace(one, quantity=quantity) for one in settled.waived)
        (move,) = moves(queried, replace(settled, waived=waived), printed)
        assert move.causes == (found,)


def test_a_value_where_there_was_none_in_the_period_before_is_no_late_file() -> None:
    assert causes(State(actual=None, at="2023-24-Q1"), PLAIN) == (Cause.VALUE,)


def test_an_earlier_value_that_the_rule_looks_at_is_named() -> None:
    before = State(actual="60", scheme=AS_LAST_YEAR, last_year="59")
    assert causes(before, replace(before, last_year="61")) == (Cause.EARLIER,)
    moved_target = replace(before, last_year="61", target="66")
    assert causes(before, moved_target) == (Cause.TARGET,)


def test_the_target_of_a_running_total_runs_along_with_it() -> None:
    first = State(actual="22", at="2023-24-Q1", declared=TOTAL, profile=("20", "40", "60", "80"))
    now = replace(first, actual="42", at="2023-24-Q2")
    assert causes(first, replace(now, actual="50")) == (Cause.VALUE,)
    assert causes(first, replace(now, actual="30")) == (Cause.VALUE,)
    # Two points of another profile are another target.
    assert causes(first, replace(now, profile=("20", "50", "60", "80"))) == (Cause.TARGET,)


def test_limits_of_a_running_total_are_named_as_any_others() -> None:
    first = State(actual="22", at="2023-24-Q1", declared=TOTAL, profile=("20", "40", "60", "80"))
    now = replace(first, actual="42", at="2023-24-Q2", scheme=by_sevens(7))
    assert causes(first, now) == (Cause.THRESHOLD,)


def test_a_target_that_follows_last_years_figure_moves_with_it() -> None:
    assert causes(FOLLOWING, replace(FOLLOWING, last_year="84")) == (Cause.EARLIER,)
    assert causes(FOLLOWING, replace(FOLLOWING, follows="+5%")) == (Cause.TARGET,)


def test_what_is_not_due_in_either_period_has_not_moved() -> None:
    half = (("frequency", "half-yearly"),)
    due = State(actual="83", declared=half)
    not_due = State(actual=None, declared=half, at="2023-24-Q1")
    assert moved(not_due, due) is None
    assert moved(due, replace(not_due, at="2023-24-Q3")) is None


def test_a_target_that_steps_up_through_the_year_is_named_where_nothing_runs_on() -> None:
    first = State(actual="83", at="2023-24-Q1", profile=("74", "81", "81", "81"))
    assert causes(first, replace(first, at="2023-24-Q2")) == (Cause.TARGET,)


# What is given beside values


def test_forecast_and_supplied_rating_are_named() -> None:
    rates_forecast = a_scheme(**(by_sevens().model_dump() | {"rates": "forecast"}))
    before = State(scheme=rates_forecast, forecast="83")
    assert causes(before, replace(before, forecast="70")) == (Cause.FORECAST,)
    assert causes(before, replace(before, forecast=None)) == (Cause.FORECAST,)
    tiles = State(scheme=HART.measure_scheme, supplied="Green", target="70")
    assert causes(tiles, replace(tiles, supplied="Red")) == (Cause.SUPPLIED,)


# Definitions


def test_a_definition_moves_a_rating_by_itself() -> None:
    tolerant = State(actual="72", scheme=TOLERANT, declared=(("tolerance", "3"),))
    stricter = replace(tolerant, declared=(("tolerance", "1"),))
    assert causes(tolerant, stricter) == (Cause.DEFINITION,)
    lower = replace(PLAIN, declared=(("polarity", "lower"),))
    assert causes(PLAIN, lower) == (Cause.DEFINITION,)
    levels = State(scheme=LEVELLED, declared=(("levels", "good >= 80; action"),))
    other = replace(levels, declared=(("levels", "good >= 90; action"),))
    assert causes(levels, other) == (Cause.DEFINITION,)


def test_a_definition_with_another_value_under_it_is_named_beside_the_value() -> None:
    now = State(actual="76", changes=(a_break(),))
    assert causes(PLAIN, now) == (Cause.CORRECTED, Cause.DEFINITION)
    before = State(at="2023-24-Q1", changes=(a_break(),))
    assert causes(before, now) == (Cause.VALUE, Cause.DEFINITION)


def test_a_definition_that_leaves_values_comparable_is_no_cause_between_periods() -> None:
    now = State(actual="76", changes=(a_break(is_comparable=True),))
    assert causes(replace(now, actual="83", at="2023-24-Q1"), now) == (Cause.VALUE,)


# Reviews


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (PLAIN, State(rating="review"), (Cause.REVIEW,)),
        (State(rating="review"), PLAIN, (Cause.REVIEW,)),
        (PLAIN, State(value="70"), (Cause.REVIEW,)),
        (PLAIN, State(actual="76", rating="action"), (Cause.REVIEW,)),
        (PLAIN, State(target="81", value="75"), (Cause.TARGET, Cause.REVIEW)),
        (State(actual=None), State(rating="review"), (Cause.LATE, Cause.REVIEW)),
        (State(queried=True), State(queried=True, value="83"), (Cause.REVIEW,)),
    ],
)
def test_what_was_decided_on_review_is_named(
    before: State, now: State, found: tuple[Cause, ...]
) -> None:
    assert causes(before, now) == found


# Two that each suffice


def test_causes_of_which_each_alone_suffices_are_all_named() -> None:
    now = State(actual="40", target="130", submission=9)
    found = moved(PLAIN, now)
    assert found is not None
    assert found.causes == (Cause.CORRECTED, Cause.TARGET)
    assert [reason.without for reason in found.reasons] == [None, None]


def test_what_the_rating_would_be_without_a_cause_is_known() -> None:
    found = moved(PLAIN, State(actual="76", target="81"))
    assert found is not None
    assert [(r.cause, r.without and r.without.rating) for r in found.reasons] == [
        (Cause.CORRECTED, "good"),
        (Cause.TARGET, "good"),
    ]


# Chance


def a_survey(actual: str, of: tuple[str, str], **more: Any) -> State:
    return State(actual=actual, of=of, declared=(("is_survey", True),), **more)


def test_a_flip_that_chance_explains_is_said_to_be_one() -> None:
    few = moved(a_survey("83", ("83", "100"), at="2023-24-Q1"), a_survey("76", ("76", "100")))
    many = moved(a_survey("83", ("830", "1000"), at="2023-24-Q1"), a_survey("76", ("760", "1000")))
    assert few is not None
    assert many is not None
    assert (few.is_by_chance, many.is_by_chance) == (True, False)
    assert few.causes == many.causes == (Cause.VALUE,)


def test_a_flip_by_its_target_alone_is_not_by_chance() -> None:
    found = moved(a_survey("83", ("83", "100")), a_survey("83", ("83", "100"), target="81"))
    assert found is not None
    assert (found.causes, found.is_by_chance) == ((Cause.TARGET,), False)


def test_what_says_nothing_of_performance_is_labelled() -> None:
    for cause, labels in (
        (Cause.RESTATED, (Cause.RESTATED,)),
        (Cause.ROUNDING, (Cause.ROUNDING,)),
        (Cause.LATE, (Cause.LATE,)),
        (Cause.CORRECTED, ()),
    ):
        before, now = VALUES[cause]
        found = moved(replace(PLAIN, **before), replace(PLAIN, **now))
        assert found is not None
        assert found.labels == labels


# Grounds


def test_a_rating_decided_over_a_stated_absence_does_not_stand() -> None:
    absent = State(actual=Absence.SUPPRESSED, rating="review")
    assert rated(grounds_of(closed_as(absent))[MEASURE]).rating is None
    assert causes(PLAIN, absent) == (Cause.GONE,)


@pytest.mark.parametrize(("declared", "is_left"), [(ADDED, False), ((), True)])
def test_a_query_of_what_a_value_is_made_of_is_the_values_own(
    declared: tuple[tuple[str, object], ...], is_left: bool
) -> None:
    """A running total is made of the quarters before, a quarter's own figure of itself alone."""
    earlier = "2023-24-Q1"
    results = closed_as(State(declared=declared))
    more = (a_stored_value("20", at=earlier, submission=7), *results.values)
    queried = frozenset({(MEASURE, earlier), (MEASURE, "2023-24-Q2")})
    ground = grounds_of(replace(results, values=more, queried=queried))[MEASURE]
    assert ground.is_queried
    assert {str(at): one.is_queried for at, one in ground.series.items()} == {
        earlier: is_left,
        "2023-24-Q2": False,
    }


states = st.builds(
    State,
    actual=st.one_of(
        st.none(), st.sampled_from(list(Absence)), st.integers(0, 1000).map(lambda n: str(n / 10))
    ),
    target=st.integers(0, 100).map(str),
    scheme=st.sampled_from([by_sevens(), by_sevens(3), TOLERANT, AS_LAST_YEAR, LEVELLED]),
    declared=st.sampled_from(
        [(), (("tolerance", "2"),), (("polarity", "lower"),), (("influence", "context"),)]
    ),
    last_year=st.one_of(st.none(), st.integers(0, 100).map(str)),
    queried=st.booleans(),
    rating=st.sampled_from([None, None, "review"]),
    withheld=st.sampled_from([False, False, True]),
)


@given(states)
def test_a_ground_rates_as_the_close_did(state: State) -> None:
    results = closed_as(state)
    (row,) = (row for row in results.ratings if row.basis == "current")
    assert rated(grounds_of(results)[MEASURE]).rating == row.rating


@given(states, states)
def test_a_rating_that_moved_always_has_a_known_cause_and_one_that_did_not_has_none(
    before: State, now: State
) -> None:
    found = moved(before, now)
    (was,) = (r.rating for r in closed_as(before).ratings if r.basis == "current")
    (is_now,) = (r.rating for r in closed_as(now).ratings if r.basis == "current")
    assert (found is not None) is (was != is_now)
    if found is not None:
        assert found.causes
        assert Cause.UNKNOWN not in found.causes


def test_a_close_that_the_present_code_cannot_repeat_has_no_known_cause() -> None:
    before, now = closed_as(PLAIN), closed_as(State(actual="76"))
    for then, since in ((as_if(before, "action"), now), (before, as_if(now, "action"))):
        (found,) = moves(then, since, printed)
        assert found.causes == (Cause.UNKNOWN,)


def as_if(results: CloseResults, rating: str) -> CloseResults:
    return replace(results, ratings=tuple(replace(row, rating=rating) for row in results.ratings))
