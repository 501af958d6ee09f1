"""A file as its return's sign-off sees it. Where the return stands is `sources/returns/signing`."""

from collections.abc import Iterable
from datetime import date

from sources.framework.framework import Framework
from sources.returns.content import SuppliedText, SuppliedValue, is_about_return
from sources.returns.signatures import entry_of, is_entry, signatures_in
from sources.returns.signing import Key, SentIn


def sent_in(
    framework: Framework,
    seq: int,
    came_on: date | None,
    values: Iterable[SuppliedValue],
    texts: Iterable[SuppliedText],
) -> SentIn:
    """A file as its sign-off sees it: its entries, and who signed for them."""
    values, texts = tuple(values), tuple(texts)
    entries: dict[Key, str] = {
        (v.measure, v.breakdown, str(v.period), v.quantity.value): entry_of(
            v.value.number, v.value.absence.value if v.value.absence else None
        )
        for v in values
    }
    entries |= {
        (t.subject, str(t.period), t.field.value): t.text for t in texts if is_entry(t.field.value)
    }
    is_filled = bool(values) or any(not is_about_return(t.subject) for t in texts)
    route = framework.council.sign_off
    signed = signatures_in(texts, route, seq, came_on)
    return SentIn(seq, came_on, entries, signed, is_filled)
