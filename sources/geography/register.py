"""The register of English local authorities: who is meant by a name or a code, or why nobody is.

Look-ups only, of the files beside this module, whose sources and licences stand in `SOURCES.md`.
Which authorities a council compares itself with is `sources/framework/comparators`.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sources.words import name_of

# The kind of an authority that was abolished.
FORMER = "former authority"

_FOLDER = Path(__file__).parent
_GSS = re.compile(r"[A-Z]\d{8}")
_REGISTER_CODE = re.compile(r"[A-Z]{3,4}")
# What people write at the end of a name for short; some abbreviations can mean several words.
_SHORT = {
    "cc": ("county council", "city council"),
    "bc": ("borough council",),
    "dc": ("district council",),
    "mbc": ("metropolitan borough council", "borough council"),
    "mdc": ("metropolitan district council", "council"),
    "lbc": ("london borough council", "borough council"),
    "council": ("", "county council", "city council", "borough council", "district council"),
}


@dataclass(frozen=True)
class Area:
    """A place with an official code: an authority, a region or the nation.

    `code` is the authority's three-letter code; `county` that of the county council in whose area a
    district lies. Regions and the nation have their official code in its place. `since` and `until`
    are the authority's first and last day, as far as they are known.
    """

    code: str
    gss_code: str
    name: str
    short_name: str
    kind: str
    region: str = ""
    county: str = ""
    since: str = ""
    until: str = ""

    def began_after(self, day: date) -> bool:
        """Whether the authority is known to have begun after a day."""
        return bool(self.since) and date.fromisoformat(self.since) > day

    def ended_before(self, day: date) -> bool:
        """Whether the authority is known to have been abolished before a day."""
        return bool(self.until) and date.fromisoformat(self.until) < day


@dataclass(frozen=True)
class Resolved:
    """Whom a text means: an area, or a sentence that says why none. `note` says what was done."""

    area: Area | None
    problem: str = ""
    note: str = ""


def resolve(text: str, *, with_former: bool = False) -> Resolved:
    """The area that a name or a code means; of several, or of none, nothing is guessed.

    Official codes that were replaced lead to the authority that has a new one. Of an authority that
    was abolished the problem says so: what came in its place is for people to decide. Figures of
    earlier years may be its own, so that `with_former` gives it as an area, under its last code.
    """
    found = _resolve(text)
    is_former = found.area is not None and found.area.kind == FORMER
    if is_former and not with_former:
        name = found.area.name if found.area else ""
        return Resolved(None, f"'{text.strip()}' is {name}, which was abolished.")
    return found


def _resolve(text: str) -> Resolved:
    known, said = _register(), " ".join(text.split())
    if _GSS.fullmatch(said.upper()):
        return _by_gss(known, said.upper())
    if _REGISTER_CODE.fullmatch(said) and said in known.by_code:
        return Resolved(known.by_code[said])
    found = {area.code: area for name in _readings(said) for area in known.named(name)}
    if len(found) == 1:
        return Resolved(next(iter(found.values())))
    if found:
        names = " or ".join(area.name for area in found.values())
        return Resolved(None, f"'{said}' can mean {names}: write the official code.")
    return Resolved(None, f"'{said}' is no authority, region or nation that the register knows.")


def authorities() -> tuple[Area, ...]:
    """Every local authority of England that there is."""
    return _register().authorities


def authority(code: str) -> Area:
    """The area of a code that is known to be right. Raises KeyError for any other."""
    return _register().by_code[code]


@dataclass(frozen=True)
class _Register:
    authorities: tuple[Area, ...]
    by_code: Mapping[str, Area]
    by_gss: Mapping[str, Area]
    by_name: Mapping[str, Sequence[Area]]
    earlier: Mapping[str, str]

    def named(self, name: str) -> Sequence[Area]:
        return self.by_name.get(name, ())


@lru_cache(maxsize=1)
def _register() -> _Register:
    own = tuple(Area(**row) for row in _rows("authorities.csv"))
    above = [
        Area(row["code"], row["code"], row["name"], row["name"], row["kind"])
        for row in _rows("areas.csv")
    ]
    codes = list(_rows("earlier_codes.csv"))
    former = [
        Area(
            row["gss_code"],
            row["gss_code"],
            row["name"],
            row["name"],
            FORMER,
            since=row["since"],
            until=row["until"],
        )
        for row in codes
        if not row["code"]
    ]
    areas = [*own, *above, *former]
    by_code = {area.code: area for area in areas}
    spelt = [(name_of(name), area) for area in areas for name in (area.name, area.short_name)]
    spelt += [(name_of(row["name"]), by_code[row["code"]]) for row in _rows("other_names.csv")]
    by_name: dict[str, list[Area]] = {}
    for name, area in spelt:
        by_name.setdefault(name, []).append(area)
    return _Register(
        own,
        by_code,
        {area.gss_code: area for area in areas},
        by_name,
        {row["gss_code"]: row["code"] for row in codes if row["code"]},
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _by_gss(known: _Register, gss: str) -> Resolved:
    if gss in known.by_gss:
        return Resolved(known.by_gss[gss])
    if gss in known.earlier:
        area = known.by_code[known.earlier[gss]]
        return Resolved(area, note=f"{gss} is an earlier code of {area.name}, now {area.gss_code}.")
    return Resolved(None, f"{gss} is no code of an authority, region or nation.")


def _readings(text: str) -> list[str]:
    """A name as it is compared, and what the abbreviation at its end may stand for.

    The name as written comes first; only if it is unknown do abbreviations count.
    """
    name = name_of(text)
    if name in _register().by_name:
        return [name]
    first, _, last = name.rpartition(" ")
    return [name_of(f"{first} {words}") for words in _SHORT.get(last, ())] if first else []
