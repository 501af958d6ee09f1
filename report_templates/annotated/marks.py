"""What is to be marked and listed in an annotated workbook. Data only, already worded.

How a workbook's parts are changed for it is for the modules beside.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# The worst first. Severities are told by a symbol and a word; colour only helps.
SEVERITIES = ("error", "warning", "information")
WORDS = {"error": "Error", "warning": "Warning", "information": "For information"}
SYMBOLS = {"error": "\N{MULTIPLICATION X}", "warning": "\N{BLACK UP-POINTING TRIANGLE}"}
_INFORMATION = "\N{BLACK CIRCLE}"


@dataclass(frozen=True)
class Line:
    """One finding: where it stands, what it is about, what was found, what is wrong, what to do.

    `sheet` and `cell` are None for a finding about the whole return.
    """

    severity: str
    sheet: str | None
    cell: str | None
    about: str
    found: str | None
    wrong: str
    mend: str


@dataclass(frozen=True)
class Annotation:
    """Everything that an annotated copy says: a title, notes under it, and the findings."""

    title: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Annotated:
    """An annotated copy; `suffix` is what its file name must end in.

    `notice` says why it is no copy of the sender's own workbook, if it is none.
    """

    data: bytes
    suffix: str
    notice: str | None = None


class Unfit(Exception):
    """A workbook whose parts cannot be changed one by one; a plain copy of its cells still can."""


def worst(lines: Iterable[Line]) -> str:
    """The worst severity of some findings."""
    return min((line.severity for line in lines), key=SEVERITIES.index)


def told(severity: str) -> str:
    """`▲ Warning`: the symbol and the word."""
    return f"{SYMBOLS.get(severity, _INFORMATION)} {WORDS[severity]}"
