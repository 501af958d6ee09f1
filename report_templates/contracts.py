"""The page of a contract run: tables that reports read, their promises, and which are kept.

What is promised stands in `checks/expectations`; this shows one run, without asking any network.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PromiseLine:
    """A promise and how it stood: `broken_by` names rows by their keys, `detail` says how many."""

    words: str
    expectation: str
    is_kept: bool
    detail: str
    broken_by: tuple[str, ...]


@dataclass(frozen=True)
class TableLine:
    """A table with its promises."""

    name: str
    about: str
    rows: int
    promises: tuple[PromiseLine, ...]

    @property
    def broken(self) -> int:
        return sum(not one.is_kept for one in self.promises)


@dataclass(frozen=True)
class ContractPage:
    """One run of the contract on a close's tables."""

    council: str
    period: str
    as_at: str
    ran: str
    software: str
    demonstration: str | None
    tables: tuple[TableLine, ...]

    @property
    def promises(self) -> int:
        return sum(len(table.promises) for table in self.tables)

    @property
    def broken(self) -> int:
        return sum(table.broken for table in self.tables)
