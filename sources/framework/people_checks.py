"""What only shows between people.yaml and the other files: officers, posts and returns that exist.

Shapes are the models' business.
"""

from collections.abc import Callable, Iterator

from sources.framework.framework import Framework
from sources.framework.people import Deputy, Officer, SeparationException
from sources.framework.places import Problem
from sources.words import plain

Place = Callable[..., tuple[str, int]]


def people_known(fw: Framework, place: Place) -> Iterator[Problem]:
    """Every problem of people.yaml: a misspelt post would leave its holder without a say."""
    posts = {plain(post) for post in posts_of(fw)}
    mend = "Write it as measures.csv, actions.yaml, risks.yaml or departments.yaml has it."
    seen: dict[str, str] = {}
    logins: dict[str, str] = {}
    for officer in fw.people.officers.values():
        file, line = place(Officer, officer.id)
        for holding in officer.posts:
            if plain(holding.post) not in posts:
                message = f"'{officer.id}' holds the post '{holding.post}', which nothing names."
                yield Problem(*place(Officer, officer.id, "posts"), message, mend)
        if seen.setdefault(plain(officer.name), officer.id) != officer.id:
            message = f"Two officers are called '{officer.name}', so a signature fits both."
            yield Problem(file, line, message, "Tell them apart, such as by a middle name.")
        if officer.login and logins.setdefault(officer.login, officer.id) != officer.id:
            message = f"Two officers have the login '{officer.login}'."
            yield Problem(file, line, message, "Give each a login of their own.")
    for deputy in fw.people.deputies.values():
        if deputy.officer not in fw.people.officers:
            message = f"'{deputy.id}' names officer '{deputy.officer}', who does not exist."
            yield Problem(*place(Deputy, deputy.id, "officer"), message, "Add the officer.")
        if plain(deputy.post) not in posts:
            message = f"'{deputy.id}' stands in for '{deputy.post}', a post which nothing names."
            yield Problem(*place(Deputy, deputy.id, "post"), message, mend)
    for one in fw.people.exceptions.values():
        if one.officer not in fw.people.officers:
            message = f"'{one.id}' names officer '{one.officer}', who does not exist."
            where = place(SeparationException, one.id, "officer")
            yield Problem(*where, message, "Add the officer.")
        for return_id in one.returns:
            if return_id not in fw.returns:
                message = f"'{one.id}' names return '{return_id}', which does not exist."
                known = ", ".join(sorted(fw.returns))
                where = place(SeparationException, one.id, "returns")
                yield Problem(*where, message, f"Known: {known}.")


def posts_of(fw: Framework) -> set[str]:
    """Every post that a measure, a key action, a risk or a department names."""
    posts = {department.lead for department in fw.departments.values()}
    for measure in fw.measures.values():
        posts |= {measure.collection_officer, measure.responsible_officer}
        posts.add(measure.authorising_officer)
    posts |= {action.lead_officer for action in fw.actions.values()}
    return posts | {risk.owner for risk in fw.risks.values()}
