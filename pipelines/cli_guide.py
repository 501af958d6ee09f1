"""The verb `guide`: what is checked, as a guide for data owners. It needs no returns, no ledger."""

import sys
from pathlib import Path

import click

from pipelines.plainly import plainly


@click.command()
@click.option("--council", help="By this council's own limits, such as derbyshire.")
@click.option("--year", help="For example 2023-24; without it, the present year or the newest.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a page and a Markdown file there; without it, the Markdown is printed.",
)
@plainly
def guide(council: str | None, year: str | None, folder: Path | None) -> None:
    """Write the data-quality guide: every rule, with what to do and examples."""
    from datetime import datetime

    from assets.steps.guide import guide_markdown, write_guide
    from assets.steps.register import framework_of
    from pipelines.library import library_of
    from pipelines.settings import Settings
    from sources.framework.timetable import LONDON

    if year is not None and council is None:
        raise click.UsageError("--year goes with --council.")
    framework = None
    if council is not None:
        today = datetime.now(LONDON).date()
        framework = framework_of(library_of(Settings.read()), council, year, today)
    if folder is not None:
        for path in write_guide(framework, folder):
            click.echo(path)
        return
    # It is kept as a file, which is UTF-8 wherever it is written.
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    click.echo(guide_markdown(framework), nl=False)
