"""Boundaries of areas as a GeoJSON file draws them: read, and refused unless they can be drawn.

A file is taken for hostile until it is read: of its properties only the codes are used, and those
only to look areas up. Which areas a breakdown has is `sources/framework/boundaries`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

# Longitude and latitude, in degrees; a ring ends where it begins.
Position = tuple[float, float]
Ring = tuple[Position, ...]
# Every ring of an area: a hole is one that lies within another.
Outline = tuple[Ring, ...]

MAX_BYTES = 2_000_000
_MOST_POSITIONS = 100_000
# A tenth of a metre, in degrees: what is smaller is no area, and cannot be drawn to scale.
_LEAST_EXTENT = 1e-6
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}")
# What the Office for National Statistics calls its properties with codes, the finest areas first:
# a file of wards has the code of each ward's district too.
_USUAL = ("OA", "LSOA", "MSOA", "PAR", "WD", "CED", "LAD", "UTLA", "CTYUA", "CTY")


class BoundaryProblem(Exception):
    """Why boundaries cannot be drawn, as `message`, and how to mend it."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(f"{message} {mend}")
        self.message = message
        self.mend = mend


@lru_cache(maxsize=8)
def read_outlines(text: str, code_property: str | None = None) -> Mapping[str, Outline]:
    """The outline of each area by its code. Raises BoundaryProblem.

    Without `code_property`, codes are looked for where they usually stand.
    """
    if len(text.encode()) > MAX_BYTES:
        mend = "Take boundaries that are more generalised."
        raise BoundaryProblem(f"The file is over {MAX_BYTES // 1_000_000} MB.", mend)
    features = _features(text)
    name = code_property or _usual_property(features)
    found: dict[str, Outline] = {}
    left = _MOST_POSITIONS
    for number, feature in enumerate(features, start=1):
        code = _code(feature, name, number)
        if code in found:
            raise BoundaryProblem(f"Code {code} has two outlines.", "Put them into one feature.")
        found[code] = tuple(_rings(feature.get("geometry"), code))
        left -= sum(len(ring) for ring in found[code])
        if left < 0:
            message = f"The boundaries have more than {_MOST_POSITIONS} positions."
            raise BoundaryProblem(message, "Take boundaries that are more generalised.")
        if min(_extents(found[code])) < _LEAST_EXTENT:
            message = f"The outline of {code} has no width or no height to speak of."
            raise BoundaryProblem(message, "Export the boundaries again.")
    return found


def _extents(outline: Outline) -> tuple[float, float]:
    easts, norths = zip(*(position for ring in outline for position in ring), strict=True)
    return max(easts) - min(easts), max(norths) - min(norths)


def _features(text: str) -> list[dict[str, Any]]:
    mend = "Save it as GeoJSON: a FeatureCollection of polygons, in longitude and latitude."
    try:
        data = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BoundaryProblem("The file is not valid JSON.", mend) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise BoundaryProblem("The file has no list of features.", mend)
    if not all(isinstance(each, dict) for each in features):
        raise BoundaryProblem("A feature is not written as one.", mend)
    return features


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def _usual_property(features: list[dict[str, Any]]) -> str:
    first = features[0].get("properties")
    names: list[str] = sorted(first, reverse=True) if isinstance(first, dict) else []
    for kind in _USUAL:
        for name in names:
            if re.fullmatch(rf"{kind}\d\dCD", name, re.IGNORECASE):
                return name
    for name in names:
        if name.lower() == "code":
            return name
    message = "No property of the first feature is called as codes usually are."
    raise BoundaryProblem(message, "Say by code_property which of them holds the codes.")


def _code(feature: dict[str, Any], name: str, number: int) -> str:
    properties = feature.get("properties")
    code = properties.get(name) if isinstance(properties, dict) else None
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        message = f"Feature {number} has no code in its property '{name}'."
        raise BoundaryProblem(message, "Add the code, as a text, or name another code_property.")
    return code


def _rings(geometry: Any, code: str) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    given = geometry.get("coordinates") if isinstance(geometry, dict) else None
    polygons = [given] if kind == "Polygon" else given
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(polygons, list) or not polygons:
        message = f"The outline of {code} is no polygon."
        raise BoundaryProblem(message, "Give it as Polygon or MultiPolygon.")
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise BoundaryProblem(f"A polygon of {code} has no ring.", "Give it one, or none.")
        for ring in polygon:
            yield _ring(ring, code)


def _ring(given: Any, code: str) -> Ring:
    ring = tuple(_position(each, code) for each in given) if isinstance(given, list) else ()
    if len(ring) < 4 or ring[0] != ring[-1]:
        message = f"A ring of {code} is not closed: it wants four positions, the last as the first."
        raise BoundaryProblem(message, "Export the boundaries again.")
    return ring


def _position(given: Any, code: str) -> Position:
    pair = given[:2] if isinstance(given, list) else []
    if len(pair) != 2 or any(isinstance(n, bool) or not isinstance(n, int | float) for n in pair):
        message = f"A position of {code} is no pair of numbers."
        raise BoundaryProblem(message, "Export the boundaries again.")
    east, north = pair
    if not (abs(east) <= 180 and abs(north) <= 90):
        message = f"A position of {code} is no longitude and latitude."
        raise BoundaryProblem(message, "Export them as WGS 84 degrees, not as metres of a grid.")
    return float(east), float(north)
