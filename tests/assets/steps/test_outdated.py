"""What is behind the ledger, and that bringing it up to date leaves nothing behind."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from assets.steps.check_return import check_return
from assets.steps.close import close_period
from assets.steps.house import House
from assets.steps.outdated import Behind, outdated
from assets.steps.publish import PublishEvidence, publish
from assets.steps.receive import receive
from assets.steps.rerun import key_of, rerun
from assets.steps.trace import trace
from pipelines.demo.filling import Manner
from sources.entries import EntryKind, Rerun
from sources.framework.framework import Framework
from sources.framework.keys import Close, Edition, Slot
from sources.framework.load import load

Tables = dict[str, list[tuple[Any, ...]]]
Q1 = Close.parse("derbyshire.2023-24-Q1")
Q2 = Close.parse("derbyshire.2023-24-Q2")
EDITION = Edition.parse("derbyshire.quarterly-performance.2023-10-24")
PLACE = Slot.parse(f"{Q2}.place")
AHouse = Callable[..., House]
At = Callable[[House, str], House]
Drop = Callable[..., Path]
Form = Callable[..., bytes]


def send(house: House, drop: Drop, form: bytes, return_id: str, name: str = "a.xlsx") -> None:
    drop(house, "derbyshire", return_id, name, form)
    receive(house, "derbyshire")


def test_a_file_makes_its_slot_then_its_close_outdated_and_then_nothing(
    a_house: AHouse, at: At, drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-18T09:00")
    assert not outdated(house, "derbyshire")
    send(house, drop, a_form("place", Manner()), "place")
    assert outdated(house, "derbyshire") == Behind(slots=(PLACE,))
    check_return(house, PLACE)
    assert outdated(house, "derbyshire") == Behind(closes=(Q2,))
    close_period(house, Q2)
    assert not outdated(house, "derbyshire")


def test_nothing_is_rated_before_its_period_has_ended(
    a_house: AHouse, drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-09-30T23:00")
    drop(house, "derbyshire", "place", "a.xlsx", a_form("place", Manner()), when="2023-09-30T22:00")
    receive(house, "derbyshire")
    check_return(house, PLACE)
    assert not outdated(house, "derbyshire")


def test_a_correction_to_an_earlier_quarter_reaches_the_later_one(
    a_house: AHouse, drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-20T09:00")
    send(house, drop, a_form("place", Manner()), "place")
    close_period(house, Q2)
    publish(house, EDITION)
    earlier = Slot.parse(f"{Q1}.place")
    send(house, drop, a_form("place", Manner(), period="2023-24-Q1"), "place", "b.xlsx")
    assert outdated(house, "derbyshire").slots == (earlier, PLACE)
    check_return(house, PLACE)
    assert outdated(house, "derbyshire").closes == (Q1, Q2)
    close_period(house, Q2)
    close_period(house, Q1)
    assert outdated(house, "derbyshire") == Behind(editions=(EDITION,))
    publish(house, EDITION)
    assert not outdated(house, "derbyshire")


def test_a_report_whose_day_is_over_is_not_drawn_up_again_by_itself(
    a_house: AHouse, at: At, drop: Drop, a_form: Form
) -> None:
    house = a_house(now="2023-10-24T23:00")
    send(house, drop, a_form("place", Manner()), "place")
    close_period(house, Q2)
    publish(house, EDITION)
    send(house, drop, a_form("adult-care", Manner()), "adult-care")
    close_period(house, Q2)
    assert outdated(house, "derbyshire") == Behind(editions=(EDITION,))
    assert not outdated(at(house, "2023-10-25T00:01"), "derbyshire")


def test_a_target_changed_in_the_middle_of_a_period_makes_its_closes_outdated(
    a_house: AHouse, drop: Drop, a_form: Form, derbyshire: Framework
) -> None:
    """The close rests on the newest framework; the draft before it can still be worked out."""
    house = a_house(now="2023-10-20T09:00")
    send(house, drop, a_form("adult-care", Manner()), "adult-care")
    close_period(house, Q2)
    publish(house, EDITION)
    files = dict(derbyshire.files)
    files["targets.csv"] = files["targets.csv"].replace(
        "asc-01,22.0,21.0,21.3,21.7,22.0", "asc-01,40.0,39.0,39.3,39.7,40.0"
    )
    assert files["targets.csv"] != derbyshire.files["targets.csv"]
    changed = load(files)

    class Library(type(house.library)):  # type: ignore[misc]  # the same library, a year replaced
        def get(self, council: str, year: object) -> Framework:
            return changed

    house = replace(house, library=Library(house.library._folders))
    assert outdated(house, "derbyshire").closes == (Q2,)
    close_period(house, Q2)
    evidence = publish(house, EDITION)
    assert (evidence.draft, evidence.is_new) == (2, True)
    text = evidence.page.read_text()
    assert "39.3%" in text
    assert "Its target was changed in the framework" in text


def test_rerunning_replaces_exactly_its_key_and_keeps_the_reason(
    demo_house: House, rows_of: Callable[[House], Tables]
) -> None:
    before = rows_of(demo_house)
    slot = key_of("derbyshire.2023-24-Q2.adult-care")
    rerun(demo_house, slot, "The scheme was corrected\n\tby hand.", "Performance Lead")
    after = rows_of(demo_house)
    grown = {"entries"}
    assert {name for name in before if before[name] != after[name]} == grown
    (entry,) = [e for e in demo_house.entries("derbyshire") if e.kind is EntryKind.RERUN]
    assert (entry.subject, entry.actor) == (str(slot), "Performance Lead")
    assert entry.body == Rerun("The scheme was corrected by hand.")


def test_rerunning_mends_a_key_whose_rows_were_damaged_and_touches_no_other(
    demo_house: House, rows_of: Callable[[House], Tables]
) -> None:
    from sqlalchemy import delete, update

    from warehouse.tables import measure_ratings, submitted_values

    whole = rows_of(demo_house)
    with demo_house.store.engine.begin() as connection:
        slot = "derbyshire.2023-24-Q2.place"
        connection.execute(delete(submitted_values).where(submitted_values.c.slot == slot))
        connection.execute(
            update(measure_ratings)
            .where(measure_ratings.c.close == "derbyshire.2023-24-Q1")
            .values(status="damaged")
        )
    damaged = rows_of(demo_house)
    rerun(demo_house, key_of(slot), "Rows were lost.", "Performance Lead")
    mended = rows_of(demo_house)
    assert mended["submitted_values"] == whole["submitted_values"]
    assert mended["measure_ratings"] == damaged["measure_ratings"] != whole["measure_ratings"]


def test_rerunning_an_edition_makes_a_further_draft_that_differs_in_nothing_and_can_be_traced(
    demo_house: House,
) -> None:
    evidence = rerun(demo_house, EDITION, "The logo was wrong.", "Performance Lead")
    assert isinstance(evidence, PublishEvidence)
    assert (evidence.draft, evidence.changes) == (3, 0)
    ids = re.findall(r'id="(derbyshire[^"]+)"', (evidence.folder / "figures.html").read_text())
    assert len(ids) == evidence.figures > 300
    for figure in ids[::60]:
        line, _ = trace(demo_house, figure)
        assert line.id == figure
