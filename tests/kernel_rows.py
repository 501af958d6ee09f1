"""A close's stored rows held against the kernel, measure by measure."""

from collections import Counter
from collections.abc import Iterable

from assets.analysis.blocks import LaidOut
from assets.analysis.kernel.outcomes import Why, rating_codes
from assets.analysis.kernel.travel import Way
from assets.analysis.kernel.whole import describe
from assets.analysis.rated import RATED, Unrated
from sources.framework.schemes import MeasureScheme
from warehouse.rows import MeasureRating

# What is said of a measure before anything is compared is not the kernel's to say.
_ASKED_BEFORE = {Unrated.NOT_DUE.value, Unrated.INFORMATION_ONLY.value}
_NO_VALUE = {
    Unrated.QUERIED.value,
    Unrated.RETURN_MISSING.value,
    Unrated.NOT_SUPPLIED.value,
    Unrated.INCOMPLETE.value,
    Unrated.ABSENT.value,
}
_WAYS = {
    "better": Way.BETTER,
    "worse": Way.WORSE,
    "same": Way.SAME,
    "not distinguishable": Way.UNSURE,
}


def assert_same(
    rows: Iterable[MeasureRating], laid: Iterable[LaidOut], scheme: MeasureScheme
) -> Counter[str]:
    """Every rating, variance and direction is the kernel's; how often each came up."""
    current = {row.measure: row for row in rows if row.basis == "current"}
    seen: Counter[str] = Counter()
    for one in laid:
        verdicts = describe(one.block, [scheme]).verdicts
        for number, measure in enumerate(one.measures):
            row = current[measure.id]
            if row.status in _ASKED_BEFORE:
                continue
            seen.update([row.status, row.direction or "none"])
            rating, outcome = verdicts.rating[number, -1], int(verdicts.outcome[number, -1])
            assert rating == rating_codes(scheme).get(row.rating or "", -1), row
            _assert_status(row, outcome)
            if row.variance_pct is not None:
                assert abs(verdicts.variance[number, -1] - float(row.variance_pct)) < 1e-6
            way = int(verdicts.direction[number, -1])
            if row.direction is None:
                assert way < -1, row
            else:
                assert way == _WAYS[row.direction], row
    return seen


def _assert_status(row: MeasureRating, outcome: int) -> None:
    if row.status in _NO_VALUE:
        assert outcome == Why.NO_VALUE, row
    elif row.status == Unrated.NO_TARGET:
        # Of two reasons the close names another one first.
        assert outcome in (Why.NO_TARGET, Why.NO_DIRECTION), row
    elif row.status != RATED:
        assert Why(outcome).status == row.status, row
