"""Awkward texts, errors and truth values: one small workbook for each, and what is awkward.

Whatever one cell can hold that is no number; those are `awkward_numbers`. Every function's name
and sentence are what a failing test shows.
"""

from packages import cells, package, rows, string_table, style_sheet

SHARED = '<c t="s"><v>{}</v></c>'


def _of_strings(*items: str) -> bytes:
    """A row that shows every shared string, in order."""
    shown = (SHARED.format(number) for number in range(len(items)))
    return package(cells(*shown), strings=string_table(*items))


def _of_values(*written: str, kind: str = "") -> bytes:
    return package(cells(*(f"<c {kind}><v>{one}</v></c>" for one in written)))


def rich_text_in_shared_strings() -> bytes:
    """Runs of different looks make one text, with and without preserved blanks, some empty."""
    return _of_strings(
        "<r><rPr><b/></rPr><t>Off </t></r><r><t xml:space='preserve'> track</t></r><r><t/></r>",
        "<r/>",
        "",
        "<r><rPr/><t>one</t></r>",
        "<r><t>a</t></r><r><rPr><i/></rPr></r><r><t>b</t></r>",
    )


def text_and_runs_together() -> bytes:
    """No program should write both a plain text and runs into one string."""
    return _of_strings("<t>plain</t><r><t> and run</t></r>")


def phonetic_readings() -> bytes:
    """Readings beside a Japanese text are not part of it."""
    reading = (
        '<rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1" type="noConversion"/>'
    )
    return _of_strings(f"<t>東京</t>{reading}", f"<r><t>東</t></r><r><t>京</t></r>{reading}")


def inline_strings_only() -> bytes:
    """Some writers have no table of strings; a number in one such text stays a text."""
    return package(
        cells(
            '<c t="inlineStr"><is><t>87.3%</t></is></c>',
            '<c t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>',
            '<c t="inlineStr"><is><r><t>b</t></r><r><rPr><b/></rPr><t>c</t></r></is></c>',
            '<c t="inlineStr"><is><t>京</t><rPh sb="0" eb="1"><t>キ</t></rPh></is></c>',
            '<c t="inlineStr"><is><t></t></is></c>',
            '<c t="inlineStr"><is/></c>',
            '<c t="inlineStr"/>',
            '<c t="inlineStr"><v>7</v></c>',
            '<c t="inlineStr"><v>7</v><is><t>both</t></is></c>',
            "<c><is><t>an inline text in a number</t></is></c>",
        )
    )


def texts_without_a_formula_as_results() -> bytes:
    """`str` means a formula's text, and some writers use it for every text."""
    return _of_values("n/a", " 12 ", "12", "TRUE", "#N/A", "", kind='t="str"')


def numbers_in_text_cells() -> bytes:
    """What looks like a number, a date, a formula or an error and was typed as text."""
    looks = ("0012", "1e5", "87.3%", "=1+1", "#DIV/0!", "TRUE", "2023-10-24", "£5", "-", "+1")
    return _of_strings(*(f"<t>{one}</t>" for one in looks))


def preserved_blanks() -> bytes:
    """Blanks count whether or not `xml:space` says so; a text of blanks alone is a text."""
    return _of_strings(
        '<t xml:space="preserve">  a  </t>',
        "<t>  b  </t>",
        '<t xml:space="default">\n c</t>',
        '<t xml:space="preserve"> </t>',
        "<t> </t>",
        "<t>\t</t>",
        "<t>&#160;</t>",
        "<t>\n</t>",
    )


def escaped_characters() -> bytes:
    """Control characters are written `_x000D_`; some look so and are too short or too long."""
    return _of_strings(
        "<t>a_x000D__x000a_b</t>",
        "<t>_x0009_tab and _x00A3_5</t>",
        "<t>_x00D_ _x0000D_ _X000D_ x000D_</t>",
        "<r><t>_x00</t></r><r><t>0D_</t></r>",
    )


def an_escaped_underscore() -> bytes:
    """`_x005F_` is how an underscore is written where an escape was really typed."""
    return _of_strings("<t>typed _x005F_x000D_ here</t>")


def an_escaped_underscore_in_place() -> bytes:
    """The same in an inline text and in a formula's result."""
    return package(
        cells(
            '<c t="inlineStr"><is><t>a_x005F_x000D_b</t></is></c>',
            '<c t="str"><v>a_x005F_x000D_b</v></c>',
        )
    )


def line_ends() -> bytes:
    """A bare carriage return becomes a line feed in any XML; one given by number stays."""
    return _of_strings("<t>a\r\nb\rc</t>", "<t>a&#13;&#10;b</t>", "<t>a&#xD;b</t>")


def texts_in_pieces() -> bytes:
    """Sections, comments, instructions and references inside one text."""
    return _of_strings(
        "<t><![CDATA[<b> & ]]>c<![CDATA[]]]]><![CDATA[>]]></t>",
        "<t>one<!-- not this -->two<?nor this?>three</t>",
        "<t>&lt;&#x1F44D;&#233;&amp;amp;&quot;</t>",
        "<t><!-- nothing --></t>",
        "<!-- before --><t>after</t><!-- behind -->",
    )


def characters_of_all_planes() -> bytes:
    """Emoji of several characters, private ones, a mark of byte order inside a text."""
    return _of_strings("<t>👩‍👩‍👧🏴󠁧󠁢󠁥󠁮󠁧󠁿</t>", "<t>&#xFEFF;a&#xE000;&#x10FFFF;</t>", "<t>e&#x301;é</t>")


def the_longest_text() -> bytes:
    """32,767 characters are the most that Excel keeps, and more may stand in a file."""
    return _of_strings(f"<t>{'long ' * 6_553}ok</t>", f"<t>{'é' * 70_000}</t>")


def strings_with_a_far_index() -> bytes:
    """A cell shows the sixth of one string."""
    return package(cells('<c t="s"><v>5</v></c>'), strings=string_table("<t>only</t>"))


def strings_with_an_index_below_zero() -> bytes:
    """Counted from the end only by accident."""
    return package(cells('<c t="s"><v>-1</v></c>'), strings=string_table("<t>only</t>"))


def strings_with_a_blank_index() -> bytes:
    """Blanks around an index, and no index at all."""
    shown = cells('<c t="s"><v> 0\n</v></c>', '<c t="s"><v></v></c>', '<c t="s"/>')
    return package(shown, strings=string_table("<t>only</t>"))


def two_values_in_a_cell() -> bytes:
    """Only damage makes two values in one cell."""
    return package(cells("<c><v>1</v><v>2</v></c>"))


def a_value_in_a_cells_extension() -> bytes:
    """A cell may carry extensions, and what they hold is not the cell's."""
    more = '<extLst><ext uri="a"><f>9</f><v>2</v></ext></extLst>'
    return package(cells(f"<c><v>1</v>{more}</c>", "<c><v>3</v></c>"))


def a_value_outside_cells() -> bytes:
    """A value that belongs to no cell, before one that does."""
    return package(rows('<row r="1"><v>9</v><c r="A1"><v>1</v></c></row>'))


def booleans() -> bytes:
    """As digits, and with formats that mean something only for numbers and dates."""
    styles = style_sheet({}, [0, 10, 14])
    marked = cells(*(f'<c t="b" s="{s}"><v>{v}</v></c>' for s in (0, 1, 2) for v in (1, 0)))
    return package(marked, styles=styles)


def a_boolean_of_two() -> bytes:
    """Neither 0 nor 1."""
    return _of_values("2", kind='t="b"')


def a_boolean_of_another_word() -> bytes:
    """A writer's yes, which is no truth value of XML."""
    return _of_values("yes", kind='t="b"')


def booleans_in_words() -> bytes:
    """XML's own booleans may be words."""
    return _of_values("true", "false", kind='t="b"')


def error_cells() -> bytes:
    """Every code that Excel knows, old and new, with number and date formats."""
    codes = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA")
    codes += ("#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!")
    styles = style_sheet({}, [0, 10, 14])
    marked = (f'<c t="e" s="{n % 3}"><v>{code}</v></c>' for n, code in enumerate(codes))
    return package(cells(*marked, '<c t="e"/>'), styles=styles)


def a_cell_of_unknown_kind() -> bytes:
    """A type that the standard does not have."""
    return _of_values("what is this", kind='t="z"')
