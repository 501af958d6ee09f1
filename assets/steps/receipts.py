"""Receipts: what a sender is told about a file, in plain text, in a folder of the sender's own.

A file that is set aside is answered at once; a submission after its slot was checked, so that its
receipt can say what to mend and by when. Each is written once.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assets.analysis.results import SentFile
from assets.analysis.sign_off import Said, standing_of
from assets.analysis.waivers import unwaived
from assets.steps import gather, marked_copies
from assets.steps.house import House
from assets.steps.risk_returns import other_content
from assets.steps.standing import filled, lateness_of, standing
from assets.views.report import finding_lines
from assets.views.wording import DEMONSTRATION, moment_text
from checks.finding import Severity
from report_templates import render
from report_templates.pages import Receipt
from sources.archive import short_name, write_over
from sources.entries import Entry, Quarantine, Submission
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.owed import ReturnType
from warehouse import queries
from warehouse.rows import ReturnFinding, ReturnStatus


def answer(house: House, slot: Slot, findings: Iterable[ReturnFinding]) -> list[Path]:
    """Write the receipt of every submission to a slot that has none yet."""
    entries = house.entries(slot.council)
    sent = gather.submissions(entries, entries[-1].seq)
    due = {
        s.seq: path
        for s in sent
        if s.slot == slot
        and not s.removed
        and not (path := _path(house, slot.council, s.sender, s.seq, s.filename)).exists()
    }
    if not due:
        return []
    framework = house.library.of_slot(slot)
    seq, engine = entries[-1].seq, house.store.engine
    values = queries.council_values(engine, slot.council, seq)
    texts = queries.council_texts(engine, slot.council, seq)
    other = other_content(house, framework, sent)
    came = filled(sent, values, texts, other)
    late = lateness_of(framework, slot, came, house.now())
    decisions = gather.inputs(entries, seq).decisions
    signing = standing_of(framework, slot, sent, Said.of(values, texts, other), decisions)
    status = standing(framework, late, came, values, signing, other)
    files = {s.seq: s for s in sent}
    # Of what is waived nothing needs mending.
    found = tuple(unwaived(findings, gather.waivers_today(house, slot.council)))
    return [
        _answer(house, framework, files[number], status, found, files, path)
        for number, path in due.items()
    ]


def receipts_of(house: House, slot: Slot) -> list[Path]:
    """The receipts of a slot's submissions, oldest first."""
    entries = house.entries(slot.council)
    sent = gather.submissions(entries, entries[-1].seq if entries else 0)
    paths = [
        _path(house, slot.council, s.sender, s.seq, s.filename) for s in sent if s.slot == slot
    ]
    return [path for path in paths if path.exists()]


def copies_of(house: House, slot: Slot) -> list[Path]:
    """The marked copies beside a slot's receipts."""
    return marked_copies.copies_beside(receipts_of(house, slot))


def refuse(house: House, entry: Entry, reason: str) -> Path:
    """Tell the sender of a quarantined file what is wrong with it."""
    outcome = f"Set aside, not used. {reason}"
    step = "Mend it as said and put it in the folder again."
    file = _file(entry)
    path = _path(house, entry.council, file.sender, entry.seq, file.filename)
    return _write(path, _short(house, entry, outcome, step))


def repeat(
    house: House, entry: Entry, sender: str, filename: str, dropped: datetime, reason: str
) -> Path:
    """Tell the sender of a file that was taken before that nothing was changed."""
    path = _path(house, entry.council, sender, entry.seq, filename, " (sent again)")
    receipt = replace(
        _short(house, entry, reason, "Nothing more is needed."),
        file=filename,
        received=moment_text(dropped),
    )
    return _write(path, receipt)


def _answer(
    house: House,
    framework: Framework,
    one: SentFile,
    status: ReturnStatus,
    findings: tuple[ReturnFinding, ...],
    files: dict[int, SentFile],
    path: Path,
) -> Path:
    """A submission's receipt and, before it so that it is there, the copy that it names."""
    if framework.returns[one.slot.return_id].return_type is ReturnType.BENCHMARKS:
        # Extracts make up no one return: what is wrong in another is not for this one to mend.
        findings = tuple(f for f in findings if f.submission in (None, one.seq))
    copy = marked_copies.write_copy(house, framework, one, findings, path)
    receipt = _receipt(house, framework, one, status, findings, files)
    return _write(path, replace(receipt, copy=copy))


def _receipt(
    house: House,
    framework: Framework,
    one: SentFile,
    status: ReturnStatus,
    findings: tuple[ReturnFinding, ...],
    files: dict[int, SentFile],
) -> Receipt:
    slot, stage = one.slot, framework.stage_of(one.slot)
    name = framework.returns[slot.return_id].name
    deadline = stage.deadline if stage else None
    is_open = deadline is not None and house.now() <= deadline
    by = f" by {stage.words}" if stage and is_open else " now"
    reasons = status.accounted_for - status.supplied
    how_full = (
        f"{status.supplied} of {status.expected} values have a figure that can be read, "
        f"{reasons} a reason for having none, {status.expected - status.accounted_for} neither."
    )
    has_errors = any(f.severity == Severity.ERROR.value for f in findings)
    return Receipt(
        council=framework.council.name,
        demonstration=DEMONSTRATION if one.is_demonstration else None,
        file=one.filename,
        received=moment_text(one.dropped_at),
        outcome=f"Received as {name} for {slot.period.label} (entry {one.seq}).",
        punctuality=_punctuality(status, one, stage.words) if stage else None,
        filled=how_full if stage else None,
        findings=finding_lines(framework, findings, files, one.filename),
        next_step=f"Correct the cells above and send the file again{by}; only cells that you fill "
        "are changed."
        if has_errors
        else "No figure is held up. Please look at what is noted above all the same."
        if findings
        else "Nothing more is needed.",
    )


def _punctuality(status: ReturnStatus, one: SentFile, due: str) -> str:
    if status.received_at is None:
        return f"The return was due {due}; an empty form does not count."
    is_first = datetime.fromisoformat(status.received_at) == one.dropped_at
    which = "The return is" if is_first else "This is a later file; the return's first one was"
    return f"{which} {status.status}. It was due {due}."


def _short(house: House, entry: Entry, outcome: str, step: str) -> Receipt:
    body = _file(entry)
    return Receipt(
        council=house.library.frameworks(entry.council)[-1].council.name,
        demonstration=DEMONSTRATION if house.is_demonstration else None,
        file=body.filename,
        received=moment_text(body.dropped_at),
        outcome=outcome,
        punctuality=None,
        filled=None,
        findings=(),
        next_step=step,
    )


def _file(entry: Entry) -> Submission | Quarantine:
    if not isinstance(entry.body, Submission | Quarantine):
        raise TypeError(f"entry {entry.seq} is not about a file")
    return entry.body


def _write(path: Path, receipt: Receipt) -> Path:
    write_over(path, render.receipt_text(receipt).encode())
    return path


def _path(house: House, council: str, sender: str, seq: int, filename: str, mark: str = "") -> Path:
    folder = house.home / "receipts" / council / (sender or "unsorted")
    return folder / f"{seq:06d} {short_name(filename)}{mark}.receipt.txt"
