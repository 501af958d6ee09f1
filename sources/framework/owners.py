"""Who owns what: the posts behind measures, key actions and risks, and who is in them on a day.

Facts only; without people.yaml nothing is known of anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sources.framework.framework import Framework
from sources.framework.keys import Period

_ROLES = ("collection officer", "responsible officer", "authorising officer")


@dataclass(frozen=True)
class Owned:
    """A thing that a post owns: a measure (by one of its three officers), an action or a risk."""

    kind: str
    id: str
    name: str
    role: str
    post: str
    department: str


@dataclass(frozen=True)
class Post:
    """A post with all that it owns and the people in it on a day.

    `gone` are those who held it and do not any more, with the day on which they left the council,
    if they did.
    """

    name: str
    owns: tuple[Owned, ...]
    holders: tuple[str, ...]
    gone: tuple[tuple[str, date | None], ...]

    @property
    def is_phantom(self) -> bool:
        return not self.holders


def owned_in(framework: Framework, period: Period) -> tuple[Owned, ...]:
    """Everything that has an owner in a reporting period."""
    found = [
        Owned("measure", m.id, m.name, role, getattr(m, role.replace(" ", "_")), m.department)
        for m in framework.measures.values()
        if m.is_in_force(period)
        for role in _ROLES
    ]
    found += [
        Owned("key action", a.id, a.name, "lead officer", a.lead_officer, a.department)
        for a in framework.actions.values()
    ]
    found += [
        Owned("risk", r.id, r.name, "owner", r.owner, r.department)
        for r in framework.risks.values()
        if r.closed_on is None or r.closed_on >= period.starts
    ]
    return tuple(found)


def posts_on(framework: Framework, owned: Iterable[Owned], day: date) -> tuple[Post, ...]:
    """The posts that own something, with their people on a day, by name."""
    by_post: dict[str, list[Owned]] = {}
    for one in owned:
        by_post.setdefault(one.post, []).append(one)
    people = framework.people
    return tuple(
        Post(
            name,
            tuple(mine),
            tuple(officer.name for officer in people.holders(name, day)),
            tuple(
                (officer.name, officer.left_on)
                for officer in people.ever_held(name)
                if officer not in people.holders(name, day)
            ),
        )
        for name, mine in sorted(by_post.items())
    )


def phantoms_in_close(framework: Framework, period: Period, today: date) -> tuple[Post, ...]:
    """The posts that own something and that nobody is in, when a period is closed.

    A period is judged by the last confirmed day of its own timetable at the latest, so that one
    which is worked out again years later comes out as it did.
    """
    if not framework.people:
        return ()
    stages = framework.timetable[period].stages
    days = [stage.on for stage in stages if stage.on is not None and stage.deadline is not None]
    day = min(today, max(days, default=today))
    posts = posts_on(framework, owned_in(framework, period), day)
    return tuple(post for post in posts if post.is_phantom)
