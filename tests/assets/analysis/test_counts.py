"""Counts by rating: by who answers for measures, adding up, and beside the period before."""

from dataclasses import replace

import pytest
from analysis_builders import DERBYSHIRE, closed, series
from move_builders import State, closed_as

from assets.views.context import Context
from assets.views.counts import holder_counts, measure_counts
from assets.views.report import context_of
from report_templates.sections import Counts

NAMES = ("asc-08", "chs-11", "chs-12", "plc-12")
NOW = dict(zip(NAMES, ("99", "30", "99", "99"), strict=True))
THEN = {"chs-11": "strong"}


def a_context(*, is_public: bool = False, with_past: bool = True) -> Context:
    rows = closed(values={name: series(Q2=number) for name, number in NOW.items()})
    # All was as it is now, but that one measure was Strong; before that, everything was Action.
    past = [
        replace(row, close="derbyshire.2023-24-Q1", rating=THEN.get(row.measure, row.rating))
        for row in rows
    ]
    older = [replace(row, close="derbyshire.2022-23-Q4", rating="action") for row in rows]
    framework = replace(DERBYSHIRE, actions={})
    results = replace(closed_as(State()), framework=framework, ratings=tuple(rows))
    known = [*past, *older] if with_past else []
    (product,) = framework.products.values()
    shown = product.model_copy(update={"visibility": "public"}) if is_public else product
    return context_of(results, None, shown, rated_before=known)


def numbers(counts: Counts) -> list[int]:
    return [int(line.count.text) for line in counts.lines]


def whole(context: Context) -> Counts:
    return measure_counts(context, list(context.framework.measures.values()), "All", "measures")


def test_every_table_of_holders_adds_up_to_the_whole() -> None:
    context = a_context()
    tables = dict(holder_counts(context))
    assert list(tables) == [DERBYSHIRE.council.words.body, "department"]
    for lines in tables.values():
        assert len(lines) > 2
        columns = zip(*(numbers(counts) for counts in lines), strict=True)
        assert [sum(column) for column in columns] == numbers(whole(context))
        assert sum(int(c.rated.text) for c in lines) == int(whole(context).rated.text) > 0
        assert sum(int(c.unrated.text) for c in lines) == int(whole(context).unrated.text)


def test_two_measures_of_one_name_count_twice() -> None:
    context = a_context()
    one = context.framework.measures["chs-11"]
    twin = context.framework.measures["chs-12"].model_copy(update={"name": one.name})
    counts = measure_counts(context, [one, twin], "Twins", "twins")
    assert sum(numbers(counts)) == 2


def test_what_changed_since_the_period_before_is_said_of_the_close_just_before() -> None:
    counts = whole(a_context())
    assert counts.lines[0].mark.word == "Strong"
    changes = [line.change for line in counts.lines]
    assert changes == ["1 fewer than in Q1 2023-24", *["as in Q1 2023-24"] * 2,
                       "1 more than in Q1 2023-24"]  # fmt: skip


@pytest.mark.parametrize("given", [{"is_public": True}, {"with_past": False}])
def test_the_public_and_a_first_period_are_told_of_no_change(given: dict[str, bool]) -> None:
    assert {line.change for line in whole(a_context(**given)).lines} == {None}
