"""Which door a file goes through, decided by its bytes: a name or an ending proves nothing.

What is behind the doors is `workbook` and `delimited`.
"""

from sources.returns.content import CannotRead, Workbook
from sources.returns.delimited import EMPTY, open_delimited
from sources.returns.workbook import open_workbook

_WORKBOOK_HEADERS = (b"PK", bytes.fromhex("D0CF11E0"))


def open_file(data: bytes) -> Workbook:
    """Open a workbook or a delimited file. Raises CannotRead."""
    if not data:
        raise CannotRead(EMPTY)
    if data.startswith(_WORKBOOK_HEADERS):
        return open_workbook(data)
    return open_delimited(data)
