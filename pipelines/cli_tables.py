"""Verbs on tables that belong to no council: a table in, the same in another light out.

Nothing is taken in or stored. Each calls one step and writes CSV, as in `cli`.
"""

import csv
import sys
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from pipelines.plainly import plainly

_DAY = click.DateTime(["%Y-%m-%d"])


class Exact(click.ParamType[Decimal]):
    """A number of any length, kept as it is written."""

    name = "number"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.fail(f"'{value}' is not a number.", param, ctx)
        return number


EXACT = Exact()


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--direction",
    type=click.Choice(["increase", "decrease", "neutral"]),
    default="neutral",
    show_default=True,
    help="Which way is better.",
)
@click.option("--target", type=EXACT, help="The number to be reached, for --summary.")
@click.option(
    "--rebase",
    "rebases",
    multiple=True,
    type=_DAY,
    help="New mean and limits from this day on; may be given several times.",
)
@click.option(
    "--fix-after",
    type=click.IntRange(min=2),
    help="Take mean and limits from the first so many points alone.",
)
@click.option(
    "--screen/--no-screen",
    default=True,
    show_default=True,
    help="Leave extreme moving ranges out of the limits, or not.",
)
@click.option("--summary", is_flag=True, help="One row per series instead of one per point.")
@plainly
def spc(
    file: Path,
    direction: str,
    target: Decimal | None,
    rebases: tuple[datetime, ...],
    fix_after: int | None,
    screen: bool,
    summary: bool,
) -> None:
    """Chart the series of any table; limits and special causes as CSV.

    FILE has the columns series, date and value; cells that state no value are passed over. Charts
    are XmR, with the rules of the NHS "Making Data Count" charts.
    """
    from assets.analysis.kernel.control_chart import Better
    from assets.steps.chart_table import POINT_HEADINGS, SUMMARY_HEADINGS, Settings, chart_table

    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    days = tuple(day.date() for day in rebases)
    settings = Settings(Better(direction), target, days, fix_after, screen)
    charted = chart_table(file.read_bytes(), settings)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(SUMMARY_HEADINGS if summary else POINT_HEADINGS)
    writer.writerows(charted.summary if summary else charted.points)
    for day in charted.unused:
        click.echo(f"--rebase {day} splits no series: no points on both sides of it.", err=True)
