"""The sign-off route as data: the states of a return, and the steps by which people move it on.

The vocabulary only. Who may sign is `people`; where a return stands on its route is worked out in
`sources/returns/signing`.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator

from sources.framework.base import Id, Record, YesNo, no_twins


class State(StrEnum):
    """How far a return has come, from its arrival to its discussion; each follows the one before,
    but a route may pass over `checked` and `verified`."""

    RECEIVED = "received"
    CHECKED = "checked"
    VERIFIED = "verified"
    AUTHORISED = "authorised"
    REPORTED = "reported"
    REVIEWED = "reviewed"

    @property
    def rank(self) -> int:
        return list(State).index(self)


class SignOffStep(Record):
    """One signature on a return: whose it is, and the state that the return reaches by it.

    With `another_person` it does not count from whoever signed the step before, unless people.yaml
    has an exception; with `blocked_by_follow_ups` not while commentary or an action plan is lacking
    that a rating asks for.
    """

    id: Id
    name: str
    reaches: Literal["checked", "verified", "authorised"]
    officer: Literal["collection", "responsible", "authorising"]
    another_person: YesNo = False
    blocked_by_follow_ups: YesNo = False

    @property
    def state(self) -> State:
        return State(self.reaches)


def _steps(given: Any) -> Any:
    if given == "none":
        return ()
    if not isinstance(given, list | tuple) or (isinstance(given, list) and not given):
        raise ValueError("write none, or a list of one to three steps")
    return given


def _in_order(steps: tuple[SignOffStep, ...]) -> tuple[SignOffStep, ...]:
    no_twins(steps)
    ranks = [step.state.rank for step in steps]
    if ranks != sorted(set(ranks)):
        raise ValueError("the steps must reach checked, verified and authorised in this order")
    if steps and steps[-1].state is not State.AUTHORISED:
        raise ValueError("the last step must reach authorised")
    if steps and steps[0].another_person:
        raise ValueError("there is no step before the first, so another_person says nothing there")
    return steps


Route = Annotated[tuple[SignOffStep, ...], BeforeValidator(_steps), AfterValidator(_in_order)]

# What a council has that says nothing of its route.
ONE_STEP: tuple[SignOffStep, ...] = (
    SignOffStep(
        id="authorised", name="Authorising officer", reaches="authorised", officer="authorising"
    ),
)
