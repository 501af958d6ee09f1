"""The frameworks of this installation: the folders that the settings name, and the examples."""

from pipelines.settings import Settings
from sources.framework.library import EXAMPLES, Library, UnknownKey


def library_of(settings: Settings) -> Library:
    """The frameworks that the settings name. Raises UnknownKey for a folder that is not there."""
    for folder in settings.frameworks:
        if not folder.is_dir():
            raise UnknownKey(f"QUARTERDAY_FRAMEWORKS names {folder}, which is not a folder.")
    return Library((*settings.frameworks, EXAMPLES))
