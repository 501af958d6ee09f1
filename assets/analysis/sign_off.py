"""Sign-off of stored returns: where each stands, what holds it up, and what that does to results.

Pure: rows and decisions in. The walk itself is `sources/returns/signing`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from assets.analysis.observed import Texts, number_of
from assets.analysis.results import Decision, SentFile
from assets.analysis.said import commentary_on
from checks.other_returns import NOTHING, OtherContent
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.schemes import FollowUp
from sources.framework.timetable import LONDON
from sources.returns.assessment_rows import Part
from sources.returns.content import is_about_return
from sources.returns.extract_rows import Part as Figure
from sources.returns.signatures import entry_of, is_entry, signatures_in
from sources.returns.signing import Event, Key, SentIn, Signature, Standing, Withdrawal, walk
from sources.sign_offs import SignOff, SignOffWithdrawn
from warehouse.rows import (
    ActionRating,
    MeasureRating,
    SubmittedText,
    SubmittedValue,
)
from warehouse.state_rows import ReturnState

_Row = TypeVar("_Row", MeasureRating, ActionRating)


@dataclass(frozen=True)
class Said:
    """What every file of a council says, by its ledger entry."""

    values: Mapping[int, list[SubmittedValue]]
    texts: Mapping[int, list[SubmittedText]]
    amounts: Mapping[int, dict[Key, str]]

    @classmethod
    def of(
        cls,
        values: Iterable[SubmittedValue],
        texts: Iterable[SubmittedText],
        other: OtherContent = NOTHING,
    ) -> "Said":
        by_value: dict[int, list[SubmittedValue]] = defaultdict(list)
        by_text: dict[int, list[SubmittedText]] = defaultdict(list)
        for value in values:
            by_value[value.submission].append(value)
        for text in texts:
            by_text[text.submission].append(text)
        by_amount: dict[int, dict[Key, str]] = defaultdict(dict)
        for line in other.budget:
            for amount, (seq, held) in line.amounts.items():
                key = ("budget", line.line.fund_text, line.line.name, amount.value)
                by_amount[seq][key] = entry_of(held.value.number, held.value.absence)
        for row in other.assessments:
            item = row.item
            for part, said in item.said.items():
                about = item.said.get(Part.RISK, "")
                by_amount[row.submission]["risk", about, str(item.assessed_on), part.value] = said
        for figure in other.figures:
            cells = figure.item.said
            what = [cells.get(part, "") for part in Figure if part is not Figure.VALUE]
            by_amount[figure.submission]["figure", *what] = figure.item.value.raw
        return cls(by_value, by_text, by_amount)


def standing_of(
    framework: Framework,
    slot: Slot,
    sent: Iterable[SentFile],
    said: Said,
    decisions: Iterable[Decision],
    *more: Signature,
    has_open_follow_ups: bool = False,
) -> Standing:
    """Where a return stands on its route. `sent` and `decisions` may hold those of others too;
    `more` are signatures that are only considered."""
    events: list[Event] = [_sent_in(framework, one, said) for one in sent if one.slot == slot]
    events += signings(d for d in decisions if d.slot == slot)
    events += more
    return walk(
        framework,
        slot.return_id,
        events,
        has_open_follow_ups=has_open_follow_ups,
        ends=slot.period.ends,
    )


def _sent_in(framework: Framework, one: SentFile, said: Said) -> SentIn:
    values, texts = said.values.get(one.seq, ()), said.texts.get(one.seq, ())
    entries: dict[Key, str] = {
        (v.measure, v.breakdown, v.period, v.quantity): entry_of(number_of(v), v.absence)
        for v in values
    }
    entries |= {(t.subject, t.period or "", t.field): t.text for t in texts if is_entry(t.field)}
    entries |= said.amounts.get(one.seq, {})
    given = one.dropped_at.astimezone(LONDON).date()
    signed = signatures_in(texts, framework.council.sign_off, one.seq, given)
    has_figures = bool(values) or one.seq in said.amounts
    is_filled = has_figures or any(not is_about_return(t.subject) for t in texts)
    return SentIn(one.seq, given, entries, signed, is_filled)


def signings(decisions: Iterable[Decision]) -> list[Signature | Withdrawal]:
    """The signatures given and taken back by command among decisions about one return."""
    found: list[Signature | Withdrawal] = []
    for one in decisions:
        day, body = _london_day(one.recorded_at), one.body
        if isinstance(body, SignOff):
            on = date.fromisoformat(body.on)
            found.append(
                Signature(body.step_id, body.by, body.role, on, day, one.seq, body.identity)
            )
        elif isinstance(body, SignOffWithdrawn):
            found.append(
                Withdrawal(body.step_id, body.by, body.reason, day, one.seq, body.identity)
            )
    return found


def _london_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def open_follow_ups(
    framework: Framework, close: Close, ratings: Iterable[MeasureRating], texts: Texts
) -> dict[str, tuple[str, ...]]:
    """By slot: the measures whose rating asks for commentary or an action plan that is lacking."""
    found: dict[str, list[str]] = {}
    for row in ratings:
        if row.basis != "current" or row.rating is None:
            continue
        level = framework.measure_scheme.level(row.rating)
        measure = framework.measures[row.measure]
        if level.follow_up is FollowUp.NONE or commentary_on(framework, close, measure, texts):
            continue
        found.setdefault(row.slot, []).append(row.measure)
    return {slot: tuple(measures) for slot, measures in found.items()}


def holds_follow_ups(framework: Framework) -> bool:
    """Whether a step of the council's route waits for follow-ups at all."""
    return any(step.blocked_by_follow_ups for step in framework.council.sign_off)


def held_back(rows: Iterable[_Row], confirmed: Collection[str]) -> list[_Row]:
    """Rows of which those of other slots than the confirmed ones count as unconfirmed."""
    return [
        replace(row, is_confirmed=False) if row.is_confirmed and row.slot not in confirmed else row
        for row in rows
    ]


def state_rows(close: Close, slot: Slot, standing: Standing) -> list[ReturnState]:
    """Every state that a return reached, as it is stored."""
    return [
        ReturnState(
            close=str(close),
            slot=str(slot),
            position=position,
            state=one.state.value,
            by=one.by,
            role=one.role,
            day=one.day.isoformat() if one.day else None,
            identity=one.identity,
            entry=one.seq,
        )
        for position, one in enumerate(standing.history, start=1)
    ]
