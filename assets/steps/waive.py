"""Waive: accept what a rule found in a return, until a day, with a reason; or end that early.

Only what is found in returns can be waived: a late or missing return, and what is found when a
close puts figures together, stays as it is. Recording is all that happens here: the next close
counts the values, rates them, and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from assets.analysis.waivers import in_force, unwaived
from assets.steps import gather
from assets.steps.check_return import findings_at
from assets.steps.house import House
from assets.steps.rerun import said
from checks.catalogue.catalogue import CLOSE_RULES
from sources.decisions import CannotDecide, Waiver, WaiverEnded
from sources.entries import Entry, EntryKind
from sources.framework.keys import Period, Slot
from sources.framework.timetable import LONDON
from warehouse.rows import ReturnFinding


class CannotWaive(CannotDecide):
    """A waiver that would be about nothing, or hold too long; says what there is to waive."""


@dataclass(frozen=True)
class Waived:
    """A waiver as recorded, and how many findings it covers now."""

    entry: Entry
    findings: int


def waive(
    house: House,
    slot: Slot,
    rule: str,
    *,
    until: date,
    reason: str,
    by: str,
    measure: str | None = None,
    period: Period | None = None,
) -> Waived:
    """Record a waiver. Raises CannotWaive, NoReason, or UnknownKey for a slot nobody owes."""
    told, who = said(reason), said(by)
    framework = house.library.of_slot(slot)
    today = house.now().astimezone(LONDON).date()
    _must_be_ahead(until, today, framework.council.longest_waiver_days)
    if any(rule == one.id for one in CLOSE_RULES):
        raise CannotWaive(
            f"'{rule}' is found when a close puts figures together, not in a return: only what is "
            "found in a return can be waived."
        )
    with house.lock(slot.council):
        entries = house.entries(slot.council)
        seq = entries[-1].seq if entries else 0
        known = gather.inputs(entries, seq).of_slots(house.library.knows)
        held = in_force(known.decisions, today)
        found = unwaived(findings_at(house, framework, slot, known, seq, {}), held)
        body = Waiver(rule, measure, str(period) if period else None, until.isoformat(), told, who)
        covered = [f for f in found if _is_of(body, f)]
        if not covered:
            raise CannotWaive(_nothing_there(slot, body, found))
        entry = house.ledger.append(
            slot.council, house.now(), who, EntryKind.WAIVER, str(slot), body
        )
    return Waived(entry, len(covered))


def end(house: House, slot: Slot, waiver: int, *, reason: str, by: str) -> Entry:
    """End a waiver, by its ledger entry, before its day. Raises CannotWaive, NoReason, UnknownKey
    for a slot nobody owes."""
    told, who = said(reason), said(by)
    house.library.of_slot(slot)
    with house.lock(slot.council):
        entries = house.entries(slot.council)
        today = house.now().astimezone(LONDON).date()
        known = gather.inputs(entries, entries[-1].seq if entries else 0)
        held = [w.seq for w in in_force(known.decisions, today) if w.slot == slot]
        if waiver not in held:
            there = ", ".join(f"entry {seq}" for seq in held) or "none"
            raise CannotWaive(
                f"Entry {waiver} is no waiver of {slot} that holds today: there is {there}."
            )
        return house.ledger.append(
            slot.council,
            house.now(),
            who,
            EntryKind.WAIVER_ENDED,
            str(slot),
            WaiverEnded(waiver, told),
        )


def _is_of(body: Waiver, finding: ReturnFinding) -> bool:
    return (
        finding.rule == body.rule
        and body.measure in (None, finding.measure)
        and body.period in (None, finding.period)
    )


def _must_be_ahead(until: date, today: date, longest_days: int) -> None:
    if until < today:
        raise CannotWaive(f"{until.isoformat()} is past: a waiver holds until a day to come.")
    if until > today + timedelta(days=longest_days):
        raise CannotWaive(
            f"{until.isoformat()} is too far ahead: here a waiver holds for {longest_days} days at "
            "most, and can be given again then."
        )


def _nothing_there(slot: Slot, body: Waiver, found: Iterable[ReturnFinding]) -> str:
    """What cannot be waived, and what could be instead."""
    there = sorted({_words(f) for f in found if f.rule == body.rule})
    if there:
        asked = " ".join(
            f"{name} {value}"
            for name, value in (("measure", body.measure), ("period", body.period))
            if value
        )
        return f"'{body.rule}' found nothing in {slot} for {asked}. It found: {'; '.join(there)}."
    rules = sorted({f.rule for f in found})
    if not rules:
        return f"Nothing that could be waived was found in {slot}."
    return (
        f"'{body.rule}' found nothing in {slot} that is not waived. Found by: {', '.join(rules)}."
    )


def _words(finding: ReturnFinding) -> str:
    parts = [
        f"{name} {value}"
        for name, value in (("measure", finding.measure), ("period", finding.period))
        if value
    ]
    return " ".join(parts) or "the return as a whole"
