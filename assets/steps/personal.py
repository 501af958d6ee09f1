"""Personal data at the door: a file that seems to hold any is refused, with a sentence that quotes
nothing of it.

Recognising it is `sources.personal_data`. Files that were taken in before are removed by `purge`.
"""

from collections.abc import Iterable

from sources.framework.framework import Framework
from sources.personal_data.detect import PersonalData, suspicions
from sources.workbooks.cells import Workbook

# What a file is called whose own name holds personal data.
NAME_WITHHELD = "name withheld"


def refuse_personal_data(workbook: Workbook, frameworks: Iterable[Framework]) -> None:
    """Raise PersonalData for a file that no council may keep; the newest year's limits hold.

    The council's own references are no personal data, whatever they look like.
    """
    years = list(frameworks)
    known = {name for framework in years for name in (*framework.measures, *framework.actions)}
    most = years[-1].council.personal_data.email_addresses
    found = suspicions(workbook, most, known)
    if found:
        raise PersonalData(found)
