"""Stored rows as observations: what stands after all submissions, and what is in question."""

from decimal import Decimal

import pytest
from analysis_builders import a_stored_value, a_text, period

from assets.analysis.observed import (
    latest_texts,
    number_of,
    queried_forecasts,
    queried_pairs,
    ref_of,
    series,
)
from assets.analysis.series import Observation, Ref
from sources.returns.content import WHOLE_RETURN, Quantity, TextField
from sources.values import Absence
from warehouse.rows import CouncilFinding, SubmittedText

Q2 = period("Q2")
TOP, BOTTOM = Quantity.NUMERATOR, Quantity.DENOMINATOR


def test_an_observation_holds_a_value_its_parts_and_their_places() -> None:
    values = [
        a_stored_value("45", TOP, cell="I12"),
        a_stored_value("50", BOTTOM, cell="J12"),
        a_stored_value("90.0", provisional=True),
        a_stored_value("92", Quantity.FORECAST, cell="K12"),
    ]
    assert series(values) == {
        "asc-08": {
            Q2: Observation(
                actual=Decimal("90.0"),
                numerator=Decimal(45),
                denominator=Decimal(50),
                is_provisional=True,
                refs=(
                    Ref(7, "actual", "Measures", "H12", "90.0"),
                    Ref(7, "numerator", "Measures", "I12", "45"),
                    Ref(7, "denominator", "Measures", "J12", "50"),
                ),
            )
        }
    }


def test_a_later_submission_replaces_only_what_it_fills() -> None:
    values = [
        a_stored_value("90", submission=3),
        a_stored_value("45", TOP, submission=3),
        a_stored_value("91", submission=9),
    ]
    seen = series(values)["asc-08"][Q2]
    assert (seen.actual, seen.numerator) == (Decimal(91), Decimal(45))
    assert [ref.submission for ref in seen.refs] == [9, 3]


def test_a_withdrawal_takes_the_place_of_a_number() -> None:
    values = [a_stored_value("90", submission=3), a_stored_value(Absence.WITHDRAWN, submission=9)]
    seen = series(values)["asc-08"][Q2]
    assert (seen.actual, seen.absence) == (None, Absence.WITHDRAWN)


def test_measures_and_periods_are_kept_apart() -> None:
    values = [
        a_stored_value("1"),
        a_stored_value("2", at="2023-24-Q1"),
        a_stored_value("3", measure="asc-12"),
    ]
    found = series(values)
    assert {name: sorted(map(str, by)) for name, by in found.items()} == {
        "asc-08": ["2023-24-Q1", "2023-24-Q2"],
        "asc-12": ["2023-24-Q2"],
    }


def test_parts_without_a_value_are_no_observation() -> None:
    assert series([a_stored_value("45", TOP)]) == {}


def test_only_the_pair_in_question_is_queried() -> None:
    values = [
        a_stored_value("1"),
        a_stored_value("2", at="2023-24-Q1"),
        a_stored_value("3", measure="asc-12"),
    ]
    found = series(values, [("asc-08", "2023-24-Q2"), ("asc-99", "2023-24-Q1")])
    queried = {(name, at.code): o.is_queried for name, by in found.items() for at, o in by.items()}
    assert queried == {("asc-08", "Q2"): True, ("asc-08", "Q1"): False, ("asc-12", "Q2"): False}


@pytest.mark.parametrize("number", ["0", "-0.5", "90.00", "999999999999999999"])
def test_a_number_comes_back_with_every_digit(number: str) -> None:
    found = number_of(a_stored_value(number))
    assert found is not None
    assert str(found) == number


def test_nothing_and_an_absence_are_no_number() -> None:
    assert number_of(None) is None
    assert number_of(a_stored_value(Absence.SUPPRESSED)) is None


def test_a_value_knows_where_it_stands() -> None:
    value = a_stored_value("45", TOP, submission=4, cell="I9")
    assert ref_of(value) == Ref(4, "numerator", "Measures", "I9", "45")


def a_finding(
    severity: str, measure: str | None, at: str | None, quantity: str | None = "actual"
) -> CouncilFinding:
    return CouncilFinding(
        close="derbyshire.2023-24-Q2",
        slot="derbyshire.2023-24-Q2.adult-care",
        rule="r",
        dimension="accuracy",
        severity=severity,
        submission=7,
        measure=measure,
        period=at,
        quantity=quantity,
        sheet=None,
        cell=None,
        raw=None,
        message="Wrong.",
        mend="Mend it.",
    )


def test_only_an_error_at_a_measure_and_period_puts_a_value_in_question() -> None:
    findings = [
        a_finding("error", "asc-08", "2023-24-Q2"),
        a_finding("warning", "asc-12", "2023-24-Q2"),
        a_finding("information", "asc-13", "2023-24-Q2"),
        a_finding("error", "asc-14", None),
        a_finding("error", None, "2023-24-Q2"),
        a_finding("error", None, None),
        a_finding("error", "asc-15", "2023-24-Q2", "year-end forecast"),
        a_finding("error", "asc-16", "2023-24-Q2", "denominator"),
    ]
    assert queried_pairs(findings) == {("asc-08", "2023-24-Q2"), ("asc-16", "2023-24-Q2")}
    assert queried_forecasts(findings) == {"asc-15"}


def test_the_latest_text_of_a_subject_period_and_field_stands() -> None:
    key = ("asc-08", "2023-24-Q2", TextField.COMMENTARY.value)
    texts = [
        a_text("asc-08", words, field=TextField.COMMENTARY)[key] for words in ("First.", "Second.")
    ]
    other = a_text("asc-08", "Last quarter.", field=TextField.COMMENTARY, at="2023-24-Q1")
    found = latest_texts([*texts, *other.values()])
    assert found[key].text == "Second."
    assert len(found) == 2


def test_each_return_keeps_its_own_sign_off() -> None:
    def signed(return_id: str, by: str) -> SubmittedText:
        slot, field = f"derbyshire.2023-24-Q2.{return_id}", TextField.SIGNED_OFF_BY.value
        return SubmittedText(slot, "derbyshire", 7, WHOLE_RETURN, None, field, by, "Cover", "B9")

    found = latest_texts([signed("place", "A"), signed("adult-care", "B")])
    assert {key[0]: text.text for key, text in found.items()} == {
        "derbyshire.2023-24-Q2.place": "A",
        "derbyshire.2023-24-Q2.adult-care": "B",
    }
