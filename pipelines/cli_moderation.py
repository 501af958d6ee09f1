"""Verbs for the words of a report: commentary into a workbook, and what was decided back.

Each builds the House, calls one step and shows its evidence, as in `cli`.
"""

import getpass
import sys
from pathlib import Path

import click

from pipelines.cli_house import home_option, house_of
from pipelines.plainly import plainly


@click.command()
@click.argument("close")
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The workbook to write, ending in .xlsx; one that is there already is left alone.",
)
@home_option
@plainly
def moderation(close: str, to: Path, home: Path | None) -> None:
    """Write every commentary of CLOSE into a workbook, to be edited.

    CLOSE is like derbyshire.2023-24-Q2. Each commentary stands beside what was decided about it, if
    anything was. Exit code 0: written; 1: not written, and why.
    """
    from assets.steps.moderate import write_workbook
    from sources.framework.keys import Close

    key = Close.parse(close)
    count = write_workbook(house_of(home, key), key, to)
    click.echo(f"Commentary: {count}. Edit {to}, then run 'quarterday moderate'.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--by", help="Your name or post, as declared; without it your login name.")
@home_option
@plainly
def moderate(file: Path, by: str | None, home: Path | None) -> None:
    """Record what a moderation workbook FILE changes; the next close prints it.

    Edited words replace those that they were made of, in every report; 'internal' keeps a
    commentary out of what the public reads. What departments sent stays as it was, and their pages
    show both. A row whose commentary was sent anew since is refused. Exit code 0: recorded; 1: some
    rows, or all, were refused, and why.
    """
    from assets.steps.moderate import moderate as record

    done = record(house_of(home), file.read_bytes(), file.name, by or getpass.getuser())
    for row in done.refused:
        click.echo(f"REFUSED {row}")
    if done.entry is None:
        click.echo(f"Nothing was recorded for {done.close}.")
    else:
        click.echo(
            f"Recorded for {done.close} as entry {done.entry}: {done.recorded}. "
            "'quarterday close' prints it."
        )
    sys.exit(1 if done.refused else 0)
