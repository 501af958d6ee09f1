"""The register of measures as it is shown and given away: one entry a measure, in plain data.

Templates and files read these only; `assets/views/register` builds them. Numbers are as the
framework has them, days as 2023-10-19, so that programs can read what people see.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class RegisterCriterion:
    """One of the five of SMART, and what is lacking, if anything is."""

    name: str
    lacking: str | None


@dataclass(frozen=True)
class RegisterTarget:
    """A target and from when it holds, None for the whole year; it may be none.

    `words` say one that is no plain number, `amount` what it comes to, where that is known;
    `smart` is empty where nothing is aimed at.
    """

    since: str | None
    annual: str | None
    high: str | None
    profile: tuple[str, ...]
    words: str | None
    amount: str | None
    reach_by: str | None
    rationale: str
    evidence: str | None
    set_by: str
    set_on: str | None
    approved_by: str | None
    smart: tuple[RegisterCriterion, ...]
    is_published: bool

    @property
    def smart_words(self) -> str | None:
        """How SMART it is: `specific, measurable; not time-bound: it does not say by when`."""
        met = ", ".join(one.name for one in self.smart if one.lacking is None)
        lacks = [f"not {one.name}: {one.lacking}" for one in self.smart if one.lacking is not None]
        return "; ".join(part for part in (met, *lacks) if part) or None


@dataclass(frozen=True)
class RegisterDefinition:
    """A wording and from when it holds; what changed and why, unless it is the first."""

    since: str | None
    wording: str | None
    what: str | None
    is_comparable: bool
    reason: str | None
    approved_by: str | None
    approved_on: str | None


@dataclass(frozen=True)
class RegisterProcedure:
    """A written procedure in its four parts, of which some may be lacking."""

    steps: str | None
    calculation: str | None
    evidence: str | None
    verification: str | None
    version: str
    author: str
    approved: str
    review_due: str
    days_overdue: int


@dataclass(frozen=True)
class RegisterEntry:
    """One measure, with everything that the framework says of it.

    `standing` says whether it is in force, has yet to begin or is withdrawn; `procedure_standing`
    whether its procedure is up to date.
    """

    id: str
    name: str
    is_published: bool
    standing: str
    is_withdrawn: bool
    withdrawn_because: str | None
    definition: str
    purpose: str
    unit: str
    decimal_places: int
    better: str
    frequency: str
    reference_period: str
    lag_days: int
    kind: str
    tier: str
    cumulative: str
    aggregation: str
    numerator: str | None
    denominator: str | None
    tolerance: str | None
    zero_tolerance: str | None
    delivery_model: str
    provider: str | None
    influence: str
    department: str
    service: str | None
    body: str
    outcomes: tuple[str, ...]
    priorities: tuple[str, ...]
    collection_officer: str
    responsible_officer: str
    authorising_officer: str
    first_period: str | None
    last_period: str | None
    targets: tuple[RegisterTarget, ...]
    definitions: tuple[RegisterDefinition, ...]
    procedure: RegisterProcedure | None
    procedure_standing: str
    is_procedure_due: bool


@dataclass(frozen=True)
class RegisterDue:
    """A procedure that is due, and why."""

    id: str
    name: str
    why: str
    days_overdue: int


@dataclass(frozen=True)
class RegisterDepartment:
    """A department with its measures, and those of its procedures that are due."""

    id: str
    name: str
    entries: tuple[RegisterEntry, ...]
    due: tuple[RegisterDue, ...]


@dataclass(frozen=True)
class RegisterReview:
    """A window in which measures of some tiers are reviewed."""

    name: str
    tiers: str
    days: str
    is_open: bool


@dataclass(frozen=True)
class RegisterWords:
    """What the council calls a responsible body, an outcome and a written procedure."""

    body: str
    outcome: str
    procedure: str


@dataclass(frozen=True)
class RegisterPage:
    """The whole register, as at a day. `words` are the council's own for a body, an outcome and a
    procedure; `covers` says what is in it, if not everything."""

    council_id: str
    council: str
    year: str
    as_at: str
    as_at_day: str
    demonstration: str | None
    covers: str | None
    has_report: bool
    words: RegisterWords
    kinds: tuple[str, ...]
    tiers: tuple[str, ...]
    departments: tuple[RegisterDepartment, ...]
    reviews: tuple[RegisterReview, ...]
    keeps_procedures: bool
    review_months: int
    note: str | None

    @property
    def entries(self) -> tuple[RegisterEntry, ...]:
        return tuple(entry for department in self.departments for entry in department.entries)
