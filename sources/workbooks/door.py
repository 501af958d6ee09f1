"""Which way a file is read, decided by its bytes: a name or an ending proves nothing."""

from sources.workbooks.cells import CannotRead, Workbook
from sources.workbooks.limits import NOT_A_WORKBOOK, TOO_LARGE

EMPTY = "This file is empty: save the table again and check that it has rows before sending it."

_ZIP, _OLE = b"PK", bytes.fromhex("D0CF11E0")


def open_file(data: bytes) -> Workbook:
    """Open a workbook or a delimited file, every cell with every fact. Raises CannotRead."""
    if not data:
        raise CannotRead(EMPTY)
    try:
        return _open(data)
    except (MemoryError, RecursionError):
        # What the limits do not foresee still ends here.
        pass
    raise CannotRead(TOO_LARGE)


def _open(data: bytes) -> Workbook:
    if data.startswith(_ZIP):
        return _open_package(data)
    if data.startswith(_OLE):
        from sources.workbooks.old_excel import open_old

        return open_old(data)
    from sources.workbooks.delimited import open_delimited

    return open_delimited(data)


def _open_package(data: bytes) -> Workbook:
    from sources.workbooks.package import Package

    package = Package(data)
    if "[Content_Types].xml" in package:
        from sources.workbooks.spreadsheet_ml import open_spreadsheet

        return open_spreadsheet(package)
    if "content.xml" in package:
        from sources.workbooks.open_document import open_document

        return open_document(package)
    raise CannotRead(NOT_A_WORKBOOK)
