"""The rows of every table, as plain records.

Those of returns that hold no measures are `other_rows`. A record's fields are its table's columns
(a test compares them). Numbers are integers with decimal places; dates and times are ISO text; keys
are the text of `sources.framework.keys`.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class EntryRow:
    """The ledger's index: the entry's own JSON and what it is looked up by."""

    council: str
    seq: int
    kind: str
    subject: str
    entry: str


@dataclass(frozen=True)
class ResultKey:
    """What a key's results were last computed from."""

    key: str
    seq: int
    digest: str


@dataclass(frozen=True)
class SubmittedValue:
    """A value of a submission, by measure, measurement period and quantity.

    Exactly one of `units` and `absence`; `breakdown` is `all` for the headline figure.
    """

    slot: str
    council: str
    submission: int
    measure: str
    breakdown: str
    period: str
    quantity: str
    units: int | None
    places: int | None
    unit: str
    absence: str | None
    is_provisional: bool
    raw: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class SubmittedText:
    """A text of a submission about a measure, a key action or the whole return."""

    slot: str
    council: str
    submission: int
    subject: str
    period: str | None
    field: str
    text: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class ReturnSheet:
    """What became of the cells of a submission's sheet; the uses add up to `cells`.

    `position` counts the file's sheets from 1, `rows` and `cells` what holds anything. `not_used`
    cells belong to no measure or period of the return; `unread` ones to nothing that is asked for.
    """

    slot: str
    submission: int
    position: int
    sheet: str
    is_hidden: bool
    rows: int
    cells: int
    numbers: int
    absences: int
    unreadable: int
    texts: int
    references: int
    dashes: int
    headings: int
    form: int
    passed_over: int
    not_used: int
    unread: int


@dataclass(frozen=True)
class ReturnFinding:
    """Something found about a return's cell, row or whole."""

    slot: str
    rule: str
    dimension: str
    severity: str
    submission: int | None
    measure: str | None
    period: str | None
    quantity: str | None
    sheet: str | None
    cell: str | None
    raw: str | None
    message: str
    mend: str


@dataclass(frozen=True)
class CouncilFinding:
    """Something found when the council's figures were put together."""

    close: str
    slot: str
    rule: str
    dimension: str
    severity: str
    submission: int | None
    measure: str | None
    period: str | None
    quantity: str | None
    sheet: str | None
    cell: str | None
    raw: str | None
    message: str
    mend: str


@dataclass(frozen=True)
class WaivedFinding:
    """A return's finding that is waived as at a close: by which ledger entry, until which day."""

    close: str
    slot: str
    waiver: int
    until: str
    reason: str
    authorised_by: str
    rule: str
    dimension: str
    severity: str
    submission: int | None
    measure: str | None
    period: str | None
    quantity: str | None
    sheet: str | None
    cell: str | None
    raw: str | None
    message: str
    mend: str

    @property
    def finding(self) -> ReturnFinding:
        """The finding itself, as it is stored for its return."""
        return ReturnFinding(**{one.name: getattr(self, one.name) for one in fields(ReturnFinding)})


AnyFinding = ReturnFinding | CouncilFinding


@dataclass(frozen=True)
class MeasureRating:
    """A measure's rating in a close, or the reason it has none.

    `basis` is `current` (actual against the profiled target) or `outlook` (the officer's forecast
    against the annual target). `variance_pct` is exact to six places, positive is better. A target
    that is a range has its upper end in `target_high_units`. Where moderation decided otherwise,
    `override` is its ledger entry, and `original_` are what came of the files.
    """

    close: str
    measure: str
    basis: str
    period: str | None
    units: int | None
    places: int | None
    target_units: int | None
    target_places: int | None
    target_high_units: int | None
    target_high_places: int | None
    variance_pct: str | None
    rating: str | None
    rule: str | None
    status: str
    reason: str | None
    computed_rating: str | None
    direction: str | None
    direction_reason: str | None
    compared_period: str | None
    compared_units: int | None
    compared_places: int | None
    slot: str
    is_confirmed: bool
    is_provisional: bool
    sources: str
    override: int | None = None
    original_units: int | None = None
    original_places: int | None = None
    original_rating: str | None = None
    original_rule: str | None = None


@dataclass(frozen=True)
class ActionRating:
    """A key action's rating as supplied by its owner, or the reason it has none."""

    close: str
    action: str
    rating: str | None
    reason: str | None
    percent_complete: str | None
    forecast_date: str | None
    commentary: str | None
    slot: str
    submission: int | None
    sheet: str | None
    cell: str | None
    is_confirmed: bool


@dataclass(frozen=True)
class ReturnStatus:
    """Where a slot stands as at a close; `waits_for` is the step that wants a signature next."""

    close: str
    slot: str
    status: str
    due_at: str | None
    received_at: str | None
    latest_at: str | None
    days_late: int
    working_days_late: int
    submissions: int
    expected: int
    supplied: int
    accounted_for: int
    signed_off_by: str | None
    is_confirmed: bool
    state: str | None
    waits_for: str | None


@dataclass(frozen=True)
class CloseRecord:
    """What a close was computed from."""

    close: str
    seq: int
    as_at: str
    inputs_digest: str
    framework_digest: str
    code_version: str


@dataclass(frozen=True)
class ReportEdition:
    """A drafted report: where it lies and what it was made from."""

    edition: str
    close: str
    draft: int
    as_at_seq: int
    as_at: str
    sha256: str
    folder: str


@dataclass(frozen=True)
class JobRun:
    """When a job last ended well for a key (UTC), and what is known of it failing since.

    A note about our own work, not a result: a rebuild does not bring it back.
    """

    job: str
    key: str
    council: str
    finished_at: str | None
    failed_at: str | None
    failures: int
    message: str | None
