"""Sign off by command: sign a step of a return's route, take a signature back, record a review.

What the route does not allow is refused before anything is written. Identities are declared, unless
the login of whoever gives the command is known to people.yaml.
"""

from dataclasses import dataclass
from datetime import date

from assets.analysis.reported import with_report
from assets.analysis.results import Inputs, Point
from assets.analysis.sign_off import Said, holds_follow_ups, open_follow_ups, standing_of
from assets.steps import close as closing
from assets.steps import gather
from assets.steps.check_return import check_return
from assets.steps.house import House
from assets.steps.rerun import said
from assets.steps.risk_returns import other_content
from sources.entries import Body, Entry, EntryKind
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.route import SignOffStep, State
from sources.framework.timetable import LONDON
from sources.returns.signing import Refused, Signature, Standing, Why
from sources.sign_offs import Identity, NotSigned, Review, SignOff, SignOffWithdrawn
from warehouse import queries

_LONGEST_NAME = 200
_NAMED = 5


@dataclass(frozen=True)
class Signer:
    """Who gives the command: the name as typed, if any, and the login of the session."""

    name: str | None
    login: str | None = None

    def known_to(self, framework: Framework) -> tuple[str, Identity]:
        """The name and how it is known. A login that is another's proves nothing."""
        own = framework.people.of_login(self.login) if self.login else None
        named = framework.people.called(self.name) if self.name else None
        if own is not None and (not self.name or named == own):
            return own.name, Identity.VERIFIED
        name = " ".join((self.name or "").split())[:_LONGEST_NAME]
        if not name:
            raise NotSigned("Say who signs with --by: your login is not in people.yaml.")
        return (named.name if named else name), Identity.DECLARED


def sign(
    house: House, slot: Slot, step_id: str, signer: Signer, role: str = "", on: date | None = None
) -> tuple[Entry, Standing]:
    """Record a signature. Raises NotSigned with what stands in the way, or UnknownKey."""
    framework = house.library.of_slot(slot)
    step = _step(framework, slot, step_id)
    name, identity = signer.known_to(framework)
    with house.lock(slot.council):
        today = house.now().astimezone(LONDON).date()
        if on is not None and on > today:
            raise NotSigned(f"{on.isoformat()} is in the future: nobody can have signed then.")
        events = _Events.of(house, framework, slot)
        before = events.standing()
        if before.state is None:
            raise NotSigned(f"{slot} has not come, so there is nothing to sign.")
        signature = Signature(
            step.id, name, role, on or today, today, events.last + 1, identity.value
        )
        after = events.standing(signature)
        _refuse_if_not_counted(framework, slot, step, before, after, signature, events)
        body = SignOff(
            step.id,
            name,
            " ".join(role.split())[:_LONGEST_NAME] or step.name,
            (on or today).isoformat(),
            identity.value,
            events.newest_file,
        )
        return _append(house, slot, name, EntryKind.SIGN_OFF, body), after


def withdraw(house: House, slot: Slot, step_id: str, signer: Signer, reason: str) -> Entry:
    """Take a signature back, and those that rest on it. Raises NotSigned, NoReason, UnknownKey."""
    framework = house.library.of_slot(slot)
    step, told = _step(framework, slot, step_id), said(reason)
    name, identity = signer.known_to(framework)
    with house.lock(slot.council):
        if _Events.of(house, framework, slot).standing().signature(step.id) is None:
            raise NotSigned(
                f"Step '{step.id}' of {slot} is not signed: nothing is to be withdrawn."
            )
        body = SignOffWithdrawn(step.id, name, told, identity.value)
        return _append(house, slot, name, EntryKind.SIGN_OFF_WITHDRAWN, body)


def review(house: House, slot: Slot, signer: Signer, note: str) -> Entry:
    """Record that a reported return was reviewed. Raises NotSigned, NoReason, UnknownKey."""
    framework, told = house.library.of_slot(slot), said(note)
    name, identity = signer.known_to(framework)
    with house.lock(slot.council):
        standing = _Events.of(house, framework, slot).standing()
        today = house.now().astimezone(LONDON).date()
        entries = house.entries(slot.council)
        standing = with_report(framework, slot, standing, entries, today)
        if standing.state not in (State.REPORTED, State.REVIEWED):
            where = standing.state.value if standing.state else "not received"
            raise NotSigned(
                f"{slot} is {where}: it can be reviewed once a report that holds it has been "
                "given out."
            )
        return _append(house, slot, name, EntryKind.REVIEW, Review(name, told, identity.value))


def _append(house: House, slot: Slot, by: str, kind: EntryKind, body: Body) -> Entry:
    return house.ledger.append(slot.council, house.now(), by, kind, str(slot), body)


def _step(framework: Framework, slot: Slot, step_id: str) -> SignOffStep:
    route = framework.council.sign_off
    if not route:
        raise NotSigned(f"{framework.council.name} does not sign returns off.")
    if framework.returns[slot.return_id].once_for is not None:
        raise NotSigned(f"{slot} brings in past values, which are not signed off.")
    for step in route:
        if step.id == step_id:
            return step
    raise NotSigned(f"There is no step '{step_id}': use {', '.join(s.id for s in route)}.")


@dataclass(frozen=True)
class _Events:
    """All that a return's standing follows from now."""

    framework: Framework
    slot: Slot
    inputs: Inputs
    said: Said
    lacking: tuple[str, ...]

    @classmethod
    def of(cls, house: House, framework: Framework, slot: Slot) -> "_Events":
        check_return(house, slot)
        entries = house.entries(slot.council)
        engine, last = house.store.engine, entries[-1].seq
        lacking: tuple[str, ...] = ()
        if holds_follow_ups(framework):
            now = closing.compute(house, slot.close, Point(last, house.now()))
            open_now = open_follow_ups(framework, slot.close, now.ratings, now.texts)
            lacking = open_now.get(str(slot), ())
        known = gather.inputs(entries, last)
        stored = Said.of(
            queries.slot_values(engine, str(slot)),
            queries.slot_texts(engine, str(slot)),
            other_content(house, framework, [s for s in known.sent if s.slot == slot]),
        )
        return cls(framework, slot, known, stored, lacking)

    @property
    def last(self) -> int:
        return self.inputs.newest

    @property
    def newest_file(self) -> int:
        return max(s.seq for s in self.inputs.sent if s.slot == self.slot)

    def standing(self, *more: Signature) -> Standing:
        return standing_of(
            self.framework,
            self.slot,
            self.inputs.sent,
            self.said,
            self.inputs.decisions,
            *more,
            has_open_follow_ups=bool(self.lacking),
        )


def _refuse_if_not_counted(
    framework: Framework,
    slot: Slot,
    step: SignOffStep,
    before: Standing,
    after: Standing,
    signature: Signature,
    events: _Events,
) -> None:
    """Raise NotSigned with the reason in a sentence, unless the signature counts."""
    if signature in after.signed:
        return
    mine = [r for r in after.refused if r.signature == signature]
    if not mine:
        raise NotSigned(f"Step '{step.id}' of {slot} is signed by {signature.name} already.")
    raise NotSigned(_why(framework, slot, before, mine[0], events))


def _why(
    framework: Framework, slot: Slot, before: Standing, refused: Refused, events: _Events
) -> str:
    step, name = refused.step, refused.signature.name
    if refused.why is Why.OUT_OF_ORDER:
        state = before.state.value if before.state else "not received"
        wanted = before.next_step.id if before.next_step else ""
        return (
            f"{slot} is {state} and cannot become {step.state.value} yet: "
            f"have step '{wanted}' signed first."
        )
    if refused.why is Why.LEAVER:
        return f"{name} had left the council by that day: have the present holder sign."
    if refused.why is Why.OLDER:
        return (
            f"The period of {slot} had not ended by that day: give the day on which it is signed."
        )
    if refused.why is Why.SAME_PERSON:
        return (
            f"{name} signed the step before, and step '{step.id}' wants another person: have "
            "another sign, or have an exception recorded in people.yaml."
        )
    names = [framework.measures[m].name for m in events.lacking]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (
        f"{slot} cannot become {step.state.value} while a follow-up is lacking that a rating asks "
        f"for: send commentary or an action plan for {'; '.join(names[:_NAMED])}{more}."
    )
