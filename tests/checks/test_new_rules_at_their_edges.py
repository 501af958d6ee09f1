"""Where the rules about units, zeros, reasons, targets, surveys and days begin and end to speak."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from builders import (
    DERBYSHIRE,
    HISTORY,
    a_close,
    a_file,
    a_rated,
    a_ratio,
    a_return,
    a_text,
    a_value,
    declared,
    period,
)

from checks.catalogue.catalogue import check_close, check_return
from checks.catalogue.surveys import interval
from checks.catalogue.target_grounds import outturn
from checks.finding import Finding
from checks.subject import CheckedClose, CheckedReturn
from sources.framework.framework import Framework
from sources.framework.last_year import parse_last_year
from sources.returns.content import WHOLE_RETURN, Quantity, SuppliedText, TextField
from sources.values import Absence


def found(rule: str, subject: CheckedReturn | CheckedClose) -> list[Finding]:
    every = check_close(subject) if isinstance(subject, CheckedClose) else check_return(subject)
    return [finding for finding in every if finding.rule == rule]


def targeted(measure: str, annual: str | None) -> Framework:
    fields = {
        "annual": Decimal(annual) if annual else None,
        **dict.fromkeys(("q1", "q2", "q3", "q4")),
    }
    target = DERBYSHIRE.targets[measure].model_copy(update=fields)
    return replace(DERBYSHIRE, targets={**DERBYSHIRE.targets, measure: target})


# A value and parts that were themselves rounded


@pytest.mark.parametrize(
    ("actual", "top", "bottom", "count"),
    [
        # 45.1 may be anything from 45.05 to 45.15, and 50.1 from 50.05 to 50.15.
        ("90.0", "45.1", "50.1", 0),
        ("89.7", "45.1", "50.1", 1),
        # Whole numbers are counts, and exact.
        ("90.0", "451", "501", 0),
        ("89.9", "451", "501", 1),
    ],
)
def test_a_part_that_was_printed_with_decimals_may_be_off_by_half_of_the_last(
    actual: str, top: str, bottom: str, count: int
) -> None:
    subject = a_return(a_file(*a_ratio("asc-08", actual, top, bottom)))
    assert len(found("ratio-disagrees", subject)) == count


def test_a_count_in_the_place_of_its_percentage_is_told_as_that() -> None:
    def rules(*values: str) -> set[str]:
        subject = a_return(a_file(*a_ratio("asc-08", *values)))
        return {f.rule for f in check_return(subject)} & {"ratio-disagrees", "count-for-percentage"}

    assert rules("45", "45", "51") == {"count-for-percentage"}
    assert rules("44", "45", "51") == {"ratio-disagrees"}
    assert rules("45", "45", "100") == set()


# Units


@pytest.mark.parametrize(
    ("measure", "number", "quantity", "count"),
    [
        ("asc-18", "-1", Quantity.ACTUAL, 1),
        ("asc-18", "0", Quantity.ACTUAL, 0),
        ("asc-18", "-1", Quantity.FORECAST, 1),
        ("asc-18", "-1", Quantity.TARGET, 0),
        ("asc-08", "-1", Quantity.NUMERATOR, 1),
        # A percentage below 0 is impossible, which is said by the rule of that.
        ("asc-08", "-1", Quantity.ACTUAL, 0),
    ],
)
def test_counts_begin_at_0(measure: str, number: str, quantity: Quantity, count: int) -> None:
    subject = a_return(a_file(a_value(measure, number, quantity)))
    assert len(found("below-zero", subject)) == count


def test_what_was_below_0_before_or_may_be_is_not_remarked_on() -> None:
    value = a_file(a_value("asc-18", "-1"))
    assert found("below-zero", a_return(value, history={"asc-18": {"Q1": "-3"}})) == []
    allowed = declared("asc-18", may_be_negative=True)
    assert found("below-zero", a_return(value, framework=allowed)) == []
    assert found("below-zero", a_return(value, framework=targeted("asc-18", "-5"))) == []


def test_only_a_count_without_decimals_has_to_be_whole() -> None:
    assert len(found("not-whole", a_return(a_file(a_value("asc-18", "7.5"))))) == 1
    assert found("not-whole", a_return(a_file(a_value("asc-18", "7.0")))) == []
    assert found("not-whole", a_return(a_file(a_value("asc-17", "7.5")))) == []
    denominator = a_value("asc-18", "7.5", Quantity.DENOMINATOR)
    assert found("not-whole", a_return(a_file(denominator))) == []


def test_days_may_be_longer_than_the_period_where_they_always_were() -> None:
    def days(measure: str, number: str, **given: object) -> int:
        subject = a_return(a_file(a_value(measure, number)), **given)  # type: ignore[arg-type]
        return len(found("days-beyond-period", subject))

    assert days("asc-15", "92") == 0
    assert days("asc-15", "92.1") == 1
    assert days("asc-15", "95", history={"asc-15": {"Q1": "93"}}) == 0
    assert days("asc-15", "95", framework=targeted("asc-15", "100")) == 0
    assert days("chs-09", "366", framework=targeted("chs-09", None)) == 0
    assert days("chs-09", "367", framework=targeted("chs-09", None)) == 1


# Zeros and reasons

NEVER_0 = {"asc-18": {f"2022-23-Q{n}": "40" for n in range(1, 5)}}


def test_a_zero_is_doubted_only_where_the_past_or_the_target_speaks_against_it() -> None:
    def zeros(measure: str, number: str = "0", **given: object) -> int:
        subject = a_return(a_file(a_value(measure, number)), **given)  # type: ignore[arg-type]
        return len(found("zero-for-no-data", subject))

    assert zeros("asc-18", history=NEVER_0) == 1
    assert zeros("asc-18", "1", history=NEVER_0) == 0
    assert zeros("asc-18") == 0
    once = {"asc-18": NEVER_0["asc-18"] | {"2022-23-Q3": "0"}}
    assert zeros("asc-18", history=once) == 0
    rare = {"asc-18": {f"2022-23-Q{n}": "2" for n in range(1, 5)}}
    assert zeros("asc-18", history=rare) == 0
    assert zeros("asc-04", framework=targeted("asc-04", "10")) == 1
    assert zeros("asc-04", framework=targeted("asc-04", "9.9")) == 0
    # Where less is better, none may well be the best there is.
    assert zeros("asc-15") == 0


def test_none_of_none_is_no_value() -> None:
    subject = a_return(a_file(*a_ratio("asc-08", "0", "0", "0")))
    (finding,) = found("zero-for-no-data", subject)
    assert "denominator of 0" in finding.message


def test_a_running_total_may_begin_with_0() -> None:
    """Totals of other quarters say nothing about how a year begins."""
    history = {"asc-02": {f"2022-23-Q{n}": str(400 * n) for n in range(1, 5)}}
    history["asc-02"] |= {f"2021-22-Q{n}": str(400 * n) for n in range(1, 5)}
    subject = a_return(
        a_file(a_value("asc-02", "0", at="Q1")), history=history, framework=targeted("asc-02", None)
    )
    assert found("zero-for-no-data", subject) == []


def note(text: str) -> SuppliedText:
    return a_text("asc-18", text, TextField.ABSENCE_NOTE)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("The provider is late.", 1),
        ("", 1),
        ("Expected 14/11/2023.", 0),
        ("Due in November", 0),
        ("2023-12", 0),
        ("with the Q3 return", 0),
        ("in two weeks", 0),
        ("by the end of the month", 0),
        ("It may be known soon.", 1),
    ],
)
def test_what_is_not_yet_available_needs_a_date(words: str, count: int) -> None:
    value = a_value("asc-18", Absence.NOT_YET_AVAILABLE)
    given = (value, note(words)) if words else (value,)
    assert len(found("no-expected-date", a_return(a_file(*given)))) == count


def test_other_absences_need_no_date() -> None:
    assert found("no-expected-date", a_return(a_file(a_value("asc-18", Absence.SUPPRESSED)))) == []


@pytest.mark.parametrize(
    ("words", "count"),
    [("not applicable", 1), ("Suppressed; see letter", 1), ("As at 29 September", 0), ("n/a", 1)],
)
def test_a_value_beside_a_reason_is_told(words: str, count: int) -> None:
    subject = a_return(a_file(a_value("asc-18", "9100"), note(words)))
    assert len(found("value-and-reason", subject)) == count


# Targets

STEADY = {f"{y}-{y - 1999}-Q{n}": "420" for y in (2021, 2022) for n in range(1, 5)}


def about_target(rule: str, annual: str, history: dict[str, str], measure: str = "asc-04") -> int:
    subject = a_return(
        a_file(a_value(measure, "420")),
        history={measure: history},
        framework=targeted(measure, annual),
    )
    return len(found(rule, subject))


def aimless(measure: str, **stated: Any) -> int:
    """How often a close says that a measure with a figure has no target."""
    blank = dict.fromkeys(("q1", "q2", "q3", "q4"))
    target = DERBYSHIRE.targets[measure].model_copy(update=blank | stated)
    changed = replace(DERBYSHIRE, targets={**DERBYSHIRE.targets, measure: target})
    rated = a_rated(measure, rating=None, period=period("Q2"))
    return len(found("target-missing", a_close(rated, framework=changed)))


def grounds(
    rule: str,
    measure: str,
    actual: str = "420",
    *,
    history: dict[str, str] | None = None,
    framework: Framework = DERBYSHIRE,
    **stated: Any,
) -> int:
    """How often a rule speaks where a measure's target is stated otherwise, without a profile."""
    blank = dict.fromkeys(("q1", "q2", "q3", "q4"))
    target = framework.targets[measure].model_copy(update=blank | stated)
    changed = replace(framework, targets={**framework.targets, measure: target})
    past = {measure: history} if history else {}
    subject = a_return(a_file(a_value(measure, actual)), history=past, framework=changed)
    return len(found(rule, subject))


@pytest.mark.parametrize(
    ("annual", "count"),
    [("73390", 1), ("4201", 1), ("4200", 0), ("42", 0), ("41.9", 1), ("420", 0)],
)
def test_a_target_of_another_size_than_the_past_is_told(annual: str, count: int) -> None:
    assert about_target("target-out-of-scale", annual, STEADY) == count


def test_a_short_past_says_nothing_about_a_targets_size() -> None:
    assert about_target("target-out-of-scale", "73390", dict(list(STEADY.items())[:3])) == 0
    assert about_target("target-out-of-scale", "73390", dict(list(STEADY.items())[:4])) == 1


def test_a_running_total_is_held_against_the_same_stretch_of_earlier_years() -> None:
    running = declared("asc-04", is_cumulative=True, supplied="year to date", aggregation="sum")
    quarters = {f"q{n}": Decimal(20000 * n) for n in range(1, 5)}
    target = DERBYSHIRE.targets["asc-04"].model_copy(update={"annual": Decimal(80000), **quarters})
    framework = replace(running, targets={**running.targets, "asc-04": target})
    for code, count in (("Q2", 1), ("Q4", 0)):
        past = {"asc-04": {f"{y}-{y - 1999}-{code}": "420" for y in range(2019, 2023)}}
        subject = a_return(a_file(a_value("asc-04", "420")), history=past, framework=framework)
        assert len(found("target-out-of-scale", subject)) == count


def test_a_target_is_judged_whatever_stands_before_it_in_the_return() -> None:
    values = (a_value("asc-08", "70"), a_value("asc-04", "420"))
    subject = a_return(
        a_file(*values), history={"asc-04": STEADY}, framework=targeted("asc-04", "73390")
    )
    assert [f.measure for f in found("target-out-of-scale", subject)] == ["asc-04"]


@pytest.mark.parametrize(
    ("annual", "rules"),
    [
        ("419", {"target-always-met"}),
        ("420", {"target-always-met"}),
        ("421", {"target-never-met"}),
    ],
)
def test_a_target_met_or_missed_in_all_of_the_last_eight_periods_is_told(
    annual: str, rules: set[str]
) -> None:
    habits = ("target-always-met", "target-never-met")
    assert {rule for rule in habits if about_target(rule, annual, STEADY)} == rules


def test_one_exception_among_the_last_eight_makes_a_target_a_test() -> None:
    assert about_target("target-always-met", "300", STEADY | {"2022-23-Q2": "290"}) == 0
    assert about_target("target-never-met", "500", STEADY | {"2022-23-Q2": "510"}) == 0
    assert about_target("target-always-met", "300", dict(list(STEADY.items())[:7])) == 0
    # What lies further back than eight periods is past.
    long_ago = {"2020-21-Q4": "290"} | STEADY
    assert about_target("target-always-met", "300", long_ago) == 1


@pytest.mark.parametrize(
    ("annual", "given", "count"),
    [
        (None, {}, 1),
        (None, {"to_be_set_by": date(2023, 12, 31)}, 0),
        (None, {"in_words": "Open the new centre."}, 0),
        (None, {"of_last_year": parse_last_year("+2%")}, 0),
        (Decimal(420), {}, 0),
    ],
)
def test_a_measure_that_aims_at_nothing_is_told(
    annual: Decimal | None, given: dict[str, Any], count: int
) -> None:
    assert aimless("asc-04", annual=annual, **given) == count


def test_context_measures_want_no_target() -> None:
    assert aimless("asc-18", annual=None) == 0


@pytest.mark.parametrize(
    ("measure", "annual", "rationale", "evidence", "count"),
    [
        ("asc-15", "0", "tbc", None, 1),
        ("asc-15", "0", "tbc", "None waited last year.", 0),
        ("asc-15", "0", "Nobody should have to wait.", None, 0),
        ("asc-08", "100", "As before", None, 1),
        ("asc-04", "100", "As before", None, 0),
        ("asc-08", "99", "As before", None, 0),
    ],
)
def test_a_target_of_0_or_100_wants_a_reason(
    measure: str, annual: str, rationale: str, evidence: str | None, count: int
) -> None:
    stated = {"annual": Decimal(annual), "rationale": rationale, "evidence": evidence}
    assert grounds("target-without-grounds", measure, **stated) == count


@pytest.mark.parametrize(
    ("measure", "annual", "actual", "count"),
    [
        ("asc-08", "0.75", "74", 1),
        ("asc-08", "1", "10", 1),
        ("asc-08", "1.1", "74", 0),
        # A measure that stands at 2 per cent may well aim at 1.
        ("asc-08", "1", "9.9", 0),
        # A count of 10 may aim at none but one.
        ("asc-04", "1", "10", 0),
        ("asc-04", "420.5", "420", 1),
        ("asc-04", "420", "420", 0),
    ],
)
def test_a_target_in_another_unit_is_told(
    measure: str, annual: str, actual: str, count: int
) -> None:
    found_now = grounds("target-of-other-unit", measure, actual, annual=Decimal(annual))
    assert found_now == count


@pytest.mark.parametrize(
    ("polarity", "annual", "count"),
    [("higher", "419", 1), ("higher", "420", 0), ("lower", "421", 1), ("lower", "420", 0)],
)
def test_a_target_that_is_worse_than_last_years_outturn_is_told(
    polarity: str, annual: str, count: int
) -> None:
    framework = declared("asc-04", polarity=polarity)
    history = {"2022-23-Q4": "420", "2022-23-Q3": "1"}
    found_now = grounds(
        "target-worse-than-outturn",
        "asc-04",
        history=history,
        framework=framework,
        annual=Decimal(annual),
    )
    assert found_now == count


@pytest.mark.parametrize(
    ("aggregation", "past", "expected"),
    [
        ("sum", {"Q1": 1, "Q2": 2, "Q3": 3, "Q4": 4}, 10),
        ("sum", {"Q1": 1, "Q2": 2, "Q4": 4}, None),
        ("mean", {"Q1": 1, "Q2": 2, "Q3": 3, "Q4": 4}, Decimal("2.5")),
        ("latest", {"Q3": 3, "Q4": 4}, 4),
        ("latest", {"Q3": 3}, None),
        ("supplied again", {"Q1": 1, "Q2": 2, "Q3": 3, "Q4": 4}, None),
        ("supplied again", {"Q4": 4, "FY": 7}, 7),
    ],
)
def test_an_outturn_follows_from_quarters_as_the_year_does(
    aggregation: str, past: dict[str, int], expected: Decimal | int | None
) -> None:
    measure = declared("asc-04", aggregation=aggregation).measures["asc-04"]
    known = {period(f"2022-23-{code}"): Decimal(value) for code, value in past.items()}
    assert outturn(measure, known, period("2022-23-FY")) == expected


@pytest.mark.parametrize(
    ("measure", "annual", "count"),
    [
        ("asc-04", "0", 1),
        ("asc-04", "1", 0),
        # To miss nobody, or to reach everybody, is a target that can be missed.
        ("asc-15", "0", 0),
        ("asc-08", "100", 0),
        ("asc-15", "100", 0),
        ("chs-03", "100", 1),
    ],
)
def test_a_target_that_every_value_meets_is_told(measure: str, annual: str, count: int) -> None:
    assert about_target("target-at-limit", annual, {}, measure) == count


def test_a_target_of_0_can_be_missed_by_what_goes_below_0() -> None:
    """Days ahead of a project's timetable: 28 behind are -28."""
    subject = a_return(a_file(a_value("asc-04", "-28")), framework=targeted("asc-04", "0"))
    assert found("target-at-limit", subject) == []
    assert about_target("target-at-limit", "0", {"Q1": "-3"}) == 0


# Surveys

SURVEY = declared("asc-08", is_survey=True)


def test_the_interval_is_wilsons() -> None:
    low, high = interval(Decimal("0.7"), Decimal(79))
    assert (round(low, 3), round(high, 3)) == (Decimal("0.592"), Decimal("0.790"))
    assert interval(Decimal(0), Decimal(10))[0] == 0
    assert interval(Decimal(1), Decimal(10))[1] == 1


@pytest.mark.parametrize(("answers", "count"), [("99", 1), ("100", 0), ("1", 1)])
def test_few_answers_are_fewer_than_the_council_says(answers: str, count: int) -> None:
    values = a_ratio("asc-08", "0", "0", answers)
    assert len(found("few-answers", a_return(a_file(*values), framework=SURVEY))) == count
    assert found("few-answers", a_return(a_file(*values))) == []


def test_few_answers_are_said_with_what_they_leave_open() -> None:
    measures = SURVEY.measures
    both = {**measures, "asc-04": measures["asc-04"].model_copy(update={"is_survey": True})}
    # A figure that no share of answers can be is passed over, and the next one is not.
    values = [*a_ratio("asc-04", "400", "0", "79"), *a_ratio("asc-08", "70", "55", "79")]
    subject = a_return(a_file(*values), framework=replace(SURVEY, measures=both))
    (one,) = found("few-answers", subject)
    assert one.message == (
        "70% of 79 answers: if others had been asked, anything from 59% to 79% would be no "
        "surprise."
    )


def test_a_survey_that_gives_a_reason_and_no_result_needs_no_answers() -> None:
    absent = a_value("asc-08", Absence.SUPPRESSED)
    subject = a_return(a_file(absent), framework=SURVEY)
    assert found("answers-missing", subject) == []


def test_missing_answers_are_told_once() -> None:
    subject = a_return(a_file(*a_ratio("asc-08", "70", "55", "79")[:2]), framework=SURVEY)
    rules = {f.rule for f in check_return(subject)}
    assert "answers-missing" in rules
    assert "ratio-parts-missing" not in rules


# Days


def signed(day: str, came: date | None = date(2023, 10, 18)) -> list[Finding]:
    text = a_text(WHOLE_RETURN, day, TextField.SIGNED_OFF_ON, at=None)
    return found("sign-off-day", a_return(replace(a_file(text), came_on=came)))


@pytest.mark.parametrize(
    ("day", "count"),
    [
        ("30/09/2023", 0),
        ("29/09/2023", 0),  # no signature at all, as another rule says
        ("2023-10-18", 0),
        ("19 October 2023", 1),
        ("soon", 1),
    ],
)
def test_a_day_of_signing_can_be_read_and_is_past_when_the_file_comes(day: str, count: int) -> None:
    assert len(signed(day)) == count


def test_without_the_day_on_which_a_file_came_no_day_is_too_late() -> None:
    assert signed("19 October 2023", came=None) == []


@pytest.mark.parametrize(("came", "count"), [(date(2023, 10, 4), 1), (date(2023, 10, 5), 0)])
def test_a_figure_before_its_time_is_told_unless_provisional(came: date, count: int) -> None:
    value = a_value("asc-18", "9100")
    sent = a_return(replace(a_file(value), came_on=came))
    assert len(found("before-usual", sent)) == count
    marked = replace(value, value=replace(value.value, is_provisional=True))
    assert found("before-usual", a_return(replace(a_file(marked), came_on=came))) == []


def test_only_what_is_reported_in_arrears_can_be_older_than_need_be() -> None:
    def told(measure: str) -> int:
        rated = a_rated(measure, period=period("Q1"))
        close = replace(a_close(rated), reported_on=date(2024, 2, 1))
        return len(found("older-than-need-be", close))

    assert told("asc-20") == 1
    assert told("asc-08") == 0


@pytest.mark.parametrize(
    "rule", ["zero-for-no-data", "no-expected-date", "before-usual", "jump", "target-at-limit"]
)
def test_a_history_is_not_asked_for_what_a_return_is(rule: str) -> None:
    values = (a_value("asc-18", "0"), a_value("asc-04", Absence.NOT_YET_AVAILABLE))
    sent = a_return(
        replace(a_file(*values), came_on=date(2023, 10, 1)),
        slot=HISTORY,
        history=NEVER_0,
        framework=targeted("asc-18", "0"),
    )
    assert found(rule, sent) == []


def test_a_context_note_that_counts_few_people_is_pointed_out_as_commentary_is() -> None:
    note = a_text("asc-18", "Only one child was moved.", TextField.CONTEXT)
    (finding,) = found("small-number", a_return(a_file(note)))
    assert finding.message == "The context note counts few people: one child."


@pytest.mark.parametrize(
    ("due", "rating", "complete", "count"),
    [
        (date(2023, 8, 31), "Good", "80", 1),
        (date(2023, 9, 30), "Good", "80", 1),  # the period's last day
        (date(2023, 10, 1), "Good", "80", 0),
        (date(2023, 8, 31), "good", "100%", 0),
        (date(2023, 8, 31), "Strong", None, 1),
        (date(2023, 8, 31), "Review", "80", 0),  # it says itself that it is late
        (date(2023, 8, 31), "Great", "80", 0),  # another rule tells of the word
    ],
)
def test_an_action_past_its_day_is_either_complete_or_rated_as_late(
    due: date, rating: str, complete: str | None, count: int
) -> None:
    action = DERBYSHIRE.actions["live-at-home"].model_copy(update={"due": due})
    framework = replace(DERBYSHIRE, actions={**DERBYSHIRE.actions, action.id: action})
    said = [a_text(action.id, rating, TextField.SUPPLIED_RATING)]
    if complete is not None:
        said.append(a_text(action.id, complete, TextField.PERCENT_COMPLETE, cell="E7"))
    assert len(found("action-overdue", a_return(a_file(*said), framework=framework))) == count
