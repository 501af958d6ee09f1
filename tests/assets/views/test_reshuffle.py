"""After a reshuffle each period keeps the body that answered at its end (ruling 29)."""

from dataclasses import replace
from datetime import datetime

import pytest

from assets.analysis.results import CloseResults, Point
from assets.views.context import Context
from assets.views.lines import measure_line
from assets.views.report import context_of
from sources.framework.framework import Framework
from sources.framework.handovers import Handover
from sources.framework.keys import Close
from sources.framework.library import EXAMPLES
from sources.framework.load import load, read_folder
from sources.framework.owed import ReportProduct
from sources.framework.places import FrameworkProblems
from sources.framework.timetable import LONDON
from tests.assets.analysis.analysis_builders import DERBYSHIRE, closed
from tests.assets.views.test_breakdowns import results_of

FROM = DERBYSHIRE.measures["chs-11"].body
TO = next(body for body in DERBYSHIRE.bodies if body != FROM)
RESHUFFLE = Handover.model_validate(
    {
        "id": "reshuffle",
        "on": "2023-11-01",
        "body": TO,
        "measures": ["chs-11"],
        "reason": "The Leader changed the portfolios.",
        "approved_by": "Leader of the Council",
    }
)
FRAMEWORK: Framework = replace(DERBYSHIRE, handovers={"reshuffle": RESHUFFLE})


def of_period(code: str, day: datetime) -> CloseResults:
    close = Close.parse(f"derbyshire.2023-24-{code}")
    rows = tuple(closed(f"2023-24-{code}", framework=FRAMEWORK))
    held = results_of(FRAMEWORK, [])
    return replace(held, close=close, ratings=rows, point=Point(9, day))


def shown(code: str, day: datetime, product: ReportProduct | None = None) -> Context:
    return context_of(of_period(code, day), None, product)


OCTOBER = datetime(2023, 10, 24, 8, tzinfo=LONDON)
NOVEMBER = datetime(2023, 11, 20, 8, tzinfo=LONDON)
JANUARY = datetime(2024, 1, 30, 8, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("code", "day", "body"),
    [("Q2", OCTOBER, FROM), ("Q2", NOVEMBER, FROM), ("Q3", JANUARY, TO)],
    ids=["before it", "drawn up after it", "the next period"],
)
def test_a_period_stands_under_the_body_that_answered_at_its_end(
    code: str, day: datetime, body: str
) -> None:
    context = shown(code, day)
    line = measure_line(context, context.framework.measures["chs-11"])
    assert DERBYSHIRE.bodies[body].name in line.body


def test_who_took_over_by_the_day_of_the_report_is_named_beside_it() -> None:
    notes = {}
    for name, code, day in (
        ("before", "Q2", OCTOBER),
        ("after", "Q2", NOVEMBER),
        ("next", "Q3", JANUARY),
    ):
        context = shown(code, day)
        line = measure_line(context, context.framework.measures["chs-11"])
        notes[name] = [note for note in line.notes if note.startswith("since 1 November 2023")]
    assert (notes["before"], notes["next"]) == ([], [])
    (said,) = notes["after"]
    assert DERBYSHIRE.bodies[TO].name in said
    assert said.endswith("to which this is addressed")


@pytest.mark.parametrize(("code", "day", "body"), [("Q2", NOVEMBER, FROM), ("Q3", JANUARY, TO)])
def test_a_report_for_one_body_holds_what_it_answered_for(
    code: str, day: datetime, body: str
) -> None:
    product = next(iter(DERBYSHIRE.products.values()))
    held = {
        one: "chs-11"
        in shown(code, day, product.model_copy(update={"bodies": (one,)})).framework.measures
        for one in (FROM, TO)
    }
    assert held == {one: one == body for one in (FROM, TO)}


def test_handovers_that_name_nothing_or_twice_the_same_are_refused() -> None:
    texts = read_folder(EXAMPLES / "derbyshire" / "2023-24")
    one = """
  - id: {id}
    on: 2023-11-01
    body: {body}
    measures: [{measure}]
    reason: A reshuffle.
    approved_by: Leader
"""

    def problems(*entries: str) -> str:
        plan = texts["plan.yaml"] + "\nhandovers:" + "".join(entries)
        with pytest.raises(FrameworkProblems) as refused:
            load(texts | {"plan.yaml": plan})
        return str(refused.value)

    first = one.format(id="a", body=TO, measure="chs-11")
    assert "'a' names body 'nobody'" in problems(
        one.format(id="a", body="nobody", measure="chs-11")
    )
    assert "'a' names measures 'zz'" in problems(one.format(id="a", body=TO, measure="zz"))
    assert "'chs-11' goes over twice on 2023-11-01" in problems(
        first, one.format(id="b", body=FROM, measure="chs-11")
    )
    assert f"'a' gives 'chs-11' to '{FROM}', which has it already" in problems(
        one.format(id="a", body=FROM, measure="chs-11")
    )
    assert load(texts | {"plan.yaml": texts["plan.yaml"] + "\nhandovers:" + first}).handovers[
        "a"
    ].measures == ("chs-11",)
