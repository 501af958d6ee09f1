"""Close a period: bring its returns up to date, then rate, find and store, as at one point.

The same computation serves the present and any earlier point of the ledger; only the present is
stored. What readers see of it is `publish`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assets.analysis.action_closing import rate_actions
from assets.analysis.closing import SlotFacts, rate_measures
from assets.analysis.forecast.forecasting import forecast_measures
from assets.analysis.observed import (
    latest_texts,
    queried_forecasts,
    series,
)
from assets.analysis.overrides import decided_values, moved_since, overrides_of
from assets.analysis.part_series import compared_parts, part_series
from assets.analysis.results import CloseResults, Inputs, Point
from assets.analysis.said import officers_forecasts
from assets.analysis.scorecards import scorecards
from assets.analysis.sign_off import held_back, open_follow_ups, state_rows
from assets.analysis.trends.results import trend_rows
from assets.analysis.waivers import unwaived, waived, waiver_of
from assets.steps import gather
from assets.steps.as_at import Known, known_at
from assets.steps.beside_others import beside_others
from assets.steps.check_return import CheckEvidence, check_return
from assets.steps.close_subject import council_rows, rated_values, reported_on
from assets.steps.house import House, code_version
from assets.steps.jobs import finished
from assets.steps.signing import confirmation, standings_at, unconfirmed_at
from assets.steps.standing import filled, lateness_of, standing
from checks.applied import runs_of_close
from checks.catalogue.catalogue import check_close
from checks.subject import CheckedClose
from sources.framework.due import Job
from sources.framework.keys import Close, Slot
from sources.framework.library import UnknownKey
from sources.framework.owners import Post, phantoms_in_close
from sources.framework.procedures_due import ProcedureDue, due_in_close
from sources.framework.timetable import LONDON
from warehouse import queries
from warehouse.rows import (
    CloseRecord,
    ReturnStatus,
)


@dataclass(frozen=True)
class CloseEvidence:
    """What closing did: which returns were checked anew, and whether the close was computed."""

    close: Close
    is_new: bool
    checked: tuple[CheckEvidence, ...]
    results: CloseResults


def close_period(house: House, close: Close, *, anew: bool = False) -> CloseEvidence:
    """Bring a close's stored results up to date with the ledger and the present day.

    With `anew` they are worked out and stored again even if nothing changed.
    """
    framework = house.library.of_close(close)
    with house.lock(close.council):
        house.record_framework(framework)
        own = framework.slots_of(close)
        # Earlier returns bear on it too: one that was received and not checked, because a run broke
        # off in between, would leave this close without its figures for good.
        for slot in sorted(_earlier(house, close) - set(own)):
            check_return(house, slot)
        checked = tuple(check_return(house, slot) for slot in own)
        entries = house.entries(close.council)
        results = compute(house, close, Point(entries[-1].seq, house.now()))
        held = queries.result_key(house.store.engine, str(close))
        is_new = anew or held is None or held.digest != results.inputs_digest
        if is_new:
            store(house, results)
        finished(house, Job.CLOSE.value, str(close))
    return CloseEvidence(close, is_new, checked, results)


def _earlier(house: House, close: Close) -> set[Slot]:
    """The slots of files that were received for the close's period or earlier ones."""
    entries = house.entries(close.council)
    sent = gather.submissions(entries, entries[-1].seq if entries else 0)
    spoken_of = {slot for s in sent for slot in s.slots if slot.period <= close.period}
    return {slot for slot in spoken_of if house.library.knows(slot)}


def compute(house: House, close: Close, point: Point) -> CloseResults:
    """A close as at a point, worked out without writing anything."""
    known = known_at(house, close, point)
    framework, values = known.framework, known.values
    texts = latest_texts(known.texts)
    came = filled(known.sent, values, known.texts, known.other)
    observed = series(values, known.queried)
    slots = framework.slots_of(close)
    late = [lateness_of(framework, slot, came, point.at) for slot in slots]
    signing = standings_at(known, slots)
    purged_slots = {str(s.slot) for s in known.sent if s.removed}
    facts = {
        slot.return_id: SlotFacts(
            slot,
            any(s.slot == slot for s in came),
            signing[slot].is_confirmed,
            str(slot) in purged_slots,
        )
        for slot in slots
    }
    forecasts = officers_forecasts(values, close)
    today = point.at.astimezone(LONDON).date()
    procedures = due_in_close(framework, close.period, today)
    phantoms = phantoms_in_close(framework, close.period, today)
    is_held_up = framework.procedure_rules.blocks_confirmation
    ratings = rate_measures(
        framework,
        close,
        observed,
        facts,
        texts,
        forecasts,
        queried_forecasts(unwaived(known.return_findings, known.waivers)),
        {due.measure for due in procedures} if is_held_up else (),
        overrides := overrides_of(close, known.decisions),
    )
    moved = moved_since(ratings, overrides)
    decided = decided_values(ratings, overrides)
    beside = beside_others(house, framework, close, known, observed, decided)
    actions = rate_actions(framework, close, facts, texts)
    # What a rating asks for may hold a signature up, and no rating depends on signatures.
    follow_ups = open_follow_ups(framework, close, ratings, texts)
    signing = standings_at(known, slots, follow_ups)
    confirmed = {str(slot) for slot, one in signing.items() if one.is_confirmed}
    ratings, actions = held_back(ratings, confirmed), held_back(actions, confirmed)
    statuses = [
        standing(framework, one, came, values, signing[one.slot], known.other) for one in late
    ]
    subject = CheckedClose(
        framework,
        tuple(rated_values(framework, close, ratings, texts, moved)),
        tuple(late),
        procedures,
        reported_on(framework, close),
        follow_ups,
        phantoms,
        close.period,
        tuple(compared_parts(framework, close, part_series(framework, known.parts))),
        beside.own_figures,
    )
    council_findings = tuple(council_rows(framework, close, check_close(subject)))
    return CloseResults(
        close=close,
        point=point,
        framework=framework,
        code_version=code_version(),
        inputs_digest=_inputs_digest(close, known, statuses, point, procedures, phantoms),
        ratings=tuple(ratings),
        actions=tuple(actions),
        statuses=tuple(statuses),
        states=tuple(row for slot in slots for row in state_rows(close, slot, signing[slot])),
        return_findings=known.return_findings,
        waived=tuple(waived(close, known.return_findings, known.waivers)),
        council_findings=council_findings,
        scorecards=tuple(
            scorecards(
                framework,
                close,
                [*known.check_runs, *runs_of_close(subject)],
                [*known.return_findings, *council_findings],
                {f for f in known.return_findings if waiver_of(f, known.waivers) is not None},
                statuses,
            )
        ),
        queried=known.queried,
        unconfirmed=unconfirmed_at(house, known, confirmation(statuses), point),
        sent=known.sent,
        decisions=known.decisions,
        sheets=known.sheets,
        values=values,
        texts=texts,
        budget=known.other.budget,
        assessments=known.assessments,
        forecasts=tuple(forecast_measures(framework, close, observed, ratings)),
        trends=tuple(trend_rows(framework, close, observed, ratings)),
        parts=known.parts,
        benchmarks=beside.rows,
    )


def points(house: House) -> dict[str, Point]:
    """As at which point each stored close stands."""
    return {
        record.close: Point(record.seq, datetime.fromisoformat(record.as_at))
        for record in queries.close_records(house.store.engine)
    }


def _inputs_digest(
    close: Close,
    known: Known,
    statuses: Iterable[ReturnStatus],
    point: Point,
    procedures: Iterable[ProcedureDue],
    phantoms: Iterable[Post],
) -> str:
    """The day counts while a return is outstanding. Otherwise only the procedures that are due and
    the waivers that hold move with it: which they are counts, and not for how many days, else every
    day would be a change.
    """
    is_open = any(not status.submissions for status in statuses)
    day = point.day if is_open else "complete"
    day += "".join(f"\n{due.measure} {due.days_overdue > 0}" for due in procedures)
    day += "".join(f"\nnobody is {post.name}" for post in phantoms)
    day += "".join(f"\nwaived by {waiver.hash}" for waiver in known.waivers)
    return gather.close_digest(close, Inputs(known.sent, known.decisions), known.framework, day)


def stored(house: House, close: Close) -> CloseResults:
    """A close's results as they stand in the warehouse. Raises UnknownKey if there are none."""
    engine = house.store.engine
    house.library.of_close(close)
    record = queries.close_record(engine, str(close))
    if record is None:
        raise UnknownKey(
            f"{close} has not been closed yet: run 'quarterday close --council {close.council} "
            f"--period {close.period}' first."
        )
    point = Point(record.seq, datetime.fromisoformat(record.as_at))
    known = known_at(house, close, point)
    return CloseResults(
        close=close,
        point=point,
        framework=known.framework,
        inputs_digest=record.inputs_digest,
        code_version=record.code_version,
        ratings=tuple(queries.measure_ratings(engine, str(close))),
        actions=tuple(queries.action_ratings(engine, str(close))),
        statuses=(statuses := tuple(queries.return_statuses(engine, str(close)))),
        states=tuple(queries.return_states(engine, str(close))),
        return_findings=known.return_findings,
        waived=tuple(waived(close, known.return_findings, known.waivers)),
        council_findings=tuple(queries.council_findings(engine, str(close))),
        scorecards=tuple(queries.scorecards(engine, str(close))),
        queried=known.queried,
        unconfirmed=unconfirmed_at(house, known, confirmation(statuses), point),
        sent=known.sent,
        decisions=known.decisions,
        sheets=known.sheets,
        values=known.values,
        texts=latest_texts(known.texts),
        budget=known.other.budget,
        assessments=known.assessments,
        forecasts=tuple(queries.measure_forecasts(engine, str(close))),
        trends=tuple(queries.measure_trends(engine, str(close))),
        parts=known.parts,
        benchmarks=tuple(queries.measure_benchmarks(engine, str(close))),
    )


def store(house: House, results: CloseResults) -> None:
    """Replace a close's stored results in one transaction."""
    key = str(results.close)
    record = CloseRecord(
        close=key,
        seq=results.point.seq,
        as_at=results.point.at.astimezone(LONDON).isoformat(),
        inputs_digest=results.inputs_digest,
        framework_digest=results.framework.digest,
        code_version=results.code_version,
    )
    house.store.replace(
        key,
        results.point.seq,
        results.inputs_digest,
        {
            "measure_ratings": results.ratings,
            "action_ratings": results.actions,
            "measure_forecasts": results.forecasts,
            "measure_trends": results.trends,
            "council_findings": results.council_findings,
            "waived_findings": results.waived,
            "return_statuses": results.statuses,
            "scorecards": results.scorecards,
            "return_states": results.states,
            "measure_benchmarks": results.benchmarks,
            "closes": [record],
        },
    )
