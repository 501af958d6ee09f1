"""Verbs for what the performance team decides about results: waivers, overrides.

Each builds the House, calls one step and shows its evidence, as in `cli`.
"""

import getpass
from datetime import datetime
from pathlib import Path

import click

from pipelines.cli_house import home_option, house_of
from pipelines.plainly import plainly

_reason = click.option("--reason", required=True, help="Why; kept in the ledger.")
_by = click.option("--by", help="Your name or post, as declared; without it your login name.")


def _who(by: str | None) -> str:
    return by or getpass.getuser()


@click.command()
@click.argument("slot")
@click.option("--rule", help="The rule whose findings are accepted, for example out-of-range.")
@click.option("--measure", help="Only of this measure; without it, of all.")
@click.option("--period", help="Only of this period, for example 2023-24-Q2; without it, of all.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day it holds.")
@click.option("--end", "ends", type=int, help="End the waiver that is this ledger entry, today.")
@_reason
@_by
@home_option
@plainly
def waive(
    slot: str,
    rule: str | None,
    measure: str | None,
    period: str | None,
    until: datetime | None,
    ends: int | None,
    reason: str,
    by: str | None,
    home: Path | None,
) -> None:
    """Accept what a rule found in the return SLOT, until a day.

    The values count and are rated from the next close on; the findings stay listed, as waived. On
    the day after --until they are back. A file that comes later is not covered. What is not found
    in a return, such as its lateness, cannot be waived.
    """
    from assets.steps.waive import end
    from assets.steps.waive import waive as record
    from sources.framework.keys import Period, Slot

    key = Slot.parse(slot)
    if ends is not None:
        if rule or until or measure or period:
            raise click.UsageError("--end takes nothing but --reason and --by.")
        end(house_of(home), key, ends, reason=reason, by=_who(by))
        click.echo(f"The waiver of entry {ends} has ended; 'quarterday close' counts without it.")
        return
    if rule is None or until is None:
        raise click.UsageError("Name the rule and the last day: --rule ID --until YYYY-MM-DD.")
    done = record(
        house_of(home),
        key,
        rule,
        until=until.date(),
        reason=reason,
        by=_who(by),
        measure=measure,
        period=Period.parse(period) if period else None,
    )
    many = "finding is" if done.findings == 1 else "findings are"
    click.echo(
        f"{done.findings} {many} waived until {until.date().isoformat()} (entry "
        f"{done.entry.seq}); 'quarterday close' counts and rates the values."
    )


@click.command("override")
@click.argument("close")
@click.argument("measure")
@click.option("--rating", help="The rating that stands instead, by its id or word.")
@click.option("--value", help="The value that stands instead, and is rated.")
@click.option("--withdraw", is_flag=True, help="Let what came of the files stand again.")
@_reason
@_by
@home_option
@plainly
def override(
    close: str,
    measure: str,
    rating: str | None,
    value: str | None,
    withdraw: bool,
    reason: str,
    by: str | None,
    home: Path | None,
) -> None:
    """Decide another rating or value for a MEASURE of a CLOSE, after moderation.

    CLOSE is like derbyshire.2023-24-Q2. Both are kept: reports print what was decided, their pages
    of sources what came of the files, who decided, when and why. The public reads only what was
    decided. It holds until it is withdrawn, and for this period alone.
    """
    from assets.steps.override import override as record
    from assets.steps.override import withdraw as end
    from sources.framework.keys import Close

    key, house = Close.parse(close), house_of(home)
    if withdraw:
        if rating or value:
            raise click.UsageError("--withdraw takes neither --rating nor --value.")
        end(house, key, measure, reason=reason, by=_who(by))
        click.echo(f"Withdrawn; 'quarterday close' prints what came of the files for {measure}.")
        return
    entry = record(house, key, measure, reason=reason, by=_who(by), rating=rating, value=value)
    click.echo(f"Recorded as entry {entry.seq}; 'quarterday close' prints what was decided.")
