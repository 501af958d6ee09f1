"""Moderation of words: write a close's commentary into a workbook, and record it as it comes back.

Recording is all that happens here: the next close's reports print what was decided. What a
department sent stays as it was.
"""

from dataclasses import dataclass
from pathlib import Path

from assets.analysis.edited_words import Held, held_words, originals
from assets.analysis.results import CloseResults, Point
from assets.steps.close import compute, stored
from assets.steps.house import House
from assets.steps.personal import refuse_personal_data
from assets.steps.rerun import said
from assets.views.report import demonstration_notice
from assets.views.wording import one_line
from sources.archive import write_over
from sources.decisions import CannotDecide
from sources.entries import EntryKind, NoReason
from sources.framework.framework import Framework
from sources.framework.keys import Close, KeyProblem
from sources.moderation import EditedWords, Moderation, Readers, as_compared, fingerprint
from sources.returns.moderation_form import (
    CommentaryRow,
    ReadRow,
    Refused,
    read_moderation,
    write_moderation,
)
from sources.words import compact
from sources.workbooks.cells import CannotRead
from sources.workbooks.door import open_file


@dataclass(frozen=True)
class Moderated:
    """What became of a workbook: its ledger entry, if anything was recorded, and its rows."""

    close: Close
    entry: int | None
    recorded: int
    refused: tuple[Refused, ...]


def write_workbook(house: House, close: Close, path: Path) -> int:
    """Write the commentary that a stored close's reports print; how many there are.

    Raises UnknownKey if the period is not closed yet, CannotDecide if there is nothing to edit or
    the file is there already: it may hold somebody's work.
    """
    if path.suffix.lower() != ".xlsx":
        raise CannotDecide(f"{path.name} has to end in .xlsx: the workbook is one of Excel's.")
    if path.exists():
        raise CannotDecide(f"{path} is there already: move it away, or name another file.")
    results = stored(house, close)
    rows = _rows(results)
    if not rows:
        raise CannotDecide(f"No commentary has come for {close}: there is nothing to edit.")
    title = f"Commentary: {results.framework.council.name}, {close.period.label}"
    notice = demonstration_notice(results.sent)
    write_over(path, write_moderation(title, str(close), rows, close.period.ends, notice))
    return len(rows)


def _rows(results: CloseResults) -> list[CommentaryRow]:
    held = held_words(results.close, results.decisions)
    names = names_of(results.framework)
    return [
        _row(subject, names[subject], words, held.get(subject))
        for subject, words in originals(results).items()
    ]


def names_of(framework: Framework) -> dict[str, str]:
    """What every measure and key action is called."""
    actions = {action.id: f"Key action: {action.name}" for action in framework.actions.values()}
    return actions | {measure.id: measure.name for measure in framework.measures.values()}


def _row(subject: str, name: str, words: str, held: Held | None) -> CommentaryRow:
    if held is None:
        return CommentaryRow(subject, name, words)
    edit = held.edit
    return CommentaryRow(subject, name, words, edit.edited or "", edit.why, edit.visibility)


def moderate(house: House, data: bytes, filename: str, by: str) -> Moderated:
    """Read a workbook back and record what it changes; the file is kept in the archive.

    Rows that are not in order are refused, the others recorded. Raises CannotRead if the file as a
    whole is refused, UnknownKey for a period that no framework names, NoReason if nobody is named
    or the workbook says nothing new.
    """
    who = said(by)
    read = read_moderation(open_file(data))
    try:
        close = Close.parse(read.close)
    except KeyProblem:
        raise CannotRead("The workbook's period is not one: use the one written for it.") from None
    house.library.of_close(close)
    refuse_personal_data(read.entries, house.library.frameworks(close.council))
    with house.lock(close.council):
        entries = house.entries(close.council)
        # What has come counts, not what was closed: newer words may not have been printed yet.
        now = compute(house, close, Point(entries[-1].seq if entries else 0, house.now()))
        edits, refused = _edits(now, read.rows)
        refused = tuple(sorted((*read.refused, *refused), key=lambda row: row.number))
        if not edits and not refused:
            raise NoReason("The workbook changes nothing: fill in its rows, save it, try again.")
        seq = None
        if edits:
            body = Moderation(house.archive.put(data), one_line(filename), edits)
            entry = house.ledger.append(
                close.council, house.now(), who, EntryKind.MODERATION, str(close), body
            )
            seq = entry.seq
    return Moderated(close, seq, len(edits), refused)


def _edits(
    now: CloseResults, rows: tuple[ReadRow, ...]
) -> tuple[tuple[EditedWords, ...], tuple[Refused, ...]]:
    """What the rows change of what stands now, and which of them cannot."""
    stands, held = originals(now), held_words(now.close, now.decisions)
    subjects = {compact(subject): subject for subject in names_of(now.framework)}
    edits: list[EditedWords] = []
    refused: list[Refused] = []
    for row in rows:
        subject = subjects.get(row.subject)
        words = stands.get(subject or "")
        if subject is None:
            refused.append(Refused(row.number, f"{now.close} has nothing by its reference."))
        elif words is None or as_compared(words) != as_compared(row.original):
            refused.append(
                Refused(
                    row.number,
                    f"its original is not what the department says of {subject} now: write a new "
                    "workbook and edit that.",
                )
            )
        else:
            edit = _edit(subject, words, row)
            if not _is_held(edit, held.get(subject)):
                edits.append(edit)
    return tuple(edits), tuple(refused)


def _edit(subject: str, words: str, row: ReadRow) -> EditedWords:
    edited = row.edited
    if edited is not None and as_compared(edited) == as_compared(words):
        edited = None
    return EditedWords(subject, fingerprint(words), edited, row.why, row.visibility.value)


def _is_held(edit: EditedWords, held: Held | None) -> bool:
    """Whether a row says what stands already."""
    if held is None:
        return edit.edited is None and edit.visibility == Readers.ALL.value
    return held.edit == edit
