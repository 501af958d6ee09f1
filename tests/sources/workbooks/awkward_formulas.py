"""Awkward formulas: shared, array, without a result, with one of another kind.

Only what stands in a cell beside its value; values themselves are `awkward_values`.
"""

from packages import cells, package, rows, string_table, style_sheet


def stored_results_of_every_kind() -> bytes:
    """A number, text, truth, error, date and shared string, each worked out by a formula."""
    return package(
        cells(
            "<c><f>1+1</f><v>2</v></c>",
            '<c t="n"><f>1/3</f><v>0.33333333333333331</v></c>',
            '<c t="str"><f>"a"</f><v>a</v></c>',
            '<c t="str"><f>""</f><v></v></c>',
            '<c t="str"><f>""</f></c>',
            '<c t="b"><f>TRUE()</f><v>1</v></c>',
            '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
            '<c s="1"><f>TODAY()</f><v>45000</v></c>',
            '<c t="s"><f>A9</f><v>0</v></c>',
            '<c t="d"><f>A9</f><v>2023-10-24</v></c>',
            '<c t="inlineStr"><f>A9</f><is><t>inline</t></is></c>',
        ),
        strings=string_table("<t>shared</t>"),
        styles=style_sheet({}, [0, 14]),
    )


def formulas_never_calculated() -> bytes:
    """No value, an empty value, and kinds that say a value should be there."""
    return package(
        cells(
            "<c><f>1+1</f></c>",
            "<c><f>1+1</f><v/></c>",
            '<c t="n"><f>1+1</f><v></v></c>',
            '<c t="b"><f>1+1</f></c>',
            '<c t="e"><f>1+1</f><v/></c>',
            '<c t="d"><f>1+1</f></c>',
            '<c t="inlineStr"><f>1+1</f></c>',
            "<c><f/></c>",
        )
    )


def texts_never_calculated() -> bytes:
    """Kinds that say the result is a text, which is not there or empty."""
    return package(cells('<c t="s"><f>1+1</f></c>', '<c t="inlineStr"><f>1+1</f><is><t/></is></c>'))


def a_formula_of_no_text() -> bytes:
    """An empty formula with a result, as some writers mark cells of an array."""
    return package(cells("<c><f/><v>3</v></c>", '<c t="str"><f></f><v>a</v></c>'))


def a_value_before_its_formula() -> bytes:
    """The standard has the formula first."""
    return package(cells("<c><v>2</v><f>1+1</f></c>"))


def a_shared_formula_over_a_column() -> bytes:
    """Filled down: only the first cell says the formula, the others say whose they share."""
    lines = ['<row r="1"><c r="A1"><v>1</v></c></row>']
    lines.append('<row r="2"><c r="B2"><f t="shared" ref="B2:B6" si="0">A1*2</f><v>2</v></c></row>')
    lines += [
        f'<row r="{n}"><c r="B{n}"><f t="shared" si="0"/><v>{n}</v></c></row>' for n in range(3, 7)
    ]
    lines.append('<row r="7"><c r="B7"><f t="shared" si="0"/></c></row>')
    return package(rows(*lines))


def a_shared_formula_told_twice() -> bytes:
    """A sharing cell that says its formula all the same, and two groups of one number."""
    return package(
        cells(
            '<c r="A1"><f t="shared" ref="A1:C1" si="0">Z1</f><v>1</v></c>',
            '<c r="B1"><f t="shared" si="0">AA1</f><v>1</v></c>',
            '<c r="C1"><f t="shared" ref="C1:D1" si="0">Y9</f><v>1</v></c>',
            '<c r="D1"><f t="shared" si="0"/><v>1</v></c>',
        )
    )


def a_shared_formula_without_its_first() -> bytes:
    """The cell that should say the formula is gone."""
    return package(cells('<c r="B1"><f t="shared" si="4"/><v>1</v></c>'))


def a_shared_formula_in_unplaced_cells() -> bytes:
    """Sharing works by place, and these cells do not say theirs."""
    return package(
        cells(
            '<c><f t="shared" ref="A1:B1" si="0">Z1</f><v>1</v></c>',
            '<c><f t="shared" si="0"/><v>2</v></c>',
        )
    )


def a_shared_formula_that_leaves_the_sheet() -> bytes:
    """Filled to the left, until its reference would be before column A."""
    return package(
        cells(
            '<c r="A1"><v>1</v></c>',
            '<c r="C1"><f t="shared" ref="B1:C1" si="0">A1</f><v>1</v></c>',
        ).replace("</row>", '</row><row r="2"><c r="B2"><f t="shared" si="0"/><v>5</v></c></row>')
    )


def shared_formulas_with_every_reference() -> bytes:
    """Filled down and to the right: fixed parts stay, whole rows and columns move, words do not."""
    formulas = (
        "A1+$A1+A$1+$A$1",
        "SUM(A1:B2,$A1:B$2)",
        "SUM(A:A)+SUM($A:B)",
        "SUM(1:1)+SUM($1:2)",
        "'a b''c'!A1+Sheet2!B$2+'A1'!A1",
        'IF(A1="A1","B2 ""C3""",LOG10(A1)+ATAN2(A1,B1))',
        "Table1[A1]+Table1[[#This Row],[B2]]+name_A1+A1name+TAX2023",
        "1E5+A1E5+2.5+xfd1+XFE1+a1",
        "OFFSET(A1,1,2):B2 C3",
        "[1]Sheet1!A1+'[2]it''s'!B2",
        "Sheet1:Sheet3!A1+#REF!+{1,2;3,4}",
        "_xlfn.ANCHORARRAY(A1)+A1%-(-A1)",
        "_xlfn.XLOOKUP(A1,B:B,C:C)+TRUE+ROW1(A1)",
    )
    lines = []
    for n, formula in enumerate(formulas):
        first, shares = 2 * n + 1, f'<f t="shared" si="{n}"/><v>1</v></c>'
        original = f'<f t="shared" ref="E{first}:F{first + 1}" si="{n}"><![CDATA[{formula}]]></f>'
        lines.append(
            f'<row r="{first}"><c r="E{first}">{original}<v>1</v></c><c r="F{first}">{shares}</row>'
            f'<row r="{first + 1}"><c r="E{first + 1}">{shares}<c r="H{first + 1}">{shares}</row>'
        )
    return package(rows(*lines))


def a_shared_formula_with_a_lost_reference() -> bytes:
    """What Excel leaves of a reference to a row that was deleted."""
    return package(
        cells(
            '<c r="A1"><f t="shared" ref="A1:B1" si="0">C1+Sheet2!#REF!</f><v>1</v></c>',
            '<c r="B1"><f t="shared" si="0"/><v>1</v></c>',
        )
    )


def array_formulas() -> bytes:
    """Over one cell, over several, and a dynamic one that spills."""
    return package(
        cells(
            '<c r="A1"><f t="array" ref="A1">SUM(B1:B2*2)</f><v>3</v></c>',
            '<c r="B1"><f t="array" ref="B1:C1">D1:E1</f><v>4</v></c>',
            '<c r="C1"><v>5</v></c>',
            '<c r="D1" cm="1"><f t="array" aca="1" ref="D1:E1" ca="1">_xlfn.UNIQUE(A1:B1)</f>'
            "<v>3</v></c>",
            '<c r="E1"><v>4</v></c>',
            '<c r="F1"><f t="array" ref="F1">1</f></c>',
            '<c r="G1" t="str"><f t="array" ref="G1">""</f><v></v></c>',
        )
    )


def a_what_if_table() -> bytes:
    """Its cells are formulas without a text."""
    table = '<f t="dataTable" ref="B2:B3" dt2D="1" dtr="1" r1="A1" r2="A2"/>'
    return package(
        rows(
            f'<row r="2"><c r="B2">{table}<v>1</v></c></row>',
            '<row r="3"><c r="B3"><v>2</v></c></row>',
        )
    )


def formulas_of_many_spellings() -> bytes:
    """Names of new functions, blanks, line ends, an equals sign too many, other workbooks."""
    return package(
        cells(
            "<c><f>_xlfn.XLOOKUP(A1,B:B,C:C)</f><v>1</v></c>",
            '<c><f xml:space="preserve"> 1 +\n 1 </f><v>2</v></c>',
            "<c><f>=1+1</f><v>2</v></c>",
            "<c><f>[1]Sheet1!$A$1</f><v>2</v></c>",
            "<c><f>'C:\\a\\[b.xlsx]He''s'!A1&amp;\"&lt;\"</f><v>2</v></c>",
            '<c><f><![CDATA[IF(A1<1,"a","b")]]></f><v>2</v></c>',
            '<c><f ca="1">NOW()</f><v>2</v></c>',
            '<c><f t="normal">1+1</f><v>2</v></c>',
            "<c><f>SUM(<!-- of -->A1)</f><v>2</v></c>",
            "<c><f>_x000D_1</f><v>2</v></c>",
        )
    )


def a_workbook_to_be_calculated_anew() -> bytes:
    """It asks for all results to be worked out when it opens; what is stored still stands."""
    return package(
        cells("<c><f>1+1</f><v>2</v></c>"), after='<calcPr calcId="0" fullCalcOnLoad="1"/>'
    )
