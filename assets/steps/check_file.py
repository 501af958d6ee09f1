"""A verdict on a file before it is sent: what the checks find, with nothing taken in or stored.

It needs the frameworks alone. What rests on earlier values is checked with those that a form
carries; a file without them is told what was not checked. How a verdict is said is `verdict`.
"""

from dataclasses import dataclass
from datetime import date

from assets.analysis.parts import with_part_ratings
from assets.steps.personal import refuse_personal_data
from checks.catalogue.catalogue import check_return
from checks.finding import Finding, Severity
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.framework import Framework
from sources.framework.keys import KeyProblem, Slot
from sources.framework.library import Library, UnknownKey
from sources.returns.content import ReadReturn
from sources.returns.earlier import earlier_in
from sources.returns.identify import form_slot, identify
from sources.returns.read import read_for
from sources.workbooks.cells import CannotRead, Fact, Workbook
from sources.workbooks.door import open_file

WHICH_RETURN = (
    "This file is not one of our forms, so it does not say whose return it is: "
    "name it with --council and --return."
)

OTHER_RETURN = (
    "This form says itself which return it is for, {key}, and it is not the one that was named: "
    "leave --council and --return out, or choose the right form."
)


@dataclass(frozen=True)
class FileVerdict:
    """What a file is, what was read from it, and what was found.

    `sheets` are the file's, in order; `unknown` lists facts that its format cannot give. `as_at`
    is the day of the earlier values in it that it was held against, None where there were none;
    with `knows_all_past` it was held against all that was sent.
    """

    framework: Framework
    slot: Slot
    read: ReadReturn
    findings: tuple[Finding, ...]
    unknown: tuple[Fact, ...]
    sheets: tuple[str, ...] = ()
    as_at: date | None = None
    knows_all_past: bool = False

    @property
    def has_errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def check_file(
    library: Library, data: bytes, council: str | None = None, return_id: str | None = None
) -> FileVerdict:
    """Check one file. A form says itself which return it is; for others it must be named.

    Raises CannotRead for a file that cannot be understood or seems to hold personal data,
    UnknownKey for a return that nobody owes.
    """
    workbook = open_file(data)
    stated = form_slot(workbook)
    if stated is not None:
        if (council or stated.council, return_id or stated.return_id) != (
            stated.council,
            stated.return_id,
        ):
            raise CannotRead(OTHER_RETURN.format(key=stated))
        framework, slot = library.of_slot(stated), stated
    elif council is None or return_id is None:
        raise CannotRead(WHICH_RETURN)
    else:
        framework, slot = _named(library, workbook, council, return_id)
    # Said here as it would be said of a file that is sent; nothing is kept of either.
    refuse_personal_data(workbook, library.frameworks(slot.council))
    read = read_for(framework, slot, workbook)
    file = SubmittedFile.of(read, seq=1, sender=slot.return_id)
    measures = [measure.id for measure in framework.measures_of(slot.return_id)]
    earlier = earlier_in(workbook, measures) if stated is not None else None
    history, said = (earlier.actuals, earlier.said) if earlier else ({}, {})
    subject = with_part_ratings(CheckedReturn(framework, slot, (file,), history, said))
    return FileVerdict(
        framework,
        slot,
        read,
        tuple(check_return(subject)),
        workbook.unknown,
        tuple(workbook.sheets),
        earlier.as_at if earlier else None,
    )


def _named(
    library: Library, workbook: Workbook, council: str, return_id: str
) -> tuple[Framework, Slot]:
    """The slot of a table, by the newest year whose layout it follows."""
    known = sorted({name for f in library.frameworks(council) for name in f.returns})
    if return_id not in known:
        raise UnknownKey(f"{council} has no return '{return_id}'; it has {', '.join(known)}.")
    refusal: Exception | None = None
    for framework in reversed(library.frameworks(council)):
        owed = framework.returns.get(return_id)
        layout = framework.layouts[owed.layout] if owed else None
        try:
            slot = identify(workbook, owed, layout, council, framework.timetable).slot
            return library.of_slot(slot), slot
        except (CannotRead, UnknownKey, KeyProblem) as error:
            refusal = refusal or error
    assert refusal is not None
    raise refusal
