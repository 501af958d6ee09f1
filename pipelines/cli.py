"""The command line: each verb builds the House, calls one step and shows its evidence.

Nothing is decided here. Slow imports stand inside the verbs, so that `--help` answers at once.
Exit codes: 0 done (findings and late returns are not errors), 1 the folder or command cannot be
used as it is, 2 the command line itself is wrong.
"""

import sys
from pathlib import Path

import click

from pipelines.cli_access import access, hand_out
from pipelines.cli_check import check
from pipelines.cli_decisions import override, waive
from pipelines.cli_forecast import forecast
from pipelines.cli_guide import guide
from pipelines.cli_house import home_option, house_of, must_exist, settings_of
from pipelines.cli_moderation import moderate, moderation
from pipelines.cli_moves import moves
from pipelines.cli_owners import owners
from pipelines.cli_purge import purge
from pipelines.cli_quality import contracts, spot_checks
from pipelines.cli_register import register
from pipelines.cli_schemes import schemes
from pipelines.cli_sign_off import review, sign_off
from pipelines.cli_tables import spc
from pipelines.cli_targets import targets
from pipelines.cli_team import extend, rerun, status
from pipelines.cli_verify import verify
from pipelines.csv_out import write_csv
from pipelines.plainly import plainly

_council = click.option("--council", required=True, help="For example derbyshire.")
_period = click.option("--period", required=True, help="For example 2023-24-Q2.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quarterday", prog_name="quarterday")
def main() -> None:
    """Departments' performance returns in; checked, rated, traceable reports out."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark, not a traceback.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]


main.add_command(check)
main.add_command(status)
main.add_command(rerun)
main.add_command(extend)
main.add_command(waive)
main.add_command(override)
main.add_command(moderation)
main.add_command(moderate)
main.add_command(sign_off)
main.add_command(review)
main.add_command(owners)
main.add_command(access)
main.add_command(hand_out)
main.add_command(purge)
main.add_command(verify)
main.add_command(targets)
main.add_command(spc)
main.add_command(forecast)
main.add_command(spot_checks)
main.add_command(contracts)
main.add_command(moves)
main.add_command(schemes)


@main.command()
@_council
@_period
@home_option
@plainly
def close(council: str, period: str, home: Path | None) -> None:
    """Take in returns, check, rate, and draw up the period's report.

    Returns are files in HOME/inbox/COUNCIL/RETURN/. Run it as often as you like: only what
    changed is worked out again.
    """
    from assets.steps.quarter import close_quarter
    from pipelines.progress import shown
    from pipelines.summary import close_summary
    from sources.framework.keys import Close, Period

    key = Close(council, Period.parse(period))
    house = house_of(home, key)
    with shown() as progress:
        evidence = close_quarter(house, key, progress)
    click.echo(close_summary(evidence))


@main.command()
@_council
@_period
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
@home_option
@plainly
def forms(council: str, period: str, folder: Path, home: Path | None) -> None:
    """Write a pre-filled Excel return form for every department."""
    from assets.steps.forms import issue_forms
    from sources.framework.keys import Close, Period

    key = Close(council, Period.parse(period))
    written = issue_forms(house_of(home, key), key, folder)
    for path in written:
        click.echo(path)
    if not written:
        click.echo(f"No return of {council} for {period} comes in a form.")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@plainly
def validate(folder: Path) -> None:
    """Check a framework folder: every error with its file, line and mend.

    What is taken and yet may not be what is meant is listed as worth a look.
    """
    from checks.catalogue.catalogue import RULE_IDS
    from sources.framework.load import load_with_doubts
    from sources.framework.places import FrameworkProblems

    try:
        framework, doubts = load_with_doubts(folder, RULE_IDS)
    except FrameworkProblems as error:
        for problem in error.problems:
            click.echo(str(problem))
        count = len(error.problems)
        click.echo(f"{count} {'problem' if count == 1 else 'problems'} found.", err=True)
        sys.exit(1)
    for doubt in doubts:
        click.echo(f"Worth a look: {doubt}")
    click.echo(
        f"{framework.council.name} {framework.year}: no problems. "
        f"Measures {len(framework.measures)}, key actions {len(framework.actions)}, "
        f"returns owed {len(framework.slots)}, "
        f"reports with a confirmed date {len(framework.editions)}."
    )


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--scheme", required=True, help="Such as derbyshire, kent, or FILE.yaml.")
@plainly
def rate(file: Path, scheme: str) -> None:
    """Rate the rows of any table; the same rows come out, rated, as CSV.

    FILE has the columns measure, actual, target, polarity and unit, and may have tolerance and
    zero_tolerance; if the scheme looks at them, also floor, levels, last_year, forecast, low, high.
    Polarity is higher, lower, range (with a target such as 90 to 110) or none; unit is percent,
    number, money or days. A row that cannot be rated says why. variance_pct is in per cent of the
    target, or in points where the scheme reckons so; positive is better.
    """
    from assets.steps.rate_table import rate_table, scheme_of
    from pipelines.library import library_of

    rated = rate_table(file.read_bytes(), scheme_of(scheme, library_of(settings_of(None))))
    has_return = any("\r" in text for row in rated.rows for text in row)
    write_csv(rated.headings, rated.rows, "\r\n" if has_return else "\n")
    if not rated.rows:
        click.echo("The table has no rows below its headings: nothing was rated.", err=True)
    if rated.unrated:
        click.echo(f"Rows without a rating: {rated.unrated} of {len(rated.rows)}.", err=True)


@main.command()
@click.argument("figure")
@home_option
@plainly
def trace(figure: str, home: Path | None) -> None:
    """Follow a printed FIGURE (its id) to its file, sheet, cell and rule."""
    from assets.steps.trace import trace as follow

    line, notice = follow(house_of(home), figure)
    if notice:
        click.echo(notice)
    click.echo(f"{line.text}  {line.what}\n{line.how}")
    for source in line.sources:
        click.echo(
            f"  {source.what}: {source.raw!r} in {source.sheet}!{source.cell} of "
            f"'{source.file}', received {source.received}\n    sha256 {source.sha256}"
        )


@main.command()
@home_option
@plainly
def rebuild(home: Path | None) -> None:
    """Work the whole warehouse out again from archive and ledger."""
    from pipelines.house import rebuild_house

    settings = settings_of(home)
    must_exist(settings)
    done = rebuild_house(settings)
    click.echo(
        f"Rebuilt: councils {done.councils}, returns {done.slots}, closes {done.closes}, "
        f"editions {done.editions}."
    )


@main.command()
@click.option(
    "--council",
    "councils",
    multiple=True,
    default=("derbyshire",),
    show_default=True,
    help="May be given several times, or 'all': each is played into the same folder.",
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to play in, emptied first; without it 'demo' in the folder of all state.",
)
@plainly
def demo(councils: tuple[str, ...], home: Path | None) -> None:
    """Play a quarter: invented returns, a close, a correction, and a second close."""
    from dataclasses import replace

    from pipelines.demo.play import play_all
    from pipelines.library import library_of
    from pipelines.progress import shown
    from pipelines.summary import demo_summary

    settings = settings_of(home)
    if home is None:
        settings = replace(settings, home=settings.home / "demo")
    wanted = library_of(settings).councils() if "all" in councils else councils
    with shown() as progress:
        played = play_all(settings, wanted, progress)
    click.echo(demo_summary(played))


main.add_command(register)
main.add_command(guide)


if __name__ == "__main__":
    main()
