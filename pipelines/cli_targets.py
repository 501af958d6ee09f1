"""The verbs on targets: what helps to set them.

A target itself is set in the framework's files, never here.
"""

from pathlib import Path

import click

from pipelines.cli_house import home_option, house_of
from pipelines.csv_out import write_csv
from pipelines.plainly import plainly


@click.group()
def targets() -> None:
    """What helps to set next year's targets."""


@targets.command()
@click.option("--council", required=True, help="For example derbyshire.")
@click.option("--year", required=True, help="The year whose targets are set: 2023-24.")
@click.option("--measure", help="The id of one measure; without it, every one.")
@home_option
@plainly
def aid(council: str, year: str, measure: str | None, home: Path | None) -> None:
    """Show what measures have reached, their pace, what others reach, and a range, as CSV.

    Figures of earlier years count only where they compare with the year's. The range goes from the
    last outturn to the best of its own pace, carried on for a year, and what others reach.
    """
    from assets.steps.target_aid import HEADINGS, target_aid
    from sources.framework.keys import FinancialYear

    rows = target_aid(house_of(home), council, FinancialYear.parse(year), measure)
    write_csv(HEADINGS, rows)
    worse = sum(bool(row[-1]) for row in rows)
    if worse:
        click.echo(f"Targets that are worse than the last outturn: {worse}.", err=True)
