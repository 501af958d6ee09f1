"""What a council writes of its sign-off: a route of none to three steps, and who holds posts."""

from datetime import date

import pytest

from sources.framework.framework import Framework
from sources.framework.load import load
from sources.framework.places import FrameworkProblems, Problem
from sources.framework.route import State

COUNCIL, PEOPLE = "council.yaml", "people.yaml"
STEP = "    - {{id: {id}, name: {id}, reaches: {id}, officer: {officer}{more}}}\n"
WHO = """officers:
  - id: ann
    name: Ann Ash
    login: aash
    left_on: 2023-09-30
    posts:
      - {post: Treasurer, starts: 2022-04-01, ends: 2023-08-31}
  - id: bob
    name: Bob Birch
    posts:
      - {post: Head of Housing}
deputies:
  - {id: bob-for-ann, officer: bob, post: Treasurer, starts: 2023-09-01, ends: 2023-10-31}
exceptions:
  - id: small-team
    officer: bob
    returns: [services]
    until: 2023-12-31
    reason: One post is vacant.
    approved_by: Chief Executive
"""


def step(reaches: str, officer: str = "authorising", more: str = "") -> str:
    return STEP.format(id=reaches, officer=officer, more=more)


def with_route(texts: dict[str, str], *steps: str) -> dict[str, str]:
    text = texts[COUNCIL].replace("  sign_off: none\n", f"  sign_off:\n{''.join(steps)}")
    assert text != texts[COUNCIL]
    return {**texts, COUNCIL: text}


def with_people(texts: dict[str, str], old: str = "", new: str = "") -> dict[str, str]:
    assert WHO.count(old) == 1 or not old
    return {**texts, PEOPLE: WHO.replace(old, new) if old else WHO}


def problems_of(texts: dict[str, str]) -> list[Problem]:
    with pytest.raises(FrameworkProblems) as caught:
        load(texts)
    return caught.value.problems


@pytest.fixture
def known(upper_texts: dict[str, str]) -> Framework:
    return load(with_people(upper_texts))


def test_a_route_has_up_to_three_steps_and_each_says_what_it_reaches(
    upper_texts: dict[str, str],
) -> None:
    more = ", another_person: yes, blocked_by_follow_ups: yes"
    fw = load(
        with_route(
            upper_texts,
            step("checked", "collection"),
            step("verified", "responsible", more),
            step("authorised"),
        )
    )
    assert [s.state for s in fw.council.sign_off] == [
        State.CHECKED,
        State.VERIFIED,
        State.AUTHORISED,
    ]
    assert [s.another_person for s in fw.council.sign_off] == [False, True, False]
    assert [s.blocked_by_follow_ups for s in fw.council.sign_off] == [False, True, False]


def test_a_council_that_says_nothing_has_one_step(upper_texts: dict[str, str]) -> None:
    text = upper_texts[COUNCIL].replace("  sign_off: none\n", "")
    route = load({**upper_texts, COUNCIL: text}).council.sign_off
    assert [(s.state, s.officer) for s in route] == [(State.AUTHORISED, "authorising")]


@pytest.mark.parametrize(("said", "steps"), [("no", 0), ("yes", 1)])
def test_a_framework_kept_from_before_there_were_routes_is_still_read(
    upper_texts: dict[str, str], said: str, steps: int
) -> None:
    text = upper_texts[COUNCIL].replace("sign_off: none", f"needs_sign_off: {said}")
    assert len(load({**upper_texts, COUNCIL: text}).council.sign_off) == steps


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ([step("authorised"), step("verified")], "in this order"),
        ([step("verified")], "the last step must reach authorised"),
        ([step("authorised", more=", another_person: yes")], "no step before the first"),
        ([step("verified"), step("authorised"), step("authorised")], "stands here twice"),
        ([step("signed")], "reaches is not one of 'checked', 'verified' or 'authorised'"),
        ([step("authorised", "any")], "officer is not one of 'collection', 'responsible' or"),
    ],
)
def test_a_route_that_cannot_be_walked_is_refused(
    upper_texts: dict[str, str], steps: list[str], says: str
) -> None:
    found = problems_of(with_route(upper_texts, *steps))
    assert [problem.file for problem in found] == [COUNCIL]
    assert says in found[0].message


def test_an_empty_list_is_no_route(upper_texts: dict[str, str]) -> None:
    text = upper_texts[COUNCIL].replace("sign_off: none", "sign_off: []")
    assert "write none, or a list" in problems_of({**upper_texts, COUNCIL: text})[0].message


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{post: Head of Housing}", "{post: Head of Hovels}", "which nothing names"),
        ("name: Bob Birch", "name: ann  ash", "Two officers are called"),
        ("name: Bob Birch", "name: Bob Birch\n    login: aash", "Two officers have the login"),
        ("officer: bob, post", "officer: rob, post", "'rob', who does not exist"),
        ("post: Treasurer, starts: 2023-09-01", "post: Head, starts: 2023-09-01",
         "stands in for 'Head'"),
        ("    officer: bob\n", "    officer: rob\n", "'rob', who does not exist"),
        ("returns: [services]", "returns: [houses]", "'houses', which does not exist"),
        ("ends: 2023-10-31", "ends: 2023-08-31", "ends is before starts"),
        ("ends: 2023-08-31", "ends: 2021-08-31", "ends is before starts"),
    ],
)  # fmt: skip
def test_what_people_yaml_names_must_exist(
    upper_texts: dict[str, str], old: str, new: str, says: str
) -> None:
    found = problems_of(with_people(upper_texts, old, new))
    assert [problem.file for problem in found] == [PEOPLE]
    assert says in found[0].message
    assert found[0].line > 1


def test_a_post_is_held_from_its_first_day_to_its_last(known: Framework) -> None:
    holders = {
        day: [o.id for o in known.people.holders("treasurer", date.fromisoformat(day))]
        for day in ("2022-03-31", "2022-04-01", "2023-08-31", "2023-09-01")
    }
    assert list(holders.values()) == [[], ["ann"], ["ann"], []]


def test_whoever_has_left_holds_nothing_any_more(upper_texts: dict[str, str]) -> None:
    people = load(with_people(upper_texts, ", ends: 2023-08-31", "")).people
    days = (date(2023, 9, 30), date(2023, 10, 1))
    assert [[o.id for o in people.holders("Treasurer", d)] for d in days] == [["ann"], []]


def test_an_exception_holds_to_its_last_day_and_for_its_returns(known: Framework) -> None:
    bob = known.people.officers["bob"]
    last, after = date(2023, 12, 31), date(2024, 1, 1)
    assert known.people.exception(bob, "services", last) is not None
    assert known.people.exception(bob, "services", after) is None
    assert known.people.exception(bob, "treasury", last) is None


def test_an_officer_is_known_by_name_however_it_is_typed_or_by_id(known: Framework) -> None:
    assert [o and o.id for o in map(known.people.called, ("ANN  ash ", "ann", "Ann Birch"))] == [
        "ann",
        "ann",
        None,
    ]


def test_deputies_and_exceptions_may_be_left_out(upper_texts: dict[str, str]) -> None:
    only = WHO[: WHO.index("deputies:")]
    assert list(load({**upper_texts, PEOPLE: only}).people.officers) == ["ann", "bob"]


def test_without_the_file_nobody_is_known(upper_texts: dict[str, str]) -> None:
    assert not load(upper_texts).people
