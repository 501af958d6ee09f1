"""Verbs of the performance team: where a period stands, working a key out again, more time.

Each builds the House, calls one step and shows its evidence, as in `cli`.
"""

import getpass
from datetime import datetime
from pathlib import Path

import click

from pipelines.cli_house import home_option, house_of
from pipelines.plainly import plainly

_by = click.option("--by", help="Your name or post; without it your login name.")


def _who(by: str | None) -> str:
    return by or getpass.getuser()


@click.command()
@click.option("--council", required=True, help="For example derbyshire.")
@click.option("--period", required=True, help="For example 2023-24-Q2.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@home_option
@plainly
def status(council: str, period: str, as_json: bool, home: Path | None) -> None:
    """Show where a period stands: every return, the timetable, what failed.

    Exit code 0 whatever stands there; 1 if it cannot be told.
    """
    import json

    from assets.steps.status import status_of
    from pipelines.status_text import status_data, status_text
    from sources.framework.keys import Close, Period

    key = Close(council, Period.parse(period))
    found = status_of(house_of(home, key), key)
    click.echo(json.dumps(status_data(found), indent=1) if as_json else status_text(found))


@click.command()
@click.argument("key")
@click.option("--reason", required=True, help="Why; kept in the ledger.")
@_by
@home_option
@plainly
def rerun(key: str, reason: str, by: str | None, home: Path | None) -> None:
    """Work out a return, a period or an edition again, with a recorded reason.

    KEY is like derbyshire.2023-24-Q2.adult-care, derbyshire.2023-24-Q2 or
    derbyshire.quarterly-performance.2023-10-24. Exactly that key is replaced.
    """
    from assets.steps.publish import PublishEvidence
    from assets.steps.rerun import key_of
    from assets.steps.rerun import rerun as again

    evidence = again(house_of(home), key_of(key), reason, _who(by))
    click.echo(f"{key} was worked out again; the reason is in the ledger.")
    if isinstance(evidence, PublishEvidence):
        click.echo(f"Draft {evidence.draft}: open {evidence.page}")
    else:
        click.echo("Reports are as they were: 'quarterday close' draws up what has changed.")


@click.command()
@click.argument("slot")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The new day.")
@click.option("--reason", required=True, help="Why; kept in the ledger.")
@_by
@home_option
@plainly
def extend(slot: str, until: datetime, reason: str, by: str | None, home: Path | None) -> None:
    """Record more time for the return SLOT, agreed by somebody.

    Reminders follow the new day. The return still counts as late against its deadline.
    """
    from assets.steps.extend import extend as record
    from sources.framework.keys import Slot

    record(house_of(home), Slot.parse(slot), until.date(), reason, _who(by))
    click.echo(f"{slot} has time until {until.date().isoformat()}; its lateness stays visible.")
