"""A framework folder loads whole, or says everything that is wrong with it and where.

The folder is Hart's. Each broken variant differs from it in one text.
"""

import csv
import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sources.framework.keys import Close, Period, Slot
from sources.framework.load import digest_of, load, load_folder, read_folder
from sources.framework.measures import Polarity
from sources.framework.places import FrameworkProblems, Problem
from sources.values import Unit

HART = Path(__file__).parents[2] / "data" / "hart"
FOLDER = HART / "frameworks" / "hart" / "2014-15"
TABLE = HART / "hart_2014-15_q1.csv"
Q1 = Period.parse("2014-15-Q1")
YEAR_TO_DATE = {"hr11", "hs08", "ia01", "rb05", "rb06"}

GOOD = read_folder(FOLDER)

with TABLE.open(encoding="utf-8", newline="") as published:
    ROWS = list(csv.DictReader(published))


def edited(file: str, old: str, new: str) -> dict[str, str]:
    """Hart's texts with one text changed, which must stand there exactly once."""
    assert GOOD[file].count(old) == 1, f"{old!r} in {file}"
    return {**GOOD, file: GOOD[file].replace(old, new)}


def problems_of(texts: dict[str, str]) -> list[Problem]:
    with pytest.raises(FrameworkProblems) as caught:
        load(texts)
    assert caught.value.problems
    return caught.value.problems


def line_of(text: str, mark: str) -> int:
    """The first line that holds `mark`, counted from 1."""
    return text[: text.index(mark)].count("\n") + 1


# A good folder


def test_the_published_table_is_kept_byte_for_byte():
    assert hashlib.sha256(TABLE.read_bytes()).hexdigest() == (
        "ad0ab6840f7baf87dcc4c4eb96ce859a01dd818007cd9c48c64f544153ea4520"
    )


def test_harts_folder_loads_with_every_published_measure():
    hart = load_folder(FOLDER)
    assert list(hart.measures) == [row["ref"].lower() for row in ROWS]
    assert [m.name for m in hart.measures.values()] == [row["measure"] for row in ROWS]
    assert [m.polarity for m in hart.measures.values()] == [
        Polarity(row["polarity"]) for row in ROWS
    ]
    assert {m.id for m in hart.measures.values() if m.unit is Unit.PERCENT} == {
        row["ref"].lower() for row in ROWS if row["unit"] == "%"
    }
    assert (hart.council.name, str(hart.year)) == ("Hart District Council", "2014-15")


def test_harts_targets_are_those_of_the_table_where_they_are_not_year_to_date():
    hart = load_folder(FOLDER)
    for row in ROWS:
        name = row["ref"].lower()
        target = hart.targets[name].for_period(Q1, hart.measures[name])
        if name in YEAR_TO_DATE or row["published_status"] == "Data only":
            assert target is None, name
        else:
            assert target == Decimal(row["target_raw"].rstrip("%")), name


def test_harts_layout_accounts_for_every_heading_and_every_colour_of_the_table():
    hart = load_folder(FOLDER)
    layout = hart.layouts["hart-table"]
    named = [
        layout.measure,
        layout.period,
        layout.actual,
        layout.target,
        layout.supplied_rating,
        layout.commentary,
    ]
    headings = [heading for names in named for heading in names]
    assert sorted([*headings, *layout.passed_over]) == sorted(ROWS[0])
    words = hart.measure_scheme.supplied
    assert {row["published_status"] for row in ROWS} == {
        *words.ratings,
        *words.unrated,
    }


def test_harts_timetable_names_one_slot_one_close_and_one_edition():
    hart = load_folder(FOLDER)
    slot = Slot.parse("hart.2014-15-Q1.quarterly-table")
    close = Close.parse("hart.2014-15-Q1")
    assert hart.slots == (slot,)
    assert hart.closes == (close,)
    assert {str(edition): of for edition, of in hart.editions.items()} == {
        "hart.quarterly-performance.2014-08-25": close
    }
    london = ZoneInfo("Europe/London")
    assert hart.deadline(slot) == datetime(2014, 7, 31, 23, 59, 59, tzinfo=london)
    assert len(hart.measures_of("quarterly-table")) == 45


def test_the_digest_stays_while_the_files_stay():
    backwards = dict(reversed(GOOD.items()))
    assert load_folder(FOLDER).digest == load(backwards).digest == digest_of(GOOD)


@pytest.mark.parametrize("file", sorted(GOOD))
def test_the_digest_changes_with_any_file(file):
    assert load({**GOOD, file: GOOD[file] + "\n"}).digest != digest_of(GOOD)


def test_the_texts_that_were_loaded_are_kept():
    assert load_folder(FOLDER).files == GOOD


# Broken folders


@dataclass(frozen=True)
class Broken:
    """One edit, and the problem it must give: its file, the line that holds `mark`, its words."""

    what: str
    file: str
    old: str
    new: str
    mark: str
    says: str
    mend: str
    reported_in: str | None = None


AUDIT = "- {id: ia, name: Audit, lead: not published, provenance: published}"
ACTION = """actions:
  - id: new-depot
    name: Open the new depot
    priority: service-performance
    department: ets
    lead_officer: Head of service
    body: service-performance-portfolio
    starts: 2014-04-01
    due: 2015-03-31
    milestones:
      - {id: site, name: Site found, due: 2014-09-30}
    measures: [ets01]
    provenance: ours
"""


def action(old: str, new: str) -> str:
    assert ACTION.count(old) == 1
    return ACTION.replace(old, new)


BROKEN = [
    Broken(
        "a measure of a department that is not there",
        "measures.csv",
        "no,fi,service",
        "no,fin,service",
        "fi06,",
        "'fi06' names department 'fin', which does not exist.",
        "Known: cs, ets, fi, hr,",
    ),
    Broken(
        "a measure of a priority that is not there",
        "measures.csv",
        "no,fi,service-performance-portfolio,reliable-services,service-performance,",
        "no,fi,service-performance-portfolio,reliable-services,service-performance;green,",
        "fi06,",
        "'fi06' names priorities 'green', which does not exist.",
        "Known: service-performance.",
    ),
    Broken(
        "a measure of an outcome that is not there",
        "measures.csv",
        "no,fi,service-performance-portfolio,reliable-services,",
        "no,fi,service-performance-portfolio,better-services,",
        "fi06,",
        "'fi06' names outcomes 'better-services', which does not exist.",
        "Known: reliable-services.",
    ),
    Broken(
        "a measure of a body that is not there",
        "measures.csv",
        "no,fi,service-performance-portfolio",
        "no,fi,finance-portfolio",
        "fi06,",
        "'fi06' names body 'finance-portfolio', which does not exist.",
        "Known: service-performance-portfolio.",
    ),
    Broken(
        "an action of a department that is not there",
        "actions.yaml",
        "actions: []\n",
        action("department: ets", "department: waste"),
        "department: waste",
        "'new-depot' names department 'waste', which does not exist.",
        "Known: cs,",
    ),
    Broken(
        "an action of a measure that is not there",
        "actions.yaml",
        "actions: []\n",
        action("[ets01]", "[ets01, ets02]"),
        "measures:",
        "'new-depot' names measures 'ets02', which does not exist.",
        "Known: cs01,",
    ),
    Broken(
        "a milestone after the action's own end",
        "actions.yaml",
        "actions: []\n",
        action("2014-09-30", "2015-09-30"),
        "- id: new-depot",
        "milestone 'site' is due outside the action's dates",
        "Correct it.",
    ),
    Broken(
        "an unknown field",
        "council.yaml",
        "  short_name: Hart\n",
        "  short_name: Hart\n  motto: Onward\n",
        "motto",
        "'motto' is not known here.",
        "Known: id, name, short_name,",
    ),
    Broken(
        "an unknown field in a table",
        "targets.csv",
        "rationale,set_by",
        "rationale,decided_by",
        "measure,",
        "'decided_by' is not known here.",
        "Known: measure, annual,",
    ),
    Broken(
        "an unknown entry of a file",
        "plan.yaml",
        "bodies:",
        "visions: []\nbodies:",
        "visions",
        "'visions' is not known here.",
        "This file holds bodies, handovers, outcomes, plan, priorities.",
    ),
    Broken(
        "a file without one of its entries",
        "returns.yaml",
        "layouts:",
        "forms:",
        "returns:",
        "'layouts' is missing.",
        "Add it.",
    ),
    Broken(
        "a missing field",
        "council.yaml",
        "  kind: district council\n",
        "",
        "council:",
        "'kind' is missing.",
        "Add it.",
    ),
    Broken(
        "a missing field of one entry of a list",
        "departments.yaml",
        AUDIT,
        "- {id: ia, lead: not published, provenance: published}",
        "id: ia",
        "'name' is missing.",
        "Add it.",
    ),
    Broken(
        "a blank cell that must be filled",
        "measures.csv",
        "Suppliers are paid on time.",
        "",
        "fi06,",
        "'purpose' is missing.",
        "Add it.",
    ),
    Broken(
        "a target that is not a plain number",
        "targets.csv",
        "\nfi06,97,",
        "\nfi06,97%,",
        "fi06,",
        "annual: ",
        "Correct it.",
    ),
    Broken(
        "a target that is no number at all",
        "targets.csv",
        "\nfi06,97,",
        "\nfi06,NaN,",
        "fi06,",
        "annual: ",
        "Correct it.",
    ),
    Broken(
        "a unit that nobody knows",
        "measures.csv",
        "Suppliers are paid on time.,percent",
        "Suppliers are paid on time.,per cent",
        "fi06,",
        "'money', 'days' or 'rate' (found 'per cent')",
        "Write one of these.",
    ),
    Broken(
        "a route that is neither none nor a list of steps",
        "council.yaml",
        "sign_off: none",
        "sign_off: maybe",
        "sign_off",
        "write none, or a list of one to three steps (found 'maybe')",
        "Correct it.",
    ),
    Broken(
        "an id that cannot stand in a key",
        "departments.yaml",
        "id: ia,",
        "id: Internal Audit,",
        "Internal Audit",
        "'Internal Audit' is not a usable name",
        "Correct it.",
    ),
    Broken(
        "a measure that stands there twice",
        "measures.csv",
        "\nhr03,",
        "\nhr02,",
        "hr02,DBS",
        "'hr02' stands in this file twice.",
        "Remove or rename one.",
    ),
    Broken(
        "a department that stands there twice",
        "departments.yaml",
        AUDIT,
        f"{AUDIT}\n  {AUDIT.replace('Audit', 'Internal audit')}",
        "Internal audit",
        "'ia' stands in this file twice.",
        "Remove or rename one.",
    ),
    Broken(
        "a period that stands there twice",
        "timetable.yaml",
        "periods:\n",
        "periods:\n  - {period: 2014-15-Q1, stages: []}\n",
        "- period: 2014-15-Q1",
        "'2014-15-Q1' stands in this file twice.",
        "Remove or rename one.",
    ),
    Broken(
        "a key that stands there twice",
        "council.yaml",
        "  short_name: Hart\n",
        "  short_name: Hart\n  name: Hart Council\n",
        "name: Hart Council",
        "'name' stands here twice.",
        "Remove one of the two.",
    ),
    Broken(
        "a colon that YAML takes for its own",
        "council.yaml",
        "name: Hart District Council",
        "name: Hart: District Council",
        "name: Hart:",
        "This is not valid YAML",
        "Check the indentation, quotes and colons there.",
    ),
    Broken(
        "an alias",
        "departments.yaml",
        "name: Audit",
        "name: *audit",
        "*audit",
        "An alias is used.",
        "Write it out.",
    ),
    Broken(
        "a tag",
        "departments.yaml",
        "name: Audit",
        "name: !!binary Audit",
        "!!binary",
        "tag",
        "",
    ),
    Broken(
        "a list that is not one",
        "plan.yaml",
        "priorities:\n  - id: service-performance\n    name: Service performance\n",
        "priorities: Service performance\n",
        "priorities:",
        "'priorities' is not a list.",
        "Begin each entry with '- '.",
    ),
    Broken(
        "an entry without fields",
        "departments.yaml",
        AUDIT,
        "- Audit",
        "- Audit",
        "This entry has no fields.",
        "Write 'field: value' lines.",
    ),
    Broken(
        "a file with nothing in it",
        "products.yaml",
        GOOD["products.yaml"],
        "",
        "",
        "No entries found.",
        "Begin with products.",
    ),
    Broken(
        "a comma without quotes around its text",
        "measures.csv",
        '"Number of missed collections – All – (per 100,000)"',
        "Number of missed collections – All – (per 100,000)",
        "ets01,",
        "This row has 25 cells, the heading 24.",
        "Check for a comma that wants quotes around its text.",
    ),
    Broken(
        "a quote that does not end",
        "targets.csv",
        "snh06,,,,,,Information",
        'snh06,,,,,,"Information',
        "snh06,",
        "This is not a readable CSV table",
        "Check the quotes on that line.",
    ),
    Broken(
        "a heading that stands there twice",
        "targets.csv",
        "measure,annual,q1,q2",
        "measure,annual,q1,q1",
        "measure,",
        "The heading 'q1' stands twice.",
        "Remove one.",
    ),
    Broken(
        "a period that is none",
        "timetable.yaml",
        "2014-15-Q1",
        "2014-15-Q5",
        "2014-15-Q5",
        "'2014-15-Q5' is not a period: write it like",
        "Correct it.",
    ),
    Broken(
        "a period of another year",
        "timetable.yaml",
        "2014-15-Q1",
        "2015-16-Q1",
        "2015-16-Q1",
        "2015-16-Q1 is not in 2014-15.",
        "Move it to its own year.",
    ),
    Broken(
        "a year that is none",
        "council.yaml",
        "financial_year: 2014-15",
        "financial_year: 2014/15",
        "council:",
        "'2014/15' is not a financial year: write it like",
        "Correct it.",
    ),
    Broken(
        "a stage without its day",
        "timetable.yaml",
        "        on: 2014-07-31\n",
        "",
        "- id: returns",
        "precision date needs its date",
        "Correct it.",
    ),
    Broken(
        "a day that is not in the calendar",
        "timetable.yaml",
        "on: 2014-07-31",
        "on: 2014-07-32",
        "2014-07-32",
        "on is no day of the calendar (found '2014-07-32')",
        "Write a day that there is",
    ),
    Broken(
        "a measure without a target row",
        "targets.csv",
        next(r for r in GOOD["targets.csv"].splitlines(True) if r.startswith("fi06,")),
        "",
        "fi06,",
        "Measure 'fi06' has no row in targets.csv.",
        "leave annual blank if no target is set, and say why.",
        reported_in="measures.csv",
    ),
    Broken(
        "a target of a measure that is not there",
        "targets.csv",
        "\nfi06,97,",
        "\nfi07,97,,,,,New,nobody,,ours\nfi06,97,",
        "fi07,",
        "This row is for 'fi07', which is not in measures.csv.",
        "Remove the row, or add the measure.",
    ),
    Broken(
        "a profile that does not end at the annual target",
        "targets.csv",
        "\nrb06,,,,,,",
        "\nrb06,98,24.5,50,75,97.5,",
        "rb06,",
        "The profile of 'rb06' ends at 97.5, the annual target is 98.",
        "Make q4 equal to annual.",
    ),
    Broken(
        "a profile with a quarter left out",
        "targets.csv",
        "\nrb06,,,,,,",
        "\nrb06,98,24.5,,75,98,",
        "rb06,",
        "the profile wants all four quarters, or none",
        "Correct it.",
    ),
    Broken(
        "a profile without an annual target",
        "targets.csv",
        "\nrb06,,,,,,",
        "\nrb06,,24.5,50,75,98,",
        "rb06,",
        "a profile without an annual target cannot be checked",
        "Correct it.",
    ),
    Broken(
        "a cumulative measure with an annual target alone",
        "targets.csv",
        "\nrb06,,,,,,",
        "\nrb06,98,,,,,",
        "rb06,",
        "Cumulative measure 'rb06' has no profile.",
        "Give q1 to q4, year to date.",
    ),
    Broken(
        "a percentage target over 100",
        "targets.csv",
        "\nfi06,97,",
        "\nfi06,970,",
        "fi06,",
        "A target of 'fi06' is outside what its unit allows.",
        "set may_exceed_100",
    ),
    Broken(
        "a percentage target below 0",
        "targets.csv",
        "\nfi06,97,",
        "\nfi06,-0.1,",
        "fi06,",
        "A target of 'fi06' is outside what its unit allows.",
        "set may_exceed_100",
    ),
    Broken(
        "a percentage over 100 in a profile",
        "targets.csv",
        "\nfi06,97,,,,,",
        "\nfi06,97,97,101,97,97,",
        "fi06,",
        "A target of 'fi06' is outside what its unit allows.",
        "set may_exceed_100",
    ),
    Broken(
        "a rate that does not say what it is per",
        "measures.csv",
        'promised.,rate,"per 100,000"',
        "promised.,rate,",
        "ets01,",
        "a rate must say in unit_words what it is per",
        "Correct it.",
    ),
    Broken(
        "a cumulative measure that does not say how it is supplied",
        "measures.csv",
        "percent,,1,higher,quarterly,activity,corporate,yes,year to date,sum",
        "percent,,1,higher,quarterly,activity,corporate,yes,,sum",
        "ia01,",
        "a cumulative measure must say how it is supplied",
        "Correct it.",
    ),
    Broken(
        "a return due at a stage that the period lacks",
        "returns.yaml",
        "due_stage: returns",
        "due_stage: cabinet",
        "- period: 2014-15-Q1",
        "Return 'quarterly-table' is due at stage 'cabinet', which 2014-15-Q1 lacks.",
        "Add the stage, with precision none if it has no date.",
        reported_in="timetable.yaml",
    ),
    Broken(
        "a product issued for a stage that the period lacks",
        "products.yaml",
        "issued_for: published",
        "issued_for: cabinet",
        "- period: 2014-15-Q1",
        "Product 'quarterly-performance' is issued for stage 'cabinet'",
        "Add the stage",
        reported_in="timetable.yaml",
    ),
    Broken(
        "a layout that is not there",
        "returns.yaml",
        "layout: hart-table",
        "layout: form",
        "layout: form",
        "'quarterly-table' names layout 'form', which does not exist.",
        "Known: hart-table.",
    ),
    Broken(
        "a table that does not say where the actual stands",
        "returns.yaml",
        "    actual: actual_raw\n",
        "",
        "- id: hart-table",
        "a table names the heading of its actuals, or periods across",
        "Correct it.",
    ),
    Broken(
        "a return that is neither due nor sent once",
        "returns.yaml",
        "    due_stage: returns\n",
        "",
        "- id: quarterly-table",
        "a return is either due at a stage of each period or sent once",
        "Correct it.",
    ),
    Broken(
        "a department in no return",
        "returns.yaml",
        "rs, snh]",
        "rs]",
        "id: snh",
        "Department 'snh' is in 0 department returns.",
        "Put it in exactly one return of returns.yaml.",
        reported_in="departments.yaml",
    ),
    Broken(
        "a department in two returns",
        "returns.yaml",
        "layouts:",
        "  - {id: extra, name: Extra, return_type: department, departments: [snh],"
        " layout: hart-table, due_stage: returns}\nlayouts:",
        "id: snh",
        "Department 'snh' is in 2 department returns.",
        "Put it in exactly one return of returns.yaml.",
        reported_in="departments.yaml",
    ),
    Broken(
        "bands that do not run from best to worst",
        "schemes.yaml",
        "    - {rating: green, at_least: 0}\n",
        "    - {rating: amber, at_least: -5}\n    - {rating: green, at_least: 0}\n",
        "measures:",
        "the bands must run from best to worst",
        "Correct it.",
    ),
    Broken(
        "a band of a rating that is not listed",
        "schemes.yaml",
        "{rating: green, at_least: 0}",
        "{rating: gold, at_least: 0}",
        "measures:",
        "Rating 'gold' is used but not listed.",
        "Known: amber, green, red.",
    ),
    Broken(
        "a published word that means a rating not listed",
        "schemes.yaml",
        "Amber: amber",
        "Amber: yellow",
        "measures:",
        "Rating 'yellow' is used but not listed.",
        "Known: amber, green, red.",
    ),
    Broken(
        "a supplied scheme that is called computed",
        "schemes.yaml",
        "basis: supplied",
        "basis: computed",
        "measures:",
        "the last band must take all that is left",
        "Correct it.",
    ),
    Broken(
        "a plan that ends within the year",
        "plan.yaml",
        "ends: 2015-03-31",
        "ends: 2015-03-30",
        "plan:",
        "The plan is not in force for all of 2014-15.",
        "Check its dates.",
    ),
    Broken(
        "a plan that starts within the year",
        "plan.yaml",
        "starts: 2014-04-01",
        "starts: 2014-04-02",
        "plan:",
        "The plan is not in force for all of 2014-15.",
        "Check its dates.",
    ),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.what)
def test_what_is_wrong_is_said_with_its_place_and_how_to_mend_it(broken):
    texts = edited(broken.file, broken.old, broken.new)
    file = broken.reported_in or broken.file
    line = line_of(texts[file], broken.mark)
    found = problems_of(texts)
    assert any(
        (problem.file, problem.line) == (file, line)
        and broken.says in problem.message
        and broken.mend in problem.mend
        for problem in found
    ), "\n".join(map(str, found))


def test_a_problem_is_printed_as_place_message_and_mend():
    [problem] = problems_of(edited("plan.yaml", "2015-03-31", "2015-03-30"))
    assert str(problem) == (
        "plan.yaml:1: The plan is not in force for all of 2014-15. Check its dates."
    )


@pytest.mark.parametrize("file", sorted(GOOD))
def test_a_missing_file_is_named(file):
    texts = {name: text for name, text in GOOD.items() if name != file}
    assert Problem(file, 1, "The file is missing.", "Add it.") in problems_of(texts)


def test_an_unknown_field_within_an_entry_is_answered_with_the_fields_known_there():
    found = problems_of(
        edited("timetable.yaml", "        on: 2014-08-25", "        day: 2014-08-25")
    )
    [unknown] = [problem for problem in found if "'day'" in problem.message]
    assert "precision" in unknown.mend


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("targets.csv", "set_by,set_on", "set_by,agreed_on"),
        ("council.yaml", "  short_name: Hart", "  short_name: Hart\n  agreed_on:"),
    ],
    ids=["a heading", "a key"],
)
def test_an_unknown_name_is_refused_even_where_nothing_stands_under_it(file, old, new):
    found = problems_of(edited(file, old, new))
    assert any("'agreed_on' is not known here" in p.message for p in found), found


@pytest.mark.parametrize("number", ["1_000", "1e30", "1e999999", "\uff11\uff12", "9" * 19])
def test_a_target_that_could_not_be_stored_or_read_in_a_return_is_refused(number):
    texts = edited("targets.csv", "\nets01,40,", f"\nets01,{number},")
    assert [problem.file for problem in problems_of(texts)] == ["targets.csv"]


@pytest.mark.parametrize("day", ["0", "1406764800", "2014-07-31T00:00"])
def test_a_day_is_written_like_2014_07_31_and_in_no_other_way(day):
    found = problems_of(edited("timetable.yaml", "on: 2014-07-31", f"on: {day}"))
    assert [problem.file for problem in found] == ["timetable.yaml"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("timetable.yaml", "- id: published", "- id: returns"),
        ("schemes.yaml", "- id: amber\n      word: Amber\n", "- id: green\n"),
        ("departments.yaml", AUDIT, AUDIT[:-1] + ", services: [@, @]}"),
    ],
    ids=["stages", "ratings", "services"],
)
def test_an_id_that_stands_twice_within_one_entry_is_refused(file, old, new):
    if file == "schemes.yaml":
        measures, actions = GOOD[file].split("\nactions:\n")
        assert measures.count("- id: amber\n") == 1
        measures = measures.replace("- id: amber\n", "- id: green\n")
        texts = {**GOOD, file: f"{measures}\nactions:\n{actions}"}
    else:
        texts = edited(file, old, new.replace("@", "{id: audit, name: Audit}"))
    found = problems_of(texts)
    assert any("twice" in problem.message for problem in found), found


def test_a_name_of_nothing_but_quotes_is_missing():
    found = problems_of(edited("departments.yaml", "name: Audit", 'name: ""'))
    assert [problem.file for problem in found] == ["departments.yaml"]


def test_every_problem_of_every_file_is_said_at_once():
    texts = {
        **GOOD,
        "council.yaml": edited("council.yaml", "  kind: district council\n", "")["council.yaml"],
        "targets.csv": edited("targets.csv", "\nfi06,97,", "\nfi06,high,")["targets.csv"],
        "plan.yaml": "plan: [",
    }
    del texts["products.yaml"]
    found = problems_of(texts)
    assert found == sorted(found)
    assert {problem.file for problem in found} == {
        "council.yaml",
        "plan.yaml",
        "products.yaml",
        "targets.csv",
    }


def test_every_cross_reference_that_dangles_is_said_at_once():
    texts = {
        **GOOD,
        "returns.yaml": edited("returns.yaml", "layout: hart-table", "layout: form")[
            "returns.yaml"
        ],
        "measures.csv": edited("measures.csv", "no,fi,service", "no,fin,service")["measures.csv"],
    }
    assert [problem.file for problem in problems_of(texts)] == [
        "measures.csv",
        "returns.yaml",
    ]


def test_two_problems_in_one_entry_are_both_said():
    text = GOOD["council.yaml"].replace("  kind: district council\n", "")
    text = text.replace("sign_off: none", "sign_off: maybe")
    found = problems_of({**GOOD, "council.yaml": text})
    assert [problem.line for problem in found] == [1, line_of(text, "sign_off")]


def test_two_rows_with_too_many_cells_are_both_said():
    text = GOOD["targets.csv"].replace("\nfi06,97,", "\nfi06,97,,")
    text = text.replace("\nhr03,95,", "\nhr03,95,,")
    lines = [line_of(text, "fi06,"), line_of(text, "hr03,")]
    found = problems_of({**GOOD, "targets.csv": text})
    assert [p.line for p in found if p.file == "targets.csv"] == lines


# Nothing but FrameworkProblems comes out, whatever goes in


YAML_FILES = sorted(name for name in GOOD if name.endswith(".yaml"))


@pytest.mark.parametrize("file", YAML_FILES)
@pytest.mark.parametrize("value", ["", "[x]", "{x: y}", "0"])
def test_any_value_in_any_place_gives_a_framework_or_its_problems(file, value):
    lines = GOOD[file].splitlines()
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(":")
        if not colon or key.lstrip().startswith(("#", "- {")):
            continue
        changed = [*lines[:number], f"{key}: {value}", *lines[number + 1 :]]
        assert_loads_or_says_why({**GOOD, file: "\n".join(changed)})


@pytest.mark.parametrize("file", ["measures.csv", "targets.csv"])
@pytest.mark.parametrize("value", ["", "x", "1e999999", '"'])
def test_any_cell_in_any_column_gives_a_framework_or_its_problems(file, value):
    heading, first, *rest = GOOD[file].splitlines()
    cells = first.split(",")
    for number in range(len(cells)):
        changed = ",".join([*cells[:number], value, *cells[number + 1 :]])
        assert_loads_or_says_why({**GOOD, file: "\n".join([heading, changed, *rest])})


@pytest.mark.parametrize("file", sorted(GOOD))
def test_a_file_cut_short_anywhere_gives_a_framework_or_its_problems(file):
    text = GOOD[file]
    for end in range(0, len(text), max(1, len(text) // 20)):
        assert_loads_or_says_why({**GOOD, file: text[:end]})


@pytest.mark.parametrize("year", ["0000-01", "9999-00"])
def test_a_year_beyond_the_calendar_is_a_problem_and_not_a_crash(year):
    texts = edited("council.yaml", "financial_year: 2014-15", f"financial_year: {year}")
    assert any(problem.file == "council.yaml" for problem in problems_of(texts))


def test_lists_within_lists_without_end_are_a_problem_and_not_a_crash():
    found = problems_of({**GOOD, "actions.yaml": "actions: " + "[" * 2_000})
    assert [problem.file for problem in found] == ["actions.yaml"]


def assert_loads_or_says_why(texts: dict[str, str]) -> None:
    try:
        load(texts)
    except FrameworkProblems as error:
        assert error.problems
        for problem in error.problems:
            assert problem.line >= 1
            assert problem.message and problem.mend


# The folder itself


def written(folder: Path, **changed: bytes) -> Path:
    for name, text in GOOD.items():
        (folder / name).write_bytes(text.encode())
    for name, content in changed.items():
        (folder / name).write_bytes(content)
    return folder


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    text = GOOD["council.yaml"].replace("Hart District", "H\u00e4rt District")
    folder = written(tmp_path, **{"council.yaml": text.encode("latin-1")})
    with pytest.raises(FrameworkProblems) as caught:
        load_folder(folder)
    assert caught.value.problems == [
        Problem("council.yaml", 1, "The file is not UTF-8 text.", "Save it as UTF-8.")
    ]


def test_the_mark_that_excel_puts_before_utf_8_is_passed_over(tmp_path):
    text = GOOD["measures.csv"].encode("utf-8-sig")
    folder = written(tmp_path, **{"measures.csv": text})
    assert load_folder(folder).digest == digest_of(GOOD)


def test_a_file_over_5_mb_is_refused_unread(tmp_path):
    folder = written(tmp_path, **{"plan.yaml": b"#" * 5_000_001})
    with pytest.raises(FrameworkProblems, match=r"plan\.yaml:1: The file is over 5 MB"):
        load_folder(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FrameworkProblems, match="There is no such folder"):
        load_folder(tmp_path / "2015-16")


def test_files_that_are_not_the_frameworks_are_left_alone(tmp_path):
    folder = written(tmp_path, **{"notes.txt": b"\xff", "old.yaml": b"]"})
    assert load_folder(folder).digest == digest_of(GOOD)
