"""Figures of others that came since the draft before are among what changed."""

from dataclasses import replace
from typing import Any

import pytest

from assets.analysis.results import CloseResults
from assets.views.changed_comparisons import changed_comparisons
from assets.views.report import context_of
from report_templates.sections import ChangeLine

PlayedHome = Any  # built in conftest


@pytest.fixture(scope="module")
def results(the_demo: PlayedHome) -> CloseResults:
    found: CloseResults = the_demo.played.second.closed.results
    assert found.benchmarks
    return found


def lines(before: CloseResults, now: CloseResults) -> list[ChangeLine]:
    return list(changed_comparisons(context_of(now, before), before))


def test_nothing_is_said_where_comparisons_are_the_same(results: CloseResults) -> None:
    assert lines(results, results) == []


def test_a_comparison_that_came_or_went_is_said(results: CloseResults) -> None:
    without = replace(results, benchmarks=())
    came, went = lines(without, results), lines(results, without)
    assert len(came) == len(went) > 3
    assert {line.before for line in came} == {line.after for line in went} == {"not compared"}
    assert all(line.was is None for line in came)
    assert any(line.now is not None for line in came)


def test_another_rank_is_said_with_whose_figure_made_it(results: CloseResults) -> None:
    row = next(r for r in results.benchmarks if r.quartile is not None and r.quartile != 4)
    others = [r for r in results.benchmarks if r is not row]
    assert row.own_units is not None
    other = replace(row, rank=row.ranked, quartile=4)
    (line,) = lines(results, replace(results, benchmarks=(*others, other)))
    assert line.after == "fourth quartile"
    assert line.because == "figures of others came, or are others than before"
    own = replace(other, own_units=row.own_units + 1)
    (line,) = lines(results, replace(results, benchmarks=(*others, own)))
    assert line.because == "the council's own figure to compare is another one"
