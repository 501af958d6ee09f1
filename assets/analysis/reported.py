"""What comes after sign-off: whether a return has been reported, and whether it was reviewed.

Pure: the ledger's entries and the day in. A draft is nobody's report yet; it is one when it was
handed out, or when the day of its edition has come.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sources.access import HandedOut
from sources.entries import Draft, Entry
from sources.framework.framework import Framework
from sources.framework.keys import Edition, KeyProblem, Slot
from sources.framework.route import State
from sources.returns.signing import Standing, Transition
from sources.sign_offs import Review


def with_report(
    framework: Framework, slot: Slot, standing: Standing, entries: Iterable[Entry], today: date
) -> Standing:
    """The standing of a return with its report and reviews, if it has come so far by a day."""
    if not standing.is_confirmed or not standing.history:
        return standing
    confirmed_by, known = standing.history[-1].seq, list(entries)
    reported = _reported(framework, slot, confirmed_by, known, today)
    if reported is None:
        return standing
    history = [*standing.history, reported]
    for entry in known:
        if entry.subject == str(slot) and isinstance(entry.body, Review):
            if entry.seq < confirmed_by:
                continue
            body = entry.body
            history.append(
                Transition(State.REVIEWED, body.by, body.note, None, body.identity, entry.seq)
            )
    return replace(standing, state=history[-1].state, history=tuple(history))


def _reported(
    framework: Framework, slot: Slot, confirmed_by: int, entries: list[Entry], today: date
) -> Transition | None:
    """When the first report that holds the signed return was given out."""
    drafts: dict[tuple[str, int], Edition] = {}
    found: list[Transition] = []
    for entry in entries:
        edition = _edition(framework, slot, entry.subject)
        if edition is None:
            continue
        name = framework.products[edition.product].name
        if isinstance(entry.body, Draft) and entry.body.as_at_seq >= confirmed_by:
            drafts[entry.subject, entry.body.number] = edition
            if edition.issued_on <= today:
                found.append(
                    Transition(State.REPORTED, name, "", edition.issued_on, None, entry.seq)
                )
        elif isinstance(entry.body, HandedOut) and (entry.subject, entry.body.draft) in drafts:
            day = entry.recorded_at.date()
            found.append(Transition(State.REPORTED, name, "", day, None, entry.seq))
    return min(found, key=lambda one: one.seq, default=None)


def _edition(framework: Framework, slot: Slot, subject: str) -> Edition | None:
    try:
        edition = Edition.parse(subject)
    except KeyProblem:
        return None
    return edition if framework.editions.get(edition) == slot.close else None
