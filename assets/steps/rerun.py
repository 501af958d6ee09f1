"""Re-run: work a slot, a close or an edition out again by hand, with a recorded reason.

Exactly that key is replaced, in one transaction. What rests on it follows by its own job.
"""

from assets.steps.check_return import CheckEvidence, check_return
from assets.steps.close import CloseEvidence, close_period
from assets.steps.house import House
from assets.steps.publish import PublishEvidence, publish
from sources.entries import EntryKind, NoReason, Rerun
from sources.framework.keys import Close, Edition, KeyProblem, Slot

Key = Slot | Close | Edition
_LONGEST_REASON = 2000


def key_of(text: str) -> Key:
    """A slot, a close or an edition from its key. Raises KeyProblem."""
    for kind in (Slot, Close, Edition):
        try:
            return kind.parse(text)
        except KeyProblem:
            continue
    raise KeyProblem(
        f"{text!r} is no key: name a return like derbyshire.2023-24-Q2.adult-care, a period like "
        "derbyshire.2023-24-Q2, or an edition like derbyshire.quarterly-performance.2023-10-24"
    )


def rerun(
    house: House, key: Key, reason: str, by: str
) -> CheckEvidence | CloseEvidence | PublishEvidence:
    """Record who wants it and why, then work the key out anew. Raises NoReason or UnknownKey."""
    told = said(reason)
    with house.lock(key.council):
        _must_be_known(house, key)
        house.ledger.append(key.council, house.now(), by, EntryKind.RERUN, str(key), Rerun(told))
        if isinstance(key, Slot):
            return check_return(house, key, anew=True)
        if isinstance(key, Close):
            return close_period(house, key, anew=True)
        return publish(house, key, anew=True)


def said(reason: str) -> str:
    """A reason in one line. Raises NoReason."""
    told = " ".join(reason.split())[:_LONGEST_REASON]
    if not told:
        raise NoReason("Say why in a sentence: the reason is kept in the ledger.")
    return told


def _must_be_known(house: House, key: Key) -> None:
    if isinstance(key, Slot):
        house.library.of_slot(key)
    elif isinstance(key, Close):
        house.library.of_close(key)
    else:
        house.library.of_edition(key)
