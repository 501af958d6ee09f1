"""The code location that the live tests give to Dagster: ours, with a clock that a file holds.

Run by Dagster's daemon and its runs, never imported by a test.
"""

import os
from datetime import datetime
from pathlib import Path

import dagster as dg

from pipelines import executors
from pipelines.definitions import build_definitions
from pipelines.settings import Settings
from sources.framework.timetable import LONDON

CLOCK = "QUARTERDAY_TEST_CLOCK"
# Another `celery.yaml` than the one that is shipped.
CELERY = "QUARTERDAY_TEST_CELERY"


def clock() -> datetime:
    text = Path(os.environ[CLOCK]).read_text()
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@dg.definitions
def definitions() -> dg.Definitions:
    if CELERY in os.environ:
        executors.CELERY_FILE = Path(os.environ[CELERY])
    return build_definitions(Settings.read(), clock)
