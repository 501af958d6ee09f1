"""Scorecards: what was run, what failed, and the score; every rule says what it applies to."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import (
    a_close,
    a_file,
    a_lateness,
    a_rated,
    a_ratio,
    a_return,
    a_text,
    a_value,
)

from checks.applied import OF_CLOSES, OF_REGISTER, OF_RETURNS, Run, runs_of_close, runs_of_return
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES, check_return
from checks.finding import Dimension, Finding, Severity
from checks.scorecard import Tally, added, open_errors, score, tallies, top_causes
from sources.framework.keys import Slot
from sources.framework.scorecards import ScorecardRules
from sources.returns.content import TextField

SLOT = Slot.parse("derbyshire.2023-24-Q2.adult-care")


def a_run(rule: str = "ratio-disagrees", checks: int = 10, *, of_file: bool = False) -> Run:
    return Run(SLOT, rule, Dimension.ACCURACY, checks, of_file)


def a_finding(measure: str | None = "asc-08", **given: object) -> Finding:
    finding = Finding(
        "ratio-disagrees",
        Dimension.ACCURACY,
        Severity.ERROR,
        "It is wrong.",
        "Mend it.",
        submission=5,
        measure=measure,
        period="2023-24-Q2",
        quantity="actual",
    )
    return replace(finding, **given)  # type: ignore[arg-type]


def accuracy(*findings: Finding, runs: tuple[Run, ...] = (a_run(),), waived: tuple = ()) -> Tally:
    card = tallies(runs, findings, waived)
    return next(one for one in card if one.dimension is Dimension.ACCURACY)


def test_every_rule_says_what_it_applies_to_and_nothing_else_does() -> None:
    returns, closes = ({rule.id for rule in rules} for rules in (RETURN_RULES, CLOSE_RULES))
    assert set(OF_RETURNS) | OF_REGISTER == returns | (OF_REGISTER & closes)
    assert set(OF_CLOSES) | (OF_REGISTER & closes) == closes
    assert (set(OF_RETURNS) | set(OF_CLOSES)) & OF_REGISTER == set()


def test_a_card_has_a_line_for_every_dimension() -> None:
    assert [one.dimension for one in tallies((), ())] == list(Dimension)


def test_checks_that_found_nothing_are_passed() -> None:
    assert accuracy() == Tally(Dimension.ACCURACY, checks=10)
    assert accuracy().score == 1


def test_a_check_that_found_an_error_has_failed() -> None:
    assert accuracy(a_finding()) == Tally(Dimension.ACCURACY, checks=10, errors=1)
    assert accuracy(a_finding()).score == Fraction(9, 10)


def test_several_findings_of_one_rule_about_one_value_are_one_failed_check() -> None:
    assert accuracy(a_finding(), a_finding(message="Again.")).errors == 1


def test_two_values_are_two_failed_checks() -> None:
    assert accuracy(a_finding(), a_finding("asc-12")).errors == 2
    assert accuracy(a_finding(), a_finding(quantity="numerator")).errors == 2


def test_findings_without_a_measure_are_told_apart_by_their_cells() -> None:
    found = (a_finding(None, cell="A1"), a_finding(None, cell="A2"))
    assert accuracy(*found).errors == 2


def test_findings_about_one_file_are_one_failed_check() -> None:
    found = (a_finding(None, cell="A1"), a_finding(None, cell="A2"))
    assert accuracy(*found, runs=(a_run(of_file=True),)).errors == 1


def test_a_check_counts_by_the_worst_that_it_found() -> None:
    found = (a_finding(severity=Severity.WARNING), a_finding(), a_finding(severity="information"))
    assert accuracy(*found) == Tally(Dimension.ACCURACY, checks=10, errors=1)


def test_warnings_lower_the_score_and_information_does_not() -> None:
    assert accuracy(a_finding(severity=Severity.WARNING)).score == Fraction(9, 10)
    assert accuracy(a_finding(severity=Severity.INFORMATION)).score == 1


def test_what_is_waived_lowers_no_score_and_is_counted() -> None:
    finding = a_finding()
    tally = accuracy(finding, waived=(finding,))
    assert (tally.waived, tally.errors, tally.score) == (1, 0, 1)


def test_of_a_value_with_two_findings_only_one_waived_the_other_counts() -> None:
    waived, other = a_finding(), a_finding(message="Something else.")
    assert accuracy(waived, other, waived=(waived,)).errors == 1


def test_nothing_checked_is_no_score() -> None:
    assert accuracy(runs=()).score is None
    assert score(tallies((), ())) is None


def test_no_more_fails_than_was_run() -> None:
    """What was found was looked at, whatever was thought to be there."""
    found = [a_finding(f"asc-{n:02}") for n in range(1, 13)]
    assert accuracy(*found, runs=(a_run(checks=3),)) == Tally(
        Dimension.ACCURACY, checks=12, errors=12
    )


def test_the_score_is_the_plain_mean_of_the_dimensions_that_were_checked() -> None:
    card = (
        Tally(Dimension.ACCURACY, checks=3, errors=1),
        Tally(Dimension.TIMELINESS, checks=1),
        Tally(Dimension.VALIDITY),
    )
    assert score(card) == (Fraction(2, 3) + 1) / 2


def test_cards_add_up_dimension_by_dimension() -> None:
    card = tallies((a_run(),), (a_finding(),))
    both = added((card, card))
    assert both[0] == Tally(Dimension.ACCURACY, checks=20, errors=2)
    assert open_errors(both) == 2


def test_the_most_frequent_rules_come_first_and_information_is_no_cause() -> None:
    found = [
        a_finding(rule="b", severity=Severity.WARNING),
        a_finding("asc-12", rule="b", severity=Severity.WARNING),
        a_finding(rule="c"),
        a_finding(rule="a"),
        a_finding(rule="d"),
        *[a_finding(rule="e", severity=Severity.INFORMATION)] * 5,
    ]
    causes = top_causes(found)
    assert [(cause.rule, cause.count, cause.severity) for cause in causes] == [
        ("b", 2, "warning"), ("a", 1, "error"), ("c", 1, "error"),
    ]  # fmt: skip
    assert top_causes(found, waived=found) == []


def checks_of(rule: str, *files: object, **given: object) -> int:
    runs = {run.rule: run.checks for run in runs_of_return(a_return(*files, **given))}  # type: ignore[arg-type]
    return runs.get(rule, 0)


PAST = {"asc-02": {"Q1": "400"}}
FOUR = {"asc-08": {f"Q{n}": "70" for n in (1,)}}


@pytest.mark.parametrize(
    ("rule", "items", "checks"),
    [
        ("not-a-number", a_ratio("asc-08", "76", "76", "100"), 3),
        ("impossible-value", a_ratio("asc-08", "76", "76", "100"), 1),
        ("ratio-disagrees", a_ratio("asc-08", "76", "76", "100"), 1),
        ("ratio-disagrees", (a_value("asc-08", "76"),), 0),
        ("ratio-parts-missing", (a_value("asc-08", "76"),), 1),
        ("part-exceeds-whole", a_ratio("asc-08", "76", "76", "100"), 1),
        ("given-twice", (a_value("asc-08", "76"), a_value("asc-12", "5")), 2),
        ("commentary-too-long", (a_text("asc-08", "All well.", TextField.COMMENTARY),), 1),
        ("scale-slip", (a_value("asc-08", "76"),), 0),
        ("far-from-target", (a_value("asc-08", "76"),), 1),
        ("wrong-folder", (a_value("asc-08", "76"),), 1),
    ],
)
def test_a_rule_is_counted_for_what_it_applies_to(
    rule: str, items: tuple[object, ...], checks: int
) -> None:
    assert checks_of(rule, a_file(*items)) == checks  # type: ignore[arg-type]


def test_a_running_total_is_held_against_an_earlier_one_only_where_there_is_one() -> None:
    file = a_file(a_value("asc-02", "450"))
    assert checks_of("cumulative-falls", file) == 0
    assert checks_of("cumulative-falls", file, history=PAST) == 1


def test_a_return_that_did_not_come_was_not_checked() -> None:
    assert runs_of_return(a_return()) == []


def test_every_value_that_is_due_is_looked_for_once_a_file_has_come() -> None:
    subject = a_return(a_file(a_value("asc-08", "76")))
    runs = {run.rule: run.checks for run in runs_of_return(subject)}
    assert runs["value-missing"] == len(subject.expected)


def close_runs(*about: object) -> dict[str, int]:
    return {run.rule: run.checks for run in runs_of_close(a_close(*about))}  # type: ignore[arg-type]


def test_lateness_is_checked_of_what_came_and_absence_of_what_is_due() -> None:
    assert close_runs(a_lateness(0, 0, came=True)) == {"return-late": 1, "return-missing": 1}
    assert close_runs(a_lateness(1, 1, came=False)) == {"return-missing": 1}
    assert close_runs(a_lateness(0, 0, came=False, due=False)) == {}


def test_commentary_is_asked_for_only_of_ratings_that_ask_for_it() -> None:
    assert close_runs(a_rated(rating="action")) == {
        "commentary-missing": 1,
        "follow-ups-open": 1,
    }
    assert close_runs(a_rated(rating="good"), a_rated("asc-12", rating=None)) == {}


def test_no_rule_finds_more_than_it_is_said_to_have_looked_at() -> None:
    """A return full of faults has at least as many checks as faults."""
    subject = a_return(
        a_file(
            *a_ratio("asc-08", "90", "76", "70"),
            a_value("asc-02", "300"),
            a_value("asc-12", "5"),
            a_value("asc-12", "6", cell="H13"),
            a_text("asc-08", "x" * 2000, TextField.COMMENTARY),
            sender="place",
            digest="another",
        ),
        history=PAST,
    )
    runs = {run.rule: run.checks for run in runs_of_return(subject)}
    found = check_return(subject)
    assert len({finding.rule for finding in found}) >= 7
    for finding in found:
        things = {(f.measure, f.period, f.quantity) for f in found if f.rule == finding.rule}
        assert len(things) <= runs[finding.rule], finding.rule


@pytest.mark.parametrize(
    ("share", "has_errors", "level"),
    [
        (Fraction(98, 100), False, "reliable"),
        (Fraction(98, 100), True, "usable"),
        (Fraction(9799999, 10000000), False, "usable"),
        (Fraction(90, 100), True, "usable"),
        (Fraction(8999999, 10000000), False, "doubtful"),
        (Fraction(0), True, "doubtful"),
    ],
)
def test_edges_belong_to_the_better_level(share: Fraction, has_errors: bool, level: str) -> None:
    assert ScorecardRules().level(share, has_errors=has_errors).id == level


@pytest.mark.parametrize(
    "edges", [("90", "98", "0"), ("98", "98", "0"), ("98", "90"), ("101", "0")]
)
def test_levels_run_down_to_nothing(edges: tuple[str, ...]) -> None:
    levels = [
        {"id": f"l{n}", "word": f"W{n}", "symbol": "x", "meaning": "m", "at_least": Decimal(edge)}
        for n, edge in enumerate(edges)
    ]
    with pytest.raises(ValueError):
        ScorecardRules.model_validate({"levels": levels})
