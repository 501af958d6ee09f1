"""The verb on rating schemes: what another one would move, before anybody adopts it.

A scheme itself is changed in the framework's files, never here.
"""

from pathlib import Path

import click

from pipelines.cli_house import home_option, house_of, settings_of
from pipelines.csv_out import write_csv
from pipelines.plainly import plainly


@click.group()
def schemes() -> None:
    """What helps to review how measures are rated."""


@schemes.command(name="try")
@click.argument("scheme")
@click.option("--council", required=True, help="For example derbyshire.")
@click.option("--period", required=True, help="A closed period: 2023-24-Q2.")
@click.option("--csv", "as_csv", is_flag=True, help="Every value of every period, as CSV.")
@home_option
@plainly
def try_(scheme: str, council: str, period: str, as_csv: bool, home: Path | None) -> None:
    """Try SCHEME on all that is known, and say which ratings would be others.

    SCHEME is a FILE.yaml, written as in a framework's schemes.yaml, or a council whose scheme it
    is. Values of the closed period and of up to five years before are rated by the scheme in force
    and by this one. Nothing is stored. Earlier values whose target is not known are not rated.
    """
    from assets.steps.rate_table import scheme_of
    from assets.steps.try_scheme import CannotTry, try_on_close
    from assets.views.other_scheme import HEADINGS, rows, told
    from assets.views.wording import one_line
    from pipelines.library import library_of
    from sources.framework.keys import Close, Period

    close = Close(council, Period.parse(period))
    tried = scheme_of(scheme, library_of(settings_of(None)))
    try:
        found = try_on_close(house_of(home, close), close, tried)
    except CannotTry as error:
        raise click.ClickException(str(error)) from None
    if not as_csv:
        click.echo("\n".join([f"Tried: {one_line(scheme)}", *told(found)]))
        return
    write_csv(HEADINGS, rows(found))
