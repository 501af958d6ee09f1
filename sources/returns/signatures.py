"""What a file says for its sign-off: who signed which step, and the entries that are signed for.

It is the same for a file just read and for the rows that were stored of it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from sources.framework.route import SignOffStep
from sources.returns.actions import a_day
from sources.returns.content import WHOLE_RETURN, TextField, step_of
from sources.returns.signing import Signature

# Texts that say how something stands. Words about it may be mended without a new signature.
_ENTRIES = (TextField.SUPPLIED_RATING, TextField.PERCENT_COMPLETE, TextField.FORECAST_DATE)


class Said(Protocol):
    """A text of a return, read or stored."""

    @property
    def subject(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...


def signatures_in(
    said: Iterable[Said], route: Sequence[SignOffStep], seq: int, given: date | None
) -> tuple[Signature, ...]:
    """The signatures in a file, in the order of the route.

    A name on the cover, or beside the label of a table, signs the last step.
    """
    found: dict[str, dict[str, Said]] = {}
    for text in said:
        step = step_of(text.subject)
        if text.subject == WHOLE_RETURN and route:
            step = route[-1].id
        if step is not None:
            # What stands on the sign-off sheet itself goes before what an old cover says.
            held = found.setdefault(step, {})
            if text.subject != WHOLE_RETURN or text.field not in held:
                held[text.field] = text
    return tuple(
        _signature(step.id, found[step.id], seq, given)
        for step in route
        if TextField.SIGNED_OFF_BY.value in found.get(step.id, {})
    )


def _signature(step_id: str, said: dict[str, Said], seq: int, given: date | None) -> Signature:
    name = said[TextField.SIGNED_OFF_BY.value]
    role, on = said.get(TextField.SIGNED_OFF_ROLE.value), said.get(TextField.SIGNED_OFF_ON.value)
    return Signature(
        step_id=step_id,
        name=" ".join(name.text.split()),
        role=" ".join(role.text.split()) if role else "",
        on=a_day(on.text) if on else None,
        given=given,
        seq=seq,
        sheet=name.sheet,
        cell=name.cell,
    )


def entry_of(number: Decimal | None, absence: str | None) -> str:
    """A value as it is compared with the one before: 12.0 is 12."""
    return f"{number.normalize():f}" if number is not None else f"no value: {absence}"


def is_entry(field: str) -> bool:
    """Whether a text is signed for, as a value is."""
    return field in _ENTRIES
