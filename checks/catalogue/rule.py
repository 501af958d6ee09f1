"""Rule: a check with its id, dimension, severity and plain-English meaning.

The rules themselves stand in the modules named after their dimensions; `catalogue` lists them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedClose, CheckedReturn, Current
from sources.returns.content import SuppliedText

_Subject = TypeVar("_Subject", CheckedReturn, CheckedClose)


@dataclass(frozen=True)
class Rule(Generic[_Subject]):
    """One check. `meaning` says when it speaks, `mend` what the department should do."""

    id: str
    dimension: Dimension
    severity: Severity
    meaning: str
    mend: str
    find: Callable[["Rule[_Subject]", _Subject], Iterator[Finding]]

    def run(self, subject: _Subject) -> list[Finding]:
        return list(self.find(self, subject))

    def at(self, current: Current, message: str) -> Finding:
        """A finding at the cell of a value."""
        item = current.item
        return Finding(
            rule=self.id,
            dimension=self.dimension,
            severity=self.severity,
            message=message,
            mend=self.mend,
            submission=current.submission,
            measure=item.measure,
            period=str(item.period),
            quantity=item.quantity.value,
            sheet=item.sheet,
            cell=item.cell,
            raw=item.value.raw,
        )

    def of_text(
        self, seq: int, text: SuppliedText, message: str, measure: str | None = None
    ) -> Finding:
        """A finding at the cell of a text: commentary, or an entry about a key action."""
        return self.about(
            message,
            submission=seq,
            measure=measure,
            period=str(text.period) if measure and text.period else None,
            sheet=text.sheet,
            cell=text.cell,
            raw=text.text,
        )

    def about(
        self,
        message: str,
        *,
        submission: int | None = None,
        measure: str | None = None,
        period: str | None = None,
        sheet: str | None = None,
        cell: str | None = None,
        raw: str | None = None,
    ) -> Finding:
        """A finding about a row, a measure or the whole return."""
        return Finding(
            rule=self.id,
            dimension=self.dimension,
            severity=self.severity,
            message=message,
            mend=self.mend,
            submission=submission,
            measure=measure,
            period=period,
            sheet=sheet,
            cell=cell,
            raw=raw,
        )


ReturnRule = Rule[CheckedReturn]
CloseRule = Rule[CheckedClose]
