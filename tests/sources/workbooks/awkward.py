"""All awkward workbooks by name, and what is expected where openpyxl is no measure.

How each is made is in its own module; here is only the list, and the reasons for every exception.
"""

from collections.abc import Callable
from types import ModuleType

import awkward_books
import awkward_formulas
import awkward_numbers
import awkward_parts
import awkward_places
import awkward_texts


def _made_by(module: ModuleType) -> dict[str, Callable[[], bytes]]:
    return {
        name.replace("_", " "): make
        for name, make in vars(module).items()
        if getattr(make, "__module__", "") == module.__name__ and not name.startswith("_")
    }


AWKWARD: dict[str, Callable[[], bytes]] = {
    name: make
    for module in (
        awkward_texts,
        awkward_numbers,
        awkward_formulas,
        awkward_places,
        awkward_books,
        awkward_parts,
    )
    for name, make in _made_by(module).items()
}

# Files that the door refuses: words of its refusal, and why that is right.
REFUSED: dict[str, tuple[str, str]] = {
    "a cell of unknown kind": ("damaged", "nothing says what stands there; openpyxl takes text"),
    "a number with underscores": ("damaged", "no number to a spreadsheet; openpyxl takes it"),
    "a number in other digits": ("damaged", "no number to a spreadsheet; openpyxl takes it"),
    "a sheet without a name": ("damaged", "a cell could not be named; openpyxl makes a name up"),
    "one part for two sheets": ("damaged", "its figures would count twice; openpyxl takes it"),
    "a zip of another packing": ("damaged", "no spreadsheet program packs so; openpyxl takes it"),
    "strings with a far index": ("damaged", "the text is nowhere; openpyxl fails too"),
    "strings with an index below zero": ("damaged", "openpyxl counts from the end by accident"),
    "strings missing and used": ("damaged", "the text is nowhere; openpyxl fails too"),
    "a boolean of another word": ("damaged", "neither true nor false; openpyxl fails too"),
    "blanks for a number": ("damaged", "no number; openpyxl fails too"),
    "a number with a comma": ("damaged", "no number; openpyxl fails too"),
    "a number that is a word": ("damaged", "no number; openpyxl fails too"),
    "a style that is not there": ("damaged", "its format is nowhere; openpyxl fails too"),
    "a style below zero": ("damaged", "openpyxl counts from the end by accident"),
    "a style without styles": ("damaged", "its format is nowhere; openpyxl fails too"),
    "a place of row zero": ("damaged", "there is no such row; openpyxl takes it"),
    "a place with dollars": ("damaged", "no place of a cell; openpyxl fails too"),
    "a place without a row": ("damaged", "no place of a cell; openpyxl fails too"),
    "a place beyond every sheet": ("larger", "outside of every return; openpyxl has no limits"),
    "the farthest cell": ("larger", "outside of every return; openpyxl has no limits"),
    "one row too many": ("larger", "outside of every return; openpyxl has no limits"),
    "one column too many": ("larger", "outside of every return; openpyxl has no limits"),
    "two sheets of one name": ("damaged", "a cell could not be named; openpyxl renames one"),
    "a sheet listed and missing": ("damaged", "its figures are lost; openpyxl passes over it"),
    "a relation that is not there": ("damaged", "its figures are lost; openpyxl fails too"),
    "a relation missing for one of two": ("damaged", "its figures are lost; openpyxl fails too"),
    "no relations of the package": ("not an Excel", "Excel cannot open it; openpyxl guesses"),
    "a zip with backslashes": ("not an Excel", "no part has its name; openpyxl fails too"),
    "a zip with a part twice": ("damaged", "two programs may read two things; openpyxl the later"),
}

# Files that openpyxl cannot open, or finds no sheet in: all that the door shows, and why openpyxl
# does not.
ONLY_THE_DOOR: dict[str, tuple[dict[str, str], str]] = {
    "a number of many digits": ({"One!A1": "#NUM!"}, "more than its numbers can be"),
    "booleans in words": ({"One!A1": "TRUE", "One!B1": "FALSE"}, "openpyxl wants digits"),
    "a date that is none": ({"One!A1": "2023-02-30"}, "openpyxl wants a day of the calendar"),
    "a date in words": ({"One!A1": "24 October 2023"}, "openpyxl wants the standard's notation"),
    "a format defined nowhere": (
        {"One!A1": "1.5", "One!B1": "1.5"},
        "openpyxl looks for the format by its place in a list",
    ),
    "a shared formula in unplaced cells": (
        {"One!A1": "1", "One!B1": "2"},
        "openpyxl works every sharing cell's formula out, and needs its place for that",
    ),
    "a shared formula that leaves the sheet": (
        {"One!A1": "1", "One!C1": "1", "One!B2": "5"},
        "openpyxl works every sharing cell's formula out, and fails over this one",
    ),
    "a merge from its far corner": ({"One!A1": "1"}, "openpyxl wants the near corner first"),
    "a sheet name with a slash": (
        {"2023/24!A1": "1", "b!A1": "2"},
        "openpyxl keeps to Excel's rules for names",
    ),
    "targets in other letters": (
        {"One!A1": "1", "Two!A1": "2"},
        "openpyxl takes part names letter by letter and finds no sheet",
    ),
    "strict open xml": ({"One!A1": "a"}, "openpyxl does not know the strict names"),
    "strings listed and missing": ({"One!A1": "1"}, "openpyxl wants what nothing uses"),
    "a colour that is none": ({"One!A1": "1"}, "openpyxl reads colours too"),
    "properties that are wrong": ({"One!A1": "1"}, "openpyxl reads the properties too"),
    "a pivot that is broken": ({"One!A1": "1"}, "openpyxl reads pivot tables too"),
}

# Files that both read, not alike: every difference, and why the door is right to differ.
APART: dict[str, tuple[list[str], str]] = {
    "an escaped underscore": (
        [r"'One'!A1: text: openpyxl 'typed \r here', door 'typed _x000D_ here'"],
        "openpyxl drops the escape that says the rest was typed",
    ),
    "durations by their own type": (
        ["'One'!A1: text: openpyxl '1 day, 6:15:00', door 'PT30H15M'"],
        "no program known writes them; what stands there is shown",
    ),
    "a filler that looks like a day": (
        [
            "'One'!A1: text: openpyxl '1900-01-12', door '12'",
            "'One'!A1: number: openpyxl None, door '12'",
        ],
        "openpyxl takes the filler for a day",
    ),
    "an empty format": (
        [f"'One'!{a}1: number_format: openpyxl '', door 'General'" for a in "AB"],
        "a format of no characters shows nothing of its own",
    ),
    "texts never calculated": (
        [
            f"'One'!{address}: openpyxl None, door Fact(text='#NOT-CALCULATED', number=None, "
            "error='#NOT-CALCULATED', number_format='General', formula='1+1', is_hidden=False)"
            for address in ("A1", "B1")
        ],
        "nothing was stored; openpyxl's type says text, and the cell looked empty",
    ),
    "shared formulas with every reference": (
        [
            f"'One'!{cell}: formula: openpyxl '1E5+A1E5+2.5+{theirs}', door '1E5+A1E5+2.5+{ours}'"
            for cell, theirs, ours in (
                ("F15", "XFE1+XFF1+B1", "#REF!+#REF!+B1"),
                ("E16", "XFD2+XFE2+A2", "XFD2+#REF!+A2"),
                ("H16", "XFG2+XFH2+D2", "#REF!+#REF!+D2"),
            )
        ],
        "openpyxl counts on beyond the last column and row; a spreadsheet shows an error",
    ),
    "a shared formula told twice": (
        [
            "'One'!C1: formula: openpyxl 'AB1', door 'Y9'",
            "'One'!D1: formula: openpyxl 'AC1', door 'Z9'",
        ],
        "the door believes the later of two formulas of one number, openpyxl the first",
    ),
    "a shared formula with a lost reference": (
        ["'One'!B1: formula: openpyxl 'D1+', door 'D1+Sheet2!#REF!'"],
        "openpyxl loses the sheet's name with the reference",
    ),
    "columns told twice": (
        [
            "'One': hidden_columns: openpyxl [3, 4, 5, 6], door [1, 3, 4, 5, 6]",
            "'One'!A1: is_hidden: openpyxl False, door True",
        ],
        "openpyxl keeps the later; hidden anywhere is better looked at",
    ),
    "a link over empty cells": (
        [
            "'One'!B1: openpyxl Fact(text='One!A1', number=None, error=None, "
            "number_format='General', formula=None, is_hidden=False), door None"
        ],
        "openpyxl writes the link's target into the cell; nobody typed it",
    ),
    "a dialog sheet": (
        ["sheets: openpyxl ['One', 'Two'], door ['One']"],
        "openpyxl makes an empty sheet of it; it has no cells",
    ),
}
