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
