"""Verbs about the quality of data: spot checks, and the contract on the warehouse's own tables.

Each builds the House, calls one step and shows its evidence, as in `cli`.
"""

import getpass
import sys
from pathlib import Path

import click

from pipelines.cli_house import home_option, house_of
from pipelines.plainly import plainly

_by = click.option("--by", help="Your name or post; without it your login name.")


@click.group("spot-checks")
def spot_checks() -> None:
    """Look into a sample of a period's values: draw it, and record what was found."""


@spot_checks.command("draw")
@click.argument("close")
@click.option("--seed", required=True, help="The same seed draws the same values; a date will do.")
@click.option("--n", "asked", required=True, type=int, help="How many values, 1 to 200.")
@click.option("--risk-weighted", is_flag=True, help="Favour values with more to look at.")
@_by
@home_option
@plainly
def draw(
    close: str, seed: str, asked: int, risk_weighted: bool, by: str | None, home: Path | None
) -> None:
    """Draw a sample of the values of CLOSE, such as derbyshire.2023-24-Q2.

    The draw goes into the ledger and a checklist is written. Asking again for the same draw gives
    the same list. Exit code 0: drawn; 1: it cannot be drawn.
    """
    from assets.steps.spot_checks import draw_spot_checks, how_drawn
    from sources.framework.keys import Close
    from sources.spot_checks import Method

    key = Close.parse(close)
    method = Method.RISK_WEIGHTED if risk_weighted else Method.RANDOM
    made = draw_spot_checks(house_of(home, key), key, seed, asked, method, by or getpass.getuser())
    click.echo(f"Draw {made.draw.seq}{'' if made.is_new else ', as it was drawn before'}.")
    click.echo(how_drawn(made.draw.drawn))
    for measure in made.draw.drawn.measures:
        click.echo(f"  {measure}")
    click.echo(f"Checklist: {made.checklist}")


@spot_checks.command("record")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_by
@home_option
@plainly
def record(file: Path, by: str | None, home: Path | None) -> None:
    """Record the filled lines of a checklist FILE; it may be recorded again as it fills up.

    Exit code 0: recorded; 1: nothing was recorded, and why.
    """
    from assets.steps.spot_checks import record_spot_checks
    from assets.views.spot_checks import outcome_words

    done = record_spot_checks(house_of(home), file.read_bytes(), file.name, by or getpass.getuser())
    click.echo(f"Recorded: {done.recorded} of draw {done.draw.seq} of {done.close}.")
    click.echo(f"{outcome_words(done.draw)}; still to be done: {len(done.draw.outstanding)}.")
    click.echo("Reports say so once the period is closed again.")


@click.command()
@click.argument("close")
@home_option
@plainly
def contracts(close: str, home: Path | None) -> None:
    """Hold the stored tables of CLOSE to what our own code promises of them.

    A broken promise is a fault of Quarterday, never of a department. Takes some ten seconds.
    Exit code 0: all kept; 1: some are broken, or it could not be tried.
    """
    from assets.steps.contracts import hold_to_contract
    from sources.framework.keys import Close

    key = Close.parse(close)
    evidence = hold_to_contract(house_of(home, key), key)
    for table, outcome in evidence.broken:
        click.echo(f"BROKEN {table}: {outcome.words} (rows: {outcome.rows})")
    click.echo(
        f"Tables {len(evidence.tables)}, promises {evidence.promises}, "
        f"broken {len(evidence.broken)}: {evidence.page}"
    )
    sys.exit(1 if evidence.broken else 0)
