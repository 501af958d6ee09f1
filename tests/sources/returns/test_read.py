"""Which slot a file is for, and what it supplies."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.returns.content import WHOLE_RETURN, Quantity, ReadReturn, TextField
from sources.returns.identify import identify
from sources.values import Absence, Unit, Value
from sources.workbooks.cells import CannotRead
from sources.workbooks.door import open_file

Read = Callable[..., ReadReturn]
Fill = Callable[..., bytes]
Q2 = "2023-24-Q2"


def by_key(found: ReadReturn) -> dict[tuple[str, str, Quantity], Value]:
    return {(v.measure, str(v.period), v.quantity): v.value for v in found.values}


def texts_of(found: ReadReturn) -> dict[tuple[str, str | None, TextField], str]:
    return {(t.subject, str(t.period) if t.period else None, t.field): t.text for t in found.texts}


def actual(read: Read, filled: Fill, entry: object, measure: str = "c-1") -> Value:
    period = {"c-1": Q2, "c-4": "2023-24-H1"}[measure]
    found = read(filled({("Measures", f"{measure} {period}", "Actual"): entry}))
    (item,) = found.values
    return item.value


def test_a_form_says_which_slot_and_framework_it_is_for(
    read: Read, form: bytes, framework: Framework
) -> None:
    identity = read(form).identity
    assert str(identity.slot) == "testshire.2023-24-Q2.care"
    assert identity.framework_digest == framework.digest


def test_an_unfilled_form_supplies_nothing(read: Read, form: bytes) -> None:
    found = read(form)
    assert (found.values, found.texts) == ((), ())
    assert len(found.rows) == 7
    assert not any(row.has_entries for row in found.rows)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (95.9, Value.of("95.9", Unit.PERCENT)),
        (0, Value.of(0, Unit.PERCENT)),
        ((0.873, "0.0%"), Value.of("87.3", Unit.PERCENT, "0.873")),
        # The percent sign is only shown here: the cell holds what is seen.
        ((87.3, '0.0"%"'), Value.of("87.3", Unit.PERCENT)),
        ("87.30%", Value.of("87.30", Unit.PERCENT, "87.30%")),
        ("n/a", Value.absent(Absence.NOT_APPLICABLE, Unit.PERCENT, "n/a")),
        ("TBC", Value.absent(Absence.NOT_YET_AVAILABLE, Unit.PERCENT, "TBC")),
        ("below 10", Value.absent(Absence.SUPPRESSED, Unit.PERCENT, "below 10")),
        ("about 9", Value.absent(Absence.UNREADABLE, Unit.PERCENT, "about 9")),
        ("#DIV/0!", Value.absent(Absence.UNREADABLE, Unit.PERCENT, "#DIV/0!")),
        ("=1/2", Value.absent(Absence.UNREADABLE, Unit.PERCENT, "#NOT-CALCULATED")),
        (True, Value.absent(Absence.UNREADABLE, Unit.PERCENT, "TRUE")),
        (
            (45000, "dd/mm/yyyy"),
            Value.absent(Absence.UNREADABLE, Unit.PERCENT, "2023-03-15"),
        ),
    ],
)
def test_an_actual_means_what_its_typist_saw(
    read: Read, filled: Fill, entry: object, expected: Value
) -> None:
    assert actual(read, filled, entry) == expected


def test_a_value_is_read_in_its_measures_own_unit(read: Read, filled: Fill) -> None:
    assert actual(read, filled, "\u00a31,200", "c-4") == Value.of(1200, Unit.MONEY, "\u00a31,200")
    percent = actual(read, filled, (0.5, "0%"), "c-4")
    assert percent == Value.absent(Absence.UNREADABLE, Unit.MONEY, "50%")


@pytest.mark.parametrize("blank", [None, "", "  ", "-", "\N{EN DASH}"])
def test_a_blank_is_no_value(read: Read, filled: Fill, blank: str | None) -> None:
    found = read(filled({("Measures", f"c-1 {Q2}", "Actual"): blank}))
    assert found.values == ()
    assert not any(row.has_entries for row in found.rows)


@pytest.mark.parametrize(
    "absence",
    [
        Absence.NOT_YET_AVAILABLE,
        Absence.NOT_APPLICABLE,
        Absence.SUPPRESSED,
        Absence.WITHDRAWN,
    ],
)
def test_a_chosen_reason_is_the_absence(read: Read, filled: Fill, absence: Absence) -> None:
    row = ("Measures", f"c-1 {Q2}")
    found = read(
        filled(
            {
                (*row, "No value because"): absence.value,
                (*row, "Expected by, or note"): "in May",
            }
        )
    )
    assert by_key(found) == {
        ("c-1", Q2, Quantity.ACTUAL): Value.absent(absence, Unit.PERCENT, absence.value)
    }
    assert texts_of(found) == {("c-1", Q2, TextField.ABSENCE_NOTE): "in May"}


def test_a_number_stands_beside_a_reason_which_is_kept_as_a_note(read: Read, filled: Fill) -> None:
    row = ("Measures", f"c-1 {Q2}")
    entries = {(*row, "Actual"): 90, (*row, "No value because"): "suppressed"}
    found = read(filled(entries))
    assert by_key(found) == {("c-1", Q2, Quantity.ACTUAL): Value.of(90, Unit.PERCENT)}
    assert texts_of(found) == {("c-1", Q2, TextField.ABSENCE_NOTE): "suppressed"}
    found = read(filled(entries | {(*row, "Expected by, or note"): "few people"}))
    assert texts_of(found) == {("c-1", Q2, TextField.ABSENCE_NOTE): "suppressed; few people"}


def test_a_reason_explains_an_actual_that_is_no_number(read: Read, filled: Fill) -> None:
    row = ("Measures", f"c-1 {Q2}")
    found = read(
        filled({(*row, "Actual"): "#N/A", (*row, "No value because"): "not yet available"})
    )
    assert by_key(found) == {
        ("c-1", Q2, Quantity.ACTUAL): Value.absent(Absence.NOT_YET_AVAILABLE, Unit.PERCENT, "#N/A")
    }


def test_every_kind_of_entry_comes_back_as_it_was_filled(read: Read, filled: Fill) -> None:
    words = 'Fewer staff \N{EN DASH} caf\u00e9 \N{SNOWMAN}\nSecond line, "quoted"'
    found = read(
        filled(
            {
                ("Measures", f"c-1 {Q2}", "Actual"): 95.9,
                ("Measures", f"c-1 {Q2}", "Numerator"): 47,
                ("Measures", f"c-1 {Q2}", "Denominator"): 49,
                ("Measures", f"c-1 {Q2}", "Year-end forecast"): 96.5,
                ("Measures", f"c-1 {Q2}", "Commentary"): words,
                ("Measures", "c-2 2023-24-M05", "Actual"): 3,
                ("Measures", "c-5 2023-24-Q1", "Actual"): 6.25,
                ("Key actions", "new-homes", "Rating"): "Off track, badly",
                ("Key actions", "new-homes", "Percent complete"): (0.45, "0%"),
                ("Key actions", "new-homes", "Forecast completion date"): (
                    45500,
                    "dd/mm/yyyy",
                ),
                ("Key actions", "new-homes", "Commentary"): "Late.",
                ("Cover", "Completed by", ""): "An Officer",
                ("Cover", "Signed off by", ""): "A Director",
                ("Cover", "Role of the person signing off", ""): "Director of Care",
                ("Cover", "Date signed off", ""): (45218, "dd/mm/yyyy"),
            }
        )
    )
    assert by_key(found) == {
        ("c-1", Q2, Quantity.ACTUAL): Value.of("95.9", Unit.PERCENT),
        ("c-1", Q2, Quantity.NUMERATOR): Value.of(47, Unit.NUMBER),
        ("c-1", Q2, Quantity.DENOMINATOR): Value.of(49, Unit.NUMBER),
        ("c-1", Q2, Quantity.FORECAST): Value.of("96.5", Unit.PERCENT),
        ("c-2", "2023-24-M05", Quantity.ACTUAL): Value.of(3, Unit.NUMBER),
        ("c-5", "2023-24-Q1", Quantity.ACTUAL): Value.of("6.25", Unit.RATE),
    }
    assert texts_of(found) == {
        ("c-1", Q2, TextField.COMMENTARY): words,
        ("new-homes", Q2, TextField.SUPPLIED_RATING): "Off track, badly",
        ("new-homes", Q2, TextField.PERCENT_COMPLETE): "45",
        ("new-homes", Q2, TextField.FORECAST_DATE): "2024-07-27",
        ("new-homes", Q2, TextField.COMMENTARY): "Late.",
        (WHOLE_RETURN, None, TextField.COMPLETED_BY): "An Officer",
        (WHOLE_RETURN, None, TextField.SIGNED_OFF_BY): "A Director",
        (WHOLE_RETURN, None, TextField.SIGNED_OFF_ROLE): "Director of Care",
        (WHOLE_RETURN, None, TextField.SIGNED_OFF_ON): "2023-10-19",
    }


def test_every_value_names_the_cell_that_holds_it(read: Read, filled: Fill) -> None:
    data = filled({("Measures", "c-2 2023-24-M06", "Actual"): 41})
    (item,) = read(data).values
    assert openpyxl.load_workbook(BytesIO(data))[item.sheet][item.cell].value == 41


def changed(form: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(form))
    change(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_moved_columns_and_respelt_headings_do_no_harm(read: Read, filled: Fill) -> None:
    def change(book: Any) -> None:
        sheet = book["Measures"]
        sheet.insert_cols(1)
        sheet.insert_rows(1, 3)
        sheet.title = " measures "
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value == "Actual":
                    cell.value = " ACTUAL:"
                if cell.value == "c-1":
                    cell.value = " C-1 "

    data = filled({("Measures", f"c-1 {Q2}", "Actual"): 95.9})
    assert by_key(read(changed(data, change))) == {
        ("c-1", Q2, Quantity.ACTUAL): Value.of("95.9", Unit.PERCENT)
    }


def test_strange_rows_are_listed_and_supply_nothing(read: Read, filled: Fill) -> None:
    def change(book: Any) -> None:
        sheet = book["Measures"]
        for line in sheet.iter_rows():
            if line[0].value == "c-1":
                line[0].value = "c-99"
            if line[5].value == "2023-24-M05":
                line[5].value = "May"

    data = filled(
        {
            ("Measures", f"c-1 {Q2}", "Actual"): 95.9,
            ("Measures", "c-2 2023-24-M05", "Actual"): 3,
        }
    )
    found = read(changed(data, change))
    assert found.values == ()
    assert [(row.measure, row.period) for row in found.rows if row.has_entries] == [
        ("c-99", Q2),
        ("c-2", "May"),
    ]


def test_duplicate_rows_are_all_kept(read: Read, filled: Fill) -> None:
    def change(book: Any) -> None:
        for line in book["Measures"].iter_rows():
            if line[5].value == "2023-24-M05":
                line[5].value = "2023-24-M04"

    data = filled(
        {
            ("Measures", "c-2 2023-24-M04", "Actual"): 1,
            ("Measures", "c-2 2023-24-M05", "Actual"): 2,
        }
    )
    values = read(changed(data, change)).values
    assert [(str(v.period), v.value.number) for v in values] == [
        ("2023-24-M04", Decimal(1)),
        ("2023-24-M04", Decimal(2)),
    ]


def without_key(book: Any) -> None:
    cell = next(c for c in book["Cover"]["A"] if c.value == "Return key")
    book["Cover"].cell(cell.row, 2).value = None


def with_nonsense_key(book: Any) -> None:
    cell = next(c for c in book["Cover"]["A"] if c.value == "Return key")
    book["Cover"].cell(cell.row, 2).value = "Jane Doe"


def without_cover(book: Any) -> None:
    del book["Cover"]


@pytest.mark.parametrize("change", [without_key, with_nonsense_key, without_cover])
def test_a_workbook_that_does_not_say_its_return_is_refused(
    read: Read, form: bytes, change: Callable[[Any], None]
) -> None:
    with pytest.raises(CannotRead, match="does not say which return") as refusal:
        read(changed(form, change))
    assert "Jane" not in str(refusal.value)


def test_a_form_without_its_measures_is_refused(read: Read, form: bytes) -> None:
    with pytest.raises(CannotRead, match="no 'Measures' sheet"):
        read(changed(form, lambda book: book.remove(book["Measures"])))

    def change(book: Any) -> None:
        for line in book["Measures"].iter_rows(max_row=5):
            for cell in line:
                if cell.value in ("Actual", "Commentary"):
                    cell.value = "Number"

    with pytest.raises(CannotRead, match="the headings 'Actual' and 'Commentary'"):
        read(changed(form, change))


def test_a_form_for_another_council_is_refused_by_name(form: bytes) -> None:
    with pytest.raises(CannotRead, match="another council than 'elsewhere'"):
        identify(open_file(form), None, None, "elsewhere")


TABLE = (
    "KPI ref,Owner,Period,Actual,Target,RAG,Comment\n"
    'r-1,Jo,2023-24 Q2,"1,040",900,Green,"Wet, cold"\n'
)


def test_a_table_takes_its_slot_from_its_rows(read: Read) -> None:
    found = read(TABLE.encode(), "roads")
    assert str(found.identity.slot) == "testshire.2023-24-Q2.roads"
    assert by_key(found) == {
        ("r-1", Q2, Quantity.ACTUAL): Value.of(1040, Unit.NUMBER, "1,040"),
        ("r-1", Q2, Quantity.TARGET): Value.of(900, Unit.NUMBER),
    }
    assert texts_of(found) == {
        ("r-1", Q2, TextField.SUPPLIED_RATING): "Green",
        ("r-1", Q2, TextField.COMMENTARY): "Wet, cold",
    }
    (row,) = found.rows
    assert (row.number, row.measure_cell, row.period_cell) == (2, "A2", "C2")


def test_a_history_is_for_its_one_slot_whatever_its_rows_say(read: Read) -> None:
    table = b"Measure;Period;Actual\nC-1;2021-22-Q3;88\nr-1;2022-23-FY;n/a\nx-9;2022-23-Q1;1\n"
    found = read(table, "past")
    assert str(found.identity.slot) == "testshire.2022-23-FY.past"
    assert by_key(found) == {
        ("c-1", "2021-22-Q3", Quantity.ACTUAL): Value.of(88, Unit.PERCENT),
        ("r-1", "2022-23-FY", Quantity.ACTUAL): Value.absent(
            Absence.NOT_APPLICABLE, Unit.NUMBER, "n/a"
        ),
    }
    assert [row.measure for row in found.rows] == ["C-1", "r-1", "x-9"]


def test_without_a_period_heading_every_row_is_for_the_slots_period(
    framework: Framework,
) -> None:
    from dataclasses import replace

    from sources.returns.read import read_return

    layout = framework.layouts["past"].model_copy(update={"period": None})
    changed_framework = replace(framework, layouts={**framework.layouts, "past": layout})
    workbook = open_file(b"Measure,Actual\nr-1,5\n")
    identity = identify(workbook, framework.returns["past"], layout, "testshire")
    (item,) = read_return(workbook, identity, changed_framework).values
    assert item.period == Period.parse("2022-23-FY")


@pytest.mark.parametrize(
    ("table", "sender", "words"),
    [
        (TABLE.replace("Actual", "Value"), "roads", "the heading 'Actual'"),
        (TABLE.replace("Owner", "Actual"), "roads", "'Actual' more than once"),
        (TABLE + "r-1,Jo,2023-24 Q1,1,,,\n", "roads", "one file for each period"),
        (TABLE.replace("2023-24 Q2", "second"), "roads", "which period.*2023-24 Q2"),
        (TABLE.replace("2023-24 Q2", ""), "roads", "which period"),
        (TABLE, "care", "this department owes one"),
    ],
)
def test_a_table_that_cannot_be_placed_is_refused_in_words(
    read: Read, table: str, sender: str, words: str
) -> None:
    with pytest.raises(CannotRead, match=words):
        read(table.encode(), sender)


def test_a_table_from_nobody_is_refused() -> None:
    with pytest.raises(CannotRead, match="no return is expected"):
        identify(open_file(TABLE.encode()), None, None, "testshire")


def test_a_return_that_nobody_owes_is_refused(form: bytes, framework: Framework) -> None:
    from dataclasses import replace

    from sources.returns.read import read_return

    workbook = open_file(form)
    identity = identify(workbook, None, None, "testshire")
    with pytest.raises(CannotRead, match="nobody owes"):
        read_return(workbook, identity, replace(framework, returns={}))
