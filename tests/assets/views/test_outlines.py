"""Outlines on a drawing: nothing is lost, what is shared stays shared, words stand inside."""

import re
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assets.views.outlines import _common, laid_out, wrapped
from sources.framework.boundaries import outlines_of
from sources.geography.boundaries import Outline, Ring
from tests.assets.analysis.analysis_builders import DERBYSHIRE

DISTRICTS = tuple(outlines_of(DERBYSHIRE, DERBYSHIRE.breakdowns["district"]).items())
Point = tuple[int, int]


def box(west: float, south: float, east: float, north: float) -> Ring:
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def corners(path: str) -> list[list[Point]]:
    """The points of each ring of a path, as a browser would read it."""
    rings = []
    for start, steps in re.findall(r"M([^l]*)l([^z]*)z", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        x, y = (int(n) for n in re.findall(r"-?\d+", start))
        ring = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


def holds(rings: list[list[Point]], x: float, y: float) -> bool:
    crossed = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossed += 1
    return crossed % 2 == 1


def test_a_drawing_keeps_within_its_size_and_fills_it_one_way() -> None:
    layout = laid_out(DISTRICTS, 600, 640)
    points = [p for area in layout.areas.values() for ring in corners(area.path) for p in ring]
    assert layout.height == 640
    assert layout.width < 600
    assert min(x for x, _ in points) == min(y for _, y in points) == 3
    assert max(x for x, _ in points) == layout.width - 3
    assert max(y for _, y in points) == layout.height - 3


def test_north_is_up_and_a_degree_of_longitude_is_as_short_as_it_is_there() -> None:
    north = (("north", (box(-2, 59, 0, 60),)), ("south", (box(-2, 58, 0, 59),)))
    layout = laid_out(north, 1000, 1006)
    assert layout.areas["north"].y < layout.areas["south"].y
    # At 59 degrees north one of longitude is little more than half one of latitude.
    assert abs(layout.width - 6 - 1000 * 0.515) < 2


def test_a_county_is_drawn_in_a_few_thousand_letters() -> None:
    layout = laid_out(DISTRICTS, 600, 640)
    assert sum(len(area.path) for area in layout.areas.values()) < 8_000


def test_words_of_every_district_stand_within_it() -> None:
    for size in ((600, 640), (340, 480)):
        layout = laid_out(DISTRICTS, *size)
        for name, area in layout.areas.items():
            assert holds(corners(area.path), area.x + 0.01, area.y + 0.5), name


def test_words_do_not_stand_in_a_hole() -> None:
    outline: Outline = (box(-2, 53, -1, 54), box(-1.9, 53.1, -1.3, 53.9))
    area = laid_out((("ring", outline),), 400, 400).areas["ring"]
    assert len(corners(area.path)) == 2
    assert holds(corners(area.path), area.x + 0.01, area.y + 0.5)


def test_a_border_of_two_areas_is_the_same_line_for_both() -> None:
    middle = [(-1.5 + 0.013 * (-1) ** n, 53 + n * 0.0171) for n in range(20)]
    left: Ring = ((-2, 53), *middle, (-2, middle[-1][1]), (-2, 53))
    right: Ring = ((-1, 53), *middle, (-1, middle[-1][1]), (-1, 53))
    layout = laid_out((("left", (left,)), ("right", (right,))), 300, 300)
    (one,), (other,) = (corners(layout.areas[name].path) for name in ("left", "right"))
    assert set(one) & set(other) == set(one) - {p for p in one if p[0] == 3}


def test_an_area_too_small_for_the_drawing_is_drawn_all_the_same() -> None:
    tiny = (("tiny", (box(-1.00001, 53, -1, 53.00001),)), ("large", (box(-2, 53, -1.5, 54),)))
    assert corners(laid_out(tiny, 200, 200).areas["tiny"].path)


@given(
    st.lists(st.tuples(st.floats(-3, 3), st.floats(50, 55)), min_size=3, max_size=30, unique=True)
)
def test_any_ring_is_drawn_with_a_place_for_words_on_the_drawing(points: list) -> None:
    ring = (*points, points[0])
    layout = laid_out((("any", (ring,)),), 300, 200)
    assert layout.width <= 301
    assert layout.height <= 201
    area = layout.areas["any"]
    assert corners(area.path)
    assert -3 <= area.x <= layout.width + 3
    assert -3 <= area.y <= layout.height + 3
    assert area.room >= 0


def test_an_area_of_many_teeth_is_drawn_at_once_with_words_within_a_tooth() -> None:
    teeth = [(-2 + n % 50 * 0.01 + n * 1e-6, 53.0 if n % 2 else 54.0) for n in range(20_000)]
    began = time.process_time()
    area = laid_out((("comb", ((*teeth, teeth[0]),)),), 600, 640).areas["comb"]
    assert time.process_time() - began < 5
    assert 3 <= area.x <= 600
    assert 3 <= area.y <= 640


def test_words_stand_in_the_tooth_that_is_wide_enough_for_them() -> None:
    narrow = [(x / 100, y) for x in range(100) for y in ((53, 54) if x % 2 else (54, 53))]
    ring: Ring = ((0, 53), *narrow, (2, 54), (2, 53), (0, 53))
    area = laid_out((("comb", (ring,)),), 600, 640).areas["comb"]
    assert holds(corners(area.path), area.x + 0.01, area.y + 0.5)
    assert area.room > 200


@given(*[st.lists(st.integers(0, 60), max_size=20, unique=True) for _ in range(2)])
def test_what_is_common_is_what_every_pair_has_in_common(one: list[int], two: list[int]) -> None:
    first, second = ([*zip(c[::2], c[1::2], strict=False)] for c in (sorted(one), sorted(two)))
    pairs = [(max(a, c), min(b, d)) for a, b in first for c, d in second]
    assert _common(first, second) == [(left, right) for left, right in pairs if left < right]


def test_a_name_is_wrapped_between_words_only() -> None:
    assert list(wrapped("North East Derbyshire", 80, 7)) == ["North East", "Derbyshire"]
    assert list(wrapped("Derbyshire", 20, 7)) == ["Derbyshire"]
