"""Each cause of a move in one plain sentence, whose numbers are figures with sources."""

from dataclasses import replace
from typing import Any

import pytest
from analysis_builders import AS_LAST_YEAR
from move_builders import MEASURE, State, by_sevens, closed_as
from test_moves import CASES, FOLLOWING, TOTAL, a_break, a_survey

from assets.analysis.moves import Cause
from assets.views.changes import changes_section
from assets.views.context import Context
from assets.views.measure_moves import moves_part
from assets.views.move_words import labels_of, told
from assets.views.report import context_of
from report_templates.parts import Figure
from sources.framework.owed import ReportProduct
from sources.values import Absence

PLAIN = State()
RATIO = State(actual="83", of=("830", "1000"))
Q1 = State(at="2023-24-Q1")


def a_context(before: State, now: State, product: ReportProduct | None = None) -> Context:
    then = closed_as(before)
    if before.at == now.at:
        return context_of(closed_as(now), then, product)
    return context_of(closed_as(now), None, product, period_before=then)


def sentence(context: Context) -> str:
    move = (context.moved or context.moved_since_period)[MEASURE]
    words = told(context, move)
    assert words is not None
    return "".join(piece if isinstance(piece, str) else f"[{piece.text}]" for piece in words)


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (
            RATIO,
            State(actual="76", of=("830", "1092"), submission=9),
            "its denominator was restated: [1,000] to [1,092], over the same [830]; with the old "
            "one it would be Strong",
        ),
        (
            RATIO,
            State(actual="75.9", of=("829", "1092"), submission=9),
            "its denominator was restated: [1,000] to [1,092]; with the old one it would be Strong",
        ),
        (
            PLAIN,
            State(actual="76", submission=9),
            "a new figure in 'adult-care.xlsx', Measures!H12",
        ),
        (
            State(actual=None),
            State(submission=9),
            "its figure had not come before: it came in 'adult-care.xlsx', Measures!H12",
        ),
        (
            State(actual="81.04"),
            State(actual="80.96"),
            "only digits beyond those printed changed: both figures print the same",
        ),
        (
            State(actual="81.04"),
            State(actual="80.94"),
            "only digits beyond those printed tell the two ratings apart",
        ),
        (PLAIN, State(actual=None), "its figure is there no longer"),
        (
            FOLLOWING,
            replace(FOLLOWING, last_year="84"),
            "an earlier value that its target follows changed: the target went from [80.0%] to "
            "[84.0%]",
        ),
        (
            State(actual="60", scheme=AS_LAST_YEAR, last_year="59"),
            State(actual="60", scheme=AS_LAST_YEAR, last_year="61"),
            "an earlier value that it rests on changed",
        ),
        (PLAIN, State(actual=Absence.SUPPRESSED), "its figure is there no longer: suppressed"),
        (
            PLAIN,
            State(target="81"),
            "its target was changed in the framework: [74.0%] to [81.0%]; with the old one it "
            "would be Strong",
        ),
        (
            PLAIN,
            State(scheme=by_sevens(7)),
            "the limits of the rating scheme were changed; with the old ones it would be Strong",
        ),
        (
            PLAIN,
            State(actual="76", target="81", submission=9),
            "a new figure in 'adult-care.xlsx', Measures!H12; with the old one it would be Good; "
            "its target was changed in the framework: [74.0%] to [81.0%]; with the old one it "
            "would be Good",
        ),
        (
            PLAIN,
            State(declared=(("polarity", "lower"),)),
            "what the framework says of the measure was changed",
        ),
        (PLAIN, State(queried=True), "its figure is queried with the department"),
        (State(queried=True), PLAIN, "its figure is no longer queried"),
        (
            State(actual="830", queried=True),
            State(submission=9),
            "a new figure in 'adult-care.xlsx', Measures!H12 settled what was queried",
        ),
        (
            State(queried=True),
            State(actual="76", submission=9),
            "a new figure in 'adult-care.xlsx', Measures!H12; with the old one it would be Strong; "
            "its figure is no longer queried",
        ),
        (
            State(queried=True),
            State(waived=True),
            "a finding about it was waived, until 31 March 2024",
        ),
        (State(waived=True), State(queried=True), "a waiver of a finding about it ended"),
        (PLAIN, State(rating="review"), "moderated by The panel: Agreed."),
        (State(rating="review"), PLAIN, "what was decided on review was withdrawn"),
        (PLAIN, State(withheld=True), "its return is no longer signed off as it stands"),
        (State(withheld=True), PLAIN, "its return was signed off"),
        (Q1, State(actual="76"), "its figure went from [83.0%] to [76.0%]"),
        (
            replace(Q1, actual=None),
            PLAIN,
            "there was no figure in Q1 2023-24, and now there is: [83.0%]",
        ),
        (Q1, State(actual=None), "the return of this period has not come"),
        (
            Q1,
            State(actual=Absence.NOT_YET_AVAILABLE),
            "there is no figure for this period: not yet available",
        ),
        (
            Q1,
            State(target="81"),
            "its target went from [74.0%] to [81.0%]; with the old one it would be Strong",
        ),
        (replace(Q1, rating="action"), PLAIN, "in Q1 2023-24 it was decided on review"),
        (
            replace(Q1, changes=(a_break(),)),
            State(actual="76", changes=(a_break(),)),
            "its figure went from [83.0%] to [76.0%]; with the old one it would be Strong; the "
            "definition changed from Q2 2023-24, so that the two figures do not compare",
        ),
        (
            a_survey("83", ("83", "100"), at="2023-24-Q1"),
            a_survey("76", ("76", "100")),
            "its figure went from [83.0%] to [76.0%]; chance alone may explain the difference "
            "between the two surveys",
        ),
    ],
)
def test_a_cause_is_told_in_one_sentence(before: State, now: State, words: str) -> None:
    assert sentence(a_context(before, now)) == words


def test_the_figure_of_a_running_total_is_told_with_its_target() -> None:
    first = replace(Q1, actual="22", declared=TOTAL, profile=("20", "40", "60", "80"))
    now = replace(first, actual="50", at="2023-24-Q2")
    assert sentence(a_context(first, now)) == (
        "its figure went from [22.0%], with a target of [20.0%], to [50.0%], with a target of "
        "[40.0%]"
    )


def test_every_case_of_the_set_is_told_and_each_of_its_causes_in_it() -> None:
    for case in CASES:
        context = a_context(case.before, case.now)
        move = (context.moved or context.moved_since_period)[MEASURE]
        words = told(context, move)
        assert words is not None
        text = sentence(context)
        assert text[0].islower() or text.startswith("[")
        assert text.count(";") >= len(move.causes) - 1


def test_what_is_no_news_is_labelled() -> None:
    def labels(before: State, now: State) -> tuple[str, ...]:
        context = a_context(before, now)
        return labels_of((context.moved or context.moved_since_period)[MEASURE])

    restated = State(actual="76", of=("830", "1092"))
    assert labels(RATIO, restated) == ("restated denominator",)
    assert labels(State(actual="81.04"), State(actual="80.96")) == ("rounding",)
    assert labels(State(actual=None), PLAIN) == ("late file",)
    few = a_survey("83", ("83", "100"), at="2023-24-Q1"), a_survey("76", ("76", "100"))
    assert labels(*few) == ("not distinguishable",)
    assert labels(PLAIN, State(actual="76")) == ()


# Where they stand


def test_the_section_of_changes_says_why_and_the_figures_lead_to_their_cells() -> None:
    context = a_context(RATIO, State(actual="76", of=("830", "1092"), submission=9))
    (line,) = changes_section(context).lines
    assert line.labels == ("restated denominator",)
    assert line.why is not None
    figures = [piece for piece in line.why if isinstance(piece, Figure)]
    assert [figure.text for figure in figures] == ["1,000", "1,092", "830"]
    sources = {entry.id: entry.sources for entry in context.book.lines}
    assert [sources[figure.id][0].raw for figure in figures] == ["1000", "1092", "830"]


def test_a_change_without_a_move_keeps_its_words() -> None:
    (line,) = changes_section(a_context(PLAIN, State(actual="84", submission=9))).lines
    assert (line.why, line.labels) == (None, ())
    assert line.because.startswith("a new figure in 'adult-care.xlsx'")


def test_a_measures_page_lists_its_moves_with_their_ratings() -> None:
    context = context_of(
        closed_as(State(actual="76", submission=9)),
        closed_as(PLAIN),
        period_before=closed_as(replace(Q1, actual="60")),
    )
    part = moves_part(context, context.framework.measures[MEASURE])
    assert part is not None
    since = [
        (line.since, line.was and line.was.word, line.now and line.now.word) for line in part.lines
    ]
    assert since == [
        ("Quarter 1 (April to June 2023)", "Action", "Good"),
        ("the draft before, as at 18 October 2023 at 10:00", "Strong", "Good"),
    ]


def test_a_measure_that_did_not_move_has_no_such_part() -> None:
    context = a_context(PLAIN, PLAIN)
    assert moves_part(context, context.framework.measures[MEASURE]) is None


# The public


def the_public() -> ReportProduct:
    product: Any = next(iter(closed_as(PLAIN).framework.products.values()))
    return product.model_copy(update={"visibility": "public", "bodies": (), "tiers": ()})  # type: ignore[no-any-return]  # a product


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (PLAIN, State(rating="review"), "decided by the council on review"),
        (PLAIN, State(value="70"), "decided by the council on review"),
        (State(target="81"), State(rating="review"), "decided by the council on review"),
        (State(rating="review"), PLAIN, "what was decided on review was withdrawn"),
    ],
)
def test_the_public_reads_that_something_was_decided_and_not_over_what(
    before: State, now: State, words: str
) -> None:
    assert sentence(a_context(before, now, the_public())) == words


def test_nothing_of_what_a_review_replaced_is_told_to_the_public() -> None:
    before, now = State(rating="review"), State(rating="action", actual="76", submission=9)
    context = a_context(before, now, the_public())
    assert sentence(context) == "decided by the council on review"
    corrected = a_context(State(value="70"), State(value="70", target="90"), the_public())
    assert told(corrected, corrected.moved[MEASURE]) is None
    assert corrected.moved[MEASURE].causes == (Cause.TARGET,)
