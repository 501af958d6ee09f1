"""Rules that a council has switched off are silent, and only rules that there are can be."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import DERBYSHIRE, a_close, a_file, a_rated, a_ratio, a_return

from checks.catalogue.catalogue import RULE_IDS, check_close, check_return
from sources.framework.framework import Framework
from sources.framework.load import load, read_folder
from sources.framework.places import FrameworkProblems
from sources.framework.quality import CheckRules, SwitchedOff

FOLDER = Path(__file__).parents[2] / "sources" / "councils" / "derbyshire" / "2023-24"
OFF = """checks:
  commentary_characters: 900
  switched_off:
    - {rule: ratio-disagrees, because: Our parts are rounded to thousands.}
    - {rule: no-such-rule, because: A slip of the pen.}
"""


def without(rule: str) -> Framework:
    off = CheckRules(switched_off=(SwitchedOff(rule=rule, because="Not used."),))
    return replace(DERBYSHIRE, checking=off)


def test_a_rule_of_returns_that_is_switched_off_finds_nothing_and_the_others_still_do() -> None:
    def found(framework: Framework) -> set[str]:
        values = a_ratio("asc-08", "98", "51", "50")
        return {f.rule for f in check_return(a_return(a_file(*values), framework=framework))}

    assert found(DERBYSHIRE) - found(without("ratio-disagrees")) == {"ratio-disagrees"}
    assert "part-exceeds-whole" in found(without("ratio-disagrees"))


def test_a_rule_of_closes_that_is_switched_off_finds_nothing() -> None:
    def found(framework: Framework) -> list[str]:
        close = a_close(a_rated(rating="action"), framework=framework)
        return [f.rule for f in check_close(close)]

    assert "commentary-missing" in found(DERBYSHIRE)
    assert "commentary-missing" not in found(without("commentary-missing"))


def test_a_rule_that_does_not_exist_cannot_be_switched_off() -> None:
    texts = {**read_folder(FOLDER), "quality.yaml": OFF}
    with pytest.raises(FrameworkProblems) as refused:
        load(texts, RULE_IDS)
    (problem,) = refused.value.problems
    assert str(problem).startswith("quality.yaml:5: There is no rule 'no-such-rule'")


def test_an_earlier_version_may_have_switched_off_a_rule_that_is_gone() -> None:
    framework = load({**read_folder(FOLDER), "quality.yaml": OFF})
    assert framework.checking.commentary_characters == 900
    assert set(framework.checking.off) == {"ratio-disagrees", "no-such-rule"}


def test_the_file_may_be_left_out_and_so_may_each_line() -> None:
    texts = read_folder(FOLDER)
    assert load({**texts, "quality.yaml": "checks: {people: [lodger]}"}).checking == CheckRules(
        people=("lodger",)
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("checks: {jump_factor: 1.5}", "jump_factor"),
        ("checks: {small_number_below: 1}", "small_number_below"),
        ("checks: {praise: [Fine, fine]}", "a word stands here twice"),
        (OFF.replace("no-such-rule", "ratio-disagrees"), "a rule is switched off twice"),
        ("limits: {}", "'limits' is not known here"),
        ("checks: {shout: 3}", "'shout' is not known here"),
        ("", "No entries found"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(FrameworkProblems) as refused:
        load({**read_folder(FOLDER), "quality.yaml": text}, RULE_IDS)
    assert says in str(refused.value)
    assert str(refused.value).startswith("quality.yaml:")
