"""What only shows across breakdowns: their levels, dates and codes, and what follows on what."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations

from sources.framework.base import Record
from sources.framework.breakdowns import WHOLE, Breakdown, Part, PartTarget, over_parts
from sources.framework.framework import Framework
from sources.framework.measures import Measure
from sources.framework.over_parts import OverParts
from sources.framework.places import Problem
from sources.framework.reorganisations import Reorganisation
from sources.values import Unit

Place = Callable[..., tuple[str, int]]


def breakdowns_in_order(framework: Framework, place: Place) -> Iterator[Problem]:
    """Every problem of breakdowns, reorganisations, targets of parts and how measures use them."""

    def problem(model: type[Record], key: str, message: str, mend: str) -> Problem:
        file, line = place(model, key)
        return Problem(file, line, message, mend)

    for message, mend, name in (*_parts_told_apart(framework), *_levels(framework)):
        yield problem(Breakdown, name, message, mend)
    for breakdown in framework.breakdowns.values():
        for message in _codes_overlap(breakdown):
            yield problem(Breakdown, breakdown.id, message, "Give one an end before the other.")
    for one in framework.reorganisations.values():
        for message, mend in _follow(framework, one):
            yield problem(Reorganisation, one.id, message, mend)
    for measure in framework.measures.values():
        cannot_be = _cannot_be_put_together(measure)
        if cannot_be is not None:
            yield problem(Measure, measure.id, cannot_be, "Choose another over_parts.")
    for target in framework.part_targets.values():
        measure_of = framework.measures.get(target.measure)
        asked = framework.parts_of(measure_of) if measure_of else ()
        if not any(part.id == target.part for _, part in asked):
            message = f"No figure of '{target.part}' is asked for by measure '{target.measure}'."
            yield problem(PartTarget, target.key, message, "Correct the measure or the part.")


_Found = tuple[str, str, str]


def _parts_told_apart(framework: Framework) -> Iterator[_Found]:
    """A part's id says by itself which breakdown it belongs to."""
    known: dict[str, str] = {}
    for breakdown in framework.breakdowns.values():
        for part in breakdown.parts:
            if part.id in known:
                message = f"Part '{part.id}' stands in '{known[part.id]}' and '{breakdown.id}'."
                yield message, "Give each part an id of its own.", breakdown.id
            known[part.id] = breakdown.id


def _levels(framework: Framework) -> Iterator[_Found]:
    """A breakdown within another has each part in one of its parts; none lies within itself."""
    for breakdown in framework.breakdowns.values():
        mend = "Name a coarser breakdown of this file, and for each part one of its parts."
        if breakdown.within is not None and breakdown.within not in framework.breakdowns:
            message = f"'{breakdown.id}' lies within '{breakdown.within}', which does not exist."
            yield message, mend, breakdown.id
            continue
        if _lies_within_itself(framework, breakdown):
            message = f"'{breakdown.id}' lies within itself, by way of '{breakdown.within}'."
            yield message, mend, breakdown.id
            continue
        outer = framework.breakdowns[breakdown.within].parts if breakdown.within else ()
        coarser = {part.id: part for part in outer}
        for part in breakdown.parts:
            holder = coarser.get(part.within or "")
            if (part.within is not None or coarser) and holder is None:
                message = f"Part '{part.id}' is in no part of '{breakdown.within or WHOLE}'."
                yield message, mend, breakdown.id
            elif holder is not None and not _covers(holder, part):
                message = f"Part '{part.id}' is there on days on which '{holder.id}' is not."
                yield message, "Give it dates within those, or two parts.", breakdown.id


def _lies_within_itself(framework: Framework, breakdown: Breakdown) -> bool:
    seen, at = {breakdown.id}, breakdown.within
    while at is not None and at in framework.breakdowns:
        if at == breakdown.id:
            return True
        if at in seen:
            # A circle further out is said where it begins.
            return False
        seen.add(at)
        at = framework.breakdowns[at].within
    return False


def _covers(holder: Part, part: Part) -> bool:
    begins = holder.starts is None or (part.starts is not None and holder.starts <= part.starts)
    return begins and (holder.ends is None or (part.ends is not None and part.ends <= holder.ends))


def _codes_overlap(breakdown: Breakdown) -> Iterator[str]:
    for first, second in combinations([p for p in breakdown.parts if p.code is not None], 2):
        if first.code == second.code and first.overlaps(second):
            yield f"'{first.id}' and '{second.id}' have code {first.code} on the same days."


def _follow(framework: Framework, one: Reorganisation) -> Iterator[tuple[str, str]]:
    """What went before ends the day before, what comes after is there from the day on. So nothing
    is counted twice, and no part can follow itself in a circle."""
    if one.breakdown not in framework.breakdowns:
        yield f"'{one.id}' names breakdown '{one.breakdown}', which does not exist.", "Correct it."
        return
    parts = {part.id: part for part in framework.breakdowns[one.breakdown].parts}
    day = one.on.isoformat()
    for name in (*one.predecessors, *one.successors):
        if name not in parts:
            yield f"'{one.id}' names part '{name}', which '{one.breakdown}' lacks.", "Add the part."
    for name in one.predecessors:
        goes_on = any(m.predecessor == name == m.successor for m in one.moves)
        if name in parts and not _is_there_on(parts[name], one.on - timedelta(1)):
            yield f"'{name}' is not there on the day before {day}.", "Correct its dates."
        elif name in parts and goes_on != _is_there_on(parts[name], one.on):
            said = "is said to go on" if goes_on else "has gone over to others"
            message = f"'{name}' {said} on {day}, against its dates."
            yield message, "Correct its dates, or say what share of it stays with it."
    for name in one.successors:
        was_there = name in parts and _is_there_on(parts[name], one.on - timedelta(1))
        if name in parts and not _is_there_on(parts[name], one.on):
            yield f"'{name}' is not there on {day}.", "Correct its dates."
        elif was_there and name not in one.predecessors:
            message = f"'{name}' was there before {day}, and what it was then is not said."
            yield message, f"Add a move from '{name}' to itself, or let it start that day."
    for move in one.moves:
        if move.predecessor == move.successor and move.is_whole:
            came = [m for m in one.moves if m.successor == move.successor]
            if len(came) == 1:
                message = f"'{move.successor}' goes over to itself, whole, and nothing joins it."
                yield message, "Take the move out, or say what else becomes part of it."
    for other in framework.reorganisations.values():
        is_same = (other.breakdown, other.on) == (one.breakdown, one.on) and other.id < one.id
        for name in sorted(set(one.predecessors) & set(other.predecessors)) if is_same else ():
            message = f"'{name}' goes over twice on {day}, in '{other.id}' and in '{one.id}'."
            yield message, "Put its moves into one of them."
        for name in sorted(set(one.successors) & set(other.successors)) if is_same else ():
            message = f"'{name}' comes about twice on {day}, in '{other.id}' and in '{one.id}'."
            yield message, "Put all that becomes part of it into one of them."


def _is_there_on(part: Part, day: date) -> bool:
    return (part.starts is None or part.starts <= day) and (part.ends is None or part.ends >= day)


def _cannot_be_put_together(measure: Measure) -> str | None:
    """Why what a measure says of its parts cannot be done."""
    said = over_parts(measure)
    if said is OverParts.WEIGHTED_RATIO and not measure.has_ratio:
        return f"'{measure.id}' has no numerator and denominator to put its parts together by."
    is_share = measure.unit in (Unit.PERCENT, Unit.RATE)
    if said in (OverParts.SUM, OverParts.MEAN) and is_share:
        return f"'{measure.id}' is a {measure.unit.value}: its parts do not add up to the whole."
    return None
