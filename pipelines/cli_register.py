"""The verb `register`: a council's measures as a page, a table and data.

It needs the framework alone: no returns, no ledger, no warehouse.
"""

from pathlib import Path

import click

from pipelines.plainly import plainly


@click.command()
@click.option("--council", required=True, help="For example derbyshire.")
@click.option("--year", help="For example 2023-24; without it, the present year or the newest.")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
@plainly
def register(council: str, year: str | None, folder: Path) -> None:
    """Write the register of measures: a page, and the same as CSV and JSON.

    Every measure is in it, withdrawn ones too, with its definition, owners, targets and changes,
    and the written procedures that are due today.
    """
    from datetime import datetime

    from assets.steps.register import day_of, framework_of, write_register
    from pipelines.library import library_of
    from pipelines.settings import Settings
    from sources.framework.timetable import LONDON

    today = datetime.now(LONDON).date()
    library = library_of(Settings.read())
    framework = framework_of(library, council, year, today)
    for path in write_register(framework, day_of(library, framework, today), folder):
        click.echo(path)
    click.echo(f"{framework.council.name} {framework.year}: measures {len(framework.measures)}.")
