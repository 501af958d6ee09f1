"""View models of letters that the timetable sends: reminders to departments.

Already worded; templates read these and nothing else.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reminder:
    """What a department is told about a return that is not complete.

    `moved` says if the deadline has changed since the last reminder; `mend` are places with what
    to do there, `more` how many further ones are not listed.
    """

    council: str
    demonstration: str | None
    name: str
    period: str
    to: str
    due: str
    standing: str
    moved: str | None
    extended: str | None
    outstanding: str
    mend: tuple[str, ...]
    more: int
    where: str
    is_escalation: bool
