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
    """The figures of one report, or of a page beside it, which has a book of its own.

    What the report prints as well, `beyond`, is followed on the report's page of sources.
    """

    def __init__(
        self,
        close: str,
        period: str,
        sent: Mapping[int, SentFile],
        beyond: "FigureBook | None" = None,
    ) -> None:
        self._close, self._period, self._sent = close, period, sent
        self._beyond = beyond
        self._lines: dict[str, FigureLine] = {}

    def of_page(self) -> "FigureBook":
        """A book of what a page beside the report prints and the report does not."""
        return FigureBook(self._close, self._period, self._sent, self)

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
        known = self._beyond._lines.get(figure_id) if self._beyond else None
        held = known or self._lines.setdefault(figure_id, line)
        if held.text != text:
            raise ValueError(f"{figure_id} is printed both as {held.text} and as {text}")
        return Figure(text, figure_id) if known or not self._beyond else Figure(text, figure_id, "")

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
