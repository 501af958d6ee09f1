"""Acting the demonstration out on a real installation with a clock of its own."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from assets.steps.forms import issue_forms
from assets.steps.quarter import QuarterEvidence, close_quarter
from assets.steps.receive import inbox, receive
from pipelines.demo.filling import Manner, fill_form, history_csv
from pipelines.demo.story import plot
from pipelines.house import DEMONSTRATION_MARK, build_house
from pipelines.library import library_of
from pipelines.settings import Settings
from sources.framework.keys import Close, Period, Slot
from sources.framework.library import UnknownKey
from sources.framework.owed import ReturnType
from sources.framework.timetable import LONDON

MARK = "Demonstration form: every figure in it is invented."


@dataclass(frozen=True)
class Played:
    """The two closes of the demonstration."""

    first: QuarterEvidence
    second: QuarterEvidence
    home: Path


class Clock:
    """A clock that stands where the story puts it."""

    def __init__(self) -> None:
        self.moment = datetime(2023, 6, 1, 9, 0, tzinfo=LONDON)

    def set(self, text: str) -> None:
        self.moment = datetime.fromisoformat(text).replace(tzinfo=LONDON)

    def __call__(self) -> datetime:
        return self.moment


def play(settings: Settings, council: str, progress: Callable[[str], None]) -> Played:
    """Act out two quarters and a correction. A demonstration's home folder is emptied first.

    Raises UnknownKey for a council that has no story, and for a home folder that is in real use.
    """
    clock = Clock()
    first_quarter = Close(council, Period.parse("2023-24-Q1"))
    close = Close(council, Period.parse("2023-24-Q2"))
    framework = library_of(settings).of_close(close)
    if len(framework.slots_of(close)) < 4:
        raise UnknownKey(f"The demonstration needs four returns; {council} has fewer.")
    _make_ready(settings.home)
    # Invented figures must not reach a warehouse that is in use.
    house = build_house(replace(settings, warehouse=None), clock)

    def drop(slot: Slot, name: str, data: bytes, when: str) -> None:
        _put(inbox(house, council, slot.return_id), name, data, when)

    progress("Sending three years of past values")
    history = next(r for r in framework.returns.values() if r.return_type is ReturnType.HISTORY)
    past = history_csv(framework, history.layout, 2020, 2022)
    history_slot = next(s for s in framework.slots if s.return_id == history.id)
    drop(history_slot, "past values 2020-23.csv", past, "2023-06-01T09:00")

    def fill(slot: Slot, manner: Manner) -> bytes:
        form = (house.home / "forms" / f"{slot}.xlsx").read_bytes()
        return fill_form(form, framework, slot, manner)

    progress("Issuing and filling the forms of quarter 1")
    clock.set("2023-07-03T09:00")
    receive(house, council)
    issue_forms(house, first_quarter, house.home / "forms", MARK)
    for slot in framework.slots_of(first_quarter):
        drop(slot, f"{slot.return_id} Q1.xlsx", fill(slot, Manner()), "2023-07-18T15:10")
    clock.set("2023-07-24T08:00")
    close_quarter(house, first_quarter)

    progress("Issuing and filling the forms of quarter 2")
    cast = plot(framework, close)
    clock.set("2023-10-02T09:00")
    issue_forms(house, close, house.home / "forms", MARK)
    drop(
        cast.clean,
        f"{cast.clean.return_id} Q2.xlsx",
        fill(cast.clean, cast.clean_manner),
        "2023-10-17T11:25",
    )
    drop(
        cast.mistaken,
        f"{cast.mistaken.return_id} Q2.xlsx",
        fill(cast.mistaken, cast.mistaken_manner),
        "2023-10-19T23:58",
    )
    drop(
        cast.late,
        f"{cast.late.return_id} Q2.xlsx",
        fill(cast.late, cast.late_manner),
        "2023-10-20T16:40",
    )

    clock.set("2023-10-20T17:00")
    first = close_quarter(house, close, progress)

    progress("Sending the corrected return")
    corrected = fill(cast.mistaken, cast.correction)
    drop(
        cast.mistaken,
        f"{cast.mistaken.return_id} Q2 corrected.xlsx",
        corrected,
        "2023-10-23T10:05",
    )
    clock.set("2023-10-24T08:00")
    second = close_quarter(house, close, progress)
    return Played(first, second, house.home)


def _put(folder: Path, name: str, data: bytes, when: str) -> None:
    """Put a file into an inbox folder with the file time that the story gives it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    moment = datetime.fromisoformat(when).replace(tzinfo=LONDON).timestamp()
    os.utime(path, (moment, moment))


def _make_ready(home: Path) -> None:
    if home.exists() and any(home.iterdir()):
        if not (home / DEMONSTRATION_MARK).exists():
            raise UnknownKey(
                f"{home} is in use and is not a demonstration: choose another folder for the demo."
            )
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / DEMONSTRATION_MARK).write_text("Made by 'quarterday demo'; every figure is invented.\n")
