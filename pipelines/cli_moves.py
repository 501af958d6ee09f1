"""The verb `moves`: which ratings of a period moved, and why."""

from pathlib import Path

import click

from pipelines.cli_house import home_option, house_of
from pipelines.plainly import plainly


@click.command()
@click.option("--council", required=True, help="For example derbyshire.")
@click.option("--period", required=True, help="For example 2023-24-Q2.")
@click.option(
    "--since",
    metavar="DRAFT|SEQ",
    help="For example draft-1, or the number of a ledger entry; else the period before.",
)
@home_option
@plainly
def moves(council: str, period: str, since: str | None, home: Path | None) -> None:
    """Say which ratings of a closed period moved, and why each did.

    A rating that moved by rounding, by a restated denominator, because a file came late, or within
    what chance explains of a survey is marked. Exit code 0, whether or not any moved.
    """
    from assets.steps.moved import moved
    from assets.views.measure_moves import move_text
    from sources.framework.keys import Close, Period

    close = Close(council, Period.parse(period))
    found = moved(house_of(home, close), close, since)
    click.echo(f"{close} against {found.against}: {len(found.moves)} ratings moved.")
    for move in found.moves:
        click.echo(move_text(found.context, move))
