"""How often a job is tried: bounded, spaced out, and never while it is at work."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.attempts import MOST_ATTEMPTS, MOST_GOOD, Decision, Do, Ended, Ran, decide

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def ran(ended: Ended, seconds_ago: float) -> Ran:
    return Ran(ended, NOW - timedelta(seconds=seconds_ago), "why")


@pytest.mark.parametrize(
    ("runs", "decision"),
    [
        ([], Decision(Do.RUN, 1)),
        ([ran(Ended.RUNNING, 500)], Decision(Do.WAIT)),
        ([ran(Ended.FAILED, 5)], Decision(Do.WAIT)),
        ([ran(Ended.FAILED, 30)], Decision(Do.RUN, 2)),
        ([ran(Ended.FAILED, 300), ran(Ended.RUNNING, 1)], Decision(Do.WAIT)),
        ([ran(Ended.FAILED, 300), ran(Ended.FAILED, 30)], Decision(Do.WAIT)),
        ([ran(Ended.FAILED, 300), ran(Ended.FAILED, 100)], Decision(Do.RUN, 3)),
        ([ran(Ended.FAILED, 900)] * MOST_ATTEMPTS, Decision(Do.GIVE_UP, 3)),
        # A run that ended well and left its work undone is not repeated for ever either.
        ([ran(Ended.WELL, 900)] * MOST_GOOD, Decision(Do.GIVE_UP, MOST_GOOD)),
        ([ran(Ended.WELL, 900)] * 3, Decision(Do.RUN, 4)),
        ([ran(Ended.FAILED, 900)] * 2 + [ran(Ended.WELL, 900)], Decision(Do.RUN, 4)),
        ([ran(Ended.FAILED, -9999)], Decision(Do.RUN, 2)),
        ([ran(Ended.FAILED, 9000)] * 10, Decision(Do.GIVE_UP, 10)),
    ],
)
def test_what_to_do_next(runs: list[Ran], decision: Decision) -> None:
    assert decide(runs, NOW) == decision
