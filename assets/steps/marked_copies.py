"""Marked copies beside receipts: a sender's own workbook with the cells that failed.

Made from the archive's bytes. A receipt is never kept back by one: what goes wrong here is said in
it. What a marked copy looks like is `report_templates/annotated`.
"""

from collections.abc import Iterable
from pathlib import Path

from assets.analysis.results import SentFile
from assets.steps import gather
from assets.steps.house import House
from assets.views.annotation import annotation
from checks.finding import Severity
from report_templates.annotated.marks import Annotated
from sources.archive import write_over
from sources.framework.framework import Framework
from warehouse.rows import ReturnFinding

_FAILED = {Severity.ERROR.value, Severity.WARNING.value}
TITLE = "Findings: what the checks found in this workbook"
COPY = "{name}, in the folder of this receipt: your file with the cells marked."
NO_COPY = (
    "It could not be made, through a fault of Quarterday's own ({fault}); the findings below are "
    "all there is. Please tell the performance team."
)


def write_copy(
    house: House,
    framework: Framework,
    one: SentFile,
    findings: Iterable[ReturnFinding],
    receipt: Path,
) -> str | None:
    """Write the marked copy of a submission beside its receipt; what the receipt says of it.

    None where nothing failed that this file can be mended for.
    """
    own = [f for f in findings if f.submission in (None, one.seq)]
    if not any(f.severity in _FAILED for f in own):
        return None
    try:
        copy = _annotated(house, framework, one, own)
        path = receipt.with_name(receipt.name.removesuffix(".receipt.txt") + _ending(copy.suffix))
        write_over(path, copy.data)
    except OSError:
        # A full disk would keep the receipt back too; the same run, made again, writes both.
        raise
    except Exception as error:
        return NO_COPY.format(fault=type(error).__name__)
    said = COPY.format(name=path.name)
    return f"{said} {copy.notice}" if copy.notice else said


def copies_beside(receipts: Iterable[Path]) -> list[Path]:
    """The marked copies that lie beside receipts."""
    found = []
    for receipt in receipts:
        stem = receipt.name.removesuffix(".receipt.txt")
        paths = (receipt.with_name(stem + _ending(suffix)) for suffix in (".xlsx", ".xlsm"))
        found += [path for path in paths if path.exists()]
    return found


def _ending(suffix: str) -> str:
    return f".annotated{suffix}"


def _annotated(
    house: House, framework: Framework, one: SentFile, own: list[ReturnFinding]
) -> Annotated:
    # Nothing slow is imported before there is anything to mark.
    from report_templates.annotated.annotate import annotate

    data = house.archive.get(one.sha256)
    read = gather.read_file(house, framework, one)
    told = annotation(framework, TITLE, own, [sheet.sheet for sheet in read.sheets])
    return annotate(data, told, is_known=read.problem is None)
