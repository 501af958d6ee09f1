"""Receipts: what a sender is told about a file, in words, beside nothing else of the installation.

Written after a file's slot was checked, so that a receipt can say what to mend and by when.
"""

import re
from pathlib import Path

from assets.steps.close import CloseResults
from assets.steps.house import House
from assets.steps.receive import Outcome, Taken
from assets.views.report import context_of, demonstration_notice, finding_lines
from assets.views.wording import moment_text
from checks.finding import Severity
from report_templates import render
from report_templates.sections import Receipt
from sources.archive import write_over
from sources.framework.keys import Slot
from sources.ledger import Quarantine, Submission


def write_receipt(house: House, taken: Taken, results: CloseResults | None) -> Path | None:
    """Write the receipt of a file that was taken; None for one that has no ledger entry.

    `results` are those of the slot's close; without them (a history, say) the receipt tells
    only that the file was received.
    """
    if taken.entry is None or not isinstance(taken.entry.body, Submission | Quarantine):
        return None
    receipt = _receipt(house, taken, results)
    safe = re.sub(r"[^\w.() -]", "_", taken.filename)[-120:]
    name = f"{taken.entry.seq:06d} {safe}.receipt.txt"
    path = house.home / "receipts" / taken.council / (taken.sender or "unsorted") / name
    write_over(path, render.receipt_text(receipt).encode())
    return path


def _receipt(house: House, taken: Taken, results: CloseResults | None) -> Receipt:
    body = taken.entry.body if taken.entry else None
    assert isinstance(body, Submission | Quarantine)
    council = house.library.frameworks(taken.council)[-1].council.name
    if taken.outcome is not Outcome.RECEIVED or taken.slot is None or results is None:
        outcome = {
            Outcome.RECEIVED: "Received and kept.",
            Outcome.DUPLICATE: taken.reason or "Received before.",
            Outcome.QUARANTINED: f"Set aside, not used. {taken.reason}",
        }[taken.outcome]
        step = (
            "Mend it as said and put it in the folder again."
            if taken.outcome is Outcome.QUARANTINED
            else "Nothing more is needed."
        )
        notice = "Demonstration." if house.is_demonstration else None
        return Receipt(
            council,
            notice,
            taken.filename,
            moment_text(body.dropped_at),
            outcome,
            None,
            None,
            (),
            step,
        )
    return _full(taken, body, results, council)


def _full(
    taken: Taken, body: Submission | Quarantine, results: CloseResults, council: str
) -> Receipt:
    slot = taken.slot or Slot.parse("")
    context = context_of(results, None)
    status = next(s for s in results.statuses if s.slot == str(slot))
    mine = [f for f in results.return_findings if f.slot == str(slot)]
    files = {s.entry.seq: s for s in results.sent}
    errors = [f for f in mine if f.severity == Severity.ERROR.value]
    stage = results.framework.stage_of(slot)
    name = results.framework.returns[slot.return_id].name
    is_open = (
        stage is not None and stage.deadline is not None and results.point.at <= stage.deadline
    )
    by = f" by {stage.words}" if stage and is_open else " now"
    return Receipt(
        council=council,
        demonstration=demonstration_notice(results.sent),
        file=taken.filename,
        received=moment_text(body.dropped_at),
        outcome=f"Received as {name} for {slot.period.label} (entry "
        f"{taken.entry.seq if taken.entry else '?'}).",
        punctuality=f"The return is {status.status}; it was due {stage.words}." if stage else None,
        filled=f"{status.accounted_for} of {status.expected} values are filled: {status.supplied} "
        f"with a figure, {status.accounted_for - status.supplied} with a reason for having none.",
        findings=finding_lines(context, mine, files),
        next_step=f"Correct the cells above and send the form again{by}; only cells that you fill "
        "are changed."
        if errors
        else "No figure is held up. Look at what is noted above, if anything is.",
    )
