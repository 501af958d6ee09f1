"""The frameworks of this installation: the folders that the settings name, and the examples.

They are read once and again when any of their files changes.
"""

from functools import lru_cache
from pathlib import Path

from pipelines.settings import Settings
from sources.framework.library import EXAMPLES, Library, UnknownKey

_Stamp = tuple[tuple[str, int, int], ...]


def library_of(settings: Settings) -> Library:
    """The frameworks that the settings name. Raises UnknownKey for a folder that is not there."""
    for folder in settings.frameworks:
        if not folder.is_dir():
            raise UnknownKey(f"QUARTERDAY_FRAMEWORKS names {folder}, which is not a folder.")
    folders = (*settings.frameworks, EXAMPLES)
    return _library(folders, tuple(_stamp(folder) for folder in folders))


@lru_cache(maxsize=4)
def _library(folders: tuple[Path, ...], _stamps: tuple[_Stamp, ...]) -> Library:
    from checks.catalogue.catalogue import RULE_IDS

    return Library(folders, RULE_IDS)


def _stamp(folder: Path) -> _Stamp:
    """What tells that a file was changed, added or removed, without reading any."""
    found = []
    for path in sorted(folder.rglob("*")):
        held = path.stat()
        found.append((str(path), held.st_mtime_ns, held.st_size))
    return tuple(found)
