"""Returns and closes in which a test names only what matters to it. The council is Derbyshire."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from checks.subject import CheckedClose, CheckedReturn, Lateness, RatedValue, SubmittedFile
from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.framework.layouts import PeriodStyle, read_period
from sources.framework.load import load_folder
from sources.framework.measures import Measure
from sources.framework.procedures import PARTS
from sources.framework.procedures_due import ProcedureDue
from sources.framework.timetable import LONDON
from sources.returns.content import (
    Quantity,
    Row,
    SheetAccount,
    SuppliedText,
    SuppliedValue,
    TextField,
    Unread,
)
from sources.values import Absence, Value
from sources.words import compact

_ROOT = Path(__file__).parents[2]
DERBYSHIRE = load_folder(_ROOT / "sources" / "councils" / "derbyshire" / "2023-24")
HART = load_folder(_ROOT / "tests" / "data" / "hart" / "frameworks" / "hart" / "2014-15")

ADULT_CARE = "derbyshire.2023-24-Q2.adult-care"
HISTORY = "derbyshire.2022-23-FY.history"


def period(text: str) -> Period:
    """`Q2` is that of 2023-24; other years are written out."""
    return Period.parse(text if "-" in text else f"2023-24-{text}")


def a_value(
    measure: str,
    number: str | Absence,
    quantity: Quantity = Quantity.ACTUAL,
    *,
    at: str = "Q2",
    cell: str = "H12",
    framework: Framework = DERBYSHIRE,
) -> SuppliedValue:
    """An entry of a form's Measures sheet: a number, or an absence as it was typed."""
    unit = framework.measures[measure].unit
    value = (
        Value.absent(number, unit, f"typed {number.value}")
        if isinstance(number, Absence)
        else Value.of(number, unit, number)
    )
    return SuppliedValue(measure, period(at), quantity, value, "Measures", cell)


def a_ratio(
    measure: str, actual: str, top: str, bottom: str, *, at: str = "Q2"
) -> tuple[SuppliedValue, ...]:
    """An actual in H12 with its numerator in I12 and its denominator in J12."""
    return (
        a_value(measure, actual, at=at, cell="H12"),
        a_value(measure, top, Quantity.NUMERATOR, at=at, cell="I12"),
        a_value(measure, bottom, Quantity.DENOMINATOR, at=at, cell="J12"),
    )


def a_text(
    subject: str, text: str, field: TextField, *, at: str | None = "Q2", cell: str = "D7"
) -> SuppliedText:
    when = period(at) if at is not None else None
    return SuppliedText(subject, when, field, text, "Key actions", cell)


def a_row(
    measure: str,
    at: str = "2023-24-Q2",
    *,
    number: int = 12,
    has_entries: bool = True,
    sheet: str = "Measures",
) -> Row:
    """A row as it is read: its measure in column A, its period in column D."""
    known = {*DERBYSHIRE.measures, *DERBYSHIRE.actions, *HART.measures}
    subject = compact(measure) if compact(measure) in known else None
    style = PeriodStyle.SPACE if subject in HART.measures else PeriodStyle.DASH
    stated = read_period(at, style)
    return Row(sheet, number, measure, at, f"A{number}", f"D{number}", has_entries, subject, stated)


def a_file(
    *items: SuppliedValue | SuppliedText | Row,
    seq: int = 5,
    sender: str = "adult-care",
    digest: str | None = None,
    sheets: tuple[SheetAccount, ...] = (),
    unread: tuple[Unread, ...] = (),
    contents: tuple[tuple[int, int], ...] = (),
) -> SubmittedFile:
    """A submission that holds these values, texts and rows."""
    return SubmittedFile(
        seq=seq,
        sender=sender,
        framework_digest=digest,
        rows=tuple(item for item in items if isinstance(item, Row)),
        values=tuple(item for item in items if isinstance(item, SuppliedValue)),
        texts=tuple(item for item in items if isinstance(item, SuppliedText)),
        sheets=sheets,
        unread=unread,
        contents=contents,
    )


Past = Mapping[str, Mapping[str, str]]


def a_return(
    *files: SubmittedFile,
    slot: str = ADULT_CARE,
    history: Past | None = None,
    said: Past | None = None,
    framework: Framework = DERBYSHIRE,
) -> CheckedReturn:
    """A slot with its files, oldest first; `history={"asc-02": {"Q1": "400"}}` came before."""
    past = {
        measure: {period(at): Decimal(number) for at, number in by_period.items()}
        for measure, by_period in (history or {}).items()
    }
    words = {
        measure: {period(at): text for at, text in by_period.items()}
        for measure, by_period in (said or {}).items()
    }
    return CheckedReturn(framework, Slot.parse(slot), files, past, words)


def only(*ids: str, framework: Framework = DERBYSHIRE) -> Framework:
    """The framework with these measures and key actions alone."""
    return replace(
        framework,
        measures={name: one for name, one in framework.measures.items() if name in ids},
        actions={name: one for name, one in framework.actions.items() if name in ids},
    )


def declared(measure: str, **changes: Any) -> Framework:
    """The framework in which one measure is declared otherwise."""
    fields = DERBYSHIRE.measures[measure].model_dump() | changes
    changed = Measure.model_validate(fields)
    return replace(DERBYSHIRE, measures={**DERBYSHIRE.measures, measure: changed})


def without_sign_off() -> Framework:
    council = DERBYSHIRE.council.model_copy(update={"sign_off": ()})
    return replace(DERBYSHIRE, council=council)


def a_rated(measure: str = "asc-08", **given: Any) -> RatedValue:
    """A rated value of adult care that stands in Measures!H12 of submission 5."""
    ordinary: dict[str, Any] = {
        "slot": Slot.parse(ADULT_CARE),
        "rating": "good",
        "computed_rating": None,
        "variance_pct": Decimal("0.000000"),
        "commentary": None,
        "submission": 5,
        "sheet": "Measures",
        "cell": "H12",
        "raw": "76",
    }
    return RatedValue(measure=measure, **(ordinary | given))


def a_lateness(days: int, working_days: int, *, came: bool, due: bool = True) -> Lateness:
    at = datetime(2023, 10, 20, 9, tzinfo=LONDON) if came else None
    deadline = DERBYSHIRE.deadline(Slot.parse(ADULT_CARE))
    return Lateness(Slot.parse(ADULT_CARE), deadline, at, days, working_days, is_due=due)


def a_procedure_due(days_overdue: int = 0, *lacking: str, missing: bool = False) -> ProcedureDue:
    """What is due of asc-08's procedure, which was approved on 1 April 2022."""
    if missing:
        return ProcedureDue("asc-08", True, PARTS, None, None, 0)
    approved, due = date(2022, 4, 1), date(2023, 4, 1)
    return ProcedureDue("asc-08", False, lacking, approved, due, days_overdue)


def a_close(
    *about: RatedValue | Lateness | ProcedureDue, framework: Framework = DERBYSHIRE
) -> CheckedClose:
    return CheckedClose(
        framework,
        tuple(one for one in about if isinstance(one, RatedValue)),
        tuple(one for one in about if isinstance(one, Lateness)),
        tuple(one for one in about if isinstance(one, ProcedureDue)),
    )
