"""What every verb needs: the option that names the folder of all state, and the House in it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assets.steps.house import House
    from pipelines.settings import Settings
    from sources.framework.keys import Close

home_option = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of all state; without it QUARTERDAY_HOME, else 'var'.",
)


def house_of(home: Path | None, close: "Close | None" = None) -> "House":
    """The House; a close that no framework knows is refused before anything is made for it."""
    from pipelines.house import build_house
    from pipelines.library import library_of

    settings = settings_of(home)
    if close is not None:
        library_of(settings).of_close(close)
    else:
        must_exist(settings)
    return build_house(settings)


def must_exist(settings: "Settings") -> None:
    if not (settings.home / "ledger").is_dir():
        raise click.ClickException(
            f"{settings.home} holds no ledger: name the folder of all state with --home."
        )


def settings_of(home: Path | None) -> "Settings":
    from dataclasses import replace

    from pipelines.settings import Settings

    settings = Settings.read()
    return replace(settings, home=home.resolve()) if home else settings
