"""When things happen in the demonstration: every day follows from a council's own timetable.

Days and hours only: who does what on them is `story`, and `play` acts it out.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.library import UnknownKey
from sources.framework.timetable import LONDON
from sources.framework.working_days import nearest_working_day


@dataclass(frozen=True)
class Days:
    """The days of one reporting period, in London time."""

    framework: Framework
    close: Close

    def check(self) -> None:
        """Raises UnknownKey unless every return of the period has a confirmed day."""
        for slot in self.framework.slots_of(self.close):
            if self.framework.collects(slot):
                self._due(slot)

    @property
    def forms_out(self) -> datetime:
        """The first working day after the period."""
        return _at(self._working(self.close.period.ends, 1), 9)

    def ordinary(self, slot: Slot) -> datetime:
        """In the afternoon two days before the return is due, or earlier if nobody works then."""
        return _at(self._early(slot), 15, 10)

    def early(self, slot: Slot) -> datetime:
        return _at(self._early(slot), 11, 25)

    def last_minute(self, slot: Slot) -> datetime:
        return _at(self._due(slot), 23, 58)

    def late(self, slot: Slot) -> datetime:
        """The working day after the return was due."""
        return _at(self._working(self._due(slot), 1), 16, 40)

    @property
    def quiet_close(self) -> datetime:
        """The working day before the first report is issued, once all returns are due."""
        after_due = self._working(self._last_due, 1)
        issued = self._first_issue(after_due)
        return _at(self._working(issued, -1) if issued else after_due, 8)

    @property
    def first_close(self) -> datetime:
        """The working day after the last return is due, when the late one has just come."""
        return _at(self._working(self._last_due, 1), 17)

    @property
    def correction(self) -> datetime:
        return _at(self._working(self.first_close.date(), 1), 10, 5)

    @property
    def second_close(self) -> datetime:
        """The morning of the day for which the next report is issued, else the next working day."""
        corrected = self.correction.date()
        return _at(self._first_issue(corrected) or self._working(corrected, 1), 8)

    def _due(self, slot: Slot) -> date:
        deadline = self.framework.deadline(slot)
        if deadline is None:
            raise UnknownKey(
                f"The demonstration needs a confirmed day for the returns of {self.close}: "
                "confirm it in timetable.yaml."
            )
        return deadline.date()

    @property
    def _last_due(self) -> date:
        """The day on which the last of the departments' returns is due."""
        framework = self.framework
        slots = [s for s in framework.slots_of(self.close) if framework.collects(s)]
        own = [s for s in slots if not framework.returns[s.return_id].is_corporate]
        return max(self._due(slot) for slot in own)

    def _early(self, slot: Slot) -> date:
        return self._nearest(self._due(slot) - timedelta(days=2), -1)

    def _first_issue(self, after: date) -> date | None:
        """The first day later than `after` for which a report of the period is issued."""
        days = [e.issued_on for e, close in self.framework.editions.items() if close == self.close]
        return min((day for day in days if day > after), default=None)

    def _working(self, day: date, step: int) -> date:
        """The next working day after `day`, or with a step of -1 the one before."""
        return self._nearest(day + timedelta(days=step), step)

    def _nearest(self, day: date, step: int) -> date:
        return nearest_working_day(day, step, self.framework.council.closure_days)


def history_sent(framework: Framework) -> datetime:
    """1 June: earlier years are known, and the first forms are not out yet."""
    return _at(date(framework.year.start_year, 6, 1), 9)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)
