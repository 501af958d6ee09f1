"""When the database does not answer, or will not: its errors as one sentence that a person can use.

Heard once, on the engine, for whatever is being done. Rows that contradict themselves and mistaken
SQL are faults of ours and stay what they are.
"""

import sqlite3

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DataError, InterfaceError, OperationalError

from warehouse.problems import WarehouseProblem

_GONE = (
    "The warehouse does not answer ({cause}): nothing is lost; start it, or mend its address in "
    "QUARTERDAY_WAREHOUSE, and run the same command again."
)
_NOT_OPENED = (
    "The warehouse cannot be opened ({cause}): nothing is lost; see that its folder is there and "
    "may be written to, and run the same command again."
)
_IN_THE_WAY = (
    "Another run was at work on the same part of the warehouse for too long ({cause}): nothing is "
    "lost; run the same command again."
)
_FULL = (
    "The warehouse has no room left ({cause}): nothing is lost; make room on its disk and run the "
    "same command again."
)
_FORBIDDEN = (
    "The warehouse may not be written to ({cause}): nothing is lost; give its user the right to "
    "make and change tables there, or let its file and folder be written to, and run the same "
    "command again."
)
_DAMAGED = (
    "The warehouse is damaged or its disk fails ({cause}): check the disk, then make the warehouse "
    "anew with 'quarterday rebuild'; archive and ledger hold all that it needs."
)
_DOES_NOT_FIT = (
    "A result is too large for the warehouse ({cause}): nothing was changed; tell whoever runs "
    "Quarterday, for this is a fault of its own."
)

# By PostgreSQL's codes, and their classes of two characters.
_BY_STATE = {
    "42501": _FORBIDDEN,
    "25006": _FORBIDDEN,
    "53100": _FULL,
    "40001": _IN_THE_WAY,
    "40P01": _IN_THE_WAY,
    "55P03": _IN_THE_WAY,
    "22": _DOES_NOT_FIT,
}
# By SQLite's primary codes.
_BY_CODE = {
    sqlite3.SQLITE_BUSY: _IN_THE_WAY,
    sqlite3.SQLITE_LOCKED: _IN_THE_WAY,
    sqlite3.SQLITE_CANTOPEN: _NOT_OPENED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _FORBIDDEN,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_AUTH: _FORBIDDEN,
    sqlite3.SQLITE_IOERR: _DAMAGED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_TOOBIG: _DOES_NOT_FIT,
}


def say_plainly(engine: Engine) -> None:
    """Turn outages that any statement on the engine meets into WarehouseProblem."""

    @event.listens_for(engine, "handle_error")
    def _on_error(context: ExceptionContext) -> None:
        # A pooled connection that is found dead before it is used is simply replaced.
        if not context.is_pre_ping:
            words = _words_for(context)
            if words is not None:
                raise WarehouseProblem(words.format(cause=cause_of(context.original_exception)))


def cause_of(error: BaseException) -> str:
    """The database's own words for what happened: the first line says it."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _words_for(context: ExceptionContext) -> str | None:
    raised, original = context.sqlalchemy_exception, context.original_exception
    if isinstance(original, OverflowError):
        return _DOES_NOT_FIT
    state = getattr(original, "pgcode", None) or ""
    code = getattr(original, "sqlite_errorcode", None)
    # SQLite's extended codes hold the primary one in their lowest byte.
    known = _BY_STATE.get(state) or _BY_STATE.get(state[:2])
    known = known or (_BY_CODE.get(code & 0xFF) if code is not None else None)
    if known is not None:
        return known
    if context.is_disconnect:
        return _GONE
    if code is None and isinstance(raised, OperationalError | InterfaceError):
        return _GONE
    return _DOES_NOT_FIT if isinstance(raised, DataError) else None
