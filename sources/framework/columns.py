"""Columns of tables as data: how headings are named, how numbers are written, and the columns of
the tables that hold something else than measures.

Which file has which table is `layouts`; finding and reading one is `sources/returns`.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from sources.framework.base import Record
from sources.values import Unit
from sources.words import name_of


def _one_or_more(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


# A heading as it is asked for, then the other ways in which it is met.
Heading = Annotated[tuple[str, ...], BeforeValidator(_one_or_more), Field(min_length=1)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]


class Written(StrEnum):
    """How a column writes numbers, beside the measure's own unit: 0.85 for 85%, 1.2 for 1,200."""

    AS_MEASURED = "as measured"
    FRACTION = "fraction"
    THOUSANDS = "thousands"
    MILLIONS = "millions"

    def shift(self, unit: Unit) -> int:
        """The power of ten that a written number of a unit is multiplied by.

        Only percentages are written as fractions, and only counts and money in thousands.
        """
        if unit is Unit.PERCENT:
            return 2 if self is Written.FRACTION else 0
        if unit in (Unit.NUMBER, Unit.MONEY):
            return {Written.THOUSANDS: 3, Written.MILLIONS: 6}.get(self, 0)
        return 0


class Column(StrEnum):
    """What a table's column can hold; the names of a layout's fields."""

    ACTUAL = "actual"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    FORECAST = "forecast"
    TARGET = "target"


class Fund(StrEnum):
    """The purses of a council: amounts of two of them are never added (ruling 23)."""

    REVENUE = "revenue"
    CAPITAL = "capital"
    HOUSING_REVENUE_ACCOUNT = "housing revenue account"
    DEDICATED_SCHOOLS_GRANT = "dedicated schools grant"


class RiskColumns(Record):
    """Under which headings a table of risk assessments keeps what.

    A row says how a risk was assessed on a day, or when one of its mitigations was done, or both.
    """

    risk: Heading
    assessed_on: Heading
    likelihood: Heading
    impact: Heading
    mitigation: Heading | None = None
    done_on: Heading | None = None
    note: Heading | None = None

    @model_validator(mode="after")
    def _says_what_was_done_when(self) -> "RiskColumns":
        if (self.mitigation is None) != (self.done_on is None):
            raise ValueError("give the headings of both mitigation and done_on, or of neither")
        return self

    def headings(self) -> Iterator[tuple[str, ...]]:
        """Every heading that the table must have, with the other ways in which it is met."""
        said = (self.assessed_on, self.likelihood, self.impact)
        named = (self.risk, *said, self.mitigation, self.done_on, self.note)
        yield from (heading for heading in named if heading is not None)


class BenchmarkColumns(Record):
    """Under which headings an extract keeps the figures of others, and beside which words, once for
    the file, it says where they come from.

    `called` is what the file calls measures, beside their ids and metrics of LG Inform. The label
    of `members_only` stands beside `yes` where the figures are not for the public.
    """

    area: Heading = ("Area",)
    metric: Heading = ("Metric",)
    figure_period: Heading = ("Period of figure",)
    value: Heading = ("Value",)
    called: dict[str, str] = Field(default_factory=dict)
    source_label: str = "Source"
    retrieved_label: str = "Retrieved"
    licence_label: str = "Licence"
    members_only_label: str = "Members only"

    @model_validator(mode="after")
    def _calls_each_once(self) -> "BenchmarkColumns":
        if len({name_of(text) for text in self.called}) < len(self.called):
            raise ValueError("called names one thing twice")
        return self

    def headings(self) -> Iterator[tuple[str, ...]]:
        """Every heading that the table must have, with the other ways in which it is met."""
        yield from (self.area, self.metric, self.figure_period, self.value)


class BudgetColumns(Record):
    """Under which headings a table of budget lines keeps what, and how finance writes it.

    A line is for a responsible body, a service, or for none of them: then the cell says one of
    `corporate`. `total` are the words by which a row says that it is a sum of others. `overspend`
    is the sign that finance gives to spending above budget.
    """

    line: Heading | None = None
    body: Heading | None = None
    service: Heading | None = None
    fund: Heading
    budget: Heading
    actual: Heading | None = None
    forecast: Heading
    variance: Heading | None = None
    funds: dict[str, Fund] = Field(default_factory=dict)
    corporate: Texts = ("Corporate items",)
    total: Texts = ("Total", "Council total")
    written: Literal["as measured", "thousands", "millions"] = "as measured"
    overspend: Literal["positive", "negative"] = "positive"

    @model_validator(mode="after")
    def _says_for_whom(self) -> "BudgetColumns":
        if self.body is None and self.service is None:
            raise ValueError("budget lines are for a body or a service: name the heading of one")
        if len({name_of(text) for text in self.funds}) < len(self.funds):
            raise ValueError("funds names one thing twice")
        if {name_of(t) for t in self.corporate} & {name_of(t) for t in self.total}:
            raise ValueError("the same words stand for corporate items and for a total")
        return self

    def headings(self) -> Iterator[tuple[str, ...]]:
        """Every heading that the table must have, with the other ways in which it is met."""
        amounts = (self.budget, self.actual, self.forecast, self.variance)
        named = (self.line, self.body, self.service, self.fund, *amounts)
        yield from (heading for heading in named if heading is not None)

    def fund_of(self, text: str) -> Fund | None:
        """The fund that a cell names, in the council's words or in ours; None for any other."""
        known = {name_of(fund.value): fund for fund in Fund}
        known |= {name_of(word): fund for word, fund in self.funds.items()}
        return known.get(name_of(text))
