"""Rating rules that councils have published, by name: for rating figures of no framework.

Each is a file of `sources/schemes`, written like anybody's own. A council whose framework is here
rates by that, never by these.
"""

from pathlib import Path

from sources.framework.scheme_file import load_scheme
from sources.framework.schemes import MeasureScheme

_FOLDER = Path(__file__).parent.parent / "schemes"


def names() -> list[str]:
    """The names of all published rules, in order."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


def published(name: str) -> MeasureScheme | None:
    """The rule of a name, with hyphens or underscores; None if there is none of that name."""
    wanted = name.replace("_", "-")
    if wanted not in names():
        return None
    path = _FOLDER / f"{wanted}.yaml"
    return load_scheme(path.name, path.read_text(encoding="utf-8"))
