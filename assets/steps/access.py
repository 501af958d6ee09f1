"""Access: who may have which reports until when, and handing a draft out to those who may.

Every step is a ledger entry. A report's visibility is its product's (`internal`, `members`,
`public`); whoever may have internal reports may have those for members, and anybody public ones.
Names and posts are as declared: proving who somebody is, is not done here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assets.steps.house import House
from assets.steps.rerun import said
from sources.access import Access, AccessStep, HandedOut, NoAccess
from sources.archive import write_over
from sources.entries import Draft, Entry, EntryKind
from sources.framework.keys import Edition
from sources.framework.library import UnknownKey
from sources.framework.timetable import LONDON
from sources.purges import purged

# The widest first: each includes those after it.
VISIBILITIES = ("internal", "members", "public")


@dataclass(frozen=True)
class Grant:
    """Somebody's access as it stands: `until` is its last day."""

    person: str
    visibility: str
    role: str
    until: date


def request(house: House, council: str, person: str, visibility: str, reason: str) -> Entry:
    """Record that somebody asks for access. Raises NoReason or UnknownKey."""
    _known(visibility)
    body = Access(said(person), AccessStep.REQUESTED, visibility, "", said(reason))
    return _append(house, council, body.person, body)


def grant(
    house: House,
    council: str,
    person: str,
    visibility: str,
    *,
    role: str,
    until: date,
    reason: str,
    by: str,
) -> Entry:
    """Record access until a day. Raises NoReason, or UnknownKey for a day that is past."""
    _known(visibility)
    if until < _today(house):
        raise UnknownKey(f"{until.isoformat()} is past: access is granted until a day to come.")
    day = until.isoformat()
    body = Access(said(person), AccessStep.GRANTED, visibility, said(role), said(reason), day)
    return _append(house, council, by, body)


def end(house: House, council: str, person: str, reason: str, by: str) -> Entry:
    """Record that somebody's access ends now. Raises NoReason, or UnknownKey if they had none."""
    held = [g for g in grants(house, council) if g.person == said(person)]
    if not held:
        raise UnknownKey(f"{said(person)} has no access to reports of {council}.")
    last = held[-1]
    body = Access(last.person, AccessStep.ENDED, last.visibility, last.role, said(reason))
    return _append(house, council, by, body)


def grants(house: House, council: str) -> list[Grant]:
    """Access that holds today, by person."""
    house.library.years(council)
    return standing(house.entries(council), _today(house))


def standing(entries: Iterable[Entry], today: date) -> list[Grant]:
    """Grants that hold on a day: the newest of each person that was not ended."""
    held: dict[str, Grant] = {}
    for entry in entries:
        body = entry.body
        if not isinstance(body, Access):
            continue
        if body.step is AccessStep.GRANTED and body.until is not None:
            until = date.fromisoformat(body.until)
            held[body.person] = Grant(body.person, body.visibility, body.role, until)
        elif body.step is AccessStep.ENDED:
            held.pop(body.person, None)
    return [held[person] for person in sorted(held) if held[person].until >= today]


def pending(house: House, council: str) -> list[Access]:
    """Requests that nothing has been done about, by person."""
    house.library.years(council)
    newest: dict[str, Access] = {}
    for entry in house.entries(council):
        if isinstance(entry.body, Access):
            newest[entry.body.person] = entry.body
    asked = (newest[person] for person in sorted(newest))
    return [body for body in asked if body.step is AccessStep.REQUESTED]


def may_have(visibility: str, grant: Grant | None) -> bool:
    """Whether a grant opens reports of a visibility."""
    if visibility == "public":
        return True
    return grant is not None and VISIBILITIES.index(grant.visibility) <= VISIBILITIES.index(
        visibility
    )


def hand_out(house: House, edition: Edition, person: str, folder: Path) -> Path:
    """Copy an edition's newest draft to a folder for somebody who may have it, and record it.

    Raises NoAccess, or UnknownKey if there is no draft yet.
    """
    framework, who = house.library.of_edition(edition), said(person)
    product = framework.products[edition.product]
    held = {g.person: g for g in grants(house, edition.council)}
    if not may_have(product.visibility, held.get(who)):
        raise NoAccess(
            f"{who} may not have '{product.name}', which is {product.visibility}: ask for access "
            f"with 'quarterday access request --council {edition.council} --to "
            f"{product.visibility}'."
        )
    entries = house.entries(edition.council)
    drafts = [e.body for e in entries if e.subject == str(edition) and isinstance(e.body, Draft)]
    if not drafts:
        raise UnknownKey(f"{edition} has not been drawn up yet.")
    newest = max(drafts, key=lambda draft: draft.number)
    target = folder / f"{edition}-draft-{newest.number}"
    # What is handed out is on record first: a full disk must not leave pages without a trace.
    house.ledger.append(
        edition.council,
        house.now(),
        who,
        EntryKind.HANDED_OUT,
        str(edition),
        HandedOut(who, newest.number),
    )
    gone = purged(entries)
    for name, sha256 in newest.files.items():
        if sha256 in gone:
            continue
        write_over(target / name, house.archive.get(sha256))
    return target


def _append(house: House, council: str, actor: str, body: Access) -> Entry:
    house.library.years(council)
    return house.ledger.append(council, house.now(), actor, EntryKind.ACCESS, council, body)


def _known(visibility: str) -> None:
    if visibility not in VISIBILITIES[:-1]:
        raise UnknownKey(f"Access is to {' or '.join(VISIBILITIES[:-1])} reports: name one.")


def _today(house: House) -> date:
    return house.now().astimezone(LONDON).date()
