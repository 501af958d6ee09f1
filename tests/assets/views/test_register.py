"""The register: every measure once, as page, table and data, safe whatever stands in a cell."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from assets.steps.register import register_files
from assets.views.register import register_page
from report_templates.register import RegisterPage
from report_templates.register_files import columns, read_back, safe_cell
from sources.framework.framework import Framework
from sources.framework.last_year import parse_last_year
from sources.framework.library import EXAMPLES
from sources.framework.load import load, read_folder

TEXTS = read_folder(EXAMPLES / "derbyshire" / "2023-24")
DAY = date(2023, 10, 24)
HOSTILE = '<script>alert(1)</script>" onload="x'
FORMULA = '=HYPERLINK("http://x";"y")'


def rewritten(name: str, edits: dict[str, dict[str, str | None]], key: str) -> str:
    """A table in which some rows' cells read otherwise; None takes the row out."""
    rows = list(csv.DictReader(io.StringIO(TEXTS[name])))
    heads = list(rows[0]) + [
        column for cells in edits.values() for column in cells if column not in rows[0]
    ]
    kept = []
    for row in rows:
        changed = edits.get(row[key], {})
        if "gone" not in changed:
            kept.append({**row, **changed})
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(h for h in heads if h != "gone")))
    writer.writeheader()
    writer.writerows(kept)
    return text.getvalue()


MEASURES = {
    "asc-03": {"last_period": "2023-24-Q1", "withdrawn_because": "The survey has ended."},
    "asc-04": {"delivery_model": "contracted", "provider": FORMULA},
    "asc-05": {"delivery_model": "partnership", "provider": "Health partners"},
    "asc-08": {"definition": HOSTILE, "purpose": "-1+1"},
    "asc-10": {"first_period": "2023-24-Q4"},
}
PROCEDURES = {
    "asc-01": {"gone": None},
    "asc-02": {"evidence": None},
    "asc-03": {"approved": "2020-04-01", "review_due": None},
    "asc-06": {"approved": "2022-04-01", "review_due": None},
}
TARGET_CHANGES = (
    "measure,from_period,annual,reason,approved_by,approved_on\n"
    "asc-08,2023-24-Q3,82,Ahead of profile,Cabinet,2023-07-13\n"
)
DEFINITION_CHANGES = (
    "measure,from_period,definition,what,is_comparable,reason,approved_by,approved_on\n"
    "asc-08,2023-24-Q2,@Carers as well,definition,no,Statute,Director,2023-06-20\n"
    "asc-08,2024-25-Q1,,source,yes,New system,Director,2023-06-20\n"
)
CHANGED = load(
    TEXTS
    | {
        "measures.csv": rewritten("measures.csv", MEASURES, "id"),
        "procedures.csv": rewritten("procedures.csv", PROCEDURES, "measure"),
        "target_changes.csv": TARGET_CHANGES,
        "definition_changes.csv": DEFINITION_CHANGES.replace("2024-25-Q1", "2023-24-Q4"),
        "timetable.yaml": TEXTS["timetable.yaml"]
        + "\nreviews:\n  - {id: refresh, name: Strategy refresh, tiers: [corporate], "
        "starts: 2023-07-01, ends: 2023-12-31}\n",
    }
)
PAGE = register_page(CHANGED, DAY)
FILES = register_files(PAGE)
HTML = FILES["register.html"].decode()


def rows_of(framework: Framework = CHANGED) -> list[dict[str, str]]:
    data = register_files(register_page(framework, DAY))["register.csv"]
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def data_of() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILES["register.json"])
    return found


class Ids(HTMLParser):
    """The ids of a page, and the places within it that it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a" and (found.get("href") or "").startswith("#"):
            self.links.append((found["href"] or "")[1:])


def test_the_register_says_how_smart_a_target_is_and_what_one_in_words_asks_for() -> None:
    blank = dict.fromkeys(("annual", "q1", "q2", "q3", "q4"))
    stated = blank | {"in_words": HOSTILE, "reach_by": date(2024, 3, 31), "evidence": FORMULA}
    target = CHANGED.targets["asc-04"].model_copy(update=stated)
    framework = replace(CHANGED, targets={**CHANGED.targets, "asc-04": target})
    page = register_page(framework, DAY, amounts={"asc-04": "80.0%"})
    files = register_files(page)
    assert HOSTILE not in files["register.html"].decode()
    assert "not measurable: it comes to no number." in files["register.html"].decode()
    table = files["register.csv"].decode("utf-8-sig")
    (row,) = (r for r in csv.DictReader(io.StringIO(table, newline="")) if r["id"] == "asc-04")
    assert read_back(row["target_evidence"]) == FORMULA
    assert row["target_words"] == HOSTILE
    assert row["target_smart"] == (
        "specific, achievable, relevant, time-bound; not measurable: it comes to no number"
    )
    # Only a target on last year comes to a number that the register does not hold.
    assert row["target_amount"] == ""


def test_a_target_on_last_year_is_shown_with_what_it_comes_to_where_that_is_known() -> None:
    blank = dict.fromkeys(("annual", "q1", "q2", "q3", "q4"))
    stated = blank | {"of_last_year": parse_last_year("+2%")}
    target = CHANGED.targets["asc-04"].model_copy(update=stated)
    framework = replace(CHANGED, targets={**CHANGED.targets, "asc-04": target})
    known = register_files(register_page(framework, DAY, amounts={"asc-04": "1,530"}))
    unknown = register_files(register_page(framework, DAY))
    told, untold = (
        re.sub("<[^>]+>", "", files["register.html"].decode()) for files in (known, unknown)
    )
    assert "2% more than last year (1,530)" in told
    assert "2% more than last year" in untold
    assert "(1,530)" not in untold


def test_the_register_lists_every_measure_once_and_the_withdrawn_ones_too() -> None:
    ids = sorted(CHANGED.measures)
    assert sorted(row["id"] for row in rows_of()) == ids
    assert [measure["id"] for measure in data_of()["measures"]] == ids
    assert data_of()["count"] == len(ids)
    articles = [name for name in Ids(HTML).ids if name.startswith("measure-")]
    assert sorted(n for n in articles if not n.endswith("-title")) == [f"measure-{i}" for i in ids]


def test_a_withdrawn_measure_stays_with_its_end_and_its_reason() -> None:
    (row,) = (row for row in rows_of() if row["id"] == "asc-03")
    assert row["standing"] == "withdrawn after Quarter 1 (April to June 2023)"
    assert (row["is_withdrawn"], row["last_period"]) == ("yes", "2023-24-Q1")
    assert row["withdrawn_because"] == "The survey has ended."
    assert "Withdrawn measures" in HTML


def test_a_measure_that_has_yet_to_begin_says_when() -> None:
    (row,) = (row for row in rows_of() if row["id"] == "asc-10")
    assert row["standing"] == "begins with Quarter 4 (January to March 2024)"


def test_procedures_that_are_due_are_listed_by_department_with_the_days() -> None:
    (care,) = (d for d in PAGE.departments if d.id == "adult-social-care-and-health")
    assert [(line.id, line.days_overdue) for line in care.due] == [
        ("asc-01", 0),
        ("asc-06", 206),
        ("asc-02", 0),
    ]
    assert care.due[0].why == "there is none"
    assert care.due[1].why == "due for review on 1 April 2023, 206 days overdue"
    assert care.due[2].why == "not written yet: evidence"
    assert all(not d.due for d in PAGE.departments if d is not care)


def test_the_procedure_of_a_withdrawn_measure_is_not_asked_for() -> None:
    (entry,) = (e for e in PAGE.entries if e.id == "asc-03")
    assert entry.procedure_standing == "not asked for: the measure is withdrawn"
    assert not entry.is_procedure_due


def test_a_council_without_procedures_is_not_told_that_all_are_due() -> None:
    without = load({name: text for name, text in TEXTS.items() if name != "procedures.csv"})
    page = register_page(without, DAY)
    assert not any(department.due for department in page.departments)
    assert "holds no written procedures" in register_files(page)["register.html"].decode()


def test_the_definition_is_the_one_in_force_on_the_day_and_its_history_stands_beside_it() -> None:
    def entry(day: date) -> Any:
        return next(e for e in register_page(CHANGED, day).entries if e.id == "asc-08")

    assert entry(date(2023, 6, 30)).definition == HOSTILE
    assert entry(date(2023, 7, 1)).definition == "@Carers as well"
    assert [d.since for d in entry(DAY).definitions] == [None, "Q2 2023-24", "Q4 2023-24"]
    assert [t.annual for t in entry(DAY).targets] == ["80.0", "82"]


def test_markup_in_a_cell_is_shown_and_never_obeyed() -> None:
    assert "<script" not in HTML
    assert "script" not in Ids(HTML).tags
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34; onload=&#34;x" in HTML


def test_no_cell_of_the_table_becomes_a_formula() -> None:
    text = FILES["register.csv"].decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    numbers = {cell for cell in cells if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell)}
    assert "-0.5" in numbers
    assert [c for c in cells if c.startswith(("=", "+", "@", "-")) and c not in numbers] == []
    assert {f"'{FORMULA}", "'-1+1"} <= set(cells)


def test_the_table_reads_back_as_it_was() -> None:
    by_id = {row["id"]: {n: read_back(c) for n, c in row.items()} for row in rows_of()}
    assert by_id["asc-04"]["provider"] == FORMULA
    assert by_id["asc-08"]["purpose"] == "-1+1"
    assert by_id["asc-08"]["definition"] == "@Carers as well"
    assert by_id["asc-08"]["annual_target"] == "80.0"
    assert tuple(next(iter(rows_of()))) == columns()
    for entry in PAGE.entries:
        assert by_id[entry.id]["name"] == entry.name
        assert by_id[entry.id]["priorities"] == "; ".join(entry.priorities)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "@x",
        "-x",
        " =1",
        "\t=1",
        "'",
        "'=1",
        "＝1",
        "-2",
        "2.5",
        "-1e-05",
        "-5.32e+18",
        "-£1,200",
        "",
        "plain",
    ],
)
def test_a_cell_is_made_safe_and_read_back(text: str) -> None:
    assert read_back(safe_cell(text)) == text
    is_number = text in ("-2", "2.5", "-1e-05", "-5.32e+18", "-£1,200")
    assert not is_number or safe_cell(text) == text
    assert is_number or not safe_cell(text).lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_the_data_has_its_keys_in_order_and_says_as_at_when() -> None:
    text = FILES["register.json"].decode()
    assert text == json.dumps(data_of(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert (data_of()["as_at"], data_of()["financial_year"]) == ("2023-10-24", "2023-24")
    assert register_files(register_page(CHANGED, DAY)) == FILES


def test_every_link_within_the_page_leads_somewhere_and_no_id_stands_twice() -> None:
    page = Ids(HTML)
    assert set(page.links) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_tiers_and_kinds_add_up_to_the_register() -> None:
    counted = [
        sum(e.tier == tier and e.kind == kind for e in PAGE.entries)
        for tier in PAGE.tiers
        for kind in PAGE.kinds
    ]
    assert sum(counted) == len(CHANGED.measures)


def test_what_others_deliver_is_listed_with_the_provider() -> None:
    delivered = HTML.split('id="delivered"')[1].split("</section>")[0]
    assert "Contracted" in delivered and "Health partners" in delivered
    assert delivered.count('scope="row"') == 2


def test_reviews_are_shown_and_the_open_one_says_so() -> None:
    assert [(r.tiers, r.days, r.is_open) for r in PAGE.reviews] == [
        ("corporate", "1 July 2023 to 31 December 2023", True)
    ]
    assert "Strategy refresh" in HTML and "(open now)" in HTML


def test_names_are_marked_as_published_or_ours() -> None:
    assert HTML.count("its name is published by the council") == sum(
        entry.is_published for entry in PAGE.entries
    )
    assert "ours, written for this framework" in HTML


def test_a_demonstration_says_that_it_is_one() -> None:
    page: RegisterPage = register_page(CHANGED, DAY, demonstration="Demonstration: invented.")
    assert "Demonstration: invented." in register_files(page)["register.html"].decode()
