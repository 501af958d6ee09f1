"""Acting the demonstration out on a real installation with a clock of its own."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from assets.steps.forms import issue_forms
from assets.steps.house import House
from assets.steps.quarter import QuarterEvidence, close_quarter
from assets.steps.receive import inbox, receive
from pipelines.demo.assessed import risk_csv, risk_slots
from pipelines.demo.budgets import budget_csv, finance_slots
from pipelines.demo.compared import benchmark_slots, extracts
from pipelines.demo.days import Days, history_sent
from pipelines.demo.filling import Manner, fill_form, history_csv
from pipelines.demo.story import Plot, forms_of, plot
from pipelines.demo.tables import table_csv, table_slots
from pipelines.house import DEMONSTRATION_MARK, build_house
from pipelines.library import library_of
from pipelines.settings import Settings
from sources.framework.framework import Framework
from sources.framework.keys import Close, Slot
from sources.framework.library import UnknownKey
from sources.framework.owed import ReturnType
from sources.framework.timetable import LONDON

HISTORY = ReturnType.HISTORY
MARK = "Demonstration form: every figure in it is invented."


@dataclass(frozen=True)
class Played:
    """The two closes of one council's demonstration, and when they were made."""

    council: str
    first: QuarterEvidence
    second: QuarterEvidence
    first_at: datetime
    second_at: datetime
    home: Path


class Clock:
    """A clock that stands where the story puts it."""

    def __init__(self) -> None:
        self.moment = datetime(2023, 6, 1, 9, 0, tzinfo=LONDON)

    def set(self, text: str) -> None:
        self.turn(datetime.fromisoformat(text).replace(tzinfo=LONDON))

    def turn(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def play(settings: Settings, council: str, progress: Callable[[str], object]) -> Played:
    """One council's demonstration in a home folder of its own; see `play_all`."""
    return play_all(settings, [council], progress)[0]


def play_all(
    settings: Settings, councils: Sequence[str], progress: Callable[[str], object]
) -> tuple[Played, ...]:
    """Act out two quarters and a correction for each council, in one home, which is emptied first.

    Raises UnknownKey for a council that cannot be cast, before anything is emptied, and for a home
    folder that is in real use.
    """
    library = library_of(settings)
    scenes = [Scene.of(library.frameworks(council)[-1]) for council in dict.fromkeys(councils)]
    _make_ready(settings.home)
    # Invented figures must not reach a warehouse that is in use.
    settings = replace(settings, warehouse=None)

    def told(scene: Scene) -> Callable[[str], object]:
        name = scene.framework.council.short_name
        return progress if len(scenes) == 1 else lambda words: progress(f"{name}: {words}")

    return tuple(_act(settings, scene, told(scene)) for scene in scenes)


@dataclass(frozen=True)
class Scene:
    """What the demonstration of a council is played on: two quarters, the second with a plot."""

    framework: Framework
    history: Slot
    quiet: Close
    close: Close
    cast: Plot

    @classmethod
    def of(cls, framework: Framework) -> "Scene":
        """Raises UnknownKey for a framework that cannot be played."""
        name = framework.council.id
        quarters = [close for close in framework.closes if close.period.kind == "Q"]
        if len(quarters) < 2:
            raise UnknownKey(f"The demonstration needs two quarters; {name} has fewer.")
        sent_once = [r.id for r in framework.returns.values() if r.return_type is HISTORY]
        if not sent_once:
            raise UnknownKey(f"The demonstration needs a return of past values; {name} has none.")
        history = next(slot for slot in framework.slots if slot.return_id == sent_once[0])
        quiet, close = quarters[:2]
        for each in (quiet, close):
            Days(framework, each).check()
        return cls(framework, history, quiet, close, plot(framework, close))


def _act(settings: Settings, scene: Scene, progress: Callable[[str], object]) -> Played:
    """Past values, a quiet quarter, and the quarter of the plot with its two closes."""
    clock = Clock()
    clock.turn(history_sent(scene.framework))
    house = build_house(settings, clock)
    company = _Company(house, scene.framework)

    progress("Sending three years of past values")
    year = scene.framework.year.start_year
    layout = scene.framework.returns[scene.history.return_id].layout
    past = history_csv(scene.framework, layout, year - 3, year - 1)
    company.drop(scene.history, f"past values {year - 3}-{year % 100:02}.csv", past, clock.moment)
    for slot in benchmark_slots(scene.framework):
        for one in extracts(scene.framework, slot, clock.moment.date()):
            company.drop(slot, one.name, one.data, clock.moment)

    quarter = scene.quiet.period
    progress(f"Issuing and filling the forms of quarter {quarter.number}")
    days = Days(scene.framework, scene.quiet)
    clock.turn(days.forms_out)
    receive(house, scene.framework.council.id)
    company.issue(scene.quiet)
    for slot in forms_of(scene.framework, scene.quiet):
        company.send(slot, Manner(), days.ordinary(slot))
    for slot in table_slots(scene.framework, scene.quiet):
        company.send_table(slot, days.ordinary(slot))
    for slot in risk_slots(scene.framework, scene.quiet):
        company.send_risks(slot, days.ordinary(slot))
    for slot in finance_slots(scene.framework, scene.quiet):
        company.send_budget(slot, days.ordinary(slot))
    clock.turn(days.quiet_close)
    close_quarter(house, scene.quiet)

    quarter = scene.close.period
    progress(f"Issuing and filling the forms of quarter {quarter.number}")
    days, cast = Days(scene.framework, scene.close), scene.cast
    clock.turn(days.forms_out)
    company.issue(scene.close)
    company.send(cast.clean, cast.clean_manner, days.early(cast.clean))
    for slot in cast.others:
        company.send(slot, Manner(), days.early(slot))
    for slot in table_slots(scene.framework, scene.close):
        company.send_table(slot, days.early(slot))
    for slot in risk_slots(scene.framework, scene.close):
        company.send_risks(slot, days.early(slot))
    company.send(cast.mistaken, cast.mistaken_manner, days.last_minute(cast.mistaken))
    company.send(cast.late, cast.late_manner, days.late(cast.late))
    clock.turn(days.first_close)
    first = close_quarter(house, scene.close, progress)

    progress("Sending the corrected return")
    correction = replace(cast.correction, signed_on=days.correction.date())
    company.send(cast.mistaken, correction, days.correction, " corrected")
    for slot in finance_slots(scene.framework, scene.close):
        company.send_budget(slot, days.correction)
    clock.turn(days.second_close)
    second = close_quarter(house, scene.close, progress)
    return Played(
        scene.framework.council.id, first, second, days.first_close, days.second_close, house.home
    )


@dataclass(frozen=True)
class _Company:
    """The departments of a council, who fill the forms that they are sent and drop them off."""

    house: House
    framework: Framework

    def issue(self, close: Close) -> None:
        issue_forms(self.house, close, self.house.home / "forms", MARK)

    def send(self, slot: Slot, manner: Manner, when: datetime, mark: str = "") -> None:
        form = (self.house.home / "forms" / f"{slot}.xlsx").read_bytes()
        name = f"{slot.return_id} {slot.period.code}{mark}.xlsx"
        self.drop(slot, name, fill_form(form, self.framework, slot, manner), when)

    def send_budget(self, slot: Slot, when: datetime) -> None:
        self._send_csv(slot, budget_csv(self.framework, slot), when)

    def send_risks(self, slot: Slot, when: datetime) -> None:
        self._send_csv(slot, risk_csv(self.framework, slot), when)

    def send_table(self, slot: Slot, when: datetime) -> None:
        self._send_csv(slot, table_csv(self.framework, slot), when)

    def _send_csv(self, slot: Slot, data: bytes, when: datetime) -> None:
        self.drop(slot, f"{slot.return_id} {slot.period.code}.csv", data, when)

    def drop(self, slot: Slot, name: str, data: bytes, when: datetime) -> None:
        """Put a file into an inbox folder with the file time that the story gives it."""
        folder = inbox(self.house, slot.council, slot.return_id)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(data)
        os.utime(path, (when.timestamp(), when.timestamp()))


def _make_ready(home: Path) -> None:
    if home.exists() and any(home.iterdir()):
        if not (home / DEMONSTRATION_MARK).exists():
            raise UnknownKey(
                f"{home} is in use and is not a demonstration: choose another folder for the demo."
            )
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / DEMONSTRATION_MARK).write_text("Made by 'quarterday demo'; every figure is invented.\n")
