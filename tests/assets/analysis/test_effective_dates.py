"""Ratings follow the target and definition of their own period; directions stop at a break."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from analysis_builders import (
    DERBYSHIRE,
    a_ref,
    closed,
    period,
    row_of,
    seen,
    series,
    with_measure,
)

from assets.analysis.closing import rate_measures
from assets.analysis.said import Forecast
from sources.framework.changes import DefinitionChange, TargetChange
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period

VALUES = {"asc-08": series(Q1="74", Q2="77", Q3="78")}


def with_new_target(start: str = "Q3", annual: str | None = "95") -> Framework:
    change = TargetChange(
        measure="asc-08",
        from_period=period(start),
        annual=Decimal(annual) if annual else None,
        reason="More is possible",
        approved_by="Cabinet",
        approved_on=date(2023, 10, 12),
    )
    return replace(DERBYSHIRE, target_changes={"asc-08": (change,)})


def with_new_definition(measure: str = "asc-08", comparable: bool = False) -> Framework:
    change = DefinitionChange.model_validate(
        {
            "measure": measure,
            "from_period": "2023-24-Q2",
            "definition": "Carers as well.",
            "what": "definition",
            "is_comparable": comparable,
            "reason": "Statute",
            "approved_by": "Director",
            "approved_on": "2023-06-20",
        }
    )
    return replace(DERBYSHIRE, definition_changes={measure: (change,)})


def test_a_period_before_a_change_worked_out_later_is_unchanged() -> None:
    before = row_of(closed("2023-24-Q2", VALUES), "asc-08")
    after = row_of(closed("2023-24-Q2", VALUES, framework=with_new_target()), "asc-08")
    assert before == after


def test_from_the_change_on_the_new_target_rates() -> None:
    before = row_of(closed("2023-24-Q3", VALUES), "asc-08")
    after = row_of(closed("2023-24-Q3", VALUES, framework=with_new_target()), "asc-08")
    assert (before.target_units, before.rating) == (780, "good")
    assert (after.target_units, after.target_places, after.rating) == (95, 0, "action")


def test_a_target_that_is_taken_away_says_why() -> None:
    framework = with_new_target(annual=None)
    row = row_of(closed("2023-24-Q3", VALUES, framework=framework), "asc-08")
    assert row.reason == "no target: More is possible"


def test_the_outlook_does_not_know_a_target_that_changes_later() -> None:
    forecasts = {"asc-08": Forecast(Decimal("80"), a_ref())}
    framework = with_new_target()
    rows = {
        at: row_of(
            closed(at, VALUES, framework=framework, forecasts=forecasts), "asc-08", "outlook"
        )
        for at in ("2023-24-Q2", "2023-24-Q3")
    }
    assert (rows["2023-24-Q2"].target_units, rows["2023-24-Q2"].rating) == (800, "good")
    assert (rows["2023-24-Q3"].target_units, rows["2023-24-Q3"].rating) == (95, "action")


def test_no_direction_is_worked_out_across_a_break_and_it_says_why() -> None:
    row = row_of(closed("2023-24-Q2", VALUES, framework=with_new_definition()), "asc-08")
    assert (row.direction, row.compared_period) == (None, None)
    assert row.direction_reason == (
        "not comparable with Q1 2023-24: the definition changed from Q2 2023-24"
    )
    assert row.rating == "good"


def test_on_either_side_of_a_break_directions_go_on() -> None:
    framework = with_new_definition()
    assert row_of(closed("2023-24-Q3", VALUES, framework=framework), "asc-08").direction == "better"
    values = {"asc-08": {Period.parse("2022-23-Q4"): seen("70"), **VALUES["asc-08"]}}
    assert row_of(closed("2023-24-Q1", values, framework=framework), "asc-08").direction == "better"


def test_a_change_that_leaves_figures_comparable_breaks_nothing() -> None:
    framework = with_new_definition(comparable=True)
    assert row_of(closed("2023-24-Q2", VALUES, framework=framework), "asc-08").direction == "better"


def test_a_running_total_does_not_compare_with_last_years_over_a_break() -> None:
    values = {
        "asc-02": {
            **series(Q1="430", Q2="820"),
            Period.parse("2022-23-Q2"): seen("800"),
            Period.parse("2022-23-Q1"): seen("400"),
        }
    }
    framework = with_new_definition("asc-02")
    row = row_of(closed("2023-24-Q2", values, framework=framework), "asc-02")
    assert row.direction_reason is not None
    assert row.direction_reason.startswith("not comparable with Q2 2022-23: ")
    assert row_of(closed("2023-24-Q1", values, framework=framework), "asc-02").direction == "better"


def test_a_withdrawn_measure_is_not_due_after_its_end_even_if_a_value_comes() -> None:
    framework = with_measure(
        DERBYSHIRE,
        "asc-08",
        last_period=period("Q2"),
        withdrawn_because="The survey has ended.",
    )
    assert row_of(closed("2023-24-Q2", VALUES, framework=framework), "asc-08").rating == "good"
    for at in ("2023-24-Q3", "2023-24-FY"):
        row = row_of(closed(at, VALUES, framework=framework), "asc-08")
        assert (row.rating, row.status) == (None, "not due")
        assert row.reason == "not due: withdrawn after Q2 2023-24: The survey has ended."


def test_a_measure_that_began_in_the_year_is_not_short_of_the_time_before() -> None:
    began = with_measure(DERBYSHIRE, "asc-06", first_period=period("Q2"))
    values = {"asc-06": series(M04="40", M05="41", M06="42")}
    without = row_of(closed("2023-24-Q2", values), "asc-06")
    row = row_of(closed("2023-24-Q2", values, framework=began), "asc-06")
    assert without.status == "incomplete"
    assert (row.units, row.status) == (123, "rated")


def test_what_the_council_cannot_move_is_shown_and_never_rated() -> None:
    framework = with_measure(DERBYSHIRE, "asc-08", influence="context")
    forecasts = {"asc-08": Forecast(Decimal("80"), a_ref())}
    rows = closed("2023-24-Q2", VALUES, framework=framework, forecasts=forecasts)
    for basis in ("current", "outlook"):
        row = row_of(rows, "asc-08", basis)
        assert (row.rating, row.status) == (None, "information only")
        assert row.units is not None


def test_a_measure_whose_procedure_is_due_counts_as_unconfirmed() -> None:
    from analysis_builders import facts_of

    close = Close("derbyshire", period("Q2"))
    facts = facts_of(DERBYSHIRE, close)
    rows = rate_measures(DERBYSHIRE, close, VALUES, facts, {}, {}, unproven={"asc-08"})
    assert not row_of(rows, "asc-08").is_confirmed
    assert row_of(rows, "asc-07").is_confirmed
