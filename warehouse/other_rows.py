"""The rows of the tables for returns that hold no measures; otherwise as `rows`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BudgetLine:
    """One amount of a budget line of a submission, in pounds; exactly one of `units` and `absence`.

    `row` is the line's row in its sheet. `fund` is missing where it is not known, and so are `body`
    and `service` where the line names none; `is_total` is a sum that finance states.
    """

    slot: str
    council: str
    submission: int
    row: int
    line: str
    fund: str | None
    body: str | None
    service: str | None
    is_corporate: bool
    is_total: bool
    amount: str
    units: int | None
    places: int | None
    absence: str | None
    raw: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class RiskAssessment:
    """A row of a risk return: an assessment of a risk, a mitigation that was done, or both.

    What was not understood is missing: a risk that is not in the register, a step that is not in
    its matrix. Days are ISO dates, `raw` is the row as it stands, `cell` the one of the risk.
    """

    slot: str
    council: str
    submission: int
    row: int
    risk: str | None
    assessed_on: str | None
    likelihood: int | None
    impact: int | None
    mitigation: str | None
    done_on: str | None
    note: str
    raw: str
    sheet: str
    cell: str
