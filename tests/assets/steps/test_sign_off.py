"""Sign-off of a real return: by command and in its file, refused where the route does not allow it,
held up by what is lacking, undone by new figures, and never public before its end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from routes import LEAVE, ONE_STEP, PEOPLE, frameworks
from towns import SERVICES, TREASURY

from assets.steps import close as closing
from assets.steps.close import close_period
from assets.steps.house import House
from assets.steps.publish import editions_of, publish
from assets.steps.quarter import close_quarter
from assets.steps.rebuild import rebuild
from assets.steps.sign_off import Signer, review, sign, withdraw
from assets.steps.status import standings
from pipelines.demo.play import Clock
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.keys import Close, Slot
from sources.sign_offs import NotSigned
from warehouse import queries

CLOSE = Close.parse("upper-town.2023-24-Q2")
SLOT = Slot.parse("upper-town.2023-24-Q2.treasury")
OTHER = Slot.parse("upper-town.2023-24-Q2.services")
NOTELESS = TREASURY.replace(",Bills went out late.", ",")
COLE, VERA, ADAM = Signer("Cole Carr"), Signer("Vera Vane"), Signer("Adam Ames")

Open = Callable[..., House]


@pytest.fixture
def opened(tmp_path: Path, drop: Callable[..., Path]) -> Open:
    """Upper Town a week after its returns came, with what the treasury sent."""

    def build(
        sent: str = TREASURY, now: str = "2023-10-20T10:00", close: bool = True, **said: str
    ) -> House:
        clock = Clock()
        clock.set(now)
        folder = frameworks(tmp_path, **said)
        house = build_house(Settings(tmp_path / "home", None, (folder,)))
        house = replace(house, now=clock)
        drop(house, "upper-town", "treasury", "treasury.csv", sent.encode(), "2023-10-12T12:00")
        if close:
            close_quarter(house, CLOSE)
        return house

    return build


def state_of(house: House, slot: Slot = SLOT) -> str | None:
    close_period(house, CLOSE)
    statuses = queries.return_statuses(house.store.engine, str(CLOSE))
    return next(s.state for s in statuses if s.slot == str(slot))


def rules_of(house: House) -> set[str]:
    close_period(house, CLOSE)
    engine = house.store.engine
    found = [*queries.return_findings(engine, str(SLOT))]
    late = [f for f in queries.council_findings(engine, str(CLOSE)) if f.slot == str(SLOT)]
    return {f.rule for f in (*found, *late)}


def refusal(house: House, step: str, signer: Signer, on: date | None = None) -> str:
    before = len(house.entries("upper-town"))
    with pytest.raises(NotSigned) as caught:
        sign(house, SLOT, step, signer, on=on)
    added = house.entries("upper-town")[before:]
    assert [e.kind.value for e in added] == []
    return str(caught.value)


def test_a_return_goes_from_received_to_authorised_step_by_step(opened: Open) -> None:
    house = opened()
    assert state_of(house) == "received"
    reached = []
    for step, signer in (("collected", COLE), ("verified", VERA), ("authorised", ADAM)):
        sign(house, SLOT, step, signer)
        reached.append(state_of(house))
    assert reached == ["checked", "verified", "authorised"]
    states = queries.return_states(house.store.engine, str(CLOSE))
    assert [(s.state, s.by, s.role, s.day, s.identity) for s in states] == [
        ("received", "Hilltop Treasury return", "", "2023-10-12", None),
        ("checked", "Cole Carr", "Collection Officer", "2023-10-20", "declared"),
        ("verified", "Vera Vane", "Responsible Officer", "2023-10-20", "declared"),
        ("authorised", "Adam Ames", "Authorising Officer", "2023-10-20", "declared"),
    ]
    rows = queries.measure_ratings(house.store.engine, str(CLOSE))
    assert next(r.is_confirmed for r in rows if r.measure == "tax-collected")
    assert "sign-off-missing" not in rules_of(house)


def test_what_the_route_does_not_allow_is_refused_in_a_sentence(opened: Open) -> None:
    house = opened()
    assert refusal(house, "authorised", ADAM) == (
        f"{SLOT} is received and cannot become authorised yet: have step 'collected' signed first."
    )
    assert "There is no step 'signed'" in refusal(house, "signed", ADAM)
    assert "2023-10-21 is in the future" in refusal(house, "collected", COLE, date(2023, 10, 21))
    sign(house, SLOT, "collected", COLE)
    assert "wants another person" in refusal(house, "verified", COLE)
    assert "is signed by Cole Carr already" in refusal(house, "collected", COLE)
    sign(house, SLOT, "verified", VERA)
    assert "had left the council" in refusal(house, "authorised", Signer("Lena Long"))
    assert "Say who signs" in refusal(house, "authorised", Signer(None, "nobody"))
    with pytest.raises(NotSigned, match="has not come"):
        sign(house, OTHER, "collected", COLE)


def test_a_login_that_people_yaml_knows_verifies_its_own_officer_only(opened: Open) -> None:
    house = opened()
    entry, _ = sign(house, SLOT, "collected", Signer(None, "ccarr"))
    assert (entry.body.by, entry.body.identity) == ("Cole Carr", "verified")  # type: ignore[union-attr]  # a sign-off
    entry, _ = sign(house, SLOT, "verified", Signer("Vera Vane", "ccarr"))
    assert entry.body.identity == "declared"  # type: ignore[union-attr]  # a sign-off


def test_a_missing_follow_up_holds_verification_up_until_it_comes(
    opened: Open, drop: Callable[..., Path]
) -> None:
    house = opened(sent=NOTELESS)
    sign(house, SLOT, "collected", COLE)
    assert "send commentary or an action plan for Council tax collected" in refusal(
        house, "verified", VERA
    )
    assert "follow-ups-open" in rules_of(house)
    later = TREASURY.replace("44.4", "")
    drop(house, "upper-town", "treasury", "words.csv", later.encode(), "2023-10-19T12:00")
    close_quarter(house, CLOSE)
    assert state_of(house) == "checked"
    sign(house, SLOT, "verified", VERA)
    assert state_of(house) == "verified"
    assert "follow-ups-open" not in rules_of(house)


def test_new_figures_put_a_signed_return_back_and_the_same_ones_do_not(
    opened: Open, drop: Callable[..., Path]
) -> None:
    house = opened(route=ONE_STEP)
    sign(house, SLOT, "authorised", ADAM)
    same = TREASURY.replace("late.", "late again.")
    drop(house, "upper-town", "treasury", "same.csv", same.encode(), "2023-10-19T12:00")
    close_quarter(house, CLOSE)
    assert state_of(house) == "authorised"
    other = TREASURY.replace("44.4", "45.4")
    drop(house, "upper-town", "treasury", "other.csv", other.encode(), "2023-10-19T13:00")
    close_quarter(house, CLOSE)
    assert state_of(house) == "checked"
    (finding,) = [
        f
        for f in queries.return_findings(house.store.engine, str(SLOT))
        if f.rule == "sign-off-missing"
    ]
    assert "Figures have changed since it was signed" in finding.message


def test_a_signature_is_taken_back_with_those_that_rest_on_it(opened: Open) -> None:
    house = opened()
    for step, signer in (("collected", COLE), ("verified", VERA), ("authorised", ADAM)):
        sign(house, SLOT, step, signer)
    with pytest.raises(NotSigned, match="is not signed"):
        withdraw(house, OTHER, "verified", VERA, "A slip.")
    withdraw(house, SLOT, "verified", VERA, "The evidence was of another year.")
    assert state_of(house) == "checked"


def test_results_are_made_again_from_the_ledger_and_as_they_were_before(opened: Open) -> None:
    house = opened(route=ONE_STEP)
    before = closing.points(house)[str(CLOSE)]
    sign(house, SLOT, "authorised", ADAM)
    assert state_of(house) == "authorised"
    held = queries.return_states(house.store.engine, str(CLOSE))
    rebuild(house)
    assert queries.return_states(house.store.engine, str(CLOSE)) == held
    earlier = {s.slot: s.state for s in closing.compute(house, CLOSE, before).statuses}
    assert earlier[str(SLOT)] == "checked"


@pytest.mark.parametrize(
    ("who", "on", "rule", "counts"),
    [
        ("Adam Ames", "2023-10-12", None, True),
        ("Nora Nobody", "2023-10-12", "wrong-signer", True),
        ("Vera Vane", "2023-10-12", "wrong-signer", True),
        ("Dora Dale", "2023-10-12", "deputy-out-of-date", True),
        ("Lena Long", "2023-10-12", "signed-by-leaver", False),
        (None, "2023-10-12", "sign-off-missing", False),
    ],
)
def test_a_signature_in_a_file_has_its_stated_outcome(
    opened: Open, who: str | None, on: str, rule: str | None, counts: bool
) -> None:
    signed = f"Signed off by,{who}\n" if who else ""
    house = opened(sent=signed + TREASURY, route=ONE_STEP)
    about = {"wrong-signer", "deputy-out-of-date", "signed-by-leaver", "sign-off-missing"}
    wanted = {rule} - {None}
    assert rules_of(house) & about == wanted
    assert (state_of(house) == "authorised") is counts


def test_nobody_can_sign_before_the_period_has_ended(opened: Open) -> None:
    house = opened(route=ONE_STEP)
    with pytest.raises(NotSigned, match="had not ended by that day"):
        sign(house, SLOT, "authorised", ADAM, on=date(2023, 9, 29))


def test_one_person_who_collects_and_authorises_is_found_unless_excepted(opened: Open) -> None:
    alone = PEOPLE.replace(
        "[{post: Performance Officer}]", "[{post: Performance Officer}, {post: Director}]"
    )
    house = opened(people=alone)
    for step, signer in (("collected", COLE), ("verified", VERA), ("authorised", COLE)):
        sign(house, SLOT, step, signer)
    assert "signed-twice-by-one" in rules_of(house)
    assert state_of(house) == "authorised"


def test_a_recorded_exception_lets_one_person_sign_twice(opened: Open) -> None:
    house = opened(people=PEOPLE + LEAVE)
    sign(house, SLOT, "collected", COLE)
    sign(house, SLOT, "verified", COLE)
    assert state_of(house) == "verified"


def test_a_council_without_sign_off_confirms_what_is_checked(opened: Open) -> None:
    house = opened(route="  sign_off: none\n")
    assert state_of(house) == "checked"
    assert "does not sign returns off" in refusal(house, "authorised", ADAM)


def test_a_return_is_reported_when_its_report_is_given_out_and_then_reviewed(
    opened: Open,
) -> None:
    house = opened(route=ONE_STEP, now="2023-10-19T10:00")
    sign(house, SLOT, "authorised", ADAM)
    with pytest.raises(NotSigned, match="can be reviewed once"):
        review(house, SLOT, VERA, "Discussed.")
    close_quarter(house, CLOSE)
    assert _now(house) == "authorised"
    day = Clock()
    day.set("2023-10-20T09:00")
    house = replace(house, now=day)
    assert _now(house) == "reported"
    review(house, SLOT, VERA, "The team moves staff to billing.")
    assert _now(house) == "reviewed"


def _now(house: House) -> str | None:
    state = next(s.signing.state for s in standings(house, CLOSE) if s.slot == SLOT)
    return state.value if state else None


def test_no_public_report_holds_a_figure_that_is_not_authorised(
    opened: Open, drop: Callable[..., Path]
) -> None:
    house = opened(route=ONE_STEP, visibility="public", close=False)
    drop(house, "upper-town", "services", "s.csv", SERVICES.encode(), "2023-10-12T12:00")
    close_quarter(house, CLOSE)
    edition = next(e for e in editions_of(house, CLOSE) if e.product == "board")
    folder = publish(house, edition).folder
    shown = _texts(folder)
    assert "not yet authorised" in shown
    assert [f for f in ("44.4", "83.1", "77.7", "68.2", "Bills went out") if f in shown] == []
    sign(house, SLOT, "authorised", ADAM)
    close_quarter(house, CLOSE)
    shown = _texts(publish(house, edition).folder)
    assert "44.4" in shown
    assert "Its return was signed off" in shown
    # Who signed is for members; the public reads the role.
    assert ADAM.name not in shown
    assert "Declared by Director" in shown
    assert "A later file settled or raised" not in shown
    assert "Bills went out" in shown
    assert [f for f in ("83.1", "77.7", "68.2") if f in shown] == []


def test_members_see_figures_that_are_not_authorised_marked_as_unconfirmed(opened: Open) -> None:
    house = opened(route=ONE_STEP)
    edition = next(e for e in editions_of(house, CLOSE) if e.product == "board")
    shown = (publish(house, edition).folder / "index.html").read_text()
    assert "44.4" in shown
    assert "unconfirmed" in shown


def _texts(folder: Path) -> str:
    """Every file of an edition as text, its PDF as its own words."""
    import pikepdf

    assert (folder / "report.pdf").is_file()
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                assert len(pdf.pages) > 0
            found.append(_words(path))
        else:
            found.append(path.read_text("utf-8"))
    assert len(found) > 5
    return "\n".join(found)


def _words(path: Path) -> str:
    import subprocess

    ran = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    assert "Performance Board" in ran.stdout
    return ran.stdout
