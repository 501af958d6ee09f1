"""Verbs about who may have which reports: `access` and `hand-out`.

Each builds the House, calls one step and shows its evidence, as in `cli`.
"""

import getpass
from datetime import datetime
from pathlib import Path

import click

from pipelines.cli_house import home_option, house_of
from pipelines.plainly import plainly

_council = click.option("--council", required=True, help="For example derbyshire.")
_person = click.option("--person", required=True, help="A name or post, as declared.")
_to = click.option("--to", "visibility", required=True, type=click.Choice(["internal", "members"]))
_reason = click.option("--reason", required=True, help="Why; kept in the ledger.")
_by = click.option("--by", help="Your name or post; without it your login name.")


@click.group()
def access() -> None:
    """Record who may have which reports: request, grant, end, list."""


@access.command()
@_council
@_person
@_to
@_reason
@home_option
@plainly
def request(council: str, person: str, visibility: str, reason: str, home: Path | None) -> None:
    """Record that somebody asks for access to reports."""
    from assets.steps.access import request as record

    entry = record(house_of(home), council, person, visibility, reason)
    click.echo(f"Recorded as entry {entry.seq}. It is granted with 'quarterday access grant'.")


@access.command()
@_council
@_person
@_to
@click.option("--role", required=True, help="For example: cabinet member, performance team.")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day.")
@_reason
@_by
@home_option
@plainly
def grant(
    council: str,
    person: str,
    visibility: str,
    role: str,
    until: datetime,
    reason: str,
    by: str | None,
    home: Path | None,
) -> None:
    """Let somebody have reports of a visibility until a day."""
    from assets.steps.access import grant as record

    day = until.date()
    who = by or getpass.getuser()
    record(house_of(home), council, person, visibility, role=role, until=day, reason=reason, by=who)
    click.echo(f"{person} may have {visibility} reports of {council} until {day.isoformat()}.")


@access.command()
@_council
@_person
@_reason
@_by
@home_option
@plainly
def end(council: str, person: str, reason: str, by: str | None, home: Path | None) -> None:
    """End somebody's access now."""
    from assets.steps.access import end as record

    record(house_of(home), council, person, reason, by or getpass.getuser())
    click.echo(f"{person} may no longer have reports of {council} that are not public.")


@access.command("list")
@_council
@home_option
@plainly
def listing(council: str, home: Path | None) -> None:
    """List access that holds today, and requests that wait."""
    from assets.steps.access import grants, pending

    house = house_of(home)
    held = grants(house, council)
    for one in held:
        click.echo(f"{one.person}: {one.visibility}, {one.role}, until {one.until.isoformat()}")
    if not held:
        click.echo(f"Nobody has access to reports of {council} that are not public.")
    for body in pending(house, council):
        click.echo(f"Asked for: {body.person}, {body.visibility}: {body.reason}")


@click.command("hand-out")
@click.argument("edition")
@click.option("--for", "person", required=True, help="Who gets it: a name or post.")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
@home_option
@plainly
def hand_out(edition: str, person: str, folder: Path, home: Path | None) -> None:
    """Copy an EDITION's newest draft to a folder, for somebody who may have it."""
    from assets.steps.access import hand_out as give
    from sources.framework.keys import Edition

    click.echo(give(house_of(home), Edition.parse(edition), person, folder))
