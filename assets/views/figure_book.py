"""The figure book: gives every printed number its id, and remembers where it came from.

A number that is not entered here cannot be printed as a Figure, so the page of sources is complete
by construction.
"""

from collections.abc import Iterable, Mapping

from assets.analysis.results import SentFile
from assets.analysis.series import Ref
from assets.views.wording import moment_text
from report_templates.pages import FigureLine, SourceLine
from report_templates.parts import Figure


class FigureBook:
    """The figures of one report."""

    def __init__(self, close: str, period: str, sent: Mapping[int, SentFile]) -> None:
        self._close, self._period, self._sent = close, period, sent
        self._lines: dict[str, FigureLine] = {}

    def enter(
        self,
        text: str,
        subject: str,
        quantity: str,
        *,
        what: str,
        how: str,
        group: str = "Counts",
        period: str | None = None,
        refs: Iterable[Ref] = (),
        breakdown: str = "all",
    ) -> Figure:
        """Print `text` as a figure. The same figure printed again must read the same."""
        figure_id = "/".join(
            (
                self._close,
                subject,
                breakdown,
                period or self._period,
                quantity.replace(" ", "-"),
            )
        )
        line = FigureLine(
            figure_id, group, text, what, how, tuple(self._source(ref) for ref in refs)
        )
        held = self._lines.setdefault(figure_id, line)
        if held.text != text:
            raise ValueError(f"{figure_id} is printed both as {held.text} and as {text}")
        return Figure(text, figure_id)

    def count(
        self,
        number: int,
        subject: str,
        quantity: str,
        what: str,
        group: str = "Counts",
        members: Iterable[str] = (),
    ) -> Figure:
        """A count that the report makes of its own lines; `members` are what was counted."""
        names = "; ".join(members)
        how = f"counted: {names}" if names else "counted from this report's own results"
        return self.enter(str(number), subject, quantity, what=what, how=how, group=group)

    @property
    def lines(self) -> tuple[FigureLine, ...]:
        return tuple(self._lines.values())

    def _source(self, ref: Ref) -> SourceLine:
        sent = self._sent[ref.submission]
        return SourceLine(
            file=sent.filename,
            sha256=sent.sha256,
            received=moment_text(sent.dropped_at),
            sheet=ref.sheet,
            cell=ref.cell,
            raw=ref.raw,
            what=ref.quantity,
        )
