"""Under which headings a return's table keeps what: from a layout, or those of our own form.

The way from a layout's words to the shape that `tables` looks for and the columns `entries` reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sources.framework.columns import Column, Written
from sources.framework.keys import FinancialYear, Period
from sources.framework.layouts import Layout
from sources.returns import form_layout
from sources.returns.content import Quantity, TextField
from sources.returns.tables import Shape

_QUANTITIES = {
    Column.ACTUAL: Quantity.ACTUAL,
    Column.NUMERATOR: Quantity.NUMERATOR,
    Column.DENOMINATOR: Quantity.DENOMINATOR,
    Column.FORECAST: Quantity.FORECAST,
    Column.TARGET: Quantity.TARGET,
}


@dataclass(frozen=True)
class Headings:
    """Which heading holds what, each by its first name.

    `across` is filled where each period has a column of actuals of its own; with `works_out` there
    are no actuals but those that numerator and denominator give.
    """

    measure: str
    period: str | None
    quantities: Mapping[Quantity, str]
    texts: Mapping[TextField, str]
    reason: str | None = None
    note: str | None = None
    across: Mapping[str, Period] = field(default_factory=dict)
    written: Mapping[Quantity, Written] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)
    works_out: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        given = (self.measure, self.period, *self.only)
        return tuple(heading for heading in given if heading is not None)

    @property
    def explained(self) -> tuple[str, ...]:
        """The headings whose cell may be kept in words: beside a stated reason, or a range."""
        actual, target = (self.quantities.get(q) for q in (Quantity.ACTUAL, Quantity.TARGET))
        reasons = (actual, self.reason, self.note) if self.reason else ()
        return tuple(name for name in (target, *reasons) if name)

    @property
    def all(self) -> tuple[str, ...]:
        said = (self.reason, self.note)
        given = tuple(heading for heading in said if heading is not None)
        return (*self.keys, *given, *self.quantities.values(), *self.texts.values(), *self.across)


FORM = Headings(
    measure=form_layout.MEASURE_ID,
    period=form_layout.PERIOD_KEY,
    quantities=form_layout.QUANTITIES,
    texts={TextField.COMMENTARY: form_layout.COMMENTARY},
    reason=form_layout.REASON,
    note=form_layout.NOTE,
)
FORM_SHAPE = Shape(tuple((heading,) for heading in FORM.all))


def headings_of(layout: Layout, year: FinancialYear) -> Headings:
    """A table layout's headings; columns for periods are those of a financial year."""
    named = {
        quantity: heading[0]
        for column, quantity in _QUANTITIES.items()
        if (heading := getattr(layout, column.value)) is not None
    }
    texts = {
        TextField.SUPPLIED_RATING: layout.supplied_rating,
        TextField.COMMENTARY: layout.commentary,
    }
    return Headings(
        measure=layout.measure[0] if layout.measure else "",
        period=layout.period[0] if layout.period else None,
        quantities=named,
        texts={what: heading[0] for what, heading in texts.items() if heading},
        reason=layout.reason[0] if layout.reason else None,
        across={heading: Period(year, code) for heading, code in layout.across.items()},
        written={_QUANTITIES[column]: written for column, written in layout.written.items()},
        only=layout.only,
        works_out=layout.works_out,
    )


def shape_of(layout: Layout) -> Shape:
    words = (layout.supplied_rating, layout.reason, layout.commentary)
    said = (layout.measure, layout.period, *words, *((name,) for name in layout.only))
    if layout.budget is not None:
        own = layout.budget
        said = (*said, own.line, own.body, own.service, own.fund)
    if layout.risks is not None:
        said = (*said, layout.risks.risk, layout.risks.mitigation, layout.risks.note)
    if layout.benchmarks is not None:
        said = (*said, layout.benchmarks.area, layout.benchmarks.metric)
    return Shape(
        headings=tuple(layout.headings()),
        in_words=tuple(heading[0] for heading in said if heading),
        heading_rows=layout.heading_rows,
        notes=layout.notes,
        ends_at=layout.ends_at,
    )
