"""Extend: more time for one return, agreed by somebody; its original lateness stays visible."""

from datetime import date, timedelta

from assets.steps.house import House
from assets.steps.rerun import said
from sources.entries import Entry, EntryKind, Extension
from sources.framework.keys import Slot
from sources.framework.library import UnknownKey

_LONGEST = timedelta(days=366)


def extend(house: House, slot: Slot, until: date, reason: str, agreed_by: str) -> Entry:
    """Record it. Raises UnknownKey for a return without a deadline or a day that is no extension,
    NoReason."""
    told, who = said(reason), said(agreed_by)
    deadline = house.library.of_slot(slot).deadline(slot)
    if deadline is None:
        raise UnknownKey(f"{slot} has no confirmed deadline, so there is nothing to extend.")
    if until <= deadline.date():
        day = deadline.date().isoformat()
        raise UnknownKey(f"{slot} is due on {day}: an extension needs a later day than that.")
    if until > deadline.date() + _LONGEST:
        raise UnknownKey(f"{until.isoformat()} is more than a year after the deadline of {slot}.")
    with house.lock(slot.council):
        return house.ledger.append(
            slot.council,
            house.now(),
            who,
            EntryKind.EXTENSION,
            str(slot),
            Extension(until.isoformat(), told, who),
        )
