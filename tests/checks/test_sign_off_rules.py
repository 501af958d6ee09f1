"""The rules of sign-off, each with a return that breaks it and one that keeps it.

What becomes of real returns is told in tests of the steps.
"""

from dataclasses import replace
from datetime import date

import pytest
from builders import ADULT_CARE, DERBYSHIRE, a_file, a_return, a_value

from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES
from checks.subject import CheckedClose, CheckedReturn
from sources.framework.framework import Framework
from sources.framework.people import Deputy, Holding, Officer, People
from sources.framework.route import SignOffStep
from sources.returns.content import WHOLE_RETURN, SuppliedText, TextField, step_subject

MEASURES = DERBYSHIRE.measures_of("adult-care")
DAY = "2023-10-17"


def officer(name: str, post: str | None = None, left: str | None = None) -> Officer:
    posts = (Holding(post=post),) if post else ()
    day = date.fromisoformat(left) if left else None
    return Officer(id=name.lower(), name=name, posts=posts, left_on=day)


STEPS = (
    SignOffStep(id="collected", name="Collection", reaches="checked", officer="collection"),
    SignOffStep(
        id="verified",
        name="Verification",
        reaches="verified",
        officer="responsible",
        another_person=True,
        blocked_by_follow_ups=True,
    ),
    SignOffStep(id="authorised", name="Authority", reaches="authorised", officer="authorising"),
)
OFFICERS = (
    officer("Cole", MEASURES[0].collection_officer),
    officer("Vera", MEASURES[0].responsible_officer),
    officer("Adam", MEASURES[0].authorising_officer),
    officer("Lena", MEASURES[0].authorising_officer, left="2023-09-30"),
    officer("Dora"),
)
DEPUTY = Deputy(
    id="dora-for-adam",
    officer="dora",
    post=MEASURES[0].authorising_officer,
    starts=date(2023, 8, 1),
    ends=date(2023, 8, 31),
)
COUNCIL = replace(
    DERBYSHIRE,
    council=DERBYSHIRE.council.model_copy(update={"sign_off": STEPS}),
    people=People({o.id: o for o in OFFICERS}, {DEPUTY.id: DEPUTY}),
)
SHORT = replace(COUNCIL, council=COUNCIL.council.model_copy(update={"sign_off": (STEPS[2],)}))


def text(subject: str, field: TextField, words: str) -> SuppliedText:
    return SuppliedText(subject, None, field, words, "Sign-off", "B4")


def signed(
    *names: str | None, framework: Framework = COUNCIL, by: str = "Cole", on: str = DAY
) -> CheckedReturn:
    """A return with one value, signed by these in the order of the route; None leaves one out."""
    said = [text(WHOLE_RETURN, TextField.COMPLETED_BY, by)]
    for step, name in zip(framework.council.sign_off, names, strict=False):
        if name:
            said += [
                text(step_subject(step.id), TextField.SIGNED_OFF_BY, name),
                text(step_subject(step.id), TextField.SIGNED_OFF_ON, on),
            ]
    return a_return(a_file(a_value("asc-08", "80"), *said), framework=framework)


def held_up(*measures: str) -> CheckedClose:
    return CheckedClose(COUNCIL, (), follow_ups={ADULT_CARE: measures} if measures else {})


SOUND = signed("Cole", "Vera", "Adam")
# Rule, what breaks it, what keeps it, what it says.
CASES: dict[str, tuple[CheckedReturn | CheckedClose, CheckedReturn | CheckedClose, str]] = {
    "sign-off-missing": (signed("Cole", "Vera"), SOUND, "signature of step 'Authority'"),
    "wrong-signer": (signed("Cole", "Vera", "Vera"), SOUND, "It is for Adam to sign."),
    "deputy-out-of-date": (
        signed("Cole", "Vera", "Dora"),
        SOUND,
        "from 1 August 2023 to 31 August 2023 only",
    ),
    "signed-by-leaver": (signed("Cole", "Vera", "Lena"), SOUND, "left on 30 September 2023"),
    "signed-twice-by-one": (signed("Cole", "Cole"), SOUND, "which two people must do"),
    "signature-older-than-figures": (
        signed("Cole", "Vera", "Adam", on="2023-09-29"),
        SOUND,
        "of 29 September 2023 by Cole for step 'Collection' is older than the figures",
    ),
    "signed-out-of-order": (signed("Cole", None, "Adam"), SOUND, "before step 'Verification'"),
    "follow-ups-open": (held_up("asc-08"), held_up(), DERBYSHIRE.measures["asc-08"].name),
}
_RULES = {rule.id: rule for rule in (*RETURN_RULES, *CLOSE_RULES)}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_of_sign_off_finds_what_breaks_it(rule: str) -> None:
    broken, sound, says = CASES[rule]
    finding, *_ = _RULES[rule].run(broken)  # type: ignore[arg-type]  # each its own kind
    assert says in finding.message
    assert _RULES[rule].run(sound) == []  # type: ignore[arg-type]  # each its own kind


def test_who_completed_the_form_may_not_authorise_it_alone() -> None:
    alone = signed("Adam", framework=SHORT, by="adam")
    assert len(_RULES["signed-twice-by-one"].run(alone)) == 1  # type: ignore[arg-type]  # a return
    two = signed("Adam", framework=SHORT, by="Cole")
    assert _RULES["signed-twice-by-one"].run(two) == []  # type: ignore[arg-type]  # a return


def test_without_people_yaml_nobody_is_the_wrong_signer() -> None:
    unknown = signed("A", "B", "C", framework=replace(COUNCIL, people=People()))
    assert _RULES["wrong-signer"].run(unknown) == []  # type: ignore[arg-type]  # a return


def test_who_signs_at_the_old_places_signs_the_last_step() -> None:
    old = text(WHOLE_RETURN, TextField.SIGNED_OFF_BY, "Adam")
    one = a_return(a_file(a_value("asc-08", "80"), old), framework=SHORT)
    assert one.signing.is_confirmed
