"""The verb that forecasts the year of any table of series. Nothing is taken in or stored."""

from decimal import Decimal
from pathlib import Path

import click

from pipelines.cli_house import settings_of
from pipelines.cli_tables import EXACT
from pipelines.csv_out import write_csv
from pipelines.plainly import plainly


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--year-to-date/--period-alone",
    default=False,
    show_default=True,
    help="Whether values run on through the year or are of each period alone.",
)
@click.option(
    "--aggregation",
    type=click.Choice(["sum", "mean", "latest"]),
    default="sum",
    show_default=True,
    help="How a year follows from its periods.",
)
@click.option("--target", type=EXACT, help="The annual target, for --scheme.")
@click.option("--scheme", help="Rate the outturn by: derbyshire, kent, or FILE.yaml.")
@click.option(
    "--polarity",
    type=click.Choice(["higher", "lower"]),
    default="higher",
    show_default=True,
    help="Which way is better.",
)
@click.option(
    "--unit",
    type=click.Choice(["number", "percent", "money", "days"]),
    default="number",
    show_default=True,
)
@click.option(
    "--trials",
    type=click.IntRange(1, 50),
    default=2,
    show_default=True,
    help="On how many past years it must have been tried.",
)
@click.option(
    "--error-pct",
    type=EXACT,
    default=Decimal(20),
    show_default=True,
    help="By how much it may have been out then on average, in per cent.",
)
@plainly
def forecast(
    file: Path,
    year_to_date: bool,
    aggregation: str,
    target: Decimal | None,
    scheme: str | None,
    polarity: str,
    unit: str,
    trials: int,
    error_pct: Decimal,
) -> None:
    """Forecast each series' year if nothing changes; one row per series as CSV.

    FILE has the columns series, period (2023-24-Q2, April 2023, 2023/24) and value, and may have
    profile: what a period was to bring, or with --year-to-date to reach. The year is that of the
    last value, or of years alone the next one. low and high hold 4 outturns in 5. Each method was
    tried on past years from the same point; one without a good record gives no projection.
    """
    from assets.steps.forecast_table import HEADINGS, Settings, forecast_table
    from assets.steps.rate_table import scheme_of
    from pipelines.library import library_of
    from sources.framework.forecasting import ForecastRules
    from sources.framework.measures import Polarity
    from sources.values import Unit

    if not 0 < error_pct <= 1000:
        raise click.BadParameter("give a number above 0, up to 1000", param_hint="--error-pct")
    if (scheme is None) is not (target is None):
        missing = "--target" if target is None else "--scheme"
        raise click.UsageError(
            f"An outturn is rated by --scheme and --target: {missing} is missing."
        )
    settings = Settings(
        aggregation,
        year_to_date,
        Unit(unit),
        Polarity(polarity),
        target,
        scheme_of(scheme, library_of(settings_of(None))) if scheme else None,
        ForecastRules(trials=trials, error_pct=error_pct),
    )
    rows = forecast_table(file.read_bytes(), settings)
    write_csv(HEADINGS, rows)
    none = sum(not row[2] for row in rows)
    if none:
        click.echo(f"Series without a credible projection: {none} of {len(rows)}.", err=True)
