"""Which signatures in files count, when figures change after them. Whole returns are told in tests
of the steps."""

from dataclasses import replace
from datetime import date

import pytest

from sources.framework.library import EXAMPLES, Library
from sources.framework.route import SignOffStep
from sources.returns.signing import Refused, SentIn, Signature, Standing, Why, walk

STEP = SignOffStep(id="authorised", name="Authority", reaches="authorised", officer="authorising")
DERBYSHIRE = Library([EXAMPLES]).frameworks("derbyshire")[0]
ONE_STEP = replace(DERBYSHIRE, council=DERBYSHIRE.council.model_copy(update={"sign_off": (STEP,)}))
SENT, SENT_AGAIN = date(2023, 10, 17), date(2023, 10, 19)


def a_file(seq: int, figure: str, signed_on: date | None, came: date) -> SentIn:
    signature = Signature(
        "authorised", "Adam Ames", "", signed_on, came, seq, "declared", "A", "B1"
    )
    return SentIn(seq, came, {("asc-08",): figure}, (signature,))


def after(*files: SentIn) -> Standing:
    return walk(ONE_STEP, "adult-care", files, ends=date(2023, 9, 30))


@pytest.mark.parametrize(
    ("figure", "again_on", "counts"),
    [
        ("80", SENT, True),  # nothing changed
        ("81", SENT, False),
        ("81", SENT_AGAIN, True),
        ("81", date(2023, 10, 16), True),  # another signature than the first, made before sending
        ("81", None, True),  # no day: that on which it came
    ],
)
def test_a_signature_that_stood_before_figures_changed_is_none_for_them(
    figure: str, again_on: date | None, counts: bool
) -> None:
    first = a_file(1, "80", SENT, SENT)
    assert after(first).is_confirmed
    standing = after(first, a_file(2, figure, again_on, SENT_AGAIN))
    assert standing.is_confirmed is counts
    assert [refused.why for refused in standing.refused] == ([] if counts else [Why.OLDER])


def test_it_stays_none_when_the_same_file_comes_once_more() -> None:
    files = [a_file(n, figure, SENT, SENT_AGAIN) for n, figure in ((1, "80"), (2, "81"), (3, "81"))]
    standing = after(*files)
    assert not standing.is_confirmed
    assert [refused.signature.seq for refused in standing.refused] == [3]


def test_nobody_can_have_signed_before_the_period_ended() -> None:
    standing = after(a_file(1, "80", date(2023, 9, 29), SENT))
    assert isinstance(standing.refused[0], Refused)
    assert standing.refused[0].why is Why.OLDER
    assert after(a_file(1, "80", date(2023, 9, 30), SENT)).is_confirmed
