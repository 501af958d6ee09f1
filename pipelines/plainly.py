"""Errors that a person can act on, said in one sentence, at the edge of the command line."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

_P = ParamSpec("_P")
_T = TypeVar("_T")


def plainly(command: Callable[_P, _T]) -> Callable[_P, _T]:
    """Turn the errors that a person can act on into one sentence and exit code 1."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        from sources.access import NoAccess
        from sources.archive import ArchiveProblem, Busy
        from sources.decisions import CannotDecide
        from sources.entries import NoReason
        from sources.framework.keys import KeyProblem
        from sources.framework.library import UnknownKey
        from sources.framework.places import FrameworkProblems
        from sources.ledger import LedgerProblem
        from sources.sign_offs import NotSigned
        from sources.spot_checks import NoDraw
        from sources.workbooks.cells import CannotRead
        from warehouse.problems import NewerResults, WarehouseProblem

        try:
            return command(*args, **kwargs)
        except (
            KeyProblem,
            UnknownKey,
            FrameworkProblems,
            LedgerProblem,
            CannotRead,
            ArchiveProblem,
            Busy,
            WarehouseProblem,
            NewerResults,
            NoReason,
            NoAccess,
            CannotDecide,
            NoDraw,
            NotSigned,
        ) as error:
            raise click.ClickException(str(error)) from None
        except BrokenPipeError:
            # Whoever reads our output has seen enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            message = (
                f"{place}{error.strerror or error}. Check the folder, its permissions and space."
            )
            raise click.ClickException(message) from None

    return run
