"""Closes of one measure at two points, each as the real code closes it, with what moved between."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from analysis_builders import (
    DERBYSHIRE,
    a_scheme,
    a_stored_value,
    a_text,
    facts_of,
    with_measure,
    with_target,
)

from assets.analysis.closing import rate_measures
from assets.analysis.moves import Move, moves
from assets.analysis.observed import series
from assets.analysis.overrides import overrides_of
from assets.analysis.results import CloseResults, Decision, Point, SentFile
from assets.analysis.said import officers_forecasts
from sources.decisions import Override
from sources.entries import EntryKind
from sources.framework.changes import DefinitionChange
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period, Slot
from sources.framework.last_year import parse_last_year
from sources.framework.measures import Measure
from sources.framework.schemes import MeasureScheme
from sources.returns.content import Quantity, TextField
from sources.values import Absence
from warehouse.rows import SubmittedValue, WaivedFinding

MEASURE = "asc-08"
MOMENT = datetime(2023, 10, 18, 9, tzinfo=UTC)


def by_sevens(shift: int = 0) -> MeasureScheme:
    """Bands of seven points, all moved by as many points as said."""
    return a_scheme(
        {"rating": "strong", "above": str(7 + shift)},
        {"rating": "good", "at_least": str(shift)},
        {"rating": "review", "at_least": str(shift - 7)},
        {"rating": "action"},
        variance="points",
        clauses=(),
    )


@dataclass(frozen=True)
class State:
    """What a close rests on; a value of None is one that nobody sent."""

    actual: str | Absence | None = "83"
    of: tuple[str, str] | None = None
    target: str = "74"
    profile: tuple[str, str, str, str] | None = None
    follows: str | None = None
    scheme: MeasureScheme = field(default_factory=by_sevens)
    declared: tuple[tuple[str, object], ...] = ()
    changes: tuple[DefinitionChange, ...] = ()
    at: str = "2023-24-Q2"
    last_year: str | None = None
    forecast: str | None = None
    supplied: str | None = None
    queried: bool = False
    waived: bool = False
    rating: str | None = None
    value: str | None = None
    withheld: bool = False
    submission: int = 7


def printed(number: Decimal, measure: Measure) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-measure.decimal_places), ROUND_HALF_UP)


def framework_of(state: State) -> Framework:
    """Derbyshire with this one measure."""
    fields = {"aggregation": "latest", "numerator": "a", "denominator": "b", **dict(state.declared)}
    framework = with_measure(DERBYSHIRE, MEASURE, **fields)
    profile = [Decimal(part) for part in state.profile] if state.profile else [None] * 4
    quarters = dict(zip(("q1", "q2", "q3", "q4"), profile, strict=True))
    annual = Decimal(state.target) if state.follows is None else None
    follows = parse_last_year(state.follows) if state.follows else None
    framework = with_target(framework, MEASURE, annual=annual, of_last_year=follows, **quarters)
    return replace(
        framework,
        measures={MEASURE: framework.measures[MEASURE]},
        measure_scheme=state.scheme,
        definition_changes={MEASURE: state.changes} if state.changes else {},
    )


def values_of(state: State) -> tuple[SubmittedValue, ...]:
    slot = str(Slot(DERBYSHIRE.council.id, Period.parse(state.at), "adult-care"))

    def stored(number: str | Absence, quantity: Quantity, at: str = state.at) -> SubmittedValue:
        return a_stored_value(number, quantity, at=at, slot=slot, submission=state.submission)

    found = []
    if state.last_year is not None:
        before = str(Period.parse(state.at).year_before())
        found.append(stored(state.last_year, Quantity.ACTUAL, before))
    if state.actual is not None:
        found.append(stored(state.actual, Quantity.ACTUAL))
    if state.of is not None:
        found.append(stored(state.of[0], Quantity.NUMERATOR))
        found.append(stored(state.of[1], Quantity.DENOMINATOR))
    if state.forecast is not None:
        found.append(stored(state.forecast, Quantity.FORECAST))
    return tuple(found)


def closed_as(state: State, framework: Framework | None = None) -> CloseResults:
    """The close of a state, by the real code; with a framework, by that one."""
    framework, values = framework or framework_of(state), values_of(state)
    close = Close(framework.council.id, Period.parse(state.at))
    queried = frozenset({(MEASURE, state.at)}) if state.queried else frozenset()
    decisions = (_override(state, close),) if state.rating or state.value else ()
    missing = ("adult-care",) if not values else ()
    supplied = state.supplied and a_text(
        MEASURE, state.supplied, field=TextField.SUPPLIED_RATING, at=state.at
    )
    rows = rate_measures(
        framework,
        close,
        series(values, queried),
        facts_of(framework, close, missing),
        supplied or {},
        officers_forecasts(values, close),
        overrides=overrides_of(close, decisions),
    )
    if state.withheld:
        rows = [replace(row, rating=None, status="not yet authorised") for row in rows]
    slot = Slot(framework.council.id, close.period, "adult-care")
    file = SentFile(
        state.submission, "h", slot, "s", "adult-care.xlsx", "adult-care", MOMENT, False
    )
    return CloseResults(
        close=close,
        point=Point(state.submission, MOMENT),
        framework=framework,
        inputs_digest="",
        code_version="",
        ratings=tuple(rows),
        actions=(),
        statuses=(),
        states=(),
        return_findings=(),
        waived=(_waived(close),) if state.waived else (),
        council_findings=(),
        scorecards=(),
        queried=queried,
        unconfirmed=frozenset(),
        sent=(file,) if values else (),
        decisions=decisions,
        sheets=(),
        values=values,
        texts=supplied or {},
    )


def moved(before: State, now: State) -> Move | None:
    """How the measure moved between two states."""
    found = moves(closed_as(before), closed_as(now), printed)
    assert len(found) <= 1
    return found[0] if found else None


def _override(state: State, close: Close) -> Decision:
    body = Override(MEASURE, state.rating, state.value, None, None, "Agreed.", "The panel")
    return Decision(9, "o", EntryKind.OVERRIDE, MOMENT, "The panel", close, body)


def _waived(close: Close) -> WaivedFinding:
    return WaivedFinding(
        close=str(close),
        slot=f"{close}.adult-care",
        waiver=8,
        until="2024-03-31",
        reason="Known.",
        authorised_by="The panel",
        rule="jump",
        dimension="accuracy",
        severity="error",
        submission=7,
        measure=MEASURE,
        period=str(close.period),
        quantity=Quantity.ACTUAL.value,
        sheet="Measures",
        cell="H12",
        raw="83",
        message="A jump.",
        mend="Check it.",
    )
