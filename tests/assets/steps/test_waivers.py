"""Waivers, from the command to the report: values count, findings stay listed, the day after they
are back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assets.analysis.results import CloseResults, Point
from assets.steps import close as closing
from assets.steps.close import close_period
from assets.steps.gather import open_findings
from assets.steps.house import House
from assets.steps.outdated import Behind, outdated, stands_at
from assets.steps.publish import PublishEvidence, publish
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.steps.receive import receive
from assets.steps.remind import remind
from assets.steps.status import status_of
from assets.steps.waive import CannotWaive, Waived, end, waive
from assets.views.report import context_of, quality_page, report
from pipelines.demo.filling import Manner
from pipelines.status_text import status_data, status_text
from report_templates import render
from sources.decisions import Waiver
from sources.entries import EntryKind, NoReason
from sources.framework.keys import Close, Edition, Period, Slot
from sources.framework.library import UnknownKey
from sources.returns.content import Quantity
from warehouse import queries
from warehouse.rows import MeasureRating

At = Callable[[House, str], House]
Drop = Callable[..., Path]
Form = Callable[..., bytes]
Q2 = Close.parse("derbyshire.2023-24-Q2")
Q3 = Close.parse("derbyshire.2023-24-Q3")
ADULT_CARE = Slot.parse(f"{Q2}.adult-care")
EDITION = Edition.parse("derbyshire.quarterly-performance.2023-10-24")
WRONG = Manner(mistakes={("asc-07", Quantity.ACTUAL): Decimal("99.9")})
RULE, MEASURE = "ratio-disagrees", "asc-07"
UNTIL = date(2023, 10, 31)


@pytest.fixture
def house(a_house: Callable[..., House], drop: Drop, a_form: Form) -> House:
    """Adult care has sent a value that its parts do not give; the quarter is closed."""
    built = a_house(now="2023-10-20T09:00")
    drop(built, "derbyshire", "adult-care", "Q2.xlsx", a_form("adult-care", WRONG))
    close_quarter(built, Q2)
    return built


def accept(house: House, until: date = UNTIL, rule: str = RULE, **more: str) -> Waived:
    return waive(
        house,
        ADULT_CARE,
        rule,
        until=until,
        reason=more.pop("reason", "Parts are counted a week later."),
        by="Performance Lead",
        measure=more.pop("measure", MEASURE),
        period=Period.parse(more["period"]) if "period" in more else None,
    )


def test_what_is_waived_fails_no_check_in_dagster(house: House) -> None:
    def rules() -> set[str]:
        return {f.rule for f in open_findings(house, str(ADULT_CARE)) if f.measure == MEASURE}

    assert RULE in rules()
    accept(house)
    assert RULE not in rules()


def row_of(results: CloseResults, measure: str = MEASURE) -> MeasureRating:
    return next(r for r in results.ratings if (r.measure, r.basis) == (measure, "current"))


def pages(draft: PublishEvidence) -> tuple[str, str]:
    page = (draft.folder / "quality-adult-care.html").read_text()
    return " ".join(draft.page.read_text().split()), " ".join(page.split())


def test_a_waived_value_counts_and_is_rated_and_its_finding_stays_listed_as_waived(
    house: House,
) -> None:
    before = closing.stored(house, Q2)
    assert (row_of(before).rating, row_of(before).status) == (None, "queried with department")
    done = accept(house)
    assert done.findings == 1
    assert outdated(house, "derbyshire") == Behind(closes=(Q2,))
    after = close_period(house, Q2).results
    assert row_of(after).rating is not None
    assert row_of(after).units == row_of(before).units
    assert [(w.rule, w.measure, w.waiver, w.until) for w in after.waived] == [
        (RULE, MEASURE, done.entry.seq, "2023-10-31")
    ]
    assert after.waived == tuple(queries.waived_findings(house.store.engine, str(Q2)))
    assert after.return_findings == before.return_findings
    assert after.waived[0].finding in after.return_findings
    assert after.waived[0].finding not in after.open_findings
    assert not outdated(house, "derbyshire").closes


def test_the_day_after_its_last_the_finding_is_back_by_that_fact_alone(
    house: House, at: At
) -> None:
    accept(house)
    rated = close_period(house, Q2).results
    last = at(house, "2023-10-31T23:59")
    # What else moves with the days is worked out anew first.
    close_period(last, Q2)
    assert not outdated(last, "derbyshire").closes
    assert row_of(closing.stored(last, Q2)) == row_of(rated)
    after = at(house, "2023-11-01T00:00")
    # The sensor asks for work that it has asked for before, because the day is another.
    assert stands_at(after, "derbyshire") == f"{stands_at(last, 'derbyshire')} after 2023-10-31"
    assert outdated(after, "derbyshire").closes == (Q2,)
    evidence = close_period(after, Q2)
    assert evidence.is_new
    assert (row_of(evidence.results).status, evidence.results.waived) == (
        "queried with department",
        (),
    )
    assert queries.waived_findings(house.store.engine, str(Q2)) == []
    assert not outdated(after, "derbyshire")


def test_as_at_an_earlier_entry_or_day_shows_the_earlier_state(house: House, at: At) -> None:
    stood = closing.stored(house, Q2).point
    entry = accept(house).entry
    accepted = close_period(house, Q2).results
    later = at(house, "2023-11-05T09:00")
    gone = close_period(later, Q2).results
    assert row_of(gone).rating is None
    for point, is_rated in (
        (stood, False),
        (Point(entry.seq - 1, later.now()), False),
        (accepted.point, True),
        (Point(entry.seq, at(house, "2023-10-31T23:59").now()), True),
        (Point(entry.seq, at(house, "2023-11-01T00:00").now()), False),
    ):
        found = closing.compute(later, Q2, point)
        assert (row_of(found).rating is not None, bool(found.waived)) == (is_rated, is_rated)


def test_a_rebuild_gives_the_same_rows(
    house: House, rows_of: Callable[[House], dict[str, list[tuple[object, ...]]]]
) -> None:
    accept(house)
    close_quarter(house, Q2)
    before = rows_of(house)
    assert before["waived_findings"]
    rebuild(house)
    assert rows_of(house) == before


def test_a_waiver_ended_early_is_over_at_once(house: House) -> None:
    entry = accept(house).entry
    close_period(house, Q2)
    end(house, ADULT_CARE, entry.seq, reason="The value is wrong after all.", by="Director")
    assert outdated(house, "derbyshire") == Behind(closes=(Q2,))
    after = close_period(house, Q2).results
    assert (row_of(after).status, after.waived) == ("queried with department", ())
    with pytest.raises(CannotWaive, match=f"Entry {entry.seq} is no waiver of {ADULT_CARE}"):
        end(house, ADULT_CARE, entry.seq, reason="Again.", by="Director")


def test_what_a_later_file_brings_is_not_covered(house: House, drop: Drop, a_form: Form) -> None:
    """Nobody has seen it when the waiver was given."""
    accept(house)
    again = Manner(
        signed_by=None,
        only=frozenset({MEASURE}),
        mistakes={(MEASURE, Quantity.ACTUAL): Decimal("12.5")},
    )
    drop(house, "derbyshire", "adult-care", "again.xlsx", a_form("adult-care", again))
    receive(house, "derbyshire")
    assert row_of(close_period(house, Q2).results).status == "queried with department"
    accept(house)
    assert row_of(close_period(house, Q2).results).rating is not None


def test_a_correction_releases_the_value_without_a_waiver(
    house: House, drop: Drop, a_form: Form
) -> None:
    right = Manner(signed_by=None, only=frozenset({MEASURE}))
    drop(house, "derbyshire", "adult-care", "right.xlsx", a_form("adult-care", right))
    evidence = close_quarter(house, Q2)
    assert row_of(evidence.closed.results).rating is not None
    receipt = sorted((house.home / "receipts/derbyshire/adult-care").iterdir())[-1].read_text()
    assert "Correct the cells above" not in receipt


def test_a_waived_value_of_an_earlier_quarter_counts_in_the_later_one(
    house: House, at: At, drop: Drop, a_form: Form
) -> None:
    """Direction of travel compares with it, and no longer once the waiver is over."""
    later = at(house, "2024-01-23T09:00")
    data = a_form("adult-care", Manner(), period="2023-24-Q3")
    drop(later, "derbyshire", "adult-care", "Q3.xlsx", data, when="2024-01-18T09:00")
    receive(later, "derbyshire")
    before = row_of(close_period(later, Q3).results)
    accept(later, until=date(2024, 1, 31))
    assert Q3 in outdated(later, "derbyshire").closes
    after = row_of(close_period(later, Q3).results)
    assert before.compared_units != after.compared_units
    assert Decimal(after.compared_units or 0).scaleb(-(after.compared_places or 0)) == Decimal(
        "99.9"
    )
    over = at(house, "2024-02-01T09:00")
    assert Q3 in outdated(over, "derbyshire").closes
    assert row_of(close_period(over, Q3).results) == before


@pytest.mark.parametrize(
    ("until", "rule", "more", "said"),
    [
        (UNTIL, "ratio-agrees", {}, "Found by: .*ratio-disagrees"),
        (UNTIL, RULE, {"measure": "asc-08"}, "It found: measure asc-07 period 2023-24-Q2"),
        (UNTIL, RULE, {"period": "2023-24-Q1"}, "for measure asc-07 period 2023-24-Q1"),
        (date(2023, 10, 19), RULE, {}, "2023-10-19 is past"),
        (date(2024, 10, 21), RULE, {}, "holds for 366 days at most"),
        (UNTIL, "return-missing", {}, "only what is found in a return can be waived"),
    ],
)
def test_a_waiver_of_nothing_or_for_too_long_is_refused(
    house: House, until: date, rule: str, more: dict[str, str], said: str
) -> None:
    before = len(house.entries("derbyshire"))
    with pytest.raises(CannotWaive, match=said):
        accept(house, until, rule, **more)
    assert len(house.entries("derbyshire")) == before


def test_a_waiver_holds_for_a_year_to_the_day(house: House) -> None:
    assert accept(house, date(2024, 10, 20)).findings == 1


def test_a_waiver_needs_a_reason_and_a_return_that_is_owed(house: House) -> None:
    with pytest.raises(NoReason):
        accept(house, reason=" \n")
    with pytest.raises(UnknownKey):
        waive(
            house,
            Slot.parse(f"{Q2}.nobody"),
            RULE,
            until=UNTIL,
            reason="Why not.",
            by="Performance Lead",
        )


def test_the_ledger_says_who_accepted_what_until_when_and_why(house: House) -> None:
    accept(house, reason="Parts are counted\n a week later.")
    (entry,) = [e for e in house.entries("derbyshire") if e.kind is EntryKind.WAIVER]
    assert (entry.actor, entry.subject) == ("Performance Lead", str(ADULT_CARE))
    assert entry.body == Waiver(
        RULE,
        MEASURE,
        None,
        "2023-10-31",
        "Parts are counted a week later.",
        "Performance Lead",
    )


def test_report_department_page_and_changes_say_what_is_waived(house: House, at: At) -> None:
    accept(house, reason="Parts are <b>counted</b> later.")
    close_period(house, Q2)
    report, page = pages(publish(house, EDITION))
    for text in (report, page):
        assert "Parts are &lt;b&gt;counted&lt;/b&gt; later." in text
        assert "until 31 October 2023" in text
        assert "Error, waived" in text
    assert "Findings that are waived:" in report
    assert "No findings have been waived." not in report
    assert 'id="waived">Waived (1)' in page
    assert "A finding about it was waived, until 31 October 2023" in report


def test_the_public_reads_how_many_findings_are_waived_and_not_by_whom(house: House) -> None:
    accept(house)
    results = close_period(house, Q2).results
    product = next(iter(results.framework.products.values()))
    seen = {}
    for visibility in ("members", "public"):
        context = context_of(results, None, product.model_copy(update={"visibility": visibility}))
        html = render.report_html(report(context, product, 1)[0], None)
        status = next(s for s in results.statuses if s.slot == str(ADULT_CARE))
        page = render.quality_html(quality_page(context, status))
        seen[visibility] = [("Performance Lead" in text) for text in (html, page)]
        assert "Findings that are waived:" in html
    assert seen == {"members": [True, True], "public": [False, False]}


def test_a_waiver_that_is_over_is_named_as_the_cause_of_the_change(house: House, at: At) -> None:
    accept(house, until=date(2023, 10, 21))
    close_period(house, Q2)
    publish(house, EDITION)
    after = at(house, "2023-10-23T09:00")
    close_period(after, Q2)
    report, page = pages(publish(after, EDITION))
    assert "A waiver of a finding about it ended on 21 October 2023" in report
    assert "Waived (1)" not in page
    assert "No findings have been waived." in report


def test_status_names_waivers_and_those_that_expire_soon(house: House, at: At) -> None:
    accept(house, until=date(2023, 11, 30))
    said = status_text(status_of(house, Q2))
    assert "Waived until Thursday 30 November 2023 (entry" in said
    assert "by Performance Lead: Parts are counted a week later." in said
    assert "EXPIRES SOON" not in said
    assert ", 1 waived;" in said
    soon = status_of(at(house, "2023-11-16T09:00"), Q2)
    assert "EXPIRES SOON: Waived until Thursday 30 November 2023" in status_text(soon)
    assert status_data(soon)["waivers"][0]["rule"] == RULE
    over = status_text(status_of(at(house, "2023-12-01T09:00"), Q2))
    assert "Waived until" not in over
    assert "1 waived" not in over


def test_nobody_is_reminded_of_a_finding_that_is_waived(house: House, at: At) -> None:
    assert not status_of(house, Q2).returns[0].is_complete
    accept(house)
    assert status_of(house, Q2).returns[0].is_complete
    recorded = remind(at(house, "2023-10-20T10:00"), Q2).recorded
    assert all(str(ADULT_CARE) not in one.sent for one in recorded)


def test_a_close_that_is_complete_moves_with_the_days_of_its_waivers_alone(
    a_house: Callable[..., House], at: At, drop: Drop, hart_csv: bytes
) -> None:
    """Nothing else of a complete close depends on the day."""
    close, slot = Close.parse("hart.2014-15-Q1"), Slot.parse("hart.2014-15-Q1.quarterly-table")
    house = a_house(now="2014-08-25T09:00")
    wrong = hart_csv.decode("utf-8-sig").replace("97%", "lots", 1)
    drop(house, "hart", "quarterly-table", "Q1.csv", wrong.encode(), when="2014-07-30T16:00")
    close_quarter(house, close)
    (finding,) = [f for f in closing.stored(house, close).open_findings if f.severity == "error"]
    waive(
        house, slot, finding.rule, until=date(2014, 8, 31), reason="Known.", by="Performance Lead"
    )
    assert close_period(house, close).is_new
    assert not close_period(at(house, "2014-08-31T09:00"), close).is_new
    after = at(house, "2014-09-01T09:00")
    assert outdated(after, "hart").closes == (close,)
    assert close_period(after, close).is_new
    assert not outdated(after, "hart").closes
