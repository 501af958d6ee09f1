"""The verb that removes files for good: `purge`, by name or by age.

It builds the House, calls one step and shows its evidence, as in `cli`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli_house import home_option, house_of
from pipelines.plainly import plainly

if TYPE_CHECKING:
    from assets.steps.house import House
    from assets.steps.purge import PurgeEvidence

_ELSEWHERE = (
    "Not reached: backups, copies that were handed out, drafts of reports, and what Dagster noted "
    "of earlier runs. See docs/run-for-a-team.md."
)


@click.command()
@click.argument("keys", nargs=-1, metavar="[SHA256|SLOT]...")
@click.option(
    "--reason", help="Why, without personal data; kept in the ledger, printed in reports."
)
@click.option("--by", help="Who authorised it: a name or post.")
@click.option(
    "--expired", is_flag=True, help="Files that are kept for longer than the council wants."
)
@click.option("--council", help="Whose files; needed with --expired.")
@click.option(
    "--remove", is_flag=True, help="With --expired: remove them. Without it they are listed."
)
@click.option("--yes", is_flag=True, help="Do not ask before anything is removed.")
@home_option
@plainly
def purge(
    keys: tuple[str, ...],
    reason: str | None,
    by: str | None,
    expired: bool,
    council: str | None,
    remove: bool,
    yes: bool,
    home: Path | None,
) -> None:
    """Remove files of departments for good; the ledger keeps that they came.

    A file is named by its sha256 or the first twelve or more characters of it; a SLOT, such as
    derbyshire.2023-24-Q2.adult-care, means every file that was sent for it. This cannot be taken
    back, so it asks first. The same command finishes what broke off. Exit code 0: done or listed;
    1: it cannot be, or you said no.
    """
    if expired == bool(keys):
        raise click.UsageError("Name files or slots, or say --expired.")
    if expired and council is None:
        raise click.UsageError("Say whose files with --council.")
    is_listing = expired and not remove
    if not is_listing and not (reason and by):
        raise click.UsageError("Say why with --reason, and who authorised it with --by.")
    house = house_of(home)
    wanted = _old(house, council or "") if expired else _named(house, keys, council)
    if is_listing:
        return
    if not yes:
        _ask(wanted)
    from assets.steps.purge import purge as remove_for_good

    for name, sha256s in wanted.items():
        _say(remove_for_good(house, name, sha256s, reason or "", by or ""))
    click.echo(_ELSEWHERE)


def _ask(wanted: dict[str, list[str]]) -> None:
    """Name what is about to go; no answer, or no, ends the command with nothing removed."""
    for name, sha256s in wanted.items():
        for sha256 in dict.fromkeys(sha256s):
            click.echo(f"{name}: {sha256}")
    click.confirm("Remove these files for good? This cannot be taken back", abort=True)


def _old(house: "House", council: str) -> dict[str, list[str]]:
    from assets.steps.purgeable import expired

    house.library.years(council)
    found = expired(house, council)
    for one in found:
        click.echo(f"{one.sha256}  {one.since.date().isoformat()}  {one.what}")
    if not found:
        click.echo(f"No file of {council} is kept for longer than it wants.")
    return {council: [one.sha256 for one in found]} if found else {}


def _named(house: "House", keys: Iterable[str], council: str | None) -> dict[str, list[str]]:
    """The files of each council that are meant. Raises UnknownKey."""
    from assets.steps.purge import slots_files
    from assets.steps.purgeable import kept_files
    from sources.framework.keys import Slot
    from sources.framework.library import UnknownKey

    councils = [council] if council else house.ledger.councils()
    held = {name: [one.sha256 for one in kept_files(house.entries(name))] for name in councils}
    wanted: dict[str, list[str]] = {}
    for key in keys:
        if "." in key:
            slot = Slot.parse(key)
            wanted.setdefault(slot.council, []).extend(
                slots_files(house.entries(slot.council), slot)
            )
            continue
        known = {(n, sha) for n, all_ in held.items() for sha in all_ if sha.startswith(key)}
        if len(key) < 12 or not known or len({sha for _, sha in known}) > 1:
            raise UnknownKey(
                f"{key!r} names no file, or more than one: give its sha256, or at least its first "
                "twelve characters; 'quarterday trace' and the pages of data quality print it."
            )
        for name, sha256 in sorted(known):
            wanted.setdefault(name, []).append(sha256)
    return wanted


def _say(done: "PurgeEvidence") -> None:
    was = f"entry {done.entry.seq} of its ledger says so" if done.entry else "it was on record"
    click.echo(f"{done.council}: {len(done.removed)} files removed; {was}.")
    for path in done.removed:
        click.echo(f"  {path}")
    for draft in done.printed_in:
        click.echo(f"  Words of it are printed in {draft}; that stays as it was issued.")
    for other in done.held_by:
        click.echo(f"  The same bytes are {other}'s too and were left: purge them there as well.")
