"""Where a return stands on its council's sign-off route: which signatures count, and which do not.

Pure: files and signatures in, in the ledger's order; no clock. Saying what is wrong with a
signature is for `checks`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sources.framework.framework import Framework
from sources.framework.route import SignOffStep, State
from sources.framework.signers import is_excepted, is_same_person
from sources.sign_offs import Identity
from sources.words import plain

# What an entry is about: a measure, a part of it, a period, a quantity; or a key action.
Key = tuple[str, ...]
SOFTWARE = "Quarterday's checks"


@dataclass(frozen=True)
class Signature:
    """Somebody's name beside a step: in a file, with its cell, or given by command.

    `on` is the day it says, `given` the day on which it reached us, `seq` the ledger entry.
    """

    step_id: str
    name: str
    role: str
    on: date | None
    given: date | None
    seq: int
    identity: str = Identity.DECLARED.value
    sheet: str | None = None
    cell: str | None = None

    @property
    def day(self) -> date | None:
        """The day it is judged by."""
        return self.on or self.given


@dataclass(frozen=True)
class Withdrawal:
    """A signature taken back by command, with all that rest on it."""

    step_id: str
    name: str
    reason: str
    given: date | None
    seq: int
    identity: str = Identity.DECLARED.value


@dataclass(frozen=True)
class SentIn:
    """A file that came: what it says, apart from words, by what it is about; and who signed it.

    `is_filled` if it holds anything else at all: an empty form is no return.
    """

    seq: int
    given: date | None
    entries: Mapping[Key, str]
    signatures: tuple[Signature, ...] = ()
    is_filled: bool = True


Event = SentIn | Signature | Withdrawal


class Why(StrEnum):
    """Why a signature does not count."""

    OUT_OF_ORDER = "out of order"
    SAME_PERSON = "same person"
    LEAVER = "leaver"
    FOLLOW_UPS = "follow-ups"
    OLDER = "older than the figures"


@dataclass(frozen=True)
class Refused:
    """A signature that does not count."""

    signature: Signature
    step: SignOffStep
    why: Why


@dataclass(frozen=True)
class Transition:
    """A return reached a state: by whom, in which role, on which day, known how, by which entry."""

    state: State
    by: str
    role: str
    day: date | None
    identity: str | None
    seq: int


@dataclass(frozen=True)
class Standing:
    """Where a return stands. `signed` are the signatures that count, in the order of the route;
    `refused` those of the newest state of affairs that do not; `undone_by` is the file that changed
    figures after a signature, as long as nobody has signed again."""

    route: tuple[SignOffStep, ...]
    state: State | None = None
    signed: tuple[Signature, ...] = ()
    refused: tuple[Refused, ...] = ()
    history: tuple[Transition, ...] = ()
    undone_by: int | None = None

    @property
    def next_step(self) -> SignOffStep | None:
        """The step that wants a signature; None if none is left, or nothing came."""
        left = self.route[len(self.signed) :]
        return left[0] if left and self.state is not None else None

    @property
    def is_confirmed(self) -> bool:
        return self.state is not None and len(self.signed) == len(self.route)

    def signature(self, step_id: str) -> Signature | None:
        return next((s for s in self.signed if s.step_id == step_id), None)


@dataclass
class _Walk:
    """What counts so far."""

    framework: Framework
    return_id: str
    has_open_follow_ups: bool
    ends: date | None
    # The last file that changed figures; and signatures in files by the first one that held them.
    changed: SentIn | None = None
    first_seen: dict[tuple[str, str, date | None], int] = field(default_factory=dict)
    signed: list[Signature] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    history: list[Transition] = field(default_factory=list)
    undone_by: int | None = None

    @property
    def route(self) -> tuple[SignOffStep, ...]:
        return self.framework.council.sign_off

    def start(self, one: SentIn) -> None:
        """A file that changes figures: all begins again."""
        if self.signed:
            self.undone_by = one.seq
        self.signed, self.refused = [], []
        self.changed = one
        self.history.append(
            Transition(State.RECEIVED, self._sender(), "", one.given, None, one.seq)
        )
        if not any(step.state is State.CHECKED for step in self.route):
            self.history.append(Transition(State.CHECKED, SOFTWARE, "", one.given, None, one.seq))

    def _sender(self) -> str:
        return self.framework.returns[self.return_id].name

    def sign(self, signature: Signature) -> None:
        order = [step.id for step in self.route]
        if signature.step_id not in order or not self.history:
            # Another council's step, or a form in which there is nothing yet to sign for.
            return
        place = order.index(signature.step_id)
        held = self.signed[place] if place < len(self.signed) else None
        if held is not None and plain(held.name) == plain(signature.name):
            return
        step = self.route[place]
        why = self._refusal(step, place, signature)
        if why is not None:
            # The same said again is said once, of the newest file.
            self.refused = [r for r in self.refused if (r.step.id, r.why) != (step.id, why)]
            self.refused.append(Refused(signature, step, why))
            return
        # Whoever signs a step again instead of another signs what follows anew as well.
        self.signed[place:] = [signature]
        self.refused = [r for r in self.refused if r.step.id != step.id]
        self.undone_by = None if place == len(self.route) - 1 else self.undone_by
        self.history.append(
            Transition(
                step.state,
                signature.name,
                signature.role or step.name,
                signature.day,
                signature.identity,
                signature.seq,
            )
        )

    def _refusal(self, step: SignOffStep, place: int, signature: Signature) -> Why | None:
        people, day = self.framework.people, signature.day
        officer = people.called(signature.name)
        if officer is not None and day is not None and officer.has_left(day):
            return Why.LEAVER
        if self._is_older(signature):
            return Why.OLDER
        if place > len(self.signed):
            return Why.OUT_OF_ORDER
        if step.blocked_by_follow_ups and self.has_open_follow_ups:
            return Why.FOLLOW_UPS
        if step.another_person and place and self._is_same(self.signed[place - 1], signature):
            return Why.SAME_PERSON
        return None

    def _is_older(self, signature: Signature) -> bool:
        """Whether nobody can have signed the figures by it: its day is before the period's end, or
        it stood in a file before figures changed. Without a day, that on which it came counts."""
        if self.ends and signature.on and signature.on < self.ends:
            return True
        key = (signature.step_id, plain(signature.name), signature.on)
        first = self.first_seen.setdefault(key, signature.seq) if signature.cell else signature.seq
        if self.changed is None or self.changed.given is None or signature.on is None:
            return False
        return first < self.changed.seq and signature.on < self.changed.given

    def _is_same(self, one: Signature, other: Signature) -> bool:
        return is_same_person(self.framework, one.name, other.name) and not is_excepted(
            self.framework, self.return_id, other.name, other.day
        )

    def withdraw(self, taken: Withdrawal) -> None:
        place = next((i for i, s in enumerate(self.signed) if s.step_id == taken.step_id), None)
        if place is None:
            return
        del self.signed[place:]
        back = self.route[place - 1].state if place else self._unsigned
        words = f"{taken.name}, taking a signature back: {taken.reason}"
        self.history.append(Transition(back, words, "", taken.given, taken.identity, taken.seq))

    @property
    def _unsigned(self) -> State:
        is_signed_for = any(step.state is State.CHECKED for step in self.route)
        return State.RECEIVED if is_signed_for else State.CHECKED

    def end(self) -> Standing:
        state = None
        if self.history:
            state = self.route[len(self.signed) - 1].state if self.signed else self._unsigned
        return Standing(
            self.route,
            state,
            tuple(self.signed),
            tuple(self.refused),
            tuple(self.history),
            self.undone_by,
        )


def walk(
    framework: Framework,
    return_id: str,
    events: Iterable[Event],
    *,
    has_open_follow_ups: bool = False,
    ends: date | None = None,
) -> Standing:
    """Where a return stands after all that happened to it.

    A file that changes a figure puts it back to the beginning; one that only repeats what stands,
    or adds words, does not. `has_open_follow_ups`: a rating asks for something that is lacking.
    `ends` is the last day of the return's period: nobody can have signed its figures before.
    """
    going = _Walk(framework, return_id, has_open_follow_ups, ends)
    stands: dict[Key, str] = {}
    for event in sorted(events, key=lambda one: one.seq):
        if isinstance(event, SentIn):
            changed = any(stands.get(key) != said for key, said in event.entries.items())
            stands.update(event.entries)
            if changed or (event.is_filled and not going.history):
                going.start(event)
            for signature in event.signatures:
                going.sign(signature)
        elif isinstance(event, Signature):
            going.sign(event)
        else:
            going.withdraw(event)
    return going.end()
