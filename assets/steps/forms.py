"""Forms: one pre-filled return form per slot of a period, written to a folder or sent out."""

from pathlib import Path

from assets.analysis.observed import series
from assets.steps.check_return import check_return
from assets.steps.history import earlier_values, standing_return
from assets.steps.house import TEAM, House
from assets.views.wording import DEMONSTRATION_FORM, number_text
from sources.archive import write_over
from sources.entries import EntryKind, FormsIssued
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period, Slot
from sources.returns.forms import write_form
from warehouse import queries


def issue_forms(house: House, close: Close, folder: Path, mark: str | None = None) -> list[Path]:
    """Write a form for every return of a period that comes in a form, and record that.

    Raises UnknownKey.
    """
    framework = house.library.of_close(close)
    written = []
    for slot in framework.slots_of(close):
        if framework.layouts[framework.returns[slot.return_id].layout].kind == "form":
            data = form_for(house, framework, slot, mark)
            path = folder / f"{slot}.xlsx"
            write_over(path, data)
            written.append(path)
    if written and house.now().date() > close.period.ends:
        # Before the period has ended they are a preview; those to be sent out are still to come.
        files = {path.stem: house.archive.put(path.read_bytes()) for path in written}
        house.ledger.append(
            close.council, house.now(), TEAM, EntryKind.FORMS, str(close), FormsIssued(files)
        )
    return written


def send_forms(house: House, close: Close) -> tuple[list[Path], bool]:
    """Put a period's forms where departments fetch them, once; whether that was done now.

    Raises UnknownKey.
    """
    with house.lock(close.council):
        issued = _issued(house, close)
        if issued is not None:
            return [_sent_form(house, Slot.parse(slot)) for slot in issued.files], False
        mark = DEMONSTRATION_FORM if house.is_demonstration else None
        folder = house.home / "forms" / close.council
        return issue_forms(house, close, folder, mark), True


def _issued(house: House, close: Close) -> FormsIssued | None:
    for entry in reversed(house.entries(close.council)):
        if entry.subject == str(close) and isinstance(entry.body, FormsIssued):
            return entry.body
    return None


def _sent_form(house: House, slot: Slot) -> Path:
    return house.home / "forms" / slot.council / f"{slot}.xlsx"


def form_for(house: House, framework: Framework, slot: Slot, mark: str | None) -> bytes:
    """A slot's form with the last known values filled in, and all earlier ones beside."""
    check_return(house, slot)
    entries = house.entries(slot.council)
    known = series(queries.council_values(house.store.engine, slot.council, entries[-1].seq))
    shown: dict[tuple[str, Period], str] = {}
    for measure in framework.measures_of(slot.return_id):
        for period in framework.due_in(measure, slot.period):
            # The same kind of figure that the cell asks for: as it was supplied, not added up.
            seen = known.get(measure.id, {}).get(period.previous())
            if seen is not None and seen.actual is not None:
                shown[(measure.id, period.previous())] = number_text(seen.actual, measure)
    earlier = earlier_values(standing_return(house, framework, slot), house.now().date())
    return write_form(framework, slot, shown, mark, earlier)
