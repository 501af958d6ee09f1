"""Who may sign what: posts, their holders and deputies, and who has leave to sign twice.

Facts only. What becomes of a signature is `sources/returns/signing`.
"""

from datetime import date

from sources.framework.framework import Framework
from sources.framework.people import Deputy, Officer
from sources.framework.route import SignOffStep
from sources.words import plain


def is_same_person(framework: Framework, one: str, other: str) -> bool:
    """Whether two names, as they were typed, are one person's."""
    officers = [framework.people.called(name) for name in (one, other)]
    return plain(one) == plain(other) or (officers[0] is not None and officers[0] == officers[1])


def is_excepted(framework: Framework, return_id: str, name: str, day: date | None) -> bool:
    """Whether somebody has leave to sign two steps of a return on a day."""
    officer = framework.people.called(name)
    if officer is None or day is None:
        return False
    return framework.people.exception(officer, return_id, day) is not None


def posts_for(framework: Framework, step: SignOffStep, return_id: str) -> tuple[str, ...]:
    """The posts that may sign a step of a return: those its measures name, else the leads of its
    departments."""
    field_name = f"{step.officer}_officer"
    named = [getattr(measure, field_name) for measure in framework.measures_of(return_id)]
    leads = [framework.departments[d].lead for d in framework.returns[return_id].departments]
    return tuple(dict.fromkeys(named or leads))


def may_sign(
    framework: Framework, step: SignOffStep, return_id: str, officer: Officer, day: date
) -> bool:
    """Whether an officer holds, or stands in for, a post that signs a step on a day."""
    return any(
        officer in framework.people.holders(post, day)
        or any(d.starts <= day <= d.ends for d in framework.people.standing_in(officer, post))
        for post in posts_for(framework, step, return_id)
    )


def deputies_out_of_date(
    framework: Framework, step: SignOffStep, return_id: str, officer: Officer, day: date
) -> list[Deputy]:
    """The times for which an officer was, or will be, deputy for a step, none of them this day."""
    return [
        deputy
        for post in posts_for(framework, step, return_id)
        for deputy in framework.people.standing_in(officer, post)
        if not deputy.starts <= day <= deputy.ends
    ]


def who_may_sign(
    framework: Framework, step: SignOffStep, return_id: str, day: date
) -> tuple[str, ...]:
    """The names of those who may sign a step on a day; none where people are not kept."""
    return tuple(
        officer.name
        for officer in framework.people.officers.values()
        if not officer.has_left(day) and may_sign(framework, step, return_id, officer, day)
    )
