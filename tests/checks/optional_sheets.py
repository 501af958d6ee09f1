"""Examples for the rules of optional sheets: what breaks each of them once, and what keeps it.

Children's services breaks its plans (chs-11, a ratio) and its families (chs-16, a sum) down by
district, and is asked for benchmarks beside chs-07.
"""

from dataclasses import replace
from typing import Any

from builders import DERBYSHIRE, a_file, a_return, a_value, period

from assets.analysis.parts import with_part_ratings
from checks.finding import Dimension, Severity
from checks.subject import CheckedReturn, SubmittedFile
from sources.framework.keys import Slot
from sources.returns.content import (
    PartRow,
    Quantity,
    Revision,
    Row,
    SuppliedBenchmark,
    SuppliedText,
    SuppliedValue,
    TextField,
)
from sources.values import Absence, Unit, Value

CHILDREN = "derbyshire.2023-24-Q2.childrens-services"
EARLIER = Slot.parse("derbyshire.2023-24-Q1.childrens-services")
DISTRICTS = [part.id for part in DERBYSHIRE.breakdowns["district"].parts]
REASON = "Two forms were counted twice."


def a_part(
    measure: str,
    part: str,
    number: str | Absence,
    quantity: Quantity = Quantity.ACTUAL,
    *,
    cell: str = "I4",
) -> SuppliedValue:
    value = a_value(measure, number, quantity, cell=cell)
    return replace(value, sheet="Breakdowns", breakdown=part)


def of_all(measure: str, *numbers: str) -> list[SuppliedValue]:
    """The actual of each district, in their order."""
    return [
        a_part(measure, part, number, cell=f"I{row}")
        for row, (part, number) in enumerate(zip(DISTRICTS, numbers, strict=True), start=4)
    ]


def ratios(measure: str, *parts: tuple[str, str, str]) -> list[SuppliedValue]:
    """Actual, numerator and denominator of each district."""
    found = []
    for row, (part, (actual, top, bottom)) in enumerate(zip(DISTRICTS, parts, strict=True), 4):
        found += [
            a_part(measure, part, actual, cell=f"I{row}"),
            a_part(measure, part, top, Quantity.NUMERATOR, cell=f"J{row}"),
            a_part(measure, part, bottom, Quantity.DENOMINATOR, cell=f"K{row}"),
        ]
    return found


def a_part_row(measure: str, part: str, *, known: str | None, number: int = 4) -> PartRow:
    at = (f"A{number}", f"G{number}")
    said = (measure, "2023-24-Q2", *at, True, measure, period("Q2"), f"I{number}")
    row = Row("Breakdowns", number, *said)
    return PartRow(row, part, f"E{number}", known)


def a_benchmark(**given: Any) -> SuppliedBenchmark:
    ordinary: dict[str, Any] = {
        "measure": "chs-07",
        "comparator": "England",
        "period": "2022-23",
        "value": Value.of("88", Unit.PERCENT, "88"),
        "source": "National statistics",
        "sheet": "Benchmarks",
        "cell": "F4",
    }
    return SuppliedBenchmark(**(ordinary | given))


def a_revision(
    measure: str | None = "chs-16",
    at: str | None = "Q1",
    number: str | None = "31",
    *,
    reason: str | None = REASON,
    slot: Slot | None = EARLIER,
    row: int = 4,
) -> Revision:
    when = period(at) if at else None
    listed = Row("Revised values", row, measure or "chs-99", str(when or "soon"), f"A{row}",
                 f"B{row}", True, measure, when, f"C{row}")  # fmt: skip
    values = [] if number is None or measure is None else [a_value(measure, number, at=at or "Q1")]
    said = None
    if reason is not None and measure is not None:
        about = TextField.REVISION_REASON
        said = SuppliedText(measure, when, about, reason, "Revised values", f"F{row}")
    return Revision(listed, slot, tuple(values), said)


def children(
    *values: SuppliedValue,
    rows: tuple[PartRow, ...] = (),
    benchmarks: tuple[SuppliedBenchmark, ...] = (),
    revisions: tuple[Revision, ...] = (),
    given_before: frozenset[tuple[str, Any]] | None = None,
) -> CheckedReturn:
    """The children's return of quarter 2 in one file; values with a breakdown are its parts."""
    whole = [value for value in values if value.breakdown == "all"]
    file: SubmittedFile = replace(
        a_file(*whole, sender="childrens-services"),
        parts=tuple(value for value in values if value.breakdown != "all"),
        part_rows=rows,
        benchmarks=benchmarks,
        revisions=revisions,
    )
    subject = replace(a_return(file, slot=CHILDREN), given_before=given_before)
    return with_part_ratings(subject)


EIGHT = ["5", "4", "3", "6", "2", "7", "8", "5"]
WHOLE_OF_EIGHT = a_value("chs-16", "40")
EVEN = [("60.0", "6", "10")] * 7
Q1_GIVEN = frozenset({("chs-16", period("Q1"))})

EXAMPLES: list[dict[str, Any]] = [
    {
        "rule": "breakdown-missing",
        "dimension": Dimension.COMPLETENESS,
        "severity": Severity.WARNING,
        "broken": children(
            WHOLE_OF_EIGHT,
            *of_all("chs-16", *EIGHT)[:6],
            rows=(a_part_row("chs-16", "south-derbyshire", known="south-derbyshire", number=11),),
        ),
        "sound": children(WHOLE_OF_EIGHT, *of_all("chs-16", *EIGHT)),
        "says": ("2 of 8 parts", "North East Derbyshire, South Derbyshire"),
        "measure": "chs-16",
        "period": "2023-24-Q2",
        "place": "Breakdowns!I11",
    },
    {
        "rule": "breakdown-unknown",
        "dimension": Dimension.RELEVANCE,
        "severity": Severity.WARNING,
        "broken": children(rows=(a_part_row("chs-16", "Glossop", known=None),)),
        "sound": children(rows=(a_part_row("chs-16", "high-peak", known="high-peak"),)),
        "says": ("part is not one that is asked for", "not used"),
        "place": "Breakdowns!E4",
        "raw": "Glossop",
    },
    {
        "rule": "breakdown-unreadable",
        "dimension": Dimension.VALIDITY,
        "severity": Severity.ERROR,
        "broken": children(a_part("chs-16", "high-peak", Absence.UNREADABLE)),
        "sound": children(a_part("chs-16", "high-peak", Absence.SUPPRESSED)),
        "says": ("High Peak", "cannot be read"),
        "measure": "chs-16",
        "period": "2023-24-Q2",
        "place": "Breakdowns!I4",
        "raw": "typed unreadable",
    },
    {
        "rule": "breakdown-impossible",
        "dimension": Dimension.VALIDITY,
        "severity": Severity.ERROR,
        "broken": children(a_part("chs-11", "bolsover", "100.1")),
        "sound": children(a_part("chs-11", "bolsover", "100.0")),
        "says": ("100.1", "Bolsover"),
        "measure": "chs-11",
        "period": "2023-24-Q2",
        "place": "Breakdowns!I4",
        "raw": "100.1",
    },
    {
        "rule": "parts-differ",
        "dimension": Dimension.CONSISTENCY,
        "severity": Severity.WARNING,
        # The unweighted mean of the parts is 56.4; by their counts it is 53.8.
        "broken": children(
            a_value("chs-11", "56.4"), *ratios("chs-11", *EVEN, ("31.2", "10", "32"))
        ),
        "sound": children(
            a_value("chs-11", "51.0"), *ratios("chs-11", *EVEN, ("31.2", "10", "32"))
        ),
        "says": ("56.4 is given", "come to 51.0"),
        "measure": "chs-11",
        "period": "2023-24-Q2",
        "place": "Measures!H12",
        "raw": "56.4",
    },
    {
        "rule": "bad-part-hidden",
        "dimension": Dimension.CONSISTENCY,
        "severity": Severity.WARNING,
        "broken": children(
            a_value("chs-11", "90"),
            a_part("chs-11", "erewash", "12"),
            a_part("chs-11", "bolsover", "90"),
        ),
        # Where the whole is an exception itself, nothing is hidden.
        "sound": children(a_value("chs-11", "12"), a_part("chs-11", "erewash", "12")),
        "says": ("Erewash alone would be Action at 12", "90"),
        "measure": "chs-11",
        "period": "2023-24-Q2",
        "place": "Breakdowns!I4",
        "raw": "12",
    },
    {
        "rule": "benchmark-incomplete",
        "dimension": Dimension.COMPLETENESS,
        "severity": Severity.ERROR,
        "broken": children(
            benchmarks=(a_benchmark(comparator="", lacking=("Compared with",)), a_benchmark())
        ),
        "sound": children(benchmarks=(a_benchmark(),)),
        "says": ("no 'Compared with'", "not used"),
        "measure": "chs-07",
        "period": "2023-24-Q2",
        "place": "Benchmarks!F4",
        "raw": "88",
    },
    {
        "rule": "benchmark-unsourced",
        "dimension": Dimension.ACCURACY,
        "severity": Severity.INFORMATION,
        "broken": children(benchmarks=(a_benchmark(source=""),)),
        "sound": children(benchmarks=(a_benchmark(),)),
        "says": ("England", "published"),
        "measure": "chs-07",
        "period": "2023-24-Q2",
        "place": "Benchmarks!F4",
        "raw": "88",
    },
    {
        "rule": "revision-without-reason",
        "dimension": Dimension.COMPLETENESS,
        "severity": Severity.ERROR,
        "broken": children(revisions=(a_revision(reason=None),)),
        "sound": children(revisions=(a_revision(),)),
        "says": ("no reason", "earlier figure stands"),
        "measure": "chs-16",
        "period": "2023-24-Q1",
        "place": "Revised values!C4",
        "raw": "31",
    },
    {
        "rule": "revision-without-figure",
        "dimension": Dimension.VALIDITY,
        "severity": Severity.ERROR,
        "broken": children(revisions=(a_revision(number=None),)),
        "sound": children(revisions=(a_revision(),)),
        "says": ("no figure",),
        "measure": "chs-16",
        "period": "2023-24-Q1",
        "place": "Revised values!C4",
        "raw": "chs-16",
    },
    {
        "rule": "revision-of-nothing-known",
        "dimension": Dimension.RELEVANCE,
        "severity": Severity.ERROR,
        "broken": children(revisions=(a_revision(at="Q3", slot=None),)),
        "sound": children(revisions=(a_revision(),)),
        "says": ("No earlier return", "Quarter 3", "not used"),
        "measure": "chs-16",
        "period": "2023-24-Q3",
        "place": "Revised values!B4",
        "raw": "31",
    },
    {
        "rule": "revision-of-no-value",
        "dimension": Dimension.CONSISTENCY,
        "severity": Severity.WARNING,
        "broken": children(revisions=(a_revision(),), given_before=frozenset()),
        "sound": children(revisions=(a_revision(),), given_before=Q1_GIVEN),
        "says": ("No figure was given before", "Quarter 1"),
        "measure": "chs-16",
        "period": "2023-24-Q1",
        "place": "Revised values!C4",
        "raw": "31",
    },
    {
        "rule": "revised-twice",
        "dimension": Dimension.UNIQUENESS,
        "severity": Severity.WARNING,
        "broken": children(revisions=(a_revision(), a_revision(row=5))),
        "sound": children(revisions=(a_revision(), a_revision(at="Q2", row=5))),
        "says": ("C4 as well",),
        "measure": "chs-16",
        "period": "2023-24-Q1",
        "place": "Revised values!C5",
        "raw": "31",
    },
]
