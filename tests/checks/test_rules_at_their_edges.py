"""Where a rule begins and ends to speak: the figures on both sides of every threshold."""

from dataclasses import replace

import pytest
from builders import (
    DERBYSHIRE,
    HART,
    HISTORY,
    Past,
    a_close,
    a_file,
    a_lateness,
    a_rated,
    a_ratio,
    a_return,
    a_row,
    a_text,
    a_value,
    declared,
    only,
)

from checks.catalogue.catalogue import check_close, check_return
from checks.finding import Finding
from checks.subject import CheckedClose, CheckedReturn
from sources.framework.framework import Framework
from sources.framework.last_year import parse_last_year
from sources.returns.content import Quantity, SuppliedValue, TextField
from sources.values import Absence


def found(rule: str, subject: CheckedReturn | CheckedClose) -> list[Finding]:
    every = check_close(subject) if isinstance(subject, CheckedClose) else check_return(subject)
    return [finding for finding in every if finding.rule == rule]


def ratio(
    actual: str, top: str, bottom: str, measure: str = "asc-08", framework: Framework = DERBYSHIRE
) -> list[Finding]:
    subject = a_return(a_file(*a_ratio(measure, actual, top, bottom)), framework=framework)
    return found("ratio-disagrees", subject)


# A value and its parts


@pytest.mark.parametrize(
    ("actual", "top", "bottom"),
    [
        ("90", "45", "50"),
        # To no places, half a point either way is how 89.82 and 90.18 are printed.
        ("90", "45", "50.1"),
        ("90", "45.1", "50"),
        ("90", "90.5", "100"),
        ("90", "89.5", "100"),
        ("90.0", "90.05", "100"),
        ("90.0", "89.95", "100"),
        ("33.3", "1", "3"),
        ("33.33", "1", "3"),
        ("66.7", "2", "3"),
        ("90", "-45", "-50"),
    ],
)
def test_a_value_may_be_off_by_half_of_its_last_printed_place(
    actual: str, top: str, bottom: str
) -> None:
    assert ratio(actual, top, bottom) == []


@pytest.mark.parametrize(
    ("actual", "top", "bottom"),
    [
        ("90.0", "45", "50.1"),
        ("90", "90.51", "100"),
        ("90", "89.49", "100"),
        ("90.0", "90.051", "100"),
        ("90.0", "89.949", "100"),
        ("33.4", "1", "3"),
        ("33.30", "1", "3"),
        ("67", "2", "3.1"),
        ("90", "45", "-50"),
        ("0.9", "45", "50"),
    ],
)
def test_a_value_further_off_than_that_disagrees_with_its_parts(
    actual: str, top: str, bottom: str
) -> None:
    assert len(ratio(actual, top, bottom)) == 1


def test_only_a_percentage_is_a_hundred_times_its_ratio() -> None:
    assert ratio("12.5", "125", "10", "asc-15") == []
    assert len(ratio("1250", "125", "10", "asc-15")) == 1


def test_the_worked_value_is_told_to_the_places_of_the_measure() -> None:
    (finding,) = ratio("50", "1", "3")
    assert "which give 33.3." in finding.message


@pytest.mark.parametrize(
    "values",
    [
        a_ratio("asc-08", "90", "0", "0"),
        a_ratio("asc-08", "90", "45", "0"),
        a_ratio("asc-08", "0", "0", "0.0"),
        a_ratio("asc-08", "90", "45", "50")[:2],
        a_ratio("asc-08", "90", "45", "50")[::2],
        a_ratio("asc-08", "90", "45", "50")[1:],
        (a_value("asc-08", Absence.SUPPRESSED), *a_ratio("asc-08", "90", "45", "60")[1:]),
    ],
)
def test_what_cannot_be_divided_is_not_called_a_disagreement(
    values: tuple[SuppliedValue, ...],
) -> None:
    assert found("ratio-disagrees", a_return(a_file(*values))) == []


def test_parts_of_an_absurd_size_are_a_finding_and_not_an_explosion() -> None:
    assert len(ratio("90", "999999999999999999", "0.00000000000001")) == 1


def test_a_rate_is_not_held_against_a_ratio_whose_scale_nobody_declared() -> None:
    """2.5 per 1,000 people is 5 of 2,000: the measure's words say so, no number does."""
    framework = declared(
        "asc-09", numerator="Admissions", denominator="People", unit_words="per 1,000 people"
    )
    assert ratio("2.5", "5", "2000", "asc-09", framework) == []


@pytest.mark.parametrize(
    ("actual", "bottom", "count"), [("2.5", "0", 1), ("0", "0", 0), ("2.5", "2000", 0)]
)
def test_nothing_but_0_is_given_of_a_denominator_of_0(actual: str, bottom: str, count: int) -> None:
    framework = declared(
        "asc-09", numerator="Admissions", denominator="People", unit_words="per 1,000 people"
    )
    subject = a_return(a_file(*a_ratio("asc-09", actual, "5", bottom)), framework=framework)
    assert len(found("divided-by-zero", subject)) == count


@pytest.mark.parametrize(("top", "count"), [("50", 0), ("50.01", 1), ("49", 0)])
def test_a_part_may_equal_its_whole(top: str, count: int) -> None:
    subject = a_return(a_file(*a_ratio("asc-08", "100", top, "50")))
    assert len(found("part-exceeds-whole", subject)) == count


def test_a_part_may_exceed_its_whole_where_the_measure_says_so() -> None:
    values = a_ratio("asc-08", "102", "51", "50")
    framework = declared("asc-08", may_exceed_100=True)
    assert found("part-exceeds-whole", a_return(a_file(*values), framework=framework)) == []
    assert len(found("part-exceeds-whole", a_return(a_file(*values)))) == 1


def test_only_a_percentage_has_parts_within_a_whole() -> None:
    subject = a_return(a_file(*a_ratio("asc-15", "12.5", "125", "10")))
    assert found("part-exceeds-whole", subject) == []


# Running totals


@pytest.mark.parametrize(
    ("measure", "actual", "history", "count"),
    [
        ("asc-02", "819", {"Q1": "430", "2022-23-Q2": "9999"}, 0),
        ("asc-02", "430", {"Q1": "430"}, 0),
        ("asc-02", "429.9", {"Q1": "430"}, 1),
        ("asc-02", "0", {"Q1": "0"}, 0),
        # Last year's total says nothing about this year's.
        ("asc-02", "10", {"2022-23-Q4": "1800", "2022-23-Q1": "430"}, 0),
        # Supplied for the period alone, and not a running total at all.
        ("asc-03", "10", {"Q1": "150"}, 0),
        ("asc-04", "10", {"Q1": "1460"}, 0),
    ],
)
def test_only_this_years_running_total_may_not_fall(
    measure: str, actual: str, history: dict[str, str], count: int
) -> None:
    subject = a_return(a_file(a_value(measure, actual)), history={measure: history})
    assert len(found("cumulative-falls", subject)) == count


def test_a_running_total_is_held_against_the_latest_earlier_period() -> None:
    subject = a_return(
        a_file(a_value("asc-02", "700", at="Q3")),
        slot="derbyshire.2023-24-Q3.adult-care",
        history={"asc-02": {"Q1": "430", "Q2": "690"}},
    )
    assert found("cumulative-falls", subject) == []
    lower = a_return(
        a_file(a_value("asc-02", "680", at="Q3")),
        slot="derbyshire.2023-24-Q3.adult-care",
        history={"asc-02": {"Q1": "430", "Q2": "690"}},
    )
    (finding,) = found("cumulative-falls", lower)
    assert "690" in finding.message
    assert "Quarter 2 (July to September 2023)" in finding.message


def test_a_running_total_is_held_against_an_earlier_period_in_the_same_return() -> None:
    values = (a_value("asc-02", "430", at="Q1", cell="H11"), a_value("asc-02", "420"))
    (finding,) = found("cumulative-falls", a_return(a_file(*values)))
    assert (finding.cell, finding.period) == ("H12", "2023-24-Q2")


def test_a_corrected_earlier_period_counts_in_place_of_what_was_held() -> None:
    values = (a_value("asc-02", "300", at="Q1", cell="H11"), a_value("asc-02", "420"))
    subject = a_return(a_file(*values), history={"asc-02": {"Q1": "430"}})
    assert found("cumulative-falls", subject) == []


def test_another_measures_total_is_not_this_measures_past() -> None:
    values = (a_value("asc-05", "90", at="Q1", cell="H11"), a_value("asc-02", "20"))
    assert found("cumulative-falls", a_return(a_file(*values))) == []


def test_a_running_total_without_a_number_falls_from_nothing() -> None:
    values = (a_value("asc-02", Absence.SUPPRESSED),)
    subject = a_return(a_file(*values), history={"asc-02": {"Q1": "430"}})
    assert found("cumulative-falls", subject) == []


def test_months_are_held_against_months() -> None:
    framework = declared("asc-06", supplied="year to date")
    values = (a_value("asc-06", "50", at="M04", cell="H4"), a_value("asc-06", "49", at="M05"))
    subject = a_return(a_file(*values), history={"asc-06": {"Q1": "60"}}, framework=framework)
    (finding,) = found("cumulative-falls", subject)
    assert "July 2023" in finding.message


# Slips of the decimal point

PAST = {f"2022-23-Q{n}": "10" for n in range(1, 5)}


def slips(actual: str, history: dict[str, str] | None = None, at: str = "Q2") -> list[Finding]:
    past: Past = {"asc-04": PAST if history is None else history}
    return found("scale-slip", a_return(a_file(a_value("asc-04", actual, at=at)), history=past))


@pytest.mark.parametrize(
    ("actual", "words"),
    [
        ("800", "about 80 times larger"),
        ("1000", "about 100 times larger"),
        ("1250", "about 125 times larger"),
        ("8000", "about 800 times larger"),
        ("12500", "about 1250 times larger"),
        ("0.125", "about 80 times smaller"),
        ("0.1", "about 100 times smaller"),
        ("0.08", "about 125 times smaller"),
        ("0.01", "about 1000 times smaller"),
        ("-1000", "about 100 times larger"),
        ("-0.1", "about 100 times smaller"),
    ],
)
def test_a_value_a_hundred_or_a_thousand_times_off_has_slipped(actual: str, words: str) -> None:
    (finding,) = slips(actual)
    assert words in finding.message
    assert finding.message.startswith(f"{actual} is")


@pytest.mark.parametrize(
    "actual", ["799.9", "1250.1", "7999", "12501", "0.1251", "0.0799", "10", "0", "100000"]
)
def test_other_factors_are_no_slip(actual: str) -> None:
    assert slips(actual) == []


def test_four_earlier_values_are_needed_to_know_what_is_usual() -> None:
    three = {f"2022-23-Q{n}": "10" for n in range(1, 4)}
    assert slips("1000", three) == []
    assert len(slips("1000", three | {"2022-23-Q4": "10"})) == 1
    # A zero and the value's own period say nothing about the usual size.
    assert slips("1000", three | {"2022-23-Q4": "0"}) == []
    assert slips("1000", three | {"Q2": "10"}) == []


def test_what_is_usual_is_the_middle_and_not_the_mean() -> None:
    history = {"2022-23-Q1": "10", "2022-23-Q2": "10", "2022-23-Q3": "10", "2022-23-Q4": "100000"}
    assert len(slips("1000", history)) == 1


# A copied return

FIVE = ("asc-08", "asc-12", "asc-13", "asc-14", "asc-07")


def copied(count: int, *extra: SuppliedValue, history: Past | None = None) -> list[Finding]:
    values = [a_value(name, "70.0") for name in FIVE[:count]]
    past = {name: {"Q1": "70"} for name in FIVE} if history is None else history
    return found("same-as-before", a_return(a_file(*values, *extra), history=past))


def test_five_values_that_stayed_the_same_look_copied_and_four_do_not() -> None:
    assert len(copied(5)) == 1
    assert copied(4) == []


def test_values_without_a_past_or_without_a_number_do_not_count() -> None:
    assert len(copied(5, a_value("asc-04", "1500"))) == 1
    assert copied(4, a_value("asc-07", Absence.SUPPRESSED)) == []
    assert copied(5, history={name: {"2022-23-Q4": "70"} for name in FIVE}) == []


# Targets, limits and words


def test_a_target_that_the_register_does_not_hold_is_named_with_the_reason_why() -> None:
    value = a_value("asc-18", "40", Quantity.TARGET, cell="L12")
    (finding,) = found("target-differs", a_return(a_file(value)))
    assert "40" in finding.message
    assert "neither good nor bad" in finding.message


@pytest.mark.parametrize("measure", ["asc-08", "asc-18"])
def test_a_target_that_is_no_number_differs_from_nothing(measure: str) -> None:
    value = a_value(measure, Absence.NOT_YET_AVAILABLE, Quantity.TARGET)
    assert found("target-differs", a_return(a_file(value))) == []


def test_a_target_on_last_year_is_worked_out_at_the_close_and_differs_from_nothing_here() -> None:
    blank = dict.fromkeys(("annual", "q1", "q2", "q3", "q4"))
    asked = {**blank, "of_last_year": parse_last_year("+2%")}
    target = DERBYSHIRE.targets["asc-08"].model_copy(update=asked)
    framework = replace(DERBYSHIRE, targets={**DERBYSHIRE.targets, "asc-08": target})
    given = replace(a_return(a_file(a_value("asc-08", "80", Quantity.TARGET))), framework=framework)
    assert found("target-differs", given) == []


def test_the_target_of_a_profiled_measure_is_that_of_its_quarter() -> None:
    annual = a_value("asc-02", "1800", Quantity.TARGET)
    assert len(found("target-differs", a_return(a_file(annual)))) == 1
    profiled = a_value("asc-02", "820", Quantity.TARGET)
    assert found("target-differs", a_return(a_file(profiled))) == []


@pytest.mark.parametrize(
    ("measure", "number", "quantity", "count"),
    [
        ("asc-08", "0", Quantity.ACTUAL, 0),
        ("asc-08", "-0.1", Quantity.ACTUAL, 1),
        ("asc-08", "100", Quantity.ACTUAL, 0),
        ("asc-08", "100.01", Quantity.ACTUAL, 1),
        ("asc-08", "100.01", Quantity.FORECAST, 1),
        ("asc-08", "120", Quantity.NUMERATOR, 0),
        ("asc-08", "120", Quantity.TARGET, 0),
        ("cst-04", "-3", Quantity.ACTUAL, 0),
        ("cst-04", "103", Quantity.ACTUAL, 0),
        ("asc-15", "0", Quantity.ACTUAL, 0),
        ("asc-15", "-0.1", Quantity.ACTUAL, 1),
        ("asc-15", "4000", Quantity.ACTUAL, 0),
        ("asc-04", "-5", Quantity.ACTUAL, 0),
    ],
)
def test_a_value_stays_within_what_its_unit_allows(
    measure: str, number: str, quantity: Quantity, count: int
) -> None:
    subject = a_return(a_file(a_value(measure, number, quantity)))
    assert len(found("impossible-value", subject)) == count


@pytest.mark.parametrize("absence", [one for one in Absence if one is not Absence.UNREADABLE])
def test_a_stated_absence_is_an_answer(absence: Absence) -> None:
    file = a_file(a_value("asc-08", absence))
    subject = a_return(file, framework=only("asc-08"))
    assert found("not-a-number", subject) == []
    assert found("value-missing", subject) == []


def test_an_unreadable_value_is_not_missing_as_well() -> None:
    subject = a_return(a_file(a_value("asc-08", Absence.UNREADABLE)), framework=only("asc-08"))
    assert found("value-missing", subject) == []
    assert len(found("not-a-number", subject)) == 1


@pytest.mark.parametrize("word", ["Strong", "good", " REVIEW ", "Action"])
def test_every_word_of_the_action_scale_is_known(word: str) -> None:
    text = a_text("supported-living", word, TextField.SUPPLIED_RATING)
    assert found("rating-word", a_return(a_file(text))) == []


def test_a_rating_of_a_measure_is_not_held_against_the_words_for_actions() -> None:
    text = a_text("asc-08", "Puce", TextField.SUPPLIED_RATING)
    assert found("rating-word", a_return(a_file(text))) == []


def test_other_words_of_a_key_action_are_free() -> None:
    text = a_text("supported-living", "Great", TextField.COMMENTARY)
    assert found("rating-word", a_return(a_file(text))) == []


# What is due, and what is missing


def missing(framework: Framework, slot: str = "derbyshire.2023-24-Q2.adult-care") -> list[str]:
    subject = a_return(a_file(), slot=slot, framework=framework)
    return [f"{f.measure} {f.period}" for f in found("value-missing", subject)]


def test_each_month_of_a_monthly_measure_is_due() -> None:
    months = ["asc-11 2023-24-M04", "asc-11 2023-24-M05", "asc-11 2023-24-M06"]
    assert missing(only("asc-11")) == months


def test_a_measure_is_missed_only_when_it_is_due() -> None:
    assert missing(only("asc-17", "asc-21")) == ["asc-21 2023-24-H1"]
    assert missing(only("asc-21"), "derbyshire.2023-24-Q1.adult-care") == []
    assert missing(only("asc-17"), "derbyshire.2023-24-FY.adult-care") == ["asc-17 2023-24-FY"]
    assert missing(only("asc-10")) == ["asc-10 2023-24-Q1"]
    assert missing(only("plc-01")) == []


def test_a_forecast_or_a_part_is_not_the_value_that_is_due() -> None:
    values = (
        a_value("asc-08", "80", Quantity.FORECAST),
        a_value("asc-08", "45", Quantity.NUMERATOR),
    )
    subject = a_return(a_file(*values), framework=only("asc-08"))
    assert len(found("value-missing", subject)) == 1


def test_a_missing_value_points_to_its_row_in_the_newest_file_that_has_one() -> None:
    older = a_file(a_row("asc-08", number=12), seq=5)
    newer = a_file(a_row("ASC-08 ", " 2023-24-Q2 ", number=30), seq=6)
    newest = a_file(a_row("asc-12", number=4), seq=7)
    subject = a_return(older, newer, newest, framework=only("asc-08"))
    (finding,) = found("value-missing", subject)
    assert (finding.submission, finding.sheet, finding.cell) == (7, "Measures", "A30")


def test_a_missing_month_points_to_its_own_row() -> None:
    rows = [a_row("asc-11", f"2023-24-M0{n}", number=n) for n in (4, 5, 6)]
    subject = a_return(a_file(*rows), framework=only("asc-11"))
    assert [f.cell for f in found("value-missing", subject)] == ["A4", "A5", "A6"]


def test_a_missing_value_points_to_its_row_however_the_layout_writes_periods() -> None:
    """Hart's table writes `2014-15 Q1`."""
    row = a_row("CS01", "2014-15 Q1", number=2, sheet="table", has_entries=False)
    subject = a_return(
        a_file(row, sender="quarterly-table"),
        slot="hart.2014-15-Q1.quarterly-table",
        framework=only("cs01", framework=HART),
    )
    (finding,) = found("value-missing", subject)
    assert (finding.sheet, finding.cell) == ("table", "A2")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((Quantity.NUMERATOR,), "This value is given without its denominator"),
        ((Quantity.DENOMINATOR,), "This value is given without its numerator"),
        ((), "This value is given without its numerator and denominator"),
    ],
)
def test_the_missing_part_is_named(given: tuple[Quantity, ...], words: str) -> None:
    values = [a_value("asc-08", "90"), *[a_value("asc-08", "45", part) for part in given]]
    (finding,) = found("ratio-parts-missing", a_return(a_file(*values)))
    assert finding.message.startswith(words)


def test_only_a_number_of_a_ratio_needs_its_parts() -> None:
    assert found("ratio-parts-missing", a_return(a_file(a_value("asc-02", "820")))) == []
    absent = a_value("asc-08", Absence.SUPPRESSED)
    assert found("ratio-parts-missing", a_return(a_file(absent))) == []


@pytest.mark.parametrize(
    "rule",
    [
        "value-missing",
        "ratio-parts-missing",
        "action-update-missing",
        "sign-off-missing",
        "scale-slip",
        "same-as-before",
    ],
)
def test_a_history_is_not_asked_for_what_a_return_is(rule: str) -> None:
    values = [a_value(name, "70", at="2022-23-Q2") for name in FIVE]
    history = {name: {f"2021-22-Q{n}": "7000" for n in range(1, 5)} for name in FIVE}
    past = {name: {**by, "2022-23-Q1": "70"} for name, by in history.items()}
    subject = a_return(a_file(*values, sender="history"), slot=HISTORY, history=past)
    assert found(rule, subject) == []


def test_a_history_is_still_checked_for_what_cannot_be() -> None:
    values = a_ratio("asc-08", "101", "45", "50", at="2022-23-Q2")
    subject = a_return(a_file(*values, sender="history"), slot=HISTORY)
    rules = {finding.rule for finding in check_return(subject)}
    assert rules == {"ratio-disagrees", "impossible-value"}


# Closes


@pytest.mark.parametrize(
    ("rating", "commentary", "count"),
    [
        ("strong", None, 0),
        ("good", None, 0),
        ("review", None, 1),
        ("action", None, 1),
        ("review", "", 1),
        ("review", "Said.", 0),
        (None, None, 0),
    ],
)
def test_commentary_is_missed_only_where_the_rating_asks_for_it(
    rating: str | None, commentary: str | None, count: int
) -> None:
    subject = a_close(a_rated(rating=rating, commentary=commentary))
    assert len(found("commentary-missing", subject)) == count


def test_review_asks_for_commentary_and_action_for_a_plan() -> None:
    (review,) = found("commentary-missing", a_close(a_rated(rating="review")))
    assert "Review, which asks for commentary;" in review.message
    (action,) = found("commentary-missing", a_close(a_rated(rating="action")))
    assert "Action, which asks for an action plan;" in action.message


@pytest.mark.parametrize(
    ("rating", "computed"), [("red", None), (None, "green"), (None, None), ("green", "green")]
)
def test_ratings_contradict_only_when_both_are_there(
    rating: str | None, computed: str | None
) -> None:
    value = a_rated("cs01", rating=rating, computed_rating=computed)
    assert found("rating-contradicts", a_close(value, framework=HART)) == []


@pytest.mark.parametrize(
    ("days", "working_days", "words"),
    [
        (1, 1, "1 day (1 working day) late."),
        (2, 0, "2 days (0 working days) late."),
    ],
)
def test_days_are_counted_in_plain_words(days: int, working_days: int, words: str) -> None:
    (finding,) = found("return-late", a_close(a_lateness(days, working_days, came=True)))
    assert finding.message.endswith(words)


def test_a_late_return_is_not_a_missing_return() -> None:
    late = a_close(a_lateness(1, 1, came=True))
    assert [finding.rule for finding in check_close(late)] == ["return-late"]
    gone = a_close(a_lateness(1, 1, came=False))
    assert [finding.rule for finding in check_close(gone)] == ["return-missing"]
