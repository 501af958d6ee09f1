"""The verb of data owners: a verdict on a return before it is sent, and a marked copy of it.

Reads the file, calls one step and shows its verdict, as in `cli`.
"""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from pipelines.cli_house import settings_of
from pipelines.plainly import plainly

_CANNOT = 2


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--council", help="Whose return it is, if the file is not one of our forms.")
@click.option("--return", "return_id", help="Which return it is, if it is not one of our forms.")
@click.option(
    "--annotate",
    "out",
    metavar="OUT.xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write a copy of FILE with the failing cells marked and a sheet of findings.",
)
@click.option("--force", is_flag=True, help="Let --annotate replace another file; never FILE.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@plainly
def check(
    file: Path,
    council: str | None,
    return_id: str | None,
    out: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Check a return FILE before it is sent; nothing is taken in.

    Exit code 0: no errors; 1: errors were found; 2: the file is missing, cannot be read, or is for
    a return that nobody owes, or the marked copy cannot be written.
    """
    from assets.steps.check_file import check_file
    from assets.steps.verdict import file_verdict, problem_data, verdict_data
    from pipelines.library import library_of
    from sources.framework.library import UnknownKey
    from sources.workbooks.cells import CannotRead

    def end(problem: str) -> NoReturn:
        if as_json:
            _print_json(problem_data(file.name, problem))
        click.echo(f"{file.name}: {problem}", err=True)
        sys.exit(_CANNOT)

    if out is not None and (problem := _why_not(file, out, force)):
        end(problem)
    try:
        data = file.read_bytes()
    except OSError as error:
        end(f"It cannot be read ({error.strerror}): check its permissions.")
    try:
        verdict = check_file(library_of(settings_of(None)), data, council, return_id)
    except (CannotRead, UnknownKey) as error:
        end(str(error))
    told = verdict_data(file.name, verdict)
    text, has_errors = file_verdict(file.name, verdict)
    if out is not None:
        problem, notice = _write(verdict, data, out)
        if problem:
            end(problem)
        told["annotated"] = str(out)
        told["annotated_notice"] = notice
        text += f"\nMarked copy: {out}." + (f" {notice}" if notice else "")
    if as_json:
        _print_json(told)
    else:
        click.echo(text)
    sys.exit(1 if has_errors else 0)


def _why_not(file: Path, out: Path, force: bool) -> str | None:
    """Why the copy may not be written there."""
    if out.exists() and out.samefile(file):
        return f"The copy would replace the file itself: give --annotate another name than {out}."
    if (out.exists() or out.is_symlink()) and not force:
        return f"There is a file {out} already: give --annotate another name, or add --force."
    if not out.parent.is_dir():
        return f"There is no folder {out.parent}: make it, or give --annotate another name."
    return None


def _write(verdict: Any, data: bytes, out: Path) -> tuple[str | None, str | None]:
    """Write the marked copy; why it cannot be, and what must be said of it."""
    from assets.steps.verdict import marked_copy
    from sources.archive import write_over

    copy = marked_copy(verdict, data)
    if out.suffix.casefold() != copy.suffix:
        return (
            f"The copy is a workbook of the kind {copy.suffix}: call it {out.stem}{copy.suffix}.",
            None,
        )
    try:
        write_over(out, copy.data)
    except OSError as error:
        return f"{out} cannot be written ({error.strerror}): check the folder and its space.", None
    return None, copy.notice


def _print_json(told: dict[str, Any]) -> None:
    import json

    click.echo(json.dumps(told, indent=1))
