"""Returns that are owed, and the report products they feed.

How a return looks in its file is `layouts`; when it is due follows from the timetable.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sources.framework.base import Id, Ids, PeriodText, Record, Unfit
from sources.framework.exception_rules import ExceptionRule
from sources.framework.keys import Period
from sources.framework.measures import Tier

PeriodCode = Annotated[str, Field(pattern=r"^(M(0[1-9]|1[0-2])|Q[1-4]|H[12]|FY)$")]


class ReturnType(StrEnum):
    """Who sends it and for what (ruling 9)."""

    DEPARTMENT = "department"
    HISTORY = "history"
    FINANCE = "finance"
    HR = "hr"
    RISK = "risk"
    BENCHMARKS = "benchmarks"


class OwedReturn(Record):
    """A return that somebody owes for each reporting period, or once.

    `departments` are those whose measures it holds; where it holds something else, those that send
    it.
    """

    id: Id
    name: str
    return_type: ReturnType
    departments: Ids = ()
    layout: Id
    due_stage: Id | None = None
    once_for: PeriodText | None = None

    @model_validator(mode="after")
    def _is_due_or_once(self) -> "OwedReturn":
        if (self.due_stage is None) == (self.once_for is None):
            raise ValueError("a return is either due at a stage of each period or sent once")
        return self

    @model_validator(mode="after")
    def _is_of_its_type(self) -> "OwedReturn":
        holds_measures = self.return_type in (ReturnType.DEPARTMENT, ReturnType.HISTORY)
        if holds_measures and not self.departments:
            raise ValueError("a return of this type names the departments whose measures it holds")
        # Others publish their figures when they do: such a return may be asked for by no date.
        comes_as_it_does = self.return_type is ReturnType.BENCHMARKS
        if self.is_corporate and self.once_for is not None and not comes_as_it_does:
            raise ValueError("a return of this type is due at a stage of each period")
        return self

    @property
    def is_corporate(self) -> bool:
        """Whether it comes from a team that serves the whole council, not from a department."""
        return self.return_type not in (ReturnType.DEPARTMENT, ReturnType.HISTORY)

    @property
    def holds_no_measures(self) -> bool:
        """Whether it is about something else altogether, and so is never without content."""
        special = (ReturnType.FINANCE, ReturnType.RISK, ReturnType.BENCHMARKS)
        return self.return_type in special


class Section(StrEnum):
    """The sections that products are made of; each has a view model and a template."""

    SUMMARY = "summary"
    CHANGES = "changes"
    SUCCESSES = "successes"
    EXCEPTIONS = "exceptions"
    PRIORITIES = "priorities"
    KEY_ACTIONS = "key-actions"
    RISKS = "risks"
    BUDGET = "budget"
    KINDS = "kinds"
    BENCHMARKS = "benchmarks"
    RETURNS = "returns"
    UNRATED = "unrated"
    SUPPLIED_RATINGS = "supplied-ratings"
    DATA_QUALITY = "data-quality"
    ABOUT = "about"


class ReportProduct(Record):
    """A report that the framework promises: for whom, how often, made of which sections.

    With `bodies` or `tiers` it holds only what these answer for, or measures of these tiers.
    `areas_affected` is under what name its head lists the areas that it affects, if it does;
    `exceptions` the rules that choose its exceptions, where they are not the usual ones.
    """

    id: Id
    name: str
    audience: tuple[str, ...]
    frequency: str
    issued_for: Id
    visibility: Literal["internal", "members", "public"]
    formats: tuple[Literal["html", "pdf"], ...]
    sections: tuple[Section, ...]
    # The codes of the reporting periods that it is drawn up for; without any, for all.
    periods: tuple[PeriodCode, ...] = ()
    bodies: Ids = ()
    tiers: tuple[Tier, ...] = ()
    areas_affected: str | None = None
    exceptions: Annotated[tuple[ExceptionRule, ...], Field(min_length=1)] | None = None
    source: str

    @model_validator(mode="after")
    def _has_use_for_its_rules(self) -> "ReportProduct":
        rules = self.exceptions or ()
        if len(set(rules)) != len(rules):
            raise Unfit("a rule for exceptions stands here twice", "Write each rule once.")
        if rules and Section.EXCEPTIONS not in self.sections:
            raise Unfit(
                "it has rules for exceptions, and no section of them",
                "Add exceptions to its sections, or take the rules out.",
            )
        return self

    def reports(self, period: Period) -> bool:
        """Whether the product is drawn up for a reporting period."""
        return not self.periods or period.code in self.periods
