"""The outlines of a breakdown's parts: which file they stand in, and whether they fit the parts.

How such a file is read is `sources/geography/boundaries`; how a map is drawn is for views.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path as FilePath

from sources.framework.base import BOUNDARY_FILE
from sources.framework.breakdowns import Breakdown
from sources.framework.framework import Framework
from sources.framework.places import FrameworkProblems, Problem, read_yaml
from sources.geography.boundaries import (
    MAX_BYTES,
    BoundaryProblem,
    Outline,
    Position,
    read_outlines,
)

Place = Callable[..., tuple[str, int]]
# The British Isles, in degrees of longitude and of latitude.
_EASTS, _NORTHS = (-9, 2.5), (49, 61.5)


def boundary_files(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The files of boundaries that a framework's breakdowns name, as far as they can be read.

    A name that is not in order is for the models to complain of.
    """
    try:
        data = read_yaml("breakdowns.yaml", texts.get("breakdowns.yaml", "")).data
    except FrameworkProblems:
        return ()
    entries = data.get("breakdowns") if isinstance(data, dict) else None
    named = [e.get("boundaries") for e in entries or () if isinstance(e, dict)]
    return tuple(sorted({n for n in named if isinstance(n, str) and BOUNDARY_FILE.fullmatch(n)}))


def read_boundary_file(path: FilePath) -> str | None:
    """The text of a file of boundaries; None where there is none. Raises FrameworkProblems."""
    if not path.is_file():
        return None
    if path.stat().st_size > MAX_BYTES:
        message = f"The file is over {MAX_BYTES // 1_000_000} MB."
        mend = "Take boundaries that are more generalised."
        raise FrameworkProblems([Problem(path.name, 1, message, mend)])
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem(path.name, 1, "The file is not UTF-8 text.", "Save it as UTF-8.")
        raise FrameworkProblems([problem]) from None


def outlines_of(framework: Framework, breakdown: Breakdown) -> Mapping[str, Outline]:
    """The outline of each of a breakdown's parts by the part's id; none without a file.

    What the file holds beside those is left out.
    """
    text = framework.files.get(breakdown.boundaries or "")
    if text is None:
        return {}
    known = read_outlines(text, breakdown.code_property)
    codes = ((part.id, part.code) for part in breakdown.parts if part.code is not None)
    return {name: known[code] for name, code in codes if code in known}


def boundaries_fit(framework: Framework, place: Place) -> Iterator[Problem]:
    """Every file of boundaries is there, can be drawn, and holds at least one of the parts."""
    for breakdown in framework.breakdowns.values():
        name = breakdown.boundaries
        if name is None:
            continue
        if name not in framework.files:
            file, line = place(Breakdown, breakdown.id, "boundaries")
            message = f"There is no file '{name}' in this folder."
            yield Problem(file, line, message, "Add it, or leave boundaries out.")
            continue
        try:
            held = outlines_of(framework, breakdown)
        except BoundaryProblem as problem:
            yield Problem(name, 1, problem.message, problem.mend)
            continue
        if not held:
            file, line = place(Breakdown, breakdown.id, "boundaries")
            message = f"'{name}' has no outline under the code of any part of '{breakdown.id}'."
            yield Problem(file, line, message, "Correct the codes, or name another code_property.")


def boundary_doubts(framework: Framework) -> Iterator[Problem]:
    """Files with an outline that no council can have: most likely the two degrees are swapped."""
    for breakdown in framework.breakdowns.values():
        for part, outline in outlines_of(framework, breakdown).items():
            if all(_is_near(position) for ring in outline for position in ring):
                continue
            code = next(one.code for one in breakdown.parts if one.id == part)
            message = f"The outline of {code} lies outside the British Isles."
            mend = "Longitude comes first, then latitude: see whether they are swapped."
            yield Problem(breakdown.boundaries or "", 1, message, mend)
            break


def _is_near(position: Position) -> bool:
    east, north = position
    return _EASTS[0] <= east <= _EASTS[1] and _NORTHS[0] <= north <= _NORTHS[1]
