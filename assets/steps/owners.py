"""The register of owners for a period: posts, the people in them, and who has gone quiet.

Reads only. Who is in a post is `sources/framework/owners`; words are the command line's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assets.steps.house import House
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.owners import Owned, Post, owned_in, posts_on
from sources.framework.timetable import LONDON
from sources.returns.content import Quantity, TextField
from warehouse import queries

Given = set[tuple[str, str]]


@dataclass(frozen=True)
class Owners:
    """Posts as on a day; `quiet` are what had no update in the last `quiet_after` periods in which
    one was due, `keeps_people` whether the council says who is in its posts at all."""

    framework: Framework
    close: Close
    day: date
    posts: tuple[Post, ...]
    quiet: tuple[Owned, ...]

    @property
    def keeps_people(self) -> bool:
        return bool(self.framework.people)


def owners_of(house: House, close: Close) -> Owners:
    """The owners of a period as things stand now. Raises UnknownKey."""
    framework = house.library.of_close(close)
    day = house.now().astimezone(LONDON).date()
    owned = owned_in(framework, close.period)
    entries = house.entries(close.council)
    last, engine = (entries[-1].seq if entries else 0), house.store.engine
    given: Given = {
        (v.measure, v.period)
        for v in queries.council_values(engine, close.council, last)
        if v.quantity == Quantity.ACTUAL.value
    }
    given |= {
        (t.subject, t.period)
        for t in queries.council_texts(engine, close.council, last)
        if t.period and t.field == TextField.SUPPLIED_RATING.value
    }
    silent = quiet(framework, close.period, owned, given)
    return Owners(framework, close, day, posts_on(framework, owned, day), silent)


def quiet(
    framework: Framework, period: Period, owned: Iterable[Owned], given: Given
) -> tuple[Owned, ...]:
    """What had no update in the last periods in which one was due; each thing is named once.

    `given` are the measures and key actions that something was said of, with the period. What was
    not due often enough yet is not quiet.
    """
    wanted = framework.council.quiet_after
    past = sorted((p for p in framework.timetable if p <= period), reverse=True)
    found: dict[tuple[str, str], Owned] = {}
    for one in owned:
        if one.role not in ("responsible officer", "lead officer", "owner"):
            continue
        updates = [_is_updated(framework, one, p, given) for p in past]
        asked = [was for was in updates if was is not None][:wanted]
        if len(asked) == wanted and not any(asked):
            found[one.kind, one.id] = one
    return tuple(found.values())


def _is_updated(framework: Framework, one: Owned, period: Period, given: Given) -> bool | None:
    """Whether a period brought an update; None if none was due."""
    if one.kind == "measure":
        due = framework.due_in(framework.measures[one.id], period)
        return any((one.id, str(p)) in given for p in due) if due else None
    if one.kind == "key action":
        return (one.id, str(period)) in given
    days = [assessment.on for assessment in framework.risks[one.id].assessments]
    return any(period.starts <= day <= period.ends for day in days)
