"""Targets that changed in a report's period: each in the table, with why and who approved it."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assets.analysis.results import CloseResults, Point
from assets.views.context import Context
from assets.views.figure_book import FigureBook
from assets.views.register_changes import register_changes
from report_templates.sections import AboutSection, RegisterChange
from sources.framework.changes import TargetChange, by_measure
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.library import EXAMPLES
from sources.framework.load import load_folder
from sources.framework.timetable import LONDON

DERBYSHIRE = load_folder(EXAMPLES / "derbyshire" / "2023-24")
LEVELS = [
    name
    for name, target in DERBYSHIRE.targets.items()
    if target.annual is not None and not DERBYSHIRE.measures[name].is_cumulative
]


def a_change(measure: str, start: str, **given: Any) -> TargetChange:
    ordinary = {
        "measure": measure,
        "from_period": f"2023-24-{start}",
        "reason": "Fewer visits were possible",
        "approved_by": "Cabinet",
        "approved_on": date(2023, 7, 13),
    }
    return TargetChange.model_validate(ordinary | given)


def context_of(*changes: TargetChange, at: str = "Q2") -> Context:
    """A close of Derbyshire's in which nothing came."""
    framework: Framework = replace(DERBYSHIRE, target_changes=by_measure(changes))
    close = Close("derbyshire", Period.parse(f"2023-24-{at}"))
    nothing: dict[str, Any] = dict.fromkeys(
        (
            "ratings",
            "actions",
            "statuses",
            "states",
            "return_findings",
            "waived",
            "council_findings",
            "scorecards",
            "sent",
            "decisions",
            "sheets",
            "values",
        ),
        (),
    )
    results = CloseResults(
        close=close,
        point=Point(1, datetime(2023, 10, 24, 9, tzinfo=LONDON)),
        framework=framework,
        inputs_digest="",
        code_version="",
        queried=frozenset(),
        unconfirmed=frozenset(),
        texts={},
        **nothing,
    )
    return Context(results, None, FigureBook(str(close), str(close.period), {}), framework)


def about(changed: tuple[RegisterChange, ...]) -> AboutSection:
    return AboutSection("", "", (), (), (), (), None, changed)


def test_seven_targets_changed_in_a_quarter_are_seven_lines() -> None:
    changes = [a_change(name, "Q2", annual=Decimal(50 + n)) for n, name in enumerate(LEVELS[:7])]
    earlier = a_change(LEVELS[7], "Q1", annual=Decimal(40))
    later = a_change(LEVELS[8], "Q3", annual=Decimal(40))
    view = about(register_changes(context_of(*changes, earlier, later)))
    assert sorted(line.id for line in view.targets_now) == sorted(LEVELS[:7])
    assert [line.id for line in view.changed_else] == [LEVELS[7]]
    for line in view.targets_now:
        assert (line.reason, line.approved) == (
            "Fewer visits were possible",
            "Cabinet, 13 July 2023",
        )
        assert line.now is not None
        assert line.since.startswith("Quarter 2")


def test_a_target_changed_twice_in_a_quarter_is_listed_twice_and_the_later_holds() -> None:
    context = context_of(
        a_change("asc-08", "Q2", annual=Decimal(78)),
        a_change("asc-08", "Q2", annual=Decimal(74), approved_on=date(2023, 9, 7)),
    )
    first, second = about(register_changes(context)).targets_now
    assert (first.is_replaced, second.is_replaced) == (True, False)
    assert first.now is not None
    assert second.was is not None
    assert second.now is not None
    assert (first.now.text, second.was.text, second.now.text) == ("78.0%", "78.0%", "74.0%")
    assert first.now.id != second.now.id
    q2 = Period.parse("2023-24-Q2")
    assert context.framework.target_for("asc-08", q2) == Decimal(74)
    assert context.framework.target_for("asc-08", Period.parse("2023-24-Q1")) == Decimal("74.0")


def test_months_of_one_quarter_change_a_target_twice_too() -> None:
    context = context_of(
        a_change("asc-08", "M04", annual=Decimal(78)),
        a_change("asc-08", "M06", annual=Decimal(74)),
    )
    first, second = about(register_changes(context)).targets_now
    assert (first.is_replaced, second.is_replaced) == (True, False)


def test_a_target_that_becomes_words_is_told_in_them_and_none_is_called_none() -> None:
    context = context_of(
        a_change("asc-08", "Q2", in_words="Open the new centre."), a_change("asc-04", "Q2")
    )
    lines = {line.id: line for line in register_changes(context)}
    assert (lines["asc-08"].now, lines["asc-08"].now_words) == (None, "Open the new centre.")
    assert (lines["asc-04"].now, lines["asc-04"].now_words) == (None, None)
