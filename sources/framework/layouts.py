"""Layouts: how a return's tables look in the file, as data, so that no file needs code of its own.

Finding the table and reading it by a layout is `sources/returns`; which return comes in which
layout is `owed`.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sources.framework.base import Id, Record
from sources.framework.columns import (
    BenchmarkColumns,
    BudgetColumns,
    Column,
    Heading,
    RiskColumns,
    Texts,
    Written,
)
from sources.framework.keys import FinancialYear, KeyProblem, Period
from sources.words import name_of, plain


class PeriodStyle(StrEnum):
    """How a file writes periods; each style is named by an example of itself."""

    DASH = "2023-24-Q2"
    SPACE = "2023-24 Q2"
    MONTH_NAME = "April 2023"
    YEAR_AND_MONTH = "2023-04"
    FINANCIAL_YEAR = "2023/24"


# What only a table of measures can have.
_OF_MEASURES = {
    *("measure", "measure_by", "called", "across", "reason", "commentary", "supplied_rating"),
    *("written", *(column.value for column in Column)),
}


class Layout(Record):
    """Where a table stands in a file, and under which headings it keeps what.

    Kind `form` is the form that we write ourselves and needs nothing more. Kind `table` is anybody
    else's workbook or delimited file of measures; kind `budget` is one of budget lines, whose
    columns stand in `budget`, kind `risks` one of assessments of risks, with `risks`, and likewise
    kind `benchmarks` one of others' figures. `sheets` are
    the names its sheet may have, `heading_rows` how many lines its headings take (texts above one
    another are joined by ` / `), `notes` the words that notes begin with, `ends_at` what the first
    row below the table says first. `across` gives, for a table with a column for each period, the
    period of each heading. `only` keeps the rows that hold the given texts. A period that stands
    once, beside a label, is found by `period_label`, and who signed the return off likewise by
    `signed_off_label`.
    """

    id: Id
    kind: Literal["form", "table", "budget", "risks", "benchmarks"]
    sheets: Texts = ()
    heading_rows: Annotated[int, Field(ge=1, le=5)] = 1
    measure: Heading | None = None
    measure_by: Literal["id", "name"] = "id"
    called: dict[str, Id] = Field(default_factory=dict)
    period: Heading | None = None
    period_label: str | None = None
    period_style: PeriodStyle = PeriodStyle.DASH
    signed_off_label: str | None = None
    across: dict[str, str] = Field(default_factory=dict)
    actual: Heading | None = None
    numerator: Heading | None = None
    denominator: Heading | None = None
    forecast: Heading | None = None
    target: Heading | None = None
    supplied_rating: Heading | None = None
    reason: Heading | None = None
    commentary: Heading | None = None
    written: dict[Column, Written] = Field(default_factory=dict)
    only: dict[str, str] = Field(default_factory=dict)
    notes: Texts = ()
    ends_at: Texts = ()
    passed_over: Texts = ()
    budget: BudgetColumns | None = None
    risks: RiskColumns | None = None
    benchmarks: BenchmarkColumns | None = None

    @model_validator(mode="after")
    def _says_where(self) -> "Layout":
        if self.kind == "form":
            if self.model_fields_set - {"id", "kind"}:
                raise ValueError("a form needs nothing beside its id and kind")
            return self
        if (self.kind == "budget") != (self.budget is not None):
            raise ValueError("the headings of budget lines stand in budget, and kind is budget")
        if (self.kind == "risks") != (self.risks is not None):
            raise ValueError("the headings of assessments stand in risks, and kind is risks")
        if (self.kind == "benchmarks") != (self.benchmarks is not None):
            raise ValueError("the headings of others' figures stand in benchmarks, as does kind")
        if self.kind in ("budget", "risks", "benchmarks"):
            self._has_no_measures()
        elif self.measure is None:
            raise ValueError("a table must name the heading of its measures")
        elif self.actual is not None and self.across:
            raise ValueError("a table names the heading of its actuals, or periods across")
        elif self.actual is None and not self.across and not self.works_out:
            raise ValueError(
                "a table names the heading of its actuals, or periods across, or those of "
                "numerator and denominator, of which actuals are worked out"
            )
        if self.period and (self.period_label or self.across):
            raise ValueError("rows that say their period need no period_label and no across")
        for code in self.across.values():
            try:
                Period.parse(f"2000-01-{code}")
            except KeyProblem:
                raise ValueError(
                    f"across: '{code}' is no period of a year; write M01 to M12, Q1 to Q4, H1, H2 "
                    "or FY"
                ) from None
        if self.across and self.reason:
            raise ValueError("with periods across, reasons stand in the periods' own cells")
        fields = {column.value for column in self.written}
        for name in fields:
            if getattr(self, name) is None and not (name == "actual" and self.across):
                raise ValueError(f"written speaks of {name}, which has no heading")
        known: set[str] = set()
        for heading in (*self.headings(), *((name,) for name in self.passed_over)):
            for name in heading:
                if plain(name) in known:
                    raise ValueError(f"the heading '{name}' stands for two things")
                known.add(plain(name))
        if len({name_of(text) for text in self.called}) < len(self.called):
            raise ValueError("called names one thing twice")
        return self

    def _has_no_measures(self) -> None:
        """Raise ValueError where a table of something else speaks of measures, too."""
        spoken = sorted(self.model_fields_set & _OF_MEASURES)
        if spoken:
            raise ValueError(f"{spoken[0]} is for tables of measures, and this is none")

    def headings(self) -> Iterator[tuple[str, ...]]:
        """Every heading that the table must have, with the other ways in which it is met."""
        if self.budget is not None:
            yield from self.budget.headings()
        if self.risks is not None:
            yield from self.risks.headings()
        if self.benchmarks is not None:
            yield from self.benchmarks.headings()
        named = (
            self.measure,
            self.period,
            self.actual,
            self.numerator,
            self.denominator,
            self.forecast,
            self.target,
            self.supplied_rating,
            self.reason,
            self.commentary,
        )
        yield from (heading for heading in named if heading is not None)
        yield from ((name,) for name in (*self.across, *self.only))

    @property
    def works_out(self) -> bool:
        """Whether actuals are worked out of numerator and denominator, as the file gives none."""
        has_parts = self.numerator is not None and self.denominator is not None
        return has_parts and self.actual is None and not self.across

    @property
    def states_period(self) -> bool:
        """Whether a file says which reporting period it is for; columns for all do not."""
        return bool(self.period or self.period_label)

    def period_in(self, text: str) -> Period | None:
        """The period that a text states in the layout's own style; None if it is none."""
        return read_period(text, self.period_style)


# What parts the years of `2023/24` and of `2023/2024`; `2019/20` ends in no century.
_STROKE = re.compile(r"/(?:(?:20|19)(?=[0-9]{2}))?")


def read_period(text: str, style: PeriodStyle = PeriodStyle.DASH) -> Period | None:
    """A period written in a style, such as `April 2023`; None if the text is none.

    A month may also stand as a day of it, which is what spreadsheets make of `April 2023`.
    """
    stated = " ".join(text.split()).upper()
    try:
        if style is PeriodStyle.DASH:
            return Period.parse(stated)
        if style is PeriodStyle.SPACE:
            return Period.parse(re.sub(r"[ ;]+", "-", stated))
        if style is PeriodStyle.FINANCIAL_YEAR:
            return Period.parse(f"{re.sub(_STROKE, '-', stated, count=1)}-FY")
    except KeyProblem:
        return None
    return _month(stated, style)


_MONTHS = {
    PeriodStyle.MONTH_NAME: ("%B %Y", "%b %Y", "%b %y", "%b-%y", "%Y-%m-%d", "%d/%m/%Y"),
    PeriodStyle.YEAR_AND_MONTH: ("%Y-%m", "%Y-%m-%d", "%d/%m/%Y"),
}


def _month(text: str, style: PeriodStyle) -> Period | None:
    text = text.replace("SEPT ", "SEP ")
    for pattern in _MONTHS[style]:
        try:
            day = datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        return Period(FinancialYear.containing(day), f"M{(day.month - 4) % 12 + 1:02d}")
    return None
