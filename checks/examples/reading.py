"""Examples as data: the YAML files beside this module, read into what the rules look at.

To add one, write its entry into a file here; `README.md` beside it lists what may stand in it. The
measures are those of the example council Derbyshire, in its second quarter of 2023-24.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from checks.examples.budgets import budget_return
from checks.examples.closes import close_of
from checks.examples.extracts import extract_of
from checks.examples.returns import return_of
from checks.examples.risk_returns import risk_return
from checks.subject import CheckedClose, CheckedReturn
from sources.framework.places import FrameworkProblems, read_yaml

_FOLDER = Path(__file__).parent
_PARTS = {"rule", "given", "breaks", "keeps", "because"}


@dataclass(frozen=True)
class Example:
    """A rule's example: as written, and as the rules see it. `because` says what to note."""

    rule: str
    because: str | None
    breaks: Mapping[str, Any]
    keeps: Mapping[str, Any]
    broken: CheckedReturn | CheckedClose
    kept: CheckedReturn | CheckedClose


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """Every example, in the order of the files. Raises ValueError for an entry not understood."""
    found = []
    for path in sorted(_FOLDER.glob("*.yaml")):
        try:
            entries = read_yaml(path.name, path.read_text(encoding="utf-8")).data
        except FrameworkProblems as error:
            raise ValueError(str(error)) from error
        for entry in entries:
            if not _PARTS >= set(entry) >= {"rule", "breaks", "keeps"}:
                raise ValueError(f"{path.name}: {entry.get('rule')}: parts are {sorted(_PARTS)}")
            given = entry.get("given") or {}
            found.append(_example(entry, {**given, **entry["breaks"]}, {**given, **entry["keeps"]}))
    return tuple(found)


def _example(entry: Mapping[str, Any], breaks: dict[str, Any], keeps: dict[str, Any]) -> Example:
    try:
        broken, kept = _subject(breaks), _subject(keeps)
    except Exception as error:
        raise ValueError(f"the example of {entry['rule']} cannot be read: {error!r}") from error
    return Example(entry["rule"], entry.get("because"), breaks, keeps, broken, kept)


def _subject(given: Mapping[str, Any]) -> CheckedReturn | CheckedClose:
    if "figures" in given:
        return extract_of(given)
    if "risks" in given:
        return risk_return(given)
    if "budget" in given:
        return budget_return(given)
    return (
        close_of(given)
        if given.keys() & {"rated", "late", "procedures", "follow_ups"}
        else return_of(given)
    )
