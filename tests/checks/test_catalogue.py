"""Every rule of the catalogue is seen to fail once, beside a subject that it leaves in peace.

A rule without an example here breaks `test_every_rule_has_been_seen_to_fail`.
"""

import importlib
import pkgutil
from dataclasses import dataclass, replace
from decimal import Decimal

import optional_sheets
import pytest
from builders import (
    ADULT_CARE,
    DERBYSHIRE,
    HART,
    a_close,
    a_file,
    a_lateness,
    a_procedure_due,
    a_rated,
    a_ratio,
    a_return,
    a_row,
    a_text,
    a_value,
    only,
    without_sign_off,
)

import checks.catalogue
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES, check_close, check_return
from checks.catalogue.rule import CloseRule, ReturnRule
from checks.examples.reading import examples
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedClose, CheckedReturn
from sources.returns.content import (
    WHOLE_RETURN,
    Quantity,
    SheetAccount,
    TextField,
    Unread,
    Use,
)
from sources.values import Absence

WHOLE = "the whole return"
ACCURACY, COMPLETENESS = Dimension.ACCURACY, Dimension.COMPLETENESS
CONSISTENCY, RELEVANCE = Dimension.CONSISTENCY, Dimension.RELEVANCE
ERROR, WARNING, INFORMATION = Severity.ERROR, Severity.WARNING, Severity.INFORMATION


@dataclass(frozen=True)
class Example:
    """A subject that breaks a rule in one place, what must be said, and one that keeps it."""

    rule: str
    dimension: Dimension
    severity: Severity
    broken: CheckedReturn | CheckedClose
    sound: CheckedReturn | CheckedClose
    says: tuple[str, ...]
    measure: str | None = None
    period: str | None = None
    place: str = WHOLE
    submission: int | None = 5
    raw: str | None = None


def findings(rule: str, subject: CheckedReturn | CheckedClose) -> list[Finding]:
    found = check_close(subject) if isinstance(subject, CheckedClose) else check_return(subject)
    return [finding for finding in found if finding.rule == rule]


FIVE = ("asc-08", "asc-12", "asc-13", "asc-14", "asc-07")
BEFORE = {name: {"Q1": "70"} for name in FIVE}
SIGNED = a_text(WHOLE_RETURN, "A. Director", TextField.SIGNED_OFF_BY, at=None)
BUDGET_YEARS = {"asc-04": {f"2022-23-Q{n}": "1500" for n in range(1, 5)}}

SAID = "Two posts were vacant until August."
ONE_SHEET = (SheetAccount("Measures", False, 12, 80, {Use.FORM: 80}),)
UNTARGETED = replace(
    DERBYSHIRE,
    targets={
        **DERBYSHIRE.targets,
        "asc-08": DERBYSHIRE.targets["asc-08"].model_copy(
            update={"annual": None, "q1": None, "q2": None, "q3": None, "q4": None}
        ),
    },
)

EXAMPLES = [
    Example(
        "ratio-disagrees",
        ACCURACY,
        ERROR,
        broken=a_return(a_file(*a_ratio("asc-08", "90", "45", "51"))),
        sound=a_return(a_file(*a_ratio("asc-08", "88", "45", "51"))),
        says=("90", "45", "51", "88.2"),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="90",
    ),
    Example(
        "part-exceeds-whole",
        ACCURACY,
        ERROR,
        broken=a_return(a_file(*a_ratio("asc-08", "98", "51", "50"))),
        sound=a_return(a_file(*a_ratio("asc-08", "98", "50", "50"))),
        says=("51", "50"),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!I12",
        raw="51",
    ),
    Example(
        "cumulative-falls",
        ACCURACY,
        ERROR,
        broken=a_return(a_file(a_value("asc-02", "429")), history={"asc-02": {"Q1": "430"}}),
        sound=a_return(a_file(a_value("asc-02", "430")), history={"asc-02": {"Q1": "430"}}),
        says=("429", "430", "Quarter 1 (April to June 2023)"),
        measure="asc-02",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="429",
    ),
    Example(
        "stale-result",
        ACCURACY,
        ERROR,
        broken=a_return(a_file(replace(a_value("asc-08", "76"), is_stale=True))),
        sound=a_return(a_file(a_value("asc-08", "76"))),
        says=("76", "gives another"),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="76",
    ),
    Example(
        "fraction-for-percentage",
        ACCURACY,
        ERROR,
        broken=a_return(a_file(a_value("asc-08", "0.76"))),
        sound=a_return(a_file(replace(a_value("asc-08", "0.76"), states_scale=True))),
        says=("0.76 could mean 0.76% or 76%",),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="0.76",
    ),
    Example(
        "scale-unknown",
        ACCURACY,
        WARNING,
        broken=a_return(a_file(a_value("asc-08", "0.76")), framework=UNTARGETED),
        sound=a_return(a_file(a_value("asc-08", "1.1")), framework=UNTARGETED),
        says=("taken as 0.76%", "76%"),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="0.76",
    ),
    Example(
        "hidden-value",
        Dimension.VALIDITY,
        WARNING,
        broken=a_return(a_file(replace(a_value("asc-08", "76"), is_hidden=True))),
        sound=a_return(a_file(a_value("asc-08", "76"))),
        says=("The actual stands in a hidden",),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="76",
    ),
    Example(
        "not-read",
        COMPLETENESS,
        INFORMATION,
        broken=a_return(a_file(unread=(Unread("Measures", "Own notes", "S12", 3),))),
        sound=a_return(a_file(a_value("asc-08", "76"))),
        says=("3 cells under 'Own notes'",),
        place="Measures!S12",
    ),
    Example(
        "read-differently",
        COMPLETENESS,
        ERROR,
        broken=a_return(a_file(sheets=ONE_SHEET, contents=((12, 81),))),
        sound=a_return(a_file(sheets=ONE_SHEET, contents=((12, 80),))),
        says=("sheets 1, rows 12, cells 81", "sheets 1, rows 12, cells 80"),
    ),
    Example(
        "action-entry",
        Dimension.VALIDITY,
        ERROR,
        broken=a_return(a_file(a_text("supported-living", "150", TextField.PERCENT_COMPLETE))),
        sound=a_return(
            a_file(
                a_text("supported-living", "45%", TextField.PERCENT_COMPLETE),
                a_text("supported-living", "31/12/2023", TextField.FORECAST_DATE),
            )
        ),
        says=("percent complete of key action", "from 0 to 100"),
        place="Key actions!D7",
        raw="150",
    ),
    Example(
        "nothing-counts",
        RELEVANCE,
        ERROR,
        broken=a_return(a_file(a_row("asc-08", "2023-24-Q3"), a_row("xyz", number=13))),
        sound=a_return(a_file(a_row("asc-08"), a_value("asc-08", "76"))),
        says=("None of the 2 filled rows",),
        place="Measures!A12",
    ),
    Example(
        "value-missing",
        COMPLETENESS,
        WARNING,
        broken=a_return(
            a_file(a_row("ASC-08", number=14, has_entries=False)), framework=only("asc-08")
        ),
        sound=a_return(a_file(a_value("asc-08", "76")), framework=only("asc-08")),
        says=(DERBYSHIRE.measures["asc-08"].name, "Quarter 2 (July to September 2023)"),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!A14",
    ),
    Example(
        "form-empty",
        COMPLETENESS,
        ERROR,
        broken=a_return(a_file(a_row("asc-08", has_entries=False), SIGNED)),
        sound=a_return(a_file(a_value("asc-08", "76"))),
        says=("Nothing is filled in",),
    ),
    Example(
        "ratio-parts-missing",
        COMPLETENESS,
        WARNING,
        broken=a_return(a_file(*a_ratio("asc-08", "90", "45", "50")[:2])),
        sound=a_return(a_file(*a_ratio("asc-08", "90", "45", "50"))),
        says=("without its denominator",),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="90",
    ),
    Example(
        "action-update-missing",
        COMPLETENESS,
        WARNING,
        broken=a_return(
            a_file(a_text("supported-living", "45", TextField.PERCENT_COMPLETE)),
            framework=only("supported-living"),
        ),
        sound=a_return(
            a_file(a_text("supported-living", "Good", TextField.SUPPLIED_RATING)),
            framework=only("supported-living"),
        ),
        says=(DERBYSHIRE.actions["supported-living"].name,),
    ),
    Example(
        "sign-off-missing",
        COMPLETENESS,
        WARNING,
        broken=a_return(a_file()),
        sound=a_return(a_file(SIGNED)),
        says=("signed",),
    ),
    Example(
        "scale-slip",
        CONSISTENCY,
        ERROR,
        broken=a_return(a_file(a_value("asc-04", "150000")), history=BUDGET_YEARS),
        sound=a_return(a_file(a_value("asc-04", "15000")), history=BUDGET_YEARS),
        says=("150000", "about 100 times larger", "(1500)"),
        measure="asc-04",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="150000",
    ),
    Example(
        "far-from-target",
        CONSISTENCY,
        WARNING,
        broken=a_return(a_file(a_value("asc-04", "15101"))),
        sound=a_return(a_file(a_value("asc-04", "15100"))),
        says=("15101", "more than ten times", "1510"),
        measure="asc-04",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="15101",
    ),
    Example(
        "far-from-usual",
        CONSISTENCY,
        WARNING,
        broken=a_return(a_file(a_value("asc-04", "15000")), history=BUDGET_YEARS),
        sound=a_return(a_file(a_value("asc-04", "14999")), history=BUDGET_YEARS),
        says=("15000 is at least ten times", "1500"),
        measure="asc-04",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="15000",
    ),
    Example(
        "commentary-copied",
        CONSISTENCY,
        WARNING,
        broken=a_return(
            a_file(a_text("asc-08", f"{SAID} ", TextField.COMMENTARY)),
            said={"asc-08": {"Q1": SAID, "2022-23-Q4": "Something else altogether."}},
        ),
        sound=a_return(
            a_file(a_text("asc-08", SAID, TextField.COMMENTARY)),
            said={"asc-08": {"Q1": "Something else altogether.", "2022-23-Q4": SAID}},
        ),
        says=("word for word that of Quarter 1",),
        measure="asc-08",
        period="2023-24-Q2",
        place="Key actions!D7",
        raw=f"{SAID} ",
    ),
    Example(
        "commentary-too-long",
        Dimension.VALIDITY,
        WARNING,
        broken=a_return(a_file(a_text("asc-08", "x" * 1501, TextField.COMMENTARY))),
        sound=a_return(a_file(a_text("asc-08", "x" * 1500, TextField.COMMENTARY))),
        says=("1,501 characters", "1,500"),
        measure="asc-08",
        period="2023-24-Q2",
        place="Key actions!D7",
        raw="x" * 1501,
    ),
    Example(
        "same-as-before",
        CONSISTENCY,
        WARNING,
        broken=a_return(a_file(*[a_value(name, "70") for name in FIVE]), history=BEFORE),
        sound=a_return(
            a_file(*[a_value(name, "70") for name in FIVE[1:]], a_value(FIVE[0], "71")),
            history=BEFORE,
        ),
        says=("All 5 values",),
    ),
    Example(
        "target-differs",
        CONSISTENCY,
        INFORMATION,
        broken=a_return(a_file(a_value("asc-08", "80", Quantity.TARGET, cell="L12"))),
        sound=a_return(a_file(a_value("asc-08", "76.00", Quantity.TARGET, cell="L12"))),
        says=("80", "76.0"),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!L12",
        raw="80",
    ),
    Example(
        "wrong-folder",
        RELEVANCE,
        WARNING,
        broken=a_return(a_file(sender="place")),
        sound=a_return(a_file(sender="adult-care")),
        says=("'place'", "'adult-care'"),
    ),
    Example(
        "old-form",
        RELEVANCE,
        INFORMATION,
        broken=a_return(a_file(digest="0" * 64)),
        sound=a_return(a_file(digest=DERBYSHIRE.digest)),
        says=("another version of the framework",),
    ),
    Example(
        "not-this-return",
        RELEVANCE,
        WARNING,
        broken=a_return(a_file(a_row("plc-01", number=9))),
        sound=a_return(a_file(a_row("asc-08", number=9))),
        says=("not one of this return's", "kept but not used"),
        place="Measures!A9",
        raw="plc-01",
    ),
    Example(
        "not-a-number",
        Dimension.VALIDITY,
        ERROR,
        broken=a_return(
            a_file(a_value("asc-08", Absence.UNREADABLE, Quantity.DENOMINATOR, cell="J12"))
        ),
        sound=a_return(
            a_file(a_value("asc-08", Absence.SUPPRESSED, Quantity.DENOMINATOR, cell="J12"))
        ),
        says=("denominator",),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!J12",
        raw="typed unreadable",
    ),
    Example(
        "no-longer-readable",
        Dimension.VALIDITY,
        ERROR,
        broken=a_return(replace(a_file(), problem="The heading 'Actual' is missing.")),
        sound=a_return(a_file()),
        says=("framework has changed", "'Actual' is missing"),
    ),
    Example(
        "impossible-value",
        Dimension.VALIDITY,
        ERROR,
        broken=a_return(a_file(a_value("asc-08", "100.1"))),
        sound=a_return(a_file(a_value("asc-08", "100"))),
        says=("100.1", "0 to 100"),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!H12",
        raw="100.1",
    ),
    Example(
        "rating-word",
        Dimension.VALIDITY,
        ERROR,
        broken=a_return(a_file(a_text("supported-living", "Great", TextField.SUPPLIED_RATING))),
        sound=a_return(a_file(a_text("supported-living", " gOOD ", TextField.SUPPLIED_RATING))),
        says=(DERBYSHIRE.actions["supported-living"].name,),
        place="Key actions!D7",
        raw="Great",
    ),
    Example(
        "given-twice",
        Dimension.UNIQUENESS,
        ERROR,
        broken=a_return(a_file(a_value("asc-08", "76"), a_value("asc-08", "76", cell="H13"))),
        sound=a_return(
            a_file(a_value("asc-08", "76"), a_value("asc-08", "76", at="Q1", cell="H13"))
        ),
        says=("actual", "H12 and H13"),
        measure="asc-08",
        period="2023-24-Q2",
        place="Measures!H13",
        raw="76",
    ),
    Example(
        "return-late",
        Dimension.TIMELINESS,
        WARNING,
        broken=a_close(a_lateness(3, 1, came=True)),
        sound=a_close(a_lateness(0, 0, came=True)),
        says=("Adult Social Care and Health return", "3 days", "1 working day)", "late"),
        submission=None,
        raw=ADULT_CARE,
    ),
    Example(
        "return-missing",
        Dimension.TIMELINESS,
        ERROR,
        broken=a_close(a_lateness(1, 0, came=False)),
        sound=a_close(a_lateness(0, 0, came=False, due=False)),
        says=("Adult Social Care and Health return", "1 day ", "0 working days", "has not come"),
        submission=None,
        raw=ADULT_CARE,
    ),
    Example(
        "commentary-missing",
        COMPLETENESS,
        WARNING,
        broken=a_close(a_rated(rating="action")),
        sound=a_close(a_rated(rating="action", commentary="Two posts were vacant.")),
        says=(DERBYSHIRE.measures["asc-08"].name, "Action", "action plan"),
        measure="asc-08",
        place="Measures!H12",
    ),
    Example(
        "rating-contradicts",
        CONSISTENCY,
        WARNING,
        broken=a_close(
            a_rated("cs01", rating="red", computed_rating="green", variance_pct=Decimal("5.56")),
            framework=HART,
        ),
        sound=a_close(
            a_rated("cs01", rating="green", computed_rating="green", variance_pct=Decimal("5.56")),
            framework=HART,
        ),
        says=("Red", "Green", "5.6%"),
        measure="cs01",
        place="Measures!H12",
        raw="76",
    ),
    Example(
        "procedure-missing",
        COMPLETENESS,
        WARNING,
        broken=a_close(a_procedure_due(0, "evidence", "verification")),
        sound=a_close(a_procedure_due(110)),
        says=("written procedure", "lacks the parts: evidence, verification"),
        measure="asc-08",
        submission=None,
    ),
    Example(
        "procedure-overdue",
        Dimension.TIMELINESS,
        WARNING,
        broken=a_close(a_procedure_due(110)),
        sound=a_close(a_procedure_due(0, "evidence"), a_procedure_due(missing=True)),
        says=("written procedure", "1 April 2022", "1 April 2023", "110 days overdue"),
        measure="asc-08",
        submission=None,
    ),
]  # fmt: skip
EXAMPLES += [Example(**fields) for fields in optional_sheets.EXAMPLES]

ALL_RULES: tuple[ReturnRule | CloseRule, ...] = (*RETURN_RULES, *CLOSE_RULES)
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule)


@each_example
def test_a_rule_finds_what_breaks_it_and_says_where(example: Example) -> None:
    (finding,) = findings(example.rule, example.broken)
    assert (finding.dimension, finding.severity) == (example.dimension, example.severity)
    assert (finding.measure, finding.period) == (example.measure, example.period)
    assert finding.place == example.place
    assert (finding.submission, finding.raw) == (example.submission, example.raw)


@each_example
def test_a_finding_names_its_facts_and_what_to_do(example: Example) -> None:
    (finding,) = findings(example.rule, example.broken)
    for fact in example.says:
        assert fact in finding.message
    assert finding.message.endswith(".")
    (rule,) = (rule for rule in ALL_RULES if rule.id == example.rule)
    assert finding.mend == rule.mend


@each_example
def test_a_rule_leaves_in_peace_what_keeps_it(example: Example) -> None:
    assert findings(example.rule, example.sound) == []


def test_every_rule_has_been_seen_to_fail() -> None:
    seen = {example.rule for example in (*EXAMPLES, *examples())}
    assert {rule.id for rule in ALL_RULES} == seen


def test_every_dimension_has_a_rule() -> None:
    assert {rule.dimension for rule in ALL_RULES} == set(Dimension)


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in ALL_RULES]
    assert len(ids) == len(set(ids))


def test_every_rule_that_is_written_is_in_the_catalogue() -> None:
    modules = [
        importlib.import_module(f"checks.catalogue.{module.name}")
        for module in pkgutil.iter_modules(checks.catalogue.__path__)
    ]
    on_returns = {rule.id for module in modules for rule in getattr(module, "RULES", ())}
    on_closes = {rule.id for module in modules for rule in getattr(module, "CLOSE_RULES", ())}
    assert on_returns == {rule.id for rule in RETURN_RULES}
    assert on_closes == {rule.id for rule in CLOSE_RULES}


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_means_and_how_to_mend_in_sentences(
    rule: ReturnRule | CloseRule,
) -> None:
    for sentence in (rule.meaning, rule.mend):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert len(sentence.split()) >= 5
    assert rule.meaning != rule.mend


def test_a_finding_without_a_cell_is_about_the_whole_return() -> None:
    finding = Finding("r", ACCURACY, ERROR, "Wrong.", "Mend it.", sheet="Measures")
    assert finding.place == WHOLE
    assert replace(finding, sheet=None, cell="H12").place == WHOLE
    assert replace(finding, cell="H12").place == "Measures!H12"


def test_a_council_without_sign_off_misses_none() -> None:
    assert findings("sign-off-missing", a_return(a_file(), framework=without_sign_off())) == []


@pytest.mark.parametrize("rule", [rule.id for rule in RETURN_RULES])
def test_nothing_is_found_in_a_return_that_has_not_come(rule: str) -> None:
    assert findings(rule, a_return()) == []


def test_a_measure_without_any_procedure_is_told_so() -> None:
    (finding,) = findings("procedure-missing", a_close(a_procedure_due(missing=True)))
    assert finding.message == "There is no written procedure for this measure."
