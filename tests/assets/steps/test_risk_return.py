"""A risk return from the inbox to the report: what counts in the register, and where it stands."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.steps.as_at import Point
from assets.steps.close import compute
from assets.steps.house import House
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.steps.status import standings
from assets.steps.waive import waive
from assets.views.report import context_of
from assets.views.risks import risks
from pipelines.demo.assessed import risk_csv
from report_templates.plan_sections import RiskLine, RisksSection
from sources.framework.keys import Close, Edition, Slot
from tests.sources.returns.risk import DRIVERS, SLOT, TRAINED, a_csv
from warehouse import queries

Q1, Q2 = (Close.parse(f"south_derbyshire.2023-24-{q}") for q in ("Q1", "Q2"))
BOARD = Edition.parse("south_derbyshire.performance-board.2023-10-20")
GOOD = f"{DRIVERS},2023-09-29,5,5,,,"


class RiskTeam:
    """An installation in which the risk team sends files, and what the report then shows."""

    def __init__(self, house: House, drop: Callable[..., Path]) -> None:
        self.house, self._drop = house, drop

    def send(
        self, *rows: str, name: str = "risks.csv", period: str = "2023-24-Q2", signed: str = "RO"
    ) -> None:
        data = a_csv(*rows, period=period, signed=signed)
        self._drop(self.house, Q2.council, "risk", name, data, "2023-10-11T12:00")

    def close(self, close: Close = Q2) -> Any:
        return close_quarter(self.house, close)

    def section(self, close: Close = Q2, product: str = "performance-board") -> RisksSection:
        point = Point(len(self.house.entries(Q2.council)), self.house.now())
        results = compute(self.house, close, point)
        return risks(context_of(results, None, results.framework.products[product]))

    def line(self, risk: str = DRIVERS, close: Close = Q2) -> RiskLine:
        (line,) = [one for one in self.section(close).lines if one.id == risk]
        return line

    def score(self, risk: str = DRIVERS) -> tuple[str, str]:
        line = self.line(risk)
        return line.score.text, line.assessed


@pytest.fixture
def team(a_house: Callable[..., House], drop: Callable[..., Path]) -> RiskTeam:
    return RiskTeam(a_house(now="2023-10-18T09:00"), drop)


REGISTER = ("16", "26 September 2023")
RETURNED = ("25", "29 September 2023")


def test_a_report_is_drawn_up_from_the_register_alone_and_the_return_is_missing(
    team: RiskTeam,
) -> None:
    team.close()
    assert team.score() == REGISTER
    (stood,) = [s for s in standings(team.house, Q2) if s.slot == SLOT]
    assert (stood.status.status, stood.is_complete) == ("missing", False)


def test_an_assessment_that_was_sent_counts_on_top_of_the_register(team: RiskTeam) -> None:
    team.send(GOOD)
    team.close()
    line = team.line()
    assert team.score() == RETURNED
    assert (line.likelihood_word, line.impact_word, line.level.word) == (
        "Almost certain",
        "Severe",
        "Severe",
    )
    assert (line.was.text if line.was else None, line.movement) == ("12", "up")
    (stood,) = [s for s in standings(team.house, Q2) if s.slot == SLOT]
    status = stood.status
    assert (status.status, status.expected, status.supplied) == ("early", 1, 1)
    assert stood.is_complete


def test_a_later_submission_replaces_the_same_days_assessment(team: RiskTeam) -> None:
    team.send(GOOD)
    team.close()
    team.send(GOOD.replace(",5,5", ",1,2"), name="again.csv")
    team.close()
    assert team.score() == ("2", RETURNED[1])
    team.send(f"{DRIVERS},2023-09-26,2,2,,,", f"{DRIVERS},2023-09-30,1,1,,,", name="more.csv")
    team.close()
    assert team.score() == ("1", "30 September 2023")


def test_the_registers_own_assessment_of_a_day_gives_way(team: RiskTeam) -> None:
    team.send(f"{DRIVERS},2023-09-26,2,2,,,")
    team.close()
    assert team.score() == ("4", REGISTER[1])


def test_a_mitigation_that_was_done_is_no_longer_overdue(team: RiskTeam) -> None:
    team.close()
    (before,) = [m for m in team.line().mitigations if m.name == TRAINED]
    assert before.is_overdue
    team.send(f"{DRIVERS},,,,{TRAINED},2023-09-28,")
    team.close()
    (after,) = [m for m in team.line().mitigations if m.name == TRAINED]
    assert (after.state, after.is_overdue) == ("done on 28 September 2023", False)
    assert team.score() == REGISTER


@pytest.mark.parametrize(
    "row",
    [
        f"{DRIVERS},2023-10-02,5,5,,,",
        f"{DRIVERS},2023-03-01,5,5,,,",
        f"{DRIVERS},2023-09-29,5,6,,,",
        f"{DRIVERS},2023-09-29,5,5,Robots bought,2023-09-01,",
        "meteorites,2023-09-29,5,5,,,",
    ],
)
def test_what_is_queried_does_not_count_until_it_is_mended(team: RiskTeam, row: str) -> None:
    team.send(row, "data-breach,2023-09-29,5,5,,,")
    team.close()
    assert team.score() == REGISTER
    assert team.score("data-breach") == RETURNED
    (stood,) = [s for s in standings(team.house, Q2) if s.slot == SLOT]
    assert not stood.is_complete
    team.send(GOOD, name="mended.csv")
    team.close()
    assert team.score() == RETURNED
    assert queries.return_findings(team.house.store.engine, str(SLOT)) == []


def test_two_assessments_of_one_day_in_one_file_do_not_count(team: RiskTeam) -> None:
    team.send(GOOD, GOOD.replace(",5,5", ",1,1"))
    team.close()
    assert team.score() == REGISTER


def test_what_is_waived_counts(team: RiskTeam) -> None:
    team.send(f"{DRIVERS},2023-09-29,5,5,Robots bought,2023-09-01,")
    team.close()
    waive(
        team.house,
        SLOT,
        "risk-mitigation-unknown",
        until=date(2023, 12, 1),
        reason="It is entered next week",
        by="Performance team",
    )
    team.close()
    assert team.score() == RETURNED


def test_a_quarters_assessments_count_in_later_quarters_and_not_in_earlier_ones(
    team: RiskTeam,
) -> None:
    team.send("data-breach,2023-06-30,5,4,,,", period="2023-24-Q1", name="first.csv")
    team.send("data-breach,2023-07-03,1,1,,,", name="second.csv")
    team.close(Q1)
    team.close()
    assert team.line("data-breach", Q1).score.text == "20"
    line = team.line("data-breach")
    assert line.was is not None
    assert line.was.text == "20"


def test_every_score_leads_back_to_its_cells(team: RiskTeam) -> None:
    team.send(GOOD)
    done = team.close()
    (draft,) = [d for d in done.drafts if d.edition == BOARD]
    figures = (draft.folder / "figures.html").read_text("utf-8")
    assert f"/risk-{DRIVERS}/all/" in draft.page.read_text("utf-8")
    start = re.search(rf'id="[^"]*/risk-{DRIVERS}/all/2023-24-Q2/score"', figures)
    assert start is not None
    place = figures[start.end() :].partition(' id="')[0]
    assert "It was sent in a risk return." in place
    assert "risks.csv" in place
    assert {"B4", "C4", "D4"} <= set(re.findall(r"\b[A-Z]\d\b", place))
    other = re.search(rf'id="[^"]*/risk-{DRIVERS}/all/2023-24-Q2/score-before"', figures)
    assert other is not None
    assert "risks.yaml" in figures[other.end() :].partition(' id="')[0]


def test_a_committees_report_rests_only_on_assessments_of_its_own_risks(team: RiskTeam) -> None:
    team.send(GOOD, "data-breach,2023-09-29,5,5,,,")
    done = team.close()
    (draft,) = [d for d in done.drafts if d.edition.product.startswith("finance-and")] or [None]
    lines = team.section(product="finance-and-management-pack").lines
    assert "data-breach" in {line.id for line in lines}
    assert DRIVERS not in {line.id for line in lines}
    assert draft is None or DRIVERS not in draft.page.read_text("utf-8")


def test_rows_are_stored_as_they_stand_and_come_back_in_a_rebuild(
    team: RiskTeam, rows_of: Callable[[House], dict[str, list[tuple[Any, ...]]]]
) -> None:
    team.send(GOOD, "<b>=1+1</b>,soon,9,5,,,{{ 7 * 7 }}")
    team.close()
    good, bad = queries.risk_assessments(team.house.store.engine, str(SLOT))
    assert (good.risk, good.assessed_on, good.likelihood, good.cell) == (
        DRIVERS,
        "2023-09-29",
        5,
        "A4",
    )
    assert (bad.risk, bad.assessed_on, bad.likelihood, bad.impact) == (None, None, None, 5)
    assert (bad.raw, bad.note) == ("<b>=1+1</b> | soon | 9 | 5", "{{ 7 * 7 }}")
    before = rows_of(team.house)
    rebuild(team.house)
    assert rows_of(team.house) == before


def test_a_change_after_the_signature_takes_it_back(team: RiskTeam) -> None:
    team.send(GOOD)
    team.close()
    (stood,) = [s for s in standings(team.house, Q2) if s.slot == SLOT]
    assert stood.status.signed_off_by == "RO"
    team.send(GOOD.replace(",5,5", ",1,2"), name="again.csv", signed="")
    team.close()
    (stood,) = [s for s in standings(team.house, Q2) if s.slot == SLOT]
    assert stood.status.signed_off_by is None


@pytest.mark.parametrize("period", ["2023-24-Q1", "2023-24-Q2"])
def test_the_demonstrations_return_reads_clean(
    team: RiskTeam, drop: Callable[..., Path], period: str
) -> None:
    slot = Slot.parse(f"south_derbyshire.{period}.risk")
    data = risk_csv(team.house.library.of_slot(slot), slot)
    drop(team.house, Q2.council, "risk", "demo.csv", data, "2023-10-11T12:00")
    team.close(slot.close)
    engine = team.house.store.engine
    assert queries.return_findings(engine, str(slot)) == []
    assert len(queries.risk_assessments(engine, str(slot))) >= 5
