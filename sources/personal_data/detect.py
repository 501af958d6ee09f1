"""The door's question to an opened file: does it hold what looks like personal data, and where?

The answer counts kinds of things by the position of their sheet; it quotes nothing. Who is asked
and what becomes of the file is `assets`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sources.personal_data import appraisals, people, tables, texts
from sources.workbooks.cells import CannotRead, Cell, Sheet, Workbook


class Kind(StrEnum):
    """What was recognised, as a sender reads it."""

    INSURANCE = "National Insurance numbers"
    NHS = "NHS numbers"
    EMAIL = "a list of e-mail addresses"
    BIRTH = "dates of birth"
    APPRAISAL = "a person's appraisal"
    ADDRESSES = "people with their addresses"


@dataclass(frozen=True)
class Suspicion:
    """A kind of personal data on a sheet, counted from 1, in so many cells (rows, for a list)."""

    kind: Kind
    sheet: int
    cells: int


class PersonalData(CannotRead):
    """A file that is not taken in for what it seems to hold. The message quotes nothing of it."""

    def __init__(self, found: Collection[Suspicion]) -> None:
        super().__init__(why_not(found))
        self.found = tuple(found)


# The highest number of different e-mail addresses that a return may hold: its own contacts.
EMAIL_ADDRESSES = 5


def suspicions(
    workbook: Workbook, most_addresses: int = EMAIL_ADDRESSES, known: Collection[str] = ()
) -> tuple[Suspicion, ...]:
    """What looks like personal data, sheet by sheet.

    `known` are texts of the council's own framework, such as references of measures: a cell that
    consists of one is not looked at.
    """
    passed = {word.casefold() for word in known}
    found: list[Suspicion] = []
    addresses: set[str] = set()
    with_address: list[tuple[int, int]] = []
    for position, sheet in enumerate(workbook.sheets.values(), start=1):
        cells = [
            (cell, texts.plain(cell.text))
            for cell in sheet.cells.values()
            if cell.text.casefold() not in passed
        ]
        found += [Suspicion(kind, position, n) for kind, n in _on(sheet, cells) if n]
        here = [held for text in _all_texts(cells) if (held := texts.email_addresses(text))]
        addresses.update(*here)
        if here:
            with_address.append((position, len(here)))
    if len(addresses) > most_addresses:
        found += [Suspicion(Kind.EMAIL, position, n) for position, n in with_address]
    return tuple(found)


def _all_texts(cells: Iterable[tuple[Cell, str]]) -> Iterator[str]:
    """What stands in cells and, where they are formulas, what is written in those."""
    for cell, text in cells:
        if cell.number is None:
            yield text
        if cell.formula:
            yield texts.plain(cell.formula)


def _on(sheet: Sheet, cells: list[tuple[Cell, str]]) -> Iterator[tuple[Kind, int]]:
    words = list(_all_texts(cells))
    name = texts.plain(sheet.name)
    table = tables.SheetTable(cells)
    in_texts = [*words, name]
    yield Kind.INSURANCE, sum(map(texts.has_insurance_number, in_texts))
    # A cell under a heading may be recognised by itself as well.
    yield Kind.NHS, max(sum(map(texts.has_nhs_number, in_texts)), tables.nhs_columns(table))
    births = sum(map(texts.has_birth_date, in_texts))
    yield Kind.BIRTH, max(births, tables.birth_dates(table))
    reviews = sum(map(appraisals.is_review_of_somebody, in_texts))
    is_form = appraisals.is_appraisal_name(name) or appraisals.is_appraisal_form(words)
    yield Kind.APPRAISAL, len(cells) if is_form else reviews
    yield Kind.ADDRESSES, tables.people_with_addresses(table)


def is_personal_name(name: str) -> bool:
    """Whether a file's name itself holds personal data, so that it must not be written down."""
    words = texts.plain(re.sub(r"[_.]+|(?<=\D)-+", " ", name))
    return bool(
        texts.has_insurance_number(words)
        or texts.has_nhs_number(words)
        or texts.has_birth_date(words)
        or texts.email_addresses(name)
        or appraisals.is_review_of_somebody(words)
        or (appraisals.is_appraisal_name(name) and any(map(people.is_given, words.split())))
    )


def why_not(found: Iterable[Suspicion]) -> str:
    """One sentence for the sender: which kinds, on which sheets, in how many cells; no content."""
    said = (
        f"{s.kind.value} (sheet {s.sheet}, {s.cells} {'cell' if s.cells == 1 else 'cells'})"
        for s in found
    )
    return (
        f"This file looks as if it holds personal data, which no return may: {'; '.join(said)}: "
        "take it out and send the return again, or ask the performance team if it is none."
    )
