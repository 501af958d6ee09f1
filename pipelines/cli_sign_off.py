"""Verbs of sign-off: sign a step of a return's route, take a signature back, record a review.

Each builds the House, calls one step and shows its evidence, as in `cli`.
"""

import getpass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli_house import home_option, house_of
from pipelines.plainly import plainly

if TYPE_CHECKING:
    from assets.steps.sign_off import Signer

_by = click.option("--by", help="Who signs; without it the officer whose login yours is.")


def _signer(by: str | None) -> "Signer":
    from assets.steps.sign_off import Signer

    try:
        login = getpass.getuser()
    except (OSError, KeyError):
        login = None
    return Signer(by, login)


@click.command("sign-off")
@click.argument("slot")
@click.option("--step", required=True, help="The step's id in council.yaml, such as authorised.")
@_by
@click.option("--role", default="", help="In which role; without it the step's name.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day signed; without it today.")
@click.option("--withdraw", is_flag=True, help="Take the signature back; needs --reason.")
@click.option("--reason", default="", help="Why it is taken back; kept in the ledger.")
@home_option
@plainly
def sign_off(
    slot: str,
    step: str,
    by: str | None,
    role: str,
    on: datetime | None,
    withdraw: bool,
    reason: str,
    home: Path | None,
) -> None:
    """Sign a step of the return SLOT, such as derbyshire.2023-24-Q2.adult-care.

    It holds for what the return says now: a file that changes a figure puts the return back. The
    name is kept as declared, or as verified where your login is that officer's in people.yaml.
    Exit code 1 if the council's route does not allow it, with the reason.
    """
    from assets.steps.sign_off import sign
    from assets.steps.sign_off import withdraw as take_back
    from sources.framework.keys import Slot

    key, house = Slot.parse(slot), house_of(home)
    if withdraw:
        take_back(house, key, step, _signer(by), reason)
        click.echo(
            f"The signature of step '{step}' of {slot} is withdrawn, and those that rest on it."
        )
        return
    entry, standing = sign(house, key, step, _signer(by), role, on.date() if on else None)
    state = standing.state.value if standing.state else ""
    wanted = f" Next: {standing.next_step.name}." if standing.next_step else ""
    click.echo(f"{slot} is {state}, signed by {entry.actor} (entry {entry.seq}).{wanted}")


@click.command()
@click.argument("slot")
@click.option("--note", required=True, help="What came of it; kept in the ledger.")
@_by
@home_option
@plainly
def review(slot: str, note: str, by: str | None, home: Path | None) -> None:
    """Record that the reported return SLOT was reviewed, and what came of it.

    Exit code 1 if no report that holds it, signed off, has been given out.
    """
    from assets.steps.sign_off import review as record
    from sources.framework.keys import Slot

    entry = record(house_of(home), Slot.parse(slot), _signer(by), note)
    click.echo(f"{slot} is reviewed (entry {entry.seq}).")
