"""Who may have a report: asked for, granted until a day, ended; and nothing without it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assets.steps import access
from assets.steps.access import may_have
from assets.steps.house import House
from sources.access import Access, HandedOut, NoAccess
from sources.entries import EntryKind, NoReason
from sources.framework.keys import Edition
from sources.framework.library import UnknownKey

EDITION = Edition.parse("derbyshire.quarterly-performance.2023-10-24")
WHO = "Head of Highways"
At = Callable[[House, str], House]


def granted(house: House, to: str = "internal", until: date = date(2023, 12, 31)) -> None:
    access.grant(
        house, "derbyshire", WHO, to, role="departmental staff", until=until,
        reason="Asked for on 20 October.", by="Head of Performance",
    )  # fmt: skip


def test_nobody_gets_a_pack_that_is_not_public_without_a_grant(
    demo_house: House, tmp_path: Path
) -> None:
    with pytest.raises(NoAccess, match="ask for access with 'quarterday access request"):
        access.hand_out(demo_house, EDITION, WHO, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    access.request(demo_house, "derbyshire", WHO, "internal", "I answer for two measures.")
    assert [body.person for body in access.pending(demo_house, "derbyshire")] == [WHO]
    with pytest.raises(NoAccess):
        access.hand_out(demo_house, EDITION, WHO, tmp_path / "out")


def test_a_request_a_grant_and_what_was_handed_out_are_in_the_ledger(
    demo_house: House, tmp_path: Path
) -> None:
    access.request(demo_house, "derbyshire", WHO, "internal", "I answer for two measures.")
    granted(demo_house)
    folder = access.hand_out(demo_house, EDITION, WHO, tmp_path / "out")
    draft = demo_house.home / "reports" / str(EDITION) / "draft-2"
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        p.name: p.read_bytes() for p in draft.iterdir()
    }
    access.end(demo_house, "derbyshire", WHO, "Has left.", "Head of Performance")
    found = [
        (e.kind, e.body.step.value if isinstance(e.body, Access) else e.body)
        for e in demo_house.entries("derbyshire")
        if e.kind in (EntryKind.ACCESS, EntryKind.HANDED_OUT)
    ]
    assert found == [
        (EntryKind.ACCESS, "requested"),
        (EntryKind.ACCESS, "granted"),
        (EntryKind.HANDED_OUT, HandedOut(WHO, 2)),
        (EntryKind.ACCESS, "ended"),
    ]
    with pytest.raises(NoAccess):
        access.hand_out(demo_house, EDITION, WHO, tmp_path / "again")


def test_access_ends_with_its_last_day(demo_house: House, at: At) -> None:
    granted(demo_house)
    assert [g.person for g in access.grants(at(demo_house, "2023-12-31T23:59"), "derbyshire")]
    assert access.grants(at(demo_house, "2024-01-01T00:00"), "derbyshire") == []


@pytest.mark.parametrize(
    ("report", "held", "opens"),
    [
        ("public", None, True),
        ("members", None, False),
        ("members", "members", True),
        ("members", "internal", True),
        ("internal", "members", False),
    ],
)
def test_each_visibility_opens_itself_and_what_is_wider(
    report: str, held: str | None, opens: bool
) -> None:
    grant = access.Grant(WHO, held, "role", date(2024, 1, 1)) if held else None
    assert may_have(report, grant) is opens


def test_a_grant_needs_a_reason_a_day_to_come_and_a_known_visibility(demo_house: House) -> None:
    with pytest.raises(UnknownKey, match="is past"):
        granted(demo_house, until=date(2023, 10, 23))
    with pytest.raises(UnknownKey, match="internal or members"):
        granted(demo_house, to="everything")
    with pytest.raises(NoReason):
        access.request(demo_house, "derbyshire", WHO, "members", "  ")
    with pytest.raises(UnknownKey, match="has no access"):
        access.end(demo_house, "derbyshire", WHO, "Has left.", "Head of Performance")


def test_folders_of_internal_reports_are_closed_to_strangers(demo_house: House) -> None:
    folder = demo_house.home / "reports" / str(EDITION)
    visibility = demo_house.library.of_edition(EDITION).products[EDITION.product].visibility
    mode = folder.stat().st_mode & 0o777
    assert mode == (0o755 if visibility == "public" else 0o750)
