"""A finance return from the inbox to the report: not yet received, received, in question."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assets.steps.as_at import Point
from assets.steps.close import compute
from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.steps.receive import Outcome
from assets.steps.status import standings
from assets.views.budget import budget
from assets.views.report import context_of
from pipelines.demo.budgets import budget_csv
from report_templates.budget_section import BudgetSection
from report_templates.parts import Figure
from sources.framework.keys import Close, Edition, Slot
from sources.values import from_units
from warehouse import queries

Q2 = Close.parse("south_derbyshire.2023-24-Q2")
SLOT = Slot.parse("south_derbyshire.2023-24-Q2.finance")
BOARD = Edition.parse("south_derbyshire.performance-board.2023-10-20")
HOUSING = "Housing and Community Services Committee"
PLANNING = "Environmental and Development Services Committee"
HEAD = (
    "Period,2023-24-Q2\nSigned off by,Head of Finance\n"
    "Budget line,Committee,Fund,Budget,Actual to date,Forecast outturn,Variance\n"
)
ROWS = (
    f"Parks,{HOUSING},General Fund,40000000,19000000,41200000,1200000",
    f"Pools,{HOUSING},General Fund,100.10,50,90.05,-10.05",
    f"Waste,{PLANNING},General Fund,0,0,5,5",
    "Interest,Corporate items,General Fund,-30,-10,-40,-10",
    f"Roofs,{HOUSING},Capital programme,500,0,500,0",
    "Total,,General Fund,40000070.10,19000040,41200055.05,1199984.95",
)


class Finance:
    """An installation in which finance sends files, and what the report then shows."""

    def __init__(self, house: House, drop: Callable[..., Path]) -> None:
        self.house, self._drop = house, drop

    def send(self, *rows: str, name: str = "budget.csv", signed: str = "Head of Finance") -> None:
        text = HEAD.replace("Head of Finance", signed) + "".join(f"{row}\n" for row in rows)
        self._drop(self.house, Q2.council, "finance", name, text.encode(), "2023-10-17T12:00")

    def close(self) -> Any:
        return close_quarter(self.house, Q2)

    def section(
        self, product: str = "performance-board", visibility: str | None = None
    ) -> BudgetSection:
        point = Point(len(self.house.entries(Q2.council)), self.house.now())
        results = compute(self.house, Q2, point)
        shown = results.framework.products[product]
        if visibility is not None:
            shown = shown.model_copy(update={"visibility": visibility})
        return budget(context_of(results, None, shown))


@pytest.fixture
def finance(a_house: Callable[..., House], drop: Callable[..., Path]) -> Finance:
    return Finance(a_house(now="2023-10-18T09:00"), drop)


def text(figure: Figure | None) -> str | None:
    return figure.text if figure else None


def test_a_report_is_drawn_up_without_finance_and_says_so(finance: Finance) -> None:
    done = finance.close()
    (page,) = [d.page.read_text("utf-8") for d in done.drafts if d.edition == BOARD]
    assert "Finance not yet received: Finance return was due 17 October 2023 at 23:59." in page
    assert finance.section().funds == ()
    (stood,) = [s for s in standings(finance.house, Q2) if s.slot == SLOT]
    assert (stood.status.status, stood.status.days_late, stood.is_complete) == ("missing", 1, False)


def test_each_fund_is_added_up_by_itself_with_words_for_the_variance(finance: Finance) -> None:
    finance.send(*ROWS)
    finance.close()
    revenue, capital = finance.section().funds
    assert [(f.name, text(f.total.budget)) for f in (revenue, capital)] == [
        ("revenue", "£40,000,070.10"),
        ("capital", "£500.00"),
    ]
    assert [part.name for part in revenue.parts] == [PLANNING, HOUSING, "Corporate items"]
    parks, pools = revenue.parts[1].lines
    assert (text(parks.amounts.variance), parks.amounts.word, text(parks.amounts.percent)) == (
        "+£1,200,000.00",
        "overspend",
        "3.0%",
    )
    assert (text(pools.amounts.variance), pools.amounts.word) == ("\u2212£10.05", "underspend")
    (waste,) = revenue.parts[0].lines
    assert (waste.amounts.word, waste.amounts.percent) == ("overspend", None)
    (interest,) = revenue.parts[2].lines
    assert (text(interest.amounts.variance), interest.amounts.word) == (
        "\u2212£10.00",
        "underspend",
    )
    (roofs,) = capital.parts[0].lines
    assert (roofs.amounts.word, roofs.amounts.percent) == ("on budget", None)


def pence(figure: Figure | None) -> Decimal:
    assert figure is not None
    return Decimal(figure.text.replace("£", "").replace(",", "").replace("\u2212", "-"))


def test_what_is_printed_of_parts_adds_up_to_what_is_printed_of_the_council(
    finance: Finance,
) -> None:
    finance.send(*ROWS)
    finance.close()
    (fund, _) = finance.section().funds
    for what in ("budget", "actual", "forecast", "variance"):
        lines = [pence(getattr(r.amounts, what)) for p in fund.parts for r in p.lines]
        parts = [pence(getattr(p.total, what)) for p in fund.parts]
        assert sum(lines) == sum(parts) == pence(getattr(fund.total, what))
    assert [(c.what, c.words, c.difference) for c in fund.checks] == [
        ("budget", "They agree to the penny.", None),
        ("actual to date", "They agree to the penny.", None),
        ("forecast outturn", "They agree to the penny.", None),
    ]


def test_a_total_that_does_not_agree_is_said_with_the_difference(finance: Finance) -> None:
    finance.send(*ROWS[:-1], ROWS[-1].replace("19000040", "19000041"))
    finance.close()
    (fund, capital) = finance.section().funds
    (check,) = [c for c in fund.checks if c.difference]
    assert (check.what, check.words, text(check.difference)) == (
        "actual to date",
        "They differ:",
        "\u2212£1.00",
    )
    assert capital.checks == ()
    assert capital.unchecked is not None


def test_a_committees_report_holds_its_own_lines_and_no_council_total(finance: Finance) -> None:
    finance.send(*ROWS)
    done = finance.close()
    section = finance.section("housing-and-community-services-pack")
    assert [part.name for fund in section.funds for part in fund.parts] == [HOUSING, HOUSING]
    assert {fund.total_name for fund in section.funds} == {"Total of this report"}
    assert all(fund.checks == () and fund.unchecked is None for fund in section.funds)
    folders = [d.folder for d in done.drafts if "housing" in d.edition.product]
    pages = [p.read_text("utf-8") for folder in folders for p in folder.glob("*.html")]
    assert pages
    assert not any("Waste" in page and "General Fund" in page for page in pages)
    assert not any("Interest" in page for page in pages)


def test_what_is_in_question_is_not_shown_and_not_added_up(finance: Finance) -> None:
    finance.send(*ROWS, f"Trees,{HOUSING},General Fund,twelve,0,5,0")
    finance.close()
    fund = finance.section().funds[0]
    trees = fund.parts[1].lines[2]
    assert trees.amounts.why_not == "queried with finance, not shown"
    assert trees.amounts.forecast is None
    assert fund.total.why_not == "1 line queried with finance, so no sum is given"
    assert fund.total.budget is None
    assert fund.checks == ()
    assert fund.parts[0].total.budget is not None
    finance.send(f"Trees,{HOUSING},General Fund,12,0,12,0", name="corrected.csv")
    finance.close()
    assert text(finance.section().funds[0].total.budget) == "£40,000,082.10"


def test_a_line_that_lacks_an_amount_has_no_sum_of_it_and_that_is_said(finance: Finance) -> None:
    finance.send(*ROWS, f"Trees,{HOUSING},General Fund,12,0,,")
    finance.close()
    fund = finance.section().funds[0]
    assert text(fund.total.budget) == "£40,000,082.10"
    assert fund.total.forecast is fund.total.variance is None
    assert fund.total.why_not == "no forecast outturn: 1 line without one: Trees"


def test_a_line_of_no_known_fund_stands_by_itself_and_in_no_total(finance: Finance) -> None:
    finance.send(*ROWS, f"Trees,{HOUSING},Reserves,12,0,12,0")
    finance.close()
    *_, lost = finance.section().funds
    assert (lost.name, lost.parts[0].lines[0].name) == ("no known fund", "Trees")
    assert lost.total.why_not == "a line without a fund belongs to no total"
    assert text(finance.section().funds[0].total.budget) == "£40,000,070.10"


def test_names_that_come_to_one_id_are_two_lines(finance: Finance) -> None:
    finance.send(f"A & B,{HOUSING},HRA,1,1,1,0", f"A - B,{HOUSING},HRA,2,2,2,0")
    finance.close()
    (fund,) = finance.section().funds
    ids = [row.amounts.budget.id for row in fund.parts[0].lines if row.amounts.budget]
    assert len(set(ids)) == 2


def test_an_unsigned_return_is_shown_as_unconfirmed(finance: Finance) -> None:
    finance.send(*ROWS, signed="")
    finance.close()
    (note,) = finance.section().notes
    assert note == "Finance return is not signed off: its figures are unconfirmed."


def test_the_public_reads_no_amount_of_an_unsigned_return(finance: Finance) -> None:
    finance.send(*ROWS, signed="")
    finance.close()
    section = finance.section(visibility="public")
    assert section.funds == ()
    assert section.notes == ("Finance return is not yet authorised: its figures are not shown.",)
    finance.send(*ROWS, name="signed.csv")
    finance.close()
    assert len(finance.section(visibility="public").funds) == 2


def test_every_amount_leads_back_to_its_cell(finance: Finance) -> None:
    finance.send(*ROWS)
    done = finance.close()
    (draft,) = [d for d in done.drafts if d.edition == BOARD]
    figures = (draft.folder / "figures.html").read_text("utf-8")
    page = draft.page.read_text("utf-8")
    ids = set(re.findall(r'figures\.html#([^"]*/budget/[^"]*)"', page))
    assert len(ids) > 30
    (entry,) = re.findall(
        r'id="[^"]*/budget/line-parks/[^"]*/revenue-forecast-outturn".*?</', figures, re.S
    )
    assert entry
    place = figures[figures.index(entry) : figures.index(entry) + 2000]
    assert "budget.csv" in place
    assert "F4" in place
    assert "41200000" in place


def test_amounts_are_stored_with_their_cells_and_come_back_in_a_rebuild(
    finance: Finance, rows_of: Callable[[House], dict[str, list[tuple[Any, ...]]]]
) -> None:
    finance.send(*ROWS)
    finance.close()
    stored = queries.budget_lines(finance.house.store.engine, str(SLOT))
    assert len(stored) == 4 * len(ROWS)
    (one,) = [r for r in stored if r.cell == "F5"]
    assert one.units is not None
    assert one.places is not None
    assert (one.line, one.amount, one.fund) == ("Pools", "forecast outturn", "revenue")
    assert from_units(one.units, one.places) == Decimal("90.05")
    before = rows_of(finance.house)
    rebuild(finance.house)
    assert rows_of(finance.house) == before


def test_status_and_receipt_count_the_amounts_of_lines(finance: Finance) -> None:
    finance.send(*ROWS[:4], f"Roofs,{HOUSING},Capital programme,500,0,tbc,")
    done = finance.close()
    (taken,) = done.taken
    assert (taken.outcome, taken.slot) == (Outcome.RECEIVED, SLOT)
    (stood,) = [s for s in standings(finance.house, Q2) if s.slot == SLOT]
    status = stood.status
    assert (status.status, status.expected, status.supplied, status.accounted_for) == (
        "on time",
        15,
        14,
        15,
    )
    assert status.signed_off_by == "Head of Finance"
    assert stood.is_complete
    (receipt,) = (finance.house.home / "receipts" / Q2.council / "finance").iterdir()
    assert "14 of 15 values have a figure" in receipt.read_text("utf-8")


def test_a_file_that_is_replaced_whole_was_still_the_first_to_come(
    finance: Finance, drop: Callable[..., Path]
) -> None:
    finance.send(*ROWS)
    finance.close()
    data = (HEAD + "".join(f"{row}\n" for row in ROWS)).replace("19000000", "19000001")
    late = data.replace("19000040", "19000041").encode()
    drop(finance.house, Q2.council, "finance", "later.csv", late, "2023-10-18T08:00")
    finance.close()
    (stood,) = [s for s in standings(finance.house, Q2) if s.slot == SLOT]
    assert (stood.status.status, stood.status.submissions) == ("on time", 2)
    assert stood.status.latest_at == "2023-10-18T08:00:00+01:00"
    assert text(finance.section().funds[0].total.actual) == "£19,000,041.00"


def test_hostile_names_stay_text(finance: Finance) -> None:
    finance.send(f"<b>=1+1</b> {{{{ 7 * 7 }}}},{HOUSING},HRA,1,1,1,0")
    done = finance.close()
    (draft,) = [d for d in done.drafts if d.edition == BOARD]
    page = draft.page.read_text("utf-8")
    assert "&lt;b&gt;=1+1&lt;/b&gt; {{ 7 * 7 }}" in page
    assert (draft.folder / "report.pdf").read_bytes().startswith(b"%PDF")


def test_the_demonstrations_budget_reads_clean_in_every_way_of_writing_it(
    finance: Finance, drop: Callable[..., Path]
) -> None:
    framework = finance.house.library.of_slot(SLOT)
    drop(
        finance.house,
        Q2.council,
        "finance",
        "b.csv",
        budget_csv(framework, SLOT),
        "2023-10-17T12:00",
    )
    finance.close()
    assert queries.return_findings(finance.house.store.engine, str(SLOT)) == []
    section = finance.section()
    assert [f.name for f in section.funds] == ["revenue", "capital", "housing revenue account"]
    assert all(c.difference is None for f in section.funds for c in f.checks)
