"""Check only: files that people put into a folder to be told what is wrong, and nothing else.

Nothing is submitted: no entry in the ledger, nothing in the archive. A file is answered in its
sender's folder of receipts and moved away. The past that it is held against is the council's own.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from assets.steps import arriving, check_return
from assets.steps.arriving import Arrived, NoFile, NotYet
from assets.steps.check_file import FileVerdict
from assets.steps.history import standing_return
from assets.steps.house import House
from assets.steps.personal import NAME_WITHHELD, refuse_personal_data
from assets.steps.receive import OUR_FAULT, slot_of
from assets.steps.verdict import file_verdict, marked_copy
from assets.views.wording import DEMONSTRATION, moment_text, one_line
from checks.catalogue.catalogue import check_return as run_rules
from checks.subject import SubmittedFile
from sources.archive import short_name, write_over
from sources.framework.keys import Slot
from sources.framework.library import UnknownKey
from sources.framework.places import FrameworkProblems
from sources.personal_data.detect import is_personal_name
from sources.returns.read import read_for
from sources.workbooks.cells import CannotRead, Workbook
from sources.workbooks.door import open_file

FOLDER, DONE = "check-only", "checked"
NOT_SENT = "This file was checked only. It has not been sent: to send it, put it into the inbox."
NO_COPY = "A marked copy could not be made, through a fault of Quarterday's own ({fault})."


@dataclass(frozen=True)
class Answered:
    """A file that was checked only: its answer, and its marked copy if there is one."""

    council: str
    sender: str
    filename: str
    answer: Path
    copy: Path | None
    has_errors: bool


def arrived(house: House, council: str) -> list[Arrived]:
    """What lies in a council's folders for checking; nothing is moved or judged."""
    return arriving.arrived_in(house.home / FOLDER / council, house.now())


def check_only(house: House, council: str) -> list[Answered]:
    """Answer every finished file in a council's folders for checking, oldest drop first."""
    house.library.years(council)
    root = house.home / FOLDER / council
    if not root.is_dir():
        return []
    with house.lock(council):
        waiting = list(arriving.waiting_in(root))
        answers = (_answer(house, council, sender, path) for sender, path in waiting)
        return [one for one in answers if one is not None]


def _answer(house: House, council: str, sender: str, path: Path) -> Answered | None:
    """Answer one file and move it away; None if it must wait or is gone."""
    name, seen = arriving.shown(path.name), house.now()
    if is_personal_name(name):
        name = NAME_WITHHELD + path.suffix
    copy: bytes | None = None
    suffix, has_errors = "", True
    try:
        one = arriving.whole(path, seen)
        if one is None:
            return None
        try:
            verdict = _verdict(house, council, sender, one.data)
        except CannotRead:
            if arriving.may_be_half(one, seen):
                return None
            raise
        text, has_errors = file_verdict(name, verdict)
        if verdict.findings:
            copy, suffix, said = _copy(verdict, one.data)
            text += f"\n{said}" if said else ""
    except NotYet:
        return None
    except (NoFile, CannotRead) as error:
        text = f"{one_line(name)} was not checked. {error}"
    base = _free(house, council, sender, name)
    told = base.with_name(f"{base.name}.checked.txt")
    marked = base.with_name(f"{base.name}.annotated{suffix}") if copy is not None else None
    if marked is not None and copy is not None:
        write_over(marked, copy)
        text += f"\nMarked copy: {marked.name}, beside this answer."
    heading = f"{DEMONSTRATION}\n\n" if house.is_demonstration else ""
    answer = f"{heading}{NOT_SENT}\nChecked on {moment_text(seen)}.\n\n{text}\n"
    write_over(told, answer.encode(errors="replace"))
    folder = house.home / DONE / council / (sender or "unsorted")
    arriving.moved(path, folder, name)
    # Nobody else needs it, and what was refused may hold personal data.
    folder.chmod(0o700)
    return Answered(council, sender, name, told, marked, has_errors)


def _verdict(house: House, council: str, sender: str, data: bytes) -> FileVerdict:
    """What sending the file would find in it. Raises CannotRead."""
    try:
        workbook = open_file(data)
        refuse_personal_data(workbook, house.library.frameworks(council))
        slot = slot_of(house, council, sender, workbook)
        return _found(house, slot, sender, workbook)
    except (CannotRead, FrameworkProblems, UnknownKey, OSError):
        raise
    except Exception as error:
        # A fault of ours; one file that meets it must not hold up all others.
        fault = type(error).__name__
    raise CannotRead(OUR_FAULT.format(fault=fault))


def _found(house: House, slot: Slot, sender: str, workbook: Workbook) -> FileVerdict:
    framework = house.library.of_slot(slot)
    check_return.refresh(house, slot)
    before = standing_return(house, framework, slot)
    read = read_for(framework, slot, workbook)
    seq = max((file.seq for file in before.files), default=0) + 1
    own = SubmittedFile.of(read, seq, sender)
    found = run_rules(replace(before, files=(*before.files, own)))
    return FileVerdict(
        framework,
        slot,
        read,
        # What is wrong in files that were sent before is told in their own receipts.
        tuple(finding for finding in found if finding.submission in (None, seq)),
        workbook.unknown,
        tuple(workbook.sheets),
        knows_all_past=True,
    )


def _copy(verdict: FileVerdict, data: bytes) -> tuple[bytes | None, str, str | None]:
    """A marked copy, what its name ends in, and what must be said of it."""
    try:
        copy = marked_copy(verdict, data)
    except Exception as error:
        # The answer counts: it is given whatever becomes of the copy.
        return None, "", NO_COPY.format(fault=type(error).__name__)
    return copy.data, copy.suffix, copy.notice


def _free(house: House, council: str, sender: str, name: str) -> Path:
    """Where an answer goes: names in the order of checking, and none that is taken."""
    folder = house.home / "receipts" / council / (sender or "unsorted")
    stem = f"{house.now():%Y-%m-%d %H%M} {short_name(name)}"
    number, own = 1, stem
    while (folder / f"{own}.checked.txt").exists():
        number += 1
        own = f"{stem} ({number})"
    return folder / own
