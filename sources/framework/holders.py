"""Who answers for what on a day, and whether handovers are in order (ruling 29)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from sources.framework.framework import Framework
from sources.framework.handovers import Handover
from sources.framework.places import Problem

Place = Callable[..., tuple[str, int]]


def held_at(framework: Framework, day: date) -> Framework:
    """The framework with every measure, action and risk under the body that answered on a day."""
    done = sorted((h for h in framework.handovers.values() if h.on <= day), key=lambda h: h.on)
    measures, actions = dict(framework.measures), dict(framework.actions)
    risks = dict(framework.risks)
    for one in done:
        moved = {"body": one.body}
        measures |= {m: measures[m].model_copy(update=moved) for m in one.measures if m in measures}
        actions |= {a: actions[a].model_copy(update=moved) for a in one.actions if a in actions}
        risks |= {r: risks[r].model_copy(update=moved) for r in one.risks if r in risks}
    return replace(framework, measures=measures, actions=actions, risks=risks)


def handed_over_since(
    framework: Framework, measure: str, after: date, until: date
) -> Handover | None:
    """The last handover of a measure after one day and up to another; None if there was none."""
    own = [
        one
        for one in framework.handovers.values()
        if measure in one.measures and after < one.on <= until
    ]
    return max(own, key=lambda one: one.on, default=None)


def handovers_in_order(framework: Framework, place: Place) -> Iterator[Problem]:
    """Handovers name what exists, and nothing goes over twice on a day."""
    known = {
        "body": set(framework.bodies),
        "measures": set(framework.measures),
        "actions": set(framework.actions),
        "risks": set(framework.risks),
    }
    for one in framework.handovers.values():
        for field, ids in known.items():
            said = getattr(one, field)
            for name in (said,) if isinstance(said, str) else said:
                if name not in ids:
                    file, line = place(Handover, one.id, field)
                    message = f"'{one.id}' names {field} '{name}', which does not exist."
                    yield Problem(file, line, message, "Correct it.")
    for first, second in combinations(framework.handovers.values(), 2):
        for field in ("measures", "actions", "risks"):
            both = sorted(set(getattr(first, field)) & set(getattr(second, field)))
            if first.on == second.on and both:
                file, line = place(Handover, second.id, field)
                message = f"'{both[0]}' goes over twice on {first.on.isoformat()}."
                yield Problem(file, line, message, "Leave it in one handover.")
    yield from _to_its_holder(framework, place)


def _to_its_holder(framework: Framework, place: Place) -> Iterator[Problem]:
    """Handovers to the body that answers already."""
    for one in framework.handovers.values():
        before = held_at(framework, one.on - timedelta(1))
        held = {"measures": before.measures, "actions": before.actions, "risks": before.risks}
        for field, known in held.items():
            for name in getattr(one, field):
                if name in known and known[name].body == one.body:  # type: ignore[attr-defined]  # all three have one
                    file, line = place(Handover, one.id, field)
                    message = f"'{one.id}' gives '{name}' to '{one.body}', which has it already."
                    yield Problem(file, line, message, "Take it out, or name another body.")
