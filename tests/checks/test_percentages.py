"""Percentages of 1 or less without a percent sign: what may vouch for them, and what may not."""

from dataclasses import replace

import pytest
from builders import a_file, a_return, a_value

from checks.catalogue.catalogue import check_return
from checks.subject import CheckedReturn
from sources.returns.content import Quantity

RULES = ("fraction-for-percentage", "scale-unknown")


def found(subject: CheckedReturn) -> list[tuple[str, str | None]]:
    return [(f.rule, f.raw) for f in check_return(subject) if f.rule in RULES]


def test_values_that_are_as_ambiguous_do_not_vouch_for_one_another() -> None:
    """asc-11 is collected month by month, with a target well above 1."""
    months = [a_value("asc-11", f"0.9{n}", at=f"M0{n}", cell=f"H{n}") for n in (4, 5, 6)]
    assert found(a_return(a_file(*months))) == [
        ("fraction-for-percentage", f"0.9{n}") for n in (4, 5, 6)
    ]


def test_an_ambiguous_actual_does_not_vouch_for_a_forecast() -> None:
    values = (a_value("asc-08", "0.7"), a_value("asc-08", "0.71", Quantity.FORECAST, cell="K12"))
    assert found(a_return(a_file(*values))) == [
        ("fraction-for-percentage", "0.7"),
        ("fraction-for-percentage", "0.71"),
    ]


def test_an_ordinary_small_value_vouches() -> None:
    subject = a_return(a_file(a_value("asc-08", "0.7")), history={"asc-08": {"Q1": "0.8"}})
    assert found(subject) == []


def test_a_value_with_its_sign_vouches_for_itself_alone() -> None:
    stated = replace(a_value("asc-08", "0.7"), states_scale=True)
    forecast = a_value("asc-08", "0.71", Quantity.FORECAST, cell="K12")
    assert found(a_return(a_file(stated, forecast))) == []


@pytest.mark.parametrize("number", ["0", "1.01", "-1.01", "85"])
def test_what_cannot_be_a_fraction_is_left_alone(number: str) -> None:
    assert found(a_return(a_file(a_value("asc-08", number)))) == []


def test_another_unit_has_no_such_doubt() -> None:
    assert found(a_return(a_file(a_value("asc-04", "0.5")))) == []


@pytest.mark.parametrize(("number", "is_found"), [("0.8", False), ("0.79", True)])
def test_a_number_that_is_near_to_what_is_known_is_what_it_looks_like(
    number: str, is_found: bool
) -> None:
    subject = a_return(a_file(a_value("asc-08", number)), history={"asc-08": {"Q1": "8"}})
    assert bool(found(subject)) == is_found
