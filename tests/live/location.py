"""The code location that the live tests give to Dagster: ours, with a clock that a file holds.

Run by Dagster's daemon and its runs, never imported by a test.
"""

import os
from datetime import datetime
from pathlib import Path

import dagster as dg

from pipelines.definitions import build_definitions
from pipelines.settings import Settings
from sources.framework.timetable import LONDON

CLOCK = "QUARTERDAY_TEST_CLOCK"


def clock() -> datetime:
    text = Path(os.environ[CLOCK]).read_text()
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@dg.definitions
def definitions() -> dg.Definitions:
    return build_definitions(Settings.read(), clock)
