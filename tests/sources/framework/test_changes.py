"""Changes with effect from a period: what holds when, and which folders are refused."""

from datetime import date
from decimal import Decimal

import pytest

from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.library import EXAMPLES
from sources.framework.load import load, read_folder
from sources.framework.places import FrameworkProblems
from sources.framework.procedures import Procedure, ProcedureRules, months_after

TEXTS = read_folder(EXAMPLES / "derbyshire" / "2023-24")
TARGETS = "measure,from_period,annual,high,q1,q2,q3,q4,reason,approved_by,approved_on\n"
DEFINITIONS = "measure,from_period,definition,what,is_comparable,reason,approved_by,approved_on\n"
# asc-08 is a percentage for each quarter; asc-02 a running total with a profile to 1800.
HIGHER = "asc-08,2023-24-Q3,91.5,,,,,,Better than hoped,Cabinet,2023-10-12\n"
REWORDED = "asc-08,2023-24-Q2,=Carers as well,definition,no,Statute,Director,2023-06-20\n"


def period(code: str) -> Period:
    return Period.parse(code if "-" in code else f"2023-24-{code}")


def with_texts(**changed: str) -> Framework:
    return load(TEXTS | {f"{name}.csv": text for name, text in changed.items()})


def refusal(**changed: str) -> str:
    with pytest.raises(FrameworkProblems) as refused:
        with_texts(**changed)
    (found,) = map(str, refused.value.problems)
    return found


def measures_with(measure: str, **columns: str) -> str:
    """The register with further columns, filled for one measure only."""
    head, *rows = TEXTS["measures.csv"].splitlines()
    own, others = ",".join(columns.values()), "," * (len(columns) - 1)
    filled = [f"{row},{own if row.startswith(f'{measure},') else others}" for row in rows]
    return "\n".join([f"{head},{','.join(columns)}", *filled]) + "\n"


def test_a_changed_target_holds_from_its_period_on_and_never_before() -> None:
    before, after = load(TEXTS), with_texts(target_changes=TARGETS + HIGHER)
    codes = [period(code) for code in ("Q1", "Q2", "Q3", "Q4", "FY")]
    held = [before.target_for("asc-08", code) for code in codes]
    now = [after.target_for("asc-08", code) for code in codes]
    assert now == [*held[:2], Decimal("91.5"), Decimal("91.5"), Decimal("91.5")]
    assert Decimal("91.5") not in held


def test_the_target_in_force_says_why_and_who_approved_it() -> None:
    target = with_texts(target_changes=TARGETS + HIGHER).target_in_force("asc-08", period("Q3"))
    assert (target.rationale, target.set_by) == ("Better than hoped", "Cabinet")
    assert target.set_on == date(2023, 10, 12)


def test_an_empty_annual_takes_the_target_away() -> None:
    row = "asc-08,2023-24-Q3,,,,,,,Under review,Cabinet,2023-10-12\n"
    framework = with_texts(target_changes=TARGETS + row)
    assert framework.target_for("asc-08", period("Q3")) is None


def test_several_changes_follow_one_another() -> None:
    later = HIGHER.replace("Q3,91.5", "Q4,92.5")
    framework = with_texts(target_changes=TARGETS + HIGHER + later)
    assert framework.target_for("asc-08", period("Q3")) == Decimal("91.5")
    assert framework.target_for("asc-08", period("Q4")) == Decimal("92.5")


def test_of_two_changes_from_one_period_the_later_approved_holds_and_both_are_kept() -> None:
    again = HIGHER.replace("91.5", "89.5").replace("2023-10-12", "2023-11-20")
    framework = with_texts(target_changes=TARGETS + HIGHER + again)
    assert framework.target_for("asc-08", period("Q3")) == Decimal("89.5")
    assert [change.annual for change in framework.target_changes["asc-08"]] == [
        Decimal("91.5"),
        Decimal("89.5"),
    ]
    assert refusal(target_changes=TARGETS + again + HIGHER).endswith(
        "Of two from the same period the later approved comes second."
    )


def test_the_wording_of_a_definition_is_that_of_the_period() -> None:
    framework = with_texts(definition_changes=DEFINITIONS + REWORDED)
    original = framework.measures["asc-08"].definition
    assert framework.definition_in_force("asc-08", period("Q1")) == original
    assert framework.definition_in_force("asc-08", period("Q2")) == "=Carers as well"
    assert framework.definition_in_force("asc-08", period("2024-25-Q1")) == "=Carers as well"


def test_a_change_of_source_alone_leaves_the_wording() -> None:
    row = "asc-08,2023-24-Q2,,source,yes,New system,Director,2023-06-20\n"
    framework = with_texts(definition_changes=DEFINITIONS + row)
    assert framework.definition_in_force("asc-08", period("Q3")).startswith(
        framework.measures["asc-08"].definition
    )
    assert framework.break_between("asc-08", period("Q3"), period("Q1")) is None


def test_figures_do_not_compare_across_a_change_and_do_on_either_side() -> None:
    framework = with_texts(definition_changes=DEFINITIONS + REWORDED)
    change = framework.break_between("asc-08", period("Q2"), period("Q1"))
    assert change is not None
    assert change.words == "the definition changed from Q2 2023-24"
    assert framework.break_between("asc-08", period("Q3"), period("Q2")) is None
    assert framework.break_between("asc-08", period("Q1"), period("2022-23-Q4")) is None


def test_a_running_total_that_reaches_over_a_change_compares_with_neither_side() -> None:
    rows = DEFINITIONS + REWORDED.replace("asc-08", "asc-02")
    framework = with_texts(definition_changes=rows)
    between = framework.break_between
    assert between("asc-02", period("Q1"), period("2022-23-Q1")) is None
    assert between("asc-02", period("Q3"), period("2022-23-Q3"))
    assert between("asc-02", period("2024-25-Q3"), period("Q3"))
    assert between("asc-02", period("2025-26-Q3"), period("2024-25-Q3")) is None


REFUSED = [
    (
        {"target_changes": TARGETS + HIGHER.replace("asc-08", "asc-99")},
        "target_changes.csv:2: This row is for 'asc-99', which is not in measures.csv.",
    ),
    (
        {"definition_changes": DEFINITIONS + REWORDED + REWORDED.replace("asc-08", "asc-99")},
        "definition_changes.csv:3: This row is for 'asc-99', which is not in measures.csv.",
    ),
    (
        {"target_changes": TARGETS + HIGHER + HIGHER},
        "target_changes.csv:3: 'asc-08 from 2023-24-Q3, approved on 2023-10-12' stands in this "
        "file twice.",
    ),
    (
        {"target_changes": TARGETS + HIGHER + HIGHER.replace("Q3", "M07")},
        "target_changes.csv:3: The change of 'asc-08' from 2023-24-M07 does not come after the one",
    ),
    (
        {"target_changes": TARGETS + HIGHER + HIGHER.replace("Q3", "Q2")},
        "target_changes.csv:3: The change of 'asc-08' from 2023-24-Q2 does not come after the one",
    ),
    (
        {"target_changes": TARGETS + HIGHER.replace("2023-24-Q3", "2024-25-Q1")},
        "target_changes.csv:2: The target of 'asc-08' changes from 2024-25-Q1, not in 2023-24.",
    ),
    (
        {"target_changes": TARGETS + HIGHER.replace("91.5", "191.5")},
        "target_changes.csv:2: A target of 'asc-08' is outside what its unit allows.",
    ),
    (
        {"target_changes": TARGETS + HIGHER.replace("asc-08", "asc-02")},
        "target_changes.csv:2: Cumulative measure 'asc-02' has no profile.",
    ),
    (
        {"target_changes": TARGETS + HIGHER.replace("Better than hoped", "")},
        "target_changes.csv:2: 'asc-08': 'reason' is missing.",
    ),
    (
        {"definition_changes": DEFINITIONS + REWORDED.replace("=Carers as well", "")},
        "definition_changes.csv:2: 'asc-08': give the new definition, since that is what changed.",
    ),
    (
        {
            "target_changes": TARGETS + HIGHER,
            "measures": measures_with(
                "asc-08", last_period="2023-24-Q2", withdrawn_because="Not needed"
            ),
        },
        "target_changes.csv:2: 'asc-08' changes from 2023-24-Q3, after its end with 2023-24-Q2.",
    ),
]


@pytest.mark.parametrize(("changed", "says"), REFUSED)
def test_changes_that_cannot_be_are_refused_with_file_and_line(
    changed: dict[str, str], says: str
) -> None:
    assert refusal(**changed).startswith(says)


WRONG_DATES = [
    ({"last_period": "2023-24-Q2"}, "give both last_period and withdrawn_because, or neither"),
    (
        {"first_period": "2023-24-Q3", "last_period": "2023-24-Q2", "withdrawn_because": "Gone"},
        "last_period is before first_period",
    ),
    ({"delivery_model": "contracted"}, "a provider is given for every delivery_model but direct"),
    ({"provider": "A trust"}, "a provider is given for every delivery_model but direct"),
]


@pytest.mark.parametrize(("columns", "says"), WRONG_DATES)
def test_a_measure_whose_dates_or_provider_do_not_agree_is_refused(
    columns: dict[str, str], says: str
) -> None:
    assert says in refusal(measures=measures_with("asc-08", **columns))


def test_a_measure_is_due_within_its_periods_only() -> None:
    columns = {
        "first_period": "2023-24-Q2",
        "last_period": "2023-24-Q3",
        "withdrawn_because": "The survey ended",
    }
    framework = with_texts(measures=measures_with("asc-08", **columns))
    measure = framework.measures["asc-08"]
    due = {c: framework.is_due(measure, period(c)) for c in ("Q1", "Q2", "Q3", "Q4", "FY")}
    assert due == {"Q1": False, "Q2": True, "Q3": True, "Q4": False, "FY": False}
    assert framework.next_due(measure, period("Q1")) == "collected from Q2 2023-24 on"
    assert framework.next_due(measure, period("Q4")) == (
        "withdrawn after Q3 2023-24: The survey ended"
    )


def test_months_before_a_monthly_measure_began_are_not_asked_for() -> None:
    framework = with_texts(measures=measures_with("asc-06", first_period="2023-24-M05"))
    measure = framework.measures["asc-06"]
    assert [str(p) for p in framework.due_in(measure, period("Q2"))] == [
        "2023-24-M05",
        "2023-24-M06",
    ]


def test_a_partnership_shares_control_unless_it_says_so() -> None:
    shared = {"delivery_model": "partnership", "provider": "Health partners"}
    framework = with_texts(measures=measures_with("asc-08", **shared))
    assert framework.measures["asc-08"].influence.value == "influence"
    assert framework.measures["asc-01"].influence.value == "control"
    own = with_texts(measures=measures_with("asc-08", **shared, influence="control"))
    assert own.measures["asc-08"].influence.value == "control"


def a_procedure(**given: object) -> Procedure:
    whole = dict.fromkeys(("steps", "calculation", "evidence", "verification"), "As agreed.")
    ordinary = {"measure": "asc-08", "version": "1", "author": "A post", "approved": "2022-04-01"}
    return Procedure.model_validate({**whole, **ordinary, **given})


def test_a_procedure_is_reviewed_a_year_after_its_approval() -> None:
    found = a_procedure()
    assert found.due(ProcedureRules()) == date(2023, 4, 1)
    assert found.days_overdue(ProcedureRules(), date(2023, 7, 20)) == 110
    assert found.days_overdue(ProcedureRules(), date(2023, 4, 1)) == 0


def test_the_earlier_of_its_own_day_and_the_rule_counts() -> None:
    rules = ProcedureRules(review_months=24)
    assert a_procedure(review_due="2023-01-31").due(rules) == date(2023, 1, 31)
    assert a_procedure(review_due="2029-01-31").due(rules) == date(2024, 4, 1)


def test_months_after_the_end_of_a_longer_month_are_the_last_day_of_a_shorter_one() -> None:
    assert months_after(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)


def test_a_part_that_is_not_written_is_known_to_be_lacking() -> None:
    assert a_procedure(evidence=None, steps=None).lacking == ("steps", "evidence")
    assert a_procedure().lacking == ()


def test_whether_procedures_are_kept_is_said_by_the_file_or_by_the_council() -> None:
    without = {name: text for name, text in TEXTS.items() if name != "procedures.csv"}
    assert not load(without).keeps_procedures
    asked = without["council.yaml"] + "  procedures: {blocks_confirmation: yes}\n"
    declared = load(without | {"council.yaml": asked})
    assert declared.keeps_procedures
    assert declared.procedure_rules == ProcedureRules(blocks_confirmation=True)
    assert load(TEXTS).keeps_procedures
