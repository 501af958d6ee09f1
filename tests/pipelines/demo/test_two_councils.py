"""Two councils played into one installation: neither's output holds anything of the other's."""

import html
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assets.steps.house import House
from assets.steps.quarter import close_quarter
from pipelines.demo.play import Played, play_all
from pipelines.house import build_house, rebuild_house
from pipelines.settings import Settings
from pipelines.summary import demo_summary
from sources.framework.framework import Framework
from sources.framework.keys import Close, Period
from sources.framework.library import UnknownKey
from warehouse import queries
from warehouse.tables import metadata

COUNCILS = ("derbyshire", "south_derbyshire")
OTHER = {"derbyshire": "south_derbyshire", "south_derbyshire": "derbyshire"}
Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Both:
    """One home in which both demonstrations were played, and what the database then held."""

    home: Path
    house: House
    played: dict[str, Played]
    tables: Tables

    def framework(self, council: str) -> Framework:
        return self.house.library.frameworks(council)[0]


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, rows_of: Callable[[House], Tables]
) -> Iterator[Both]:
    home = tmp_path_factory.mktemp("both") / "demo"
    settings = Settings(home, None, ())
    played = play_all(settings, COUNCILS, lambda words: None)
    house = build_house(settings)
    yield Both(home, house, {one.council: one for one in played}, rows_of(house))
    house.store.engine.dispose()


def texts_of(both: Both, council: str) -> dict[str, str]:
    """What a council's people get: reports and quality pages, receipts, forms, returns, ledger."""
    found = {}
    own = [
        *both.home.glob(f"reports/{council}.*/**/*"),
        *both.home.glob(f"receipts/{council}/**/*"),
        *both.home.glob(f"taken/{council}/**/*"),
        *both.home.glob(f"ledger/{council}/*"),
        *both.home.glob(f"forms/{council}.*"),
    ]
    for path in own:
        if path.is_file():
            found[str(path.relative_to(both.home))] = text_of(path)
    return found


def text_of(path: Path) -> str:
    """A file's text; of a workbook, the text of all its parts."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            parts = [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
        return html.unescape("\n".join(parts))
    return html.unescape(path.read_bytes().decode("utf-8", "replace"))


def names_of(framework: Framework) -> dict[str, str]:
    """Every name that belongs to one council alone, by what it is a name of."""
    kinds = ("measures", "actions", "bodies", "departments", "returns", "risks")
    return {
        f"{kind} {key}": one.name for kind in kinds for key, one in getattr(framework, kind).items()
    }


def test_every_kind_of_output_of_both_is_looked_at(both: Both) -> None:
    for council in COUNCILS:
        kinds = {Path(name).parts[0] for name in texts_of(both, council)}
        assert kinds == {"reports", "receipts", "taken", "ledger", "forms"}
        pages = {Path(name).name for name in texts_of(both, council)}
        assert {"index.html", "figures.html"} <= pages
        assert any(page.startswith("quality-") for page in pages)


@pytest.mark.parametrize("council", COUNCILS)
def test_no_name_of_the_other_council_stands_anywhere(both: Both, council: str) -> None:
    own, other = (names_of(both.framework(c)) for c in (council, OTHER[council]))
    # A name that both use, such as the return of past values, tells nothing of either.
    # Nor does a word of everyday English, such as the department that is called Place.
    foreign = {
        what: name for what, name in other.items() if name not in own.values() and len(name) > 6
    }
    assert len(foreign) > len(other) * 0.9
    texts = texts_of(both, council)
    seen = {what for what, name in own.items() if any(name in text for text in texts.values())}
    assert len(seen) > len(own) * 0.9, "names are found where they stand"
    found = [
        (where, what)
        for where, text in texts.items()
        for what, name in foreign.items()
        if name in text and not any(name in mine for mine in own.values())
    ]
    assert found == []


@pytest.mark.parametrize("council", COUNCILS)
def test_every_figure_is_the_councils_own_and_comes_from_its_own_files(
    both: Both, council: str
) -> None:
    key = re.compile(r"[a-z_]*derbyshire\.2023-24-[A-Z0-9]+/[^\"\s<]+")
    sent = {path.name for path in both.home.glob(f"taken/{council}/**/*") if path.is_file()}
    for path in both.home.glob(f"reports/{council}.*/**/figures.html"):
        text = text_of(path)
        ids = set(key.findall(text))
        assert ids
        assert {figure.partition(".")[0] for figure in ids} == {council}, path
        quoted = set(re.findall(r"[\w-]+ Q\d(?: corrected)?\.xlsx", text))
        assert quoted
        assert quoted <= sent


def test_the_two_ledgers_stand_apart_and_both_hold(both: Both) -> None:
    assert both.house.ledger.councils() == sorted(COUNCILS)
    for council in COUNCILS:
        both.house.verify_ledger(council)
        for path in both.home.glob(f"ledger/{council}/*.json"):
            assert json.loads(path.read_text(encoding="utf-8"))["council"] == council


def test_every_row_of_the_database_belongs_to_one_council(both: Both) -> None:
    for table, rows in both.tables.items():
        owners = {str(row[0]).partition(".")[0] for row in rows}
        if metadata.tables[table].columns[0].name in ("slot", "close", "edition", "council"):
            # What only one of the two is sent; and nobody waives anything.
            less = {
                "budget_lines": {"south_derbyshire"},
                "risk_assessments": {"south_derbyshire"},
                "submitted_benchmarks": {"derbyshire"},
                "measure_benchmarks": {"derbyshire"},
                "waived_findings": set[str](),
            }
            assert owners == less.get(table, set(COUNCILS)), table


def test_what_human_resources_send_is_worked_out_and_rated(both: Both) -> None:
    """Their file has days and full-time equivalents only; the rating is the department's."""
    slot, close = "south_derbyshire.2023-24-Q2.hr", "south_derbyshire.2023-24-Q2"
    engine = both.house.store.engine
    values = {
        (v.measure, v.quantity): Decimal(v.units or 0).scaleb(-(v.places or 0))
        for v in queries.slot_values(engine, slot)
    }
    lost, staff = values["fm-09", "numerator"], values["fm-09", "denominator"]
    assert lost > staff > 0
    assert values["fm-09", "actual"] == pytest.approx(lost / staff)
    ratings = {r.measure: r for r in queries.measure_ratings(engine, close)}
    assert ratings["fm-09"].slot == slot
    assert ratings["fm-09"].rating is not None
    (status,) = [s for s in queries.return_statuses(engine, close) if s.slot == slot]
    assert (status.status, status.expected, status.supplied) == ("early", 2, 2)


def test_a_council_played_beside_another_comes_out_as_if_alone(both: Both, the_demo: Any) -> None:
    """Ratings, returns and findings of Derbyshire are those of its demonstration by itself."""
    for table in ("measure_ratings", "action_ratings", "return_statuses", "council_findings"):
        own = [r for r in both.tables[table] if str(r[0]).startswith("derbyshire.")]
        assert own == the_demo.tables[table], table


def test_rebuilding_gives_both_councils_back(
    both: Both,
    rows_of: Callable[[House], Tables],
    tmp_path: Path,
    copy_home: Callable[[Path, Path], Path],
) -> None:
    home = copy_home(both.home, tmp_path / "demo")
    settings = Settings(home, None, ())
    done = rebuild_house(settings)
    assert done.councils == 2
    house = build_house(settings)
    after = rows_of(house)
    house.store.engine.dispose()
    assert after == both.tables


def test_each_committees_report_holds_only_its_own(both: Both) -> None:
    framework = both.framework("south_derbyshire")
    for product in framework.products.values():
        if not product.bodies:
            continue
        (body,) = product.bodies
        records = (framework.measures, framework.actions, framework.risks)
        own = {one.name for each in records for one in each.values() if one.body == body}
        foreign = {one.name for each in records for one in each.values() if one.body != body}
        folders = list(both.home.glob(f"reports/south_derbyshire.{product.id}.*/draft-*"))
        assert folders
        for folder in folders:
            pages = {path.name: text_of(path) for path in folder.iterdir()}
            shown = {name for name in own if any(name in text for text in pages.values())}
            assert own - shown <= not_there_yet(framework), folder
            leaked = [
                (page, name)
                for page, text in pages.items()
                for name in foreign
                if name in text and not any(name in mine for mine in own)
            ]
            assert leaked == [], folder


def not_there_yet(framework: Framework) -> set[str]:
    """What a report of the first half-year need not name: what began later."""
    later = {m.name for m in framework.measures.values() if m.first_period is not None}
    middle = Period.parse("2023-24-Q1").ends
    return later | {r.name for r in framework.risks.values() if r.assessed(middle) is None}


def test_every_section_of_every_report_is_there(both: Both) -> None:
    for council in COUNCILS:
        products = both.framework(council).products
        for draft in both.played[council].second.drafts:
            page = draft.page.read_text(encoding="utf-8")
            sections = products[draft.edition.product].sections
            assert re.findall(r'<section id="([a-z-]+)"', page) == [s.value for s in sections]


def test_the_annual_outturn_goes_to_all_committees_with_every_section(
    both: Both,
    at: Callable[[House, str], House],
    tmp_path: Path,
    copy_home: Callable[[Path, Path], Path],
) -> None:
    home = copy_home(both.home, tmp_path / "demo")
    house = at(build_house(Settings(home, None, ())), "2024-06-13T08:00")
    done = close_quarter(house, Close.parse("south_derbyshire.2023-24-FY"))
    house.store.engine.dispose()
    (draft,) = done.drafts
    assert draft.edition.product == "annual-outturn"
    page = text_of(draft.page)
    kept = both.framework("south_derbyshire").products["annual-outturn"].sections
    assert re.findall(r'<section id="([a-z-]+)"', page) == [s.value for s in kept]
    assert "Carbon emissions of the council's own operations" in page
    (withdrawn,) = [
        m for m in both.framework("south_derbyshire").measures.values() if m.last_period
    ]
    assert f"withdrawn after Q2 2023-24: {withdrawn.withdrawn_because}" in page


def test_each_councils_report_speaks_its_own_language(both: Both) -> None:
    pages = {council: text_of(both.played[council].second.drafts[-1].page) for council in COUNCILS}
    words = {"derbyshire": "Strong", "south_derbyshire": "Close to target"}
    for council, page in pages.items():
        assert words[council] in page
        assert words[OTHER[council]] not in page


def test_the_summary_names_each_council_and_its_own_days(both: Both) -> None:
    text = demo_summary([both.played[council] for council in COUNCILS])
    first, _, second = text.partition("South Derbyshire District Council")
    assert first.startswith("Derbyshire County Council\n\nFirst close, 20 October 2023")
    assert "First close, 16 October 2023" in second
    assert "Second close, 20 October 2023, after the corrected return" in second
    assert demo_summary([both.played["derbyshire"]]).startswith("First close, 20 October 2023")


def test_nothing_is_emptied_for_a_council_that_is_not_there(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "demo", None, ())
    with pytest.raises(UnknownKey, match="There is no council 'nowhere' here"):
        play_all(settings, ["derbyshire", "nowhere"], lambda words: None)
    assert not settings.home.exists()
