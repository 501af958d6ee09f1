"""The verb that looks whether anything recorded was changed since: `verify`."""

import sys
from pathlib import Path

import click

from pipelines.cli_house import home_option, house_of
from pipelines.plainly import plainly


@click.command()
@click.option("--council", help="Without it, every council that has a ledger.")
@click.option("--expect", "expected", multiple=True, metavar="HASH", help="A hash noted earlier.")
@home_option
@plainly
def verify(council: str | None, expected: tuple[str, ...], home: Path | None) -> None:
    """Check that ledger, archive, reports and letters are as recorded.

    Prints the last hash of each ledger: note it elsewhere and give it with --expect later, for
    whoever can rewrite the whole folder can rewrite the whole chain. Exit code 0: nothing is wrong;
    1: something is, or it cannot be told.
    """
    from assets.steps.verify import verify as look
    from pipelines.progress import shown

    house = house_of(home)
    known = house.ledger.councils()
    if council is not None and council not in known:
        raise click.ClickException(f"There is no ledger of '{council}'; known: {', '.join(known)}.")
    with shown() as progress:
        found = look(house, [council] if council else known, expected, progress)
    for sha256, seq in found.tombstones:
        click.echo(f"Passed over: {sha256[:12]} was purged by entry {seq}.")
    for head in found.heads:
        click.echo(f"{head.council}: last entry {head.seq}, hash {head.hash}")
    for one in found.wrong:
        click.echo(f"WRONG  {one.place}: {one.what}: {one.mend}.")
    looked = f"entries {found.entries}, archived files {found.objects}"
    if found.wrong:
        click.echo(f"{len(found.wrong)} wrong; looked at {looked}.", err=True)
        sys.exit(1)
    click.echo(f"Nothing is wrong; looked at {looked}.")
