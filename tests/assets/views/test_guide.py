"""The data-quality guide: every rule is in it with its example, and the one in docs is current."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from assets.steps.guide import guide_markdown, write_guide
from assets.views.guide import LIMITS, guide_page
from checks.catalogue.catalogue import RULE_IDS
from checks.examples.frameworks import base
from checks.finding import Dimension, Severity
from pipelines.cli import main
from report_templates.guide import GuideRule
from sources.framework.framework import Framework
from sources.framework.quality import CheckRules, SwitchedOff

PAGE = Path(__file__).parents[3] / "docs" / "data-quality-guide.md"
RULES = {rule.id: rule for d in guide_page().dimensions for rule in d.rules}


def with_own_limits(reason: str = "Dates stand in the plan.") -> Framework:
    off = (SwitchedOff(rule="no-date", because=reason),)
    checking = CheckRules(small_number_below=10, people=("lodger",), switched_off=off)
    return replace(base(), checking=checking)


def test_the_guide_in_docs_is_what_the_rules_are_now() -> None:
    """If this fails: quarterday guide > docs/data-quality-guide.md"""
    assert PAGE.read_text(encoding="utf-8") == guide_markdown()


@pytest.mark.parametrize("rule", sorted(RULE_IDS))
def test_every_rule_has_its_entry_with_an_example(rule: str) -> None:
    entry = RULES[rule]
    assert entry.meaning
    assert entry.mend
    assert entry.breaks, f"{rule} has no example in checks/examples"
    assert entry.says, f"the example of {rule} does not break it"
    assert entry.keeps
    assert f"\n### {rule}\n" in guide_markdown()


def test_each_rule_stands_under_one_dimension_and_all_have_a_known_severity() -> None:
    ids = [rule.id for dimension in guide_page().dimensions for rule in dimension.rules]
    assert len(ids) == len(set(ids)) == len(RULE_IDS)
    assert [d.name.casefold() for d in guide_page().dimensions] == [d.value for d in Dimension]
    assert {rule.severity for rule in RULES.values()} == {severity.value for severity in Severity}


def test_every_limit_that_can_be_set_is_listed() -> None:
    assert set(LIMITS) == set(CheckRules.model_fields) - {"switched_off"}


def test_a_councils_guide_has_its_own_limits_beside_the_defaults() -> None:
    page = guide_page(with_own_limits())
    limits = {limit.field: limit for limit in page.limits}
    assert (limits["small_number_below"].value, limits["small_number_below"].default) == ("10", "5")
    assert limits["people"].value == "lodger"
    assert limits["jump_factor"].default is None


def test_a_rule_that_is_switched_off_says_so_and_why() -> None:
    def entry(framework: Framework | None) -> GuideRule:
        (found,) = (
            r for d in guide_page(framework).dimensions for r in d.rules if r.id == "no-date"
        )
        return found

    assert entry(None).off is None
    assert entry(with_own_limits()).off == "Dates stand in the plan."
    assert "Not used by this council:** Dates" in guide_markdown(with_own_limits())


def test_what_a_council_wrote_becomes_no_markup(tmp_path: Path) -> None:
    hostile = with_own_limits("<script>alert(1)</script> | **bold** [x](http://x.example)")
    for path in write_guide(hostile, tmp_path):
        text = path.read_text(encoding="utf-8")
        assert "<script>alert" not in text
        if path.suffix == ".md":
            assert "**bold**" not in text
            assert "[x](" not in text
            assert re.search(r"\\\| \\\*\\\*bold", text)


def test_the_verb_prints_the_guide_or_writes_it(tmp_path: Path) -> None:
    printed = CliRunner().invoke(main, ["guide"])
    assert printed.exit_code == 0
    assert printed.output == guide_markdown()
    written = CliRunner().invoke(main, ["guide", "--council", "derbyshire", "--to", str(tmp_path)])
    assert written.exit_code == 0
    page = (tmp_path / "data-quality-guide.html").read_text(encoding="utf-8")
    assert "Derbyshire County Council" in page
    assert sum(f'id="rule-{rule}"' in page for rule in RULE_IDS) == len(RULE_IDS)


def test_a_council_that_nobody_knows_is_refused_in_a_sentence() -> None:
    refused = CliRunner().invoke(main, ["guide", "--council", "atlantis"])
    assert refused.exit_code == 1
    assert "There is no council 'atlantis' here" in refused.output
