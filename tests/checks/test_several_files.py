"""Ruling 7: a later file replaces only what it fills; it settles what it mends and no more."""

import pytest
from builders import (
    a_file,
    a_ratio,
    a_return,
    a_text,
    a_value,
    only,
)

from checks.catalogue.catalogue import check_return
from checks.finding import Finding
from checks.subject import CheckedReturn, SubmittedFile
from sources.returns.content import WHOLE_RETURN, Quantity, TextField
from sources.values import Absence


def found(rule: str, subject: CheckedReturn) -> list[Finding]:
    return [finding for finding in check_return(subject) if finding.rule == rule]


def standing(subject: CheckedReturn) -> dict[str, str]:
    return {
        f"{measure} {at} {what.value}": current.item.value.raw
        for (measure, at, what), current in subject.current.items()
    }


FIRST = a_file(*a_ratio("asc-08", "90", "45", "51"), a_value("asc-12", "68"), seq=5)


def test_a_later_file_replaces_only_what_it_fills() -> None:
    later = a_file(a_value("asc-08", "88.2", cell="H40"), seq=9)
    subject = a_return(FIRST, later)
    assert standing(subject) == {
        "asc-08 2023-24-Q2 actual": "88.2",
        "asc-08 2023-24-Q2 numerator": "45",
        "asc-08 2023-24-Q2 denominator": "51",
        "asc-12 2023-24-Q2 actual": "68",
    }
    seqs = {name: current.submission for (name, _), current in subject.actuals.items()}
    assert seqs == {"asc-08": 9, "asc-12": 5}


def test_an_empty_file_erases_nothing() -> None:
    assert standing(a_return(FIRST, a_file(seq=9))) == standing(a_return(FIRST))


def test_an_explicit_withdrawal_replaces_a_value() -> None:
    later = a_file(a_value("asc-12", Absence.WITHDRAWN), seq=9)
    subject = a_return(FIRST, later, framework=only("asc-12", "asc-08"))
    assert standing(subject)["asc-12 2023-24-Q2 actual"] == "typed withdrawn"
    assert found("value-missing", subject) == []


@pytest.mark.parametrize(
    ("rule", "first", "later"),
    [
        (
            "ratio-disagrees",
            a_file(*a_ratio("asc-08", "90", "45", "51"), seq=5),
            a_file(a_value("asc-08", "50", Quantity.DENOMINATOR), seq=9),
        ),
        (
            "part-exceeds-whole",
            a_file(*a_ratio("asc-08", "98", "51", "50"), seq=5),
            a_file(a_value("asc-08", "49", Quantity.NUMERATOR), seq=9),
        ),
        (
            "not-a-number",
            a_file(a_value("asc-08", Absence.UNREADABLE), seq=5),
            a_file(a_value("asc-08", "90"), seq=9),
        ),
        (
            "impossible-value",
            a_file(a_value("asc-08", "900"), seq=5),
            a_file(a_value("asc-08", "90"), seq=9),
        ),
        (
            "given-twice",
            a_file(a_value("asc-08", "90"), a_value("asc-08", "91", cell="H13"), seq=5),
            a_file(a_value("asc-08", "90"), seq=9),
        ),
        (
            "ratio-parts-missing",
            a_file(a_value("asc-08", "90"), seq=5),
            a_file(*a_ratio("asc-08", "90", "45", "50")[1:], seq=9),
        ),
        (
            "rating-word",
            a_file(a_text("supported-living", "Great", TextField.SUPPLIED_RATING), seq=5),
            a_file(a_text("supported-living", "Good", TextField.SUPPLIED_RATING), seq=9),
        ),
        (
            "action-update-missing",
            a_file(seq=5),
            a_file(a_text("supported-living", "Good", TextField.SUPPLIED_RATING), seq=9),
        ),
        (
            "sign-off-missing",
            a_file(seq=5),
            a_file(a_text(WHOLE_RETURN, "A", TextField.SIGNED_OFF_BY, at=None), seq=9),
        ),
        (
            "value-missing",
            a_file(seq=5),
            a_file(a_value("asc-08", "90"), seq=9),
        ),
    ],
)
def test_a_later_file_settles_what_it_mends(
    rule: str, first: SubmittedFile, later: SubmittedFile
) -> None:
    framework = only("asc-08", "supported-living")
    assert len(found(rule, a_return(first, framework=framework))) == 1
    assert found(rule, a_return(first, later, framework=framework)) == []
    # A file about something else settles nothing.
    elsewhere = a_file(a_text("live-at-home", "Good", TextField.COMMENTARY), seq=9)
    assert len(found(rule, a_return(first, elsewhere, framework=framework))) == 1


def test_a_finding_points_to_the_file_that_holds_the_value_in_question() -> None:
    later = a_file(a_value("asc-08", "900", cell="H40"), seq=9)
    (finding,) = found("impossible-value", a_return(FIRST, later))
    assert (finding.submission, finding.cell) == (9, "H40")


def test_a_value_that_two_files_give_is_not_given_twice() -> None:
    files = (a_file(a_value("asc-08", "90"), seq=5), a_file(a_value("asc-08", "91"), seq=9))
    assert found("given-twice", a_return(*files)) == []


def test_a_value_given_three_times_is_found_twice() -> None:
    values = [a_value("asc-08", "90", cell=cell) for cell in ("H12", "H13", "H14")]
    twice = found("given-twice", a_return(a_file(*values)))
    assert [finding.cell for finding in twice] == ["H13", "H14"]
    assert all("H12 and H13 and H14" in finding.message for finding in twice)


def test_every_file_from_a_wrong_folder_or_an_old_form_is_named() -> None:
    files = (
        a_file(seq=5, sender="place", digest="0" * 64),
        a_file(seq=7),
        a_file(seq=9, sender="place"),
    )
    subject = a_return(*files)
    assert [f.submission for f in found("wrong-folder", subject)] == [5, 9]
    assert [f.submission for f in found("old-form", subject)] == [5]


def test_what_is_missing_from_every_file_is_asked_of_the_newest() -> None:
    framework = only("asc-08", "supported-living")
    subject = a_return(a_file(seq=5), a_file(seq=9), framework=framework)
    for rule in ("value-missing", "action-update-missing", "sign-off-missing"):
        assert [finding.submission for finding in found(rule, subject)] == [9]


def test_a_copied_return_is_told_of_its_newest_file() -> None:
    names = ("asc-08", "asc-12", "asc-13", "asc-14", "asc-07")
    files = (a_file(seq=5), a_file(*[a_value(name, "70") for name in names], seq=9))
    subject = a_return(*files, history={name: {"Q1": "70"} for name in names})
    assert [finding.submission for finding in found("same-as-before", subject)] == [9]
