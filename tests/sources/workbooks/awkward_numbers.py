"""Awkward numbers, dates and number formats: one small workbook for each, and what is awkward.

Whatever a number cell can hold and be shown as; texts are `awkward_texts`.
"""

from packages import cells, package, rows, style_sheet


def _of_numbers(*written: str, kind: str = "") -> bytes:
    return package(cells(*(f"<c {kind}><v>{one}</v></c>" for one in written)))


def _styled(formats: list[str], values: tuple[str, ...], properties: str = "") -> bytes:
    """Every value in every format, a row for each format."""
    styles = style_sheet(dict(enumerate(formats, 164)), [0, *range(164, 164 + len(formats))])
    lines = (
        "<row>" + "".join(f'<c s="{n}"><v>{v}</v></c>' for v in values) + "</row>"
        for n in range(1, len(formats) + 1)
    )
    return package(rows(*lines), styles=styles, properties=properties)


def a_number_in_pieces() -> bytes:
    """A comment inside a number's digits."""
    return _of_numbers("1<!-- and -->2", "<![CDATA[3.5]]>", "&#52;&#50;", "<?a?>7")


def numbers_as_programs_write_them() -> bytes:
    """Seventeen digits, exponents of every spelling, more digits than a spreadsheet shows."""
    return _of_numbers(
        *("78.050000000000011", "0.1", "1E-7", "1.0", "-0", "-0.0", "0.30000000000000004"),
        *("1e15", "1E+15", "1e+016", "123456789012345678", "12345678901234567890123"),
        *("5E-324", "1.7976931348623157E308", "0012", ".5", "5.", "+5", "-.5e1", "1E400", "1E-400"),
        *("100000000000000000", "1000000000000000000", "0.1000000000000000055"),
        *("5.5511151231257827E-17", "99999999999999.99", "999999999999999.99"),
    )


def numbers_between_blanks() -> bytes:
    """Pretty-printed XML puts blanks and line ends around a number."""
    return _of_numbers(" 12 ", "\n  0.5\n", "\t-3")


def blanks_for_a_number() -> bytes:
    """A number cell that holds nothing but a blank."""
    return _of_numbers(" ")


def a_number_of_many_digits() -> bytes:
    """An integer of four hundred digits, far outside what a spreadsheet can show."""
    return _of_numbers("9" * 400)


def a_number_with_a_comma() -> bytes:
    """A writer of another country's habits."""
    return _of_numbers("12,5")


def a_number_that_is_a_word() -> bytes:
    """Python programs write what they call not a number."""
    return _of_numbers("nan")


def a_number_with_underscores() -> bytes:
    """Python reads 1_000 as a number; no spreadsheet does."""
    return _of_numbers("1_000")


def a_number_in_other_digits() -> bytes:
    """Python reads digits of every script; no spreadsheet does."""
    return _of_numbers("١٢", "1٢")


def dates_by_their_own_type() -> bytes:
    """`d` cells hold ISO texts: dates, times, moments, with fractions and zones."""
    return _of_numbers(
        *("2023-10-24", "2023-10-24T09:30:00", "2023-10-24T00:00:00", "2023-10-24T09:30:00.25"),
        *("2023-10-24T09:30:00Z", "09:30", "09:30:15", "2023-10-24T09:30", "1899-12-30"),
        *("2023-10-24T23:59:59.999", "T09:30:00", ""),
        kind='t="d"',
    )


def durations_by_their_own_type() -> bytes:
    """`d` cells with lengths of time in the standard's notation."""
    return _of_numbers("PT30H15M", kind='t="d"')


def a_date_that_is_none() -> bytes:
    """A `d` cell with a day that no calendar has."""
    return _of_numbers("2023-02-30", kind='t="d"')


def a_date_in_words() -> bytes:
    """A `d` cell with a date as people write it."""
    return _of_numbers("24 October 2023", kind='t="d"')


_SERIALS = ("0", "1", "59", "60", "61", "0.5", "1.25", "45000", "45000.75", "45000.123456789")
_SERIALS += ("2958465", "2958465.999999999", "2958466", "-1", "-0.5", "1462", "0.999999999", "1E10")
_SERIALS += ("44999.99999999", "0.000011574", "1E300", "1E400", "0.999999995", "30.5104166666667")


def dates_of_the_1900_calendar() -> bytes:
    """29 February 1900, day 0, days before it, the last day of 9999, seconds that round up."""
    return _styled(["yyyy-mm-dd", "h:mm:ss", "[h]:mm:ss"], _SERIALS)


def dates_of_the_1904_calendar() -> bytes:
    """The same serial numbers in a workbook that counts from 1904."""
    formats = ["yyyy-mm-dd", "h:mm:ss", "[h]:mm:ss"]
    return _styled(formats, _SERIALS, '<workbookPr date1904="1"/>')


def the_1904_calendar_in_a_word() -> bytes:
    """`true` for 1."""
    return _styled(["yyyy-mm-dd"], _SERIALS, '<workbookPr date1904="true"/>')


def the_1904_calendar_denied() -> bytes:
    """`false` for 0."""
    return _styled(["yyyy-mm-dd"], _SERIALS, '<workbookPr date1904="false"/>')


def formats_that_may_be_dates() -> bytes:
    """Letters of dates in literals, brackets, after escapes, in later parts, and real ones."""
    return _styled(
        [
            *('"Quarter "0', '0" days"', "0\\d", "0_d", '"d', "[Red]0", "[DBNum1]0", "[d]0"),
            *(
                "[$-809]0",
                "[$-809]d",
                "[>=1]0;d",
                "0;d",
                "General;d",
                "d;0",
                "[h]",
                "[hh]:mm",
                "[m]",
            ),
            *("[MM]:SS.00", "[s]", "[ss].000", "[Red][h]", "[h", "s", "S", "y", "e", "b", "AM/PM"),
            *(
                "yyyy\\-mm\\-dd",
                '"a""d"',
                '"d"0"m"',
                "dd/mm/yyyy;@",
                "mmm\\-yy",
                "[Color 3]0",
                "\\[h]",
            ),
            *(
                "[$d-409]0",
                '[=0]"nil";0',
                '[<1]0.0%;0"d"',
                "0.0%",
                '0.0"%"',
                "0.0\\%",
                " ",
                "#,##0d",
            ),
        ],
        ("45000.5", "0.873", "12"),
    )


def a_filler_that_looks_like_a_day() -> bytes:
    """`*d` fills a cell with the letter d."""
    return _styled(["*d0"], ("12",))


def an_empty_format() -> bytes:
    """A custom format of no characters."""
    return _styled([""], ("45000.5", "0.873"))


def percent_formats() -> bytes:
    """A percent sign that multiplies, and ones that are only text."""
    return _styled(["0%", "0.0%;[Red]-0.0%", '0"%"', "0\\%", "%0", '0 "% of "0%'], ("0.5", "95.9"))


def built_in_formats() -> bytes:
    """Every number below 100, of which many are said nowhere and differ between countries."""
    styles = style_sheet({}, range(100))
    return package(cells(*(f'<c s="{n}"><v>45000.5</v></c>' for n in range(100))), styles=styles)


def a_built_in_format_redefined() -> bytes:
    """A file gives numbers below 164 meanings of its own."""
    styles = style_sheet({14: "0.0", 10: "dd/mm/yyyy", 30: "h:mm"}, [0, 14, 10, 30])
    return package(cells(*(f'<c s="{n}"><v>1.5</v></c>' for n in range(4))), styles=styles)


def formats_of_conditional_looks() -> bytes:
    """Looks for conditions and tables bring formats under numbers that cells use for others."""
    looks = (
        '<dxfs><dxf><numFmt numFmtId="10" formatCode="yyyy"/></dxf><dxf><numFmt numFmtId="164" '
        'formatCode="0%"/></dxf></dxfs></styleSheet>'
    )
    styles = style_sheet({164: "0.0"}, [0, 10, 164]).replace("</styleSheet>", looks)
    return package(cells(*(f'<c s="{n}"><v>0.5</v></c>' for n in range(3))), styles=styles)


def a_format_defined_twice() -> bytes:
    """The same number twice: which counts?"""
    styles = style_sheet({164: "0.0"}, [0, 164]).replace(
        "</numFmts>", '<numFmt numFmtId="164" formatCode="yyyy"/></numFmts>'
    )
    return package(cells('<c s="1"><v>1.5</v></c>'), styles=styles)


def a_format_defined_nowhere() -> bytes:
    """A style points to a custom format that the file does not hold."""
    styles = style_sheet({164: "0.0"}, [0, 164, 200])
    return package(cells('<c s="2"><v>1.5</v></c>', '<c s="1"><v>1.5</v></c>'), styles=styles)


def styles_without_a_format() -> bytes:
    """A cell style need not name a format; the first one may be anything."""
    styles = style_sheet({170: "0.0%", 165: "0.00"}, [170, None, 165])
    marked = ("<c><v>0.5</v></c>", *(f'<c s="{n}"><v>0.5</v></c>' for n in range(3)))
    return package(cells(*marked), styles=styles)


def a_style_that_is_not_there() -> bytes:
    """A cell of the tenth style of two."""
    return package(cells('<c s="9"><v>1</v></c>'), styles=style_sheet({}, [0, 10]))


def a_style_below_zero() -> bytes:
    """Counted from the end only by accident."""
    return package(cells('<c s="-1"><v>1</v></c>'), styles=style_sheet({}, [0, 10]))


def a_style_without_styles() -> bytes:
    """Cells name a style, and the file holds no styles at all."""
    return package(cells('<c s="3"><v>1</v></c>'))


def no_styles() -> bytes:
    """A file without styles shows everything as it is."""
    return package(cells("<c><v>45000.5</v></c>", '<c s="0"><v>1</v></c>'))
