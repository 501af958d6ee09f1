"""The optional sheets of an example return: parts of figures, benchmarks, revised figures."""

from collections.abc import Iterator, Mapping
from typing import Any

from checks.examples.frameworks import period
from sources.framework.framework import Framework
from sources.framework.keys import Period, Slot
from sources.returns import form_layout
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
from sources.values import parse_text

OPTIONAL = {"parts", "part_rows", "part_ratings", "benchmarks", "revisions", "given_before"}
_QUANTITIES = (Quantity.ACTUAL, Quantity.NUMERATOR, Quantity.DENOMINATOR)
_Q1 = Slot.parse("derbyshire.2023-24-Q1.adult-care")
_FIRST_ROW = 4


def of_file(given: Mapping[str, Any], framework: Framework) -> dict[str, Any]:
    """What the optional sheets of the example's file hold."""
    return {
        "parts": tuple(_parts(given.get("parts", {}), framework)),
        "part_rows": tuple(
            _part_row(number, one) for number, one in enumerate(given.get("part_rows", []))
        ),
        "benchmarks": tuple(_benchmark(one, framework) for one in given.get("benchmarks", [])),
        "revisions": tuple(
            _revision(number, one, framework)
            for number, one in enumerate(given.get("revisions", []))
        ),
    }


def of_return(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is known beside the file: ratings of parts, and which figures came before."""
    known: dict[str, Any] = {
        "part_ratings": {
            (measure, period("Q2"), part): rating
            for measure, ratings in given.get("part_ratings", {}).items()
            for part, rating in ratings.items()
        }
    }
    if "given_before" in given:
        pairs: set[tuple[str, Period]] = {
            (measure, period(at)) for measure, at in given["given_before"].items()
        }
        known["given_before"] = pairs
    return known


def _parts(given: Mapping[str, Any], framework: Framework) -> Iterator[SuppliedValue]:
    """`{measure: {part: actual}}`, or the actual with its numerator and denominator."""
    for name, by_part in given.items():
        measure = framework.measures[name]
        for row, (part, said) in enumerate(by_part.items(), start=_FIRST_ROW):
            numbers = said if isinstance(said, list) else [said]
            for quantity, text, column in zip(_QUANTITIES, numbers, "IJK", strict=False):
                value = parse_text(text, measure.unit)
                yield SuppliedValue(
                    name,
                    period("Q2"),
                    quantity,
                    value,
                    form_layout.BREAKDOWNS,
                    f"{column}{row}",
                    breakdown=part,
                )


def _part_row(number: int, one: Mapping[str, Any]) -> PartRow:
    line = _FIRST_ROW + number
    at, cells = period(one.get("period", "Q2")), (f"A{line}", f"G{line}")
    row = Row(
        form_layout.BREAKDOWNS,
        line,
        one["measure"],
        str(at),
        *cells,
        has_entries=True,
        subject=one["measure"],
        stated=at,
        value_cell=f"I{line}",
    )
    known = one["part"] if one.get("is_known") == "yes" else None
    return PartRow(row, one["part"], f"E{line}", known)


def _benchmark(one: Mapping[str, Any], framework: Framework) -> SuppliedBenchmark:
    needed = {
        form_layout.COMPARATOR: one["comparator"],
        form_layout.COMPARATOR_PERIOD: one["period"],
        form_layout.BENCHMARK: one["figure"],
    }
    return SuppliedBenchmark(
        one["measure"],
        one["comparator"],
        one["period"],
        parse_text(one["figure"], framework.measures[one["measure"]].unit),
        one["source"],
        form_layout.BENCHMARKS,
        f"F{_FIRST_ROW}",
        tuple(heading for heading, text in needed.items() if not text),
    )


def _revision(number: int, one: Mapping[str, Any], framework: Framework) -> Revision:
    measure, at = one["measure"], period(one.get("period", "Q1"))
    sheet, line = form_layout.REVISED, _FIRST_ROW + number
    row = Row(
        sheet,
        line,
        measure,
        str(at),
        f"A{line}",
        f"B{line}",
        has_entries=True,
        subject=measure,
        stated=at,
        value_cell=f"C{line}",
    )
    values: tuple[SuppliedValue, ...] = ()
    if "actual" in one:
        value = parse_text(one["actual"], framework.measures[measure].unit)
        values = (SuppliedValue(measure, at, Quantity.ACTUAL, value, sheet, f"C{line}"),)
    reason = None
    if "reason" in one:
        about = TextField.REVISION_REASON
        reason = SuppliedText(measure, at, about, one["reason"], sheet, f"F{line}")
    return Revision(row, _Q1 if at == _Q1.period else None, values, reason)
