"""What files say, as rows to be stored: values of wholes and parts, texts, benchmarks, sheets.

Reads only. Storing them is `check_return`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assets.analysis.results import SentFile
from assets.steps import gather
from assets.steps.house import House
from sources.framework.breakdowns import WHOLE
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.returns.content import ReadReturn, SuppliedText, SuppliedValue, Use
from sources.values import to_units
from warehouse.benchmark_rows import SubmittedBenchmark
from warehouse.rows import ReturnSheet, SubmittedText, SubmittedValue


@dataclass(frozen=True)
class Content:
    """What a return's files say, as rows: the figures of wholes and parts, texts, benchmarks."""

    values: list[SubmittedValue]
    texts: list[SubmittedText]
    benchmarks: list[SubmittedBenchmark]

    @property
    def headlines(self) -> list[SubmittedValue]:
        return [value for value in self.values if value.breakdown == WHOLE]

    @property
    def parts(self) -> list[SubmittedValue]:
        return [value for value in self.values if value.breakdown != WHOLE]


def content_rows(
    house: House, framework: Framework, slot: Slot, sent: Iterable[SentFile]
) -> Content:
    """What a slot's own files say, read by a framework, and what later ones revise of it."""
    files = list(sent)
    content = Content([], [], [])
    for one in files:
        if one.slot == slot:
            read = gather.read_file(house, framework, one)
            content.values.extend(_value_rows(slot, one, (*read.values, *read.parts)))
            content.texts.extend(_text_row(slot, one, text) for text in read.texts)
            content.benchmarks.extend(_benchmark_rows(slot, one, read))
    for one, revisions in gather.revising(house, slot, files):
        for revision in revisions:
            content.values.extend(_value_rows(slot, one, revision.values))
            if revision.reason is not None:
                content.texts.append(_text_row(slot, one, revision.reason))
    return content


_USES = {
    Use.VALUE: "numbers",
    Use.ABSENCE: "absences",
    Use.UNREADABLE: "unreadable",
    Use.TEXT: "texts",
    Use.KEY: "references",
    Use.BLANK: "dashes",
    Use.HEADING: "headings",
    Use.FORM: "form",
    Use.PASSED_OVER: "passed_over",
    Use.NOT_USED: "not_used",
    Use.UNREAD: "unread",
}


def sheet_rows(house: House, framework: Framework, own: Iterable[SentFile]) -> list[ReturnSheet]:
    """What became of every cell of the files, sheet by sheet."""
    return [
        ReturnSheet(
            slot=str(one.slot),
            submission=one.seq,
            position=position,
            sheet=sheet.sheet,
            is_hidden=sheet.is_hidden,
            rows=sheet.rows,
            cells=sheet.cells,
            **{name: sheet.uses.get(use, 0) for use, name in _USES.items()},
        )
        for one in own
        for position, sheet in enumerate(gather.read_file(house, framework, one).sheets, start=1)
    ]


def _value_rows(
    slot: Slot, one: SentFile, items: Iterable[SuppliedValue]
) -> Iterable[SubmittedValue]:
    for item in items:
        value = item.value
        units, places = to_units(value.number) if value.number is not None else (None, None)
        yield SubmittedValue(
            slot=str(slot),
            council=slot.council,
            submission=one.seq,
            measure=item.measure,
            breakdown=item.breakdown,
            period=str(item.period),
            quantity=item.quantity.value,
            units=units,
            places=places,
            unit=value.unit.value,
            absence=value.absence.value if value.absence else None,
            is_provisional=value.is_provisional,
            raw=value.raw,
            sheet=item.sheet,
            cell=item.cell,
        )


def _text_row(slot: Slot, one: SentFile, text: SuppliedText) -> SubmittedText:
    return SubmittedText(
        slot=str(slot),
        council=slot.council,
        submission=one.seq,
        subject=text.subject,
        period=str(text.period) if text.period else None,
        field=text.field.value,
        text=text.text,
        sheet=text.sheet,
        cell=text.cell,
    )


def _benchmark_rows(slot: Slot, one: SentFile, read: ReadReturn) -> Iterable[SubmittedBenchmark]:
    for item in read.benchmarks:
        if item.counts and item.value.number is not None:
            units, places = to_units(item.value.number)
            yield SubmittedBenchmark(
                slot=str(slot),
                council=slot.council,
                submission=one.seq,
                measure=item.measure,
                comparator=item.comparator,
                period=item.period,
                units=units,
                places=places,
                unit=item.value.unit.value,
                raw=item.value.raw,
                source=item.source,
                sheet=item.sheet,
                cell=item.cell,
            )
