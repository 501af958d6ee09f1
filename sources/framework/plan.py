"""The council, its departments, its plan and the key actions that deliver it.

Measures hang off these records and stand in `measures`; dates of meetings stand in `timetable`.
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, PositiveInt, model_validator

from sources.framework.base import Day, Id, Ids, Record, YesNo, no_twins
from sources.framework.keys import FinancialYear
from sources.framework.personal import PersonalDataRules
from sources.framework.procedures import ProcedureRules
from sources.framework.route import ONE_STEP, Route

# The folder, beside those of councils, that holds libraries of measures shared by several.
LIBRARIES = "libraries"


class Provenance(StrEnum):
    """Whether a name was published by the council or made up by us to fill an example."""

    PUBLISHED = "published"
    OURS = "ours"


class Words(Record):
    """What the council calls things, in the singular and in lower case, as reports print it."""

    body: str = "responsible body"
    outcome: str = "outcome"
    procedure: str = "written procedure"


class Council(Record):
    """A council and how its framework is printed; `library` is one that it shares with others."""

    id: Id
    name: str
    short_name: str
    kind: str
    financial_year: str
    gss_code: str | None = None
    note: str | None = None
    source: str
    closure_days: tuple[Day, ...] = ()
    sign_off: Route = ONE_STEP
    quiet_after: Annotated[int, Field(ge=1, le=12)] = 2
    longest_waiver_days: PositiveInt = 366
    procedures: ProcedureRules | None = None
    personal_data: PersonalDataRules = PersonalDataRules()
    words: Words = Words()
    library: Id | None = None
    takes_revisions: YesNo = False

    @model_validator(mode="before")
    @classmethod
    def _said_before_there_were_routes(cls, given: Any) -> Any:
        """Frameworks that were kept with earlier closes say only whether there is a sign-off."""
        if isinstance(given, dict) and given.get("needs_sign_off") in ("yes", "no"):
            rest = {name: value for name, value in given.items() if name != "needs_sign_off"}
            return {"sign_off": "none", **rest} if given["needs_sign_off"] == "no" else rest
        return given

    @model_validator(mode="after")
    def _year_is_real(self) -> "Council":
        FinancialYear.parse(self.financial_year)
        if self.id == LIBRARIES:
            raise ValueError(f"'{LIBRARIES}' is the folder of shared libraries, not a council")
        return self

    @property
    def year(self) -> FinancialYear:
        return FinancialYear.parse(self.financial_year)


class Service(Record):
    """A part of a department."""

    id: Id
    name: str
    provenance: Provenance = Provenance.OURS


class Department(Record):
    """A department, the title of its lead officer, and its services."""

    id: Id
    name: str
    lead: str
    provenance: Provenance
    services: tuple[Service, ...] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> "Department":
        no_twins(self.services)
        return self


class Named(Record):
    """An outcome or priority of the plan."""

    id: Id
    name: str


class Plan(Record):
    """The council's top-level plan and the dates between which it is in force."""

    name: str
    starts: Day
    ends: Day
    source: str


class ResponsibleBody(Record):
    """A cabinet portfolio or a committee's remit (ruling 29)."""

    id: Id
    name: str
    kind: str
    provenance: Provenance


class Milestone(Record):
    """A dated step of a key action."""

    id: Id
    name: str
    due: Day


class KeyAction(Record):
    """A key action of the delivery plan: who leads it, by when, through which milestones."""

    id: Id
    name: str
    priority: Id
    outcome: Id | None = None
    department: Id
    lead_officer: str
    body: Id
    starts: Day
    due: Day
    milestones: tuple[Milestone, ...]
    measures: Ids = ()
    provenance: Provenance

    @model_validator(mode="after")
    def _dates_run_forward(self) -> "KeyAction":
        no_twins(self.milestones)
        if self.due < self.starts:
            raise ValueError("the action is due before it starts")
        for milestone in self.milestones:
            if not self.starts <= milestone.due <= self.due:
                raise ValueError(f"milestone '{milestone.id}' is due outside the action's dates")
        return self
