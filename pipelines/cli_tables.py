"""Verbs on tables that belong to no council: a table in, the same in another light out.

Nothing is taken in or stored. Each calls one step and writes CSV, as in `cli`.
"""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import click

from pipelines.csv_out import write_csv
from pipelines.plainly import plainly

_DAY = click.DateTime(["%Y-%m-%d"])


class Exact(click.ParamType[Decimal]):
    """A number as a return may hold it: `95`, `1,200`, `95.5%`."""

    name = "number"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        from sources.unreadable import why_unreadable
        from sources.values import Unit, parse_text

        if isinstance(value, Decimal):
            return value
        text = str(value).strip()
        unit = Unit.PERCENT if text.endswith("%") else Unit.NUMBER
        number = parse_text(text, unit).number
        if number is None:
            why = why_unreadable(text, unit)
            self.fail(f"'{text[:40]}' cannot be used as a number: {why}.", param, ctx)
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

    days = tuple(day.date() for day in rebases)
    settings = Settings(Better(direction), target, days, fix_after, screen)
    charted = chart_table(file.read_bytes(), settings)
    if summary:
        write_csv(SUMMARY_HEADINGS, charted.summary)
    else:
        write_csv(POINT_HEADINGS, charted.points)
    for day in charted.unused:
        click.echo(f"--rebase {day} splits no series: no points on both sides of it.", err=True)
