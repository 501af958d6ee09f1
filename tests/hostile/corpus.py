"""All cases of files, in the order of the table in README.md.

File names and what is not a file at all are `names`: they go through the inbox.
"""

from tests.hostile import books, old, open_document, sheets, tables, values, xml_parts, zips
from tests.hostile.case import Case

CASES: dict[str, Case] = {
    case.name: case
    for module in (zips, xml_parts, books, sheets, values, old, open_document, tables)
    for case in module.CASES
}
