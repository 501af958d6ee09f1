"""Published ratings come out again: counts, every disagreement, and the page that tells of them.

How the rows are rated and counted is `published_documents` and `published_ratings`; the rate step
itself is `test_rate_table`'s business.
"""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from published_documents import (
    DATA,
    DOCUMENTS,
    EXPLANATIONS,
    Document,
    Row,
    all_rows,
    derbyshire,
    named,
    rated,
    scheme,
)
from published_ratings import PAGE, TABLES, banded, colour, eastleigh, filled, other_bands

from assets.analysis.rated import Beside, Terms
from assets.analysis.rating import rate
from sources.framework.measures import Polarity
from sources.framework.schemes import MeasureScheme
from sources.values import Unit

# Agree, disagree, not compared, not rated.
COUNTS = {
    "brighton_housing": (52, 0, 0, 8),
    "cheshire_west_housing": (3, 0, 1, 0),
    "hart_2014-15_q1": (40, 2, 3, 0),
    "havering": (0, 0, 0, 2),
    "kingston_2023-24_q1": (1, 0, 0, 5),
    "lancaster_prt_2009-10_q4": (1, 0, 3, 0),
    "mole_valley_2022-23": (0, 0, 0, 2),
    "rotherham_housing_2024-25_q2": (3, 0, 0, 3),
    "shropshire_housing_2018-01": (17, 2, 0, 1),
}
# Reference, actual, target, published, computed, variance in points.
DISAGREEMENTS = {
    ("ETS01", "0", "40", "Red", "Met", "40"),
    ("IT03", "80.6%", "90%", "Green", "Missed", "-9.4"),
    ("SSHA", "96.93", "99.0", "happy face", "Target not met", "-2.07"),
    ("SSHA", "98.9", "99.2", "happy face", "Target not met", "-0.3"),
}


def rows_of(beginning: str) -> list[Row]:
    return [row for row in all_rows() if row.document is named(beginning)]


def test_every_file_is_a_document_and_every_scheme_is_used() -> None:
    files = {path.stem for path in DATA.glob("*.csv")}
    assert files - {"eastleigh_kpi_spreadsheet_2019"} == {d.file for d in DOCUMENTS} == set(COUNTS)
    schemes = {path.stem for path in (DATA / "schemes").glob("*.yaml")}
    assert schemes == {document.scheme for document in DOCUMENTS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.file)
def test_a_document_agrees_in_as_many_rows_as_the_page_says(document: Document) -> None:
    counts = Counter(row.outcome for row in rated(document))
    given = tuple(counts[o] for o in ("agree", "disagree", "not compared", "not rated"))
    assert given == COUNTS[document.file]


def test_the_disagreements_are_these_and_no_others() -> None:
    names = ("ref", "actual", "target", "published", "rating", "variance_pct")
    found = [row for row in all_rows() if row.outcome == "disagree"]
    assert {tuple(row.cells[name] for name in names) for row in found} == DISAGREEMENTS
    assert len(found) == len(DISAGREEMENTS)


def test_every_disagreement_is_explained_or_said_not_to_be() -> None:
    found = [row.explanation for row in all_rows() if row.outcome == "disagree"]
    assert sorted(found) == sorted(EXPLANATIONS.values())
    assert all(found)
    assert sum(words.startswith("Unexplained") for words in found) == 3


def test_the_page_says_what_is_computed() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"<!-- {table.__name__} -->" in page for table in TABLES)
    assert page == filled(page)


def test_only_words_without_a_rating_are_left_uncompared() -> None:
    left = Counter(
        (row.document.file, row.cells["published"])
        for row in all_rows()
        if row.cells["published"] not in row.document.means
    )
    assert left == {
        ("cheshire_west_housing", ""): 1,
        ("hart_2014-15_q1", "Data only"): 3,
        ("kingston_2023-24_q1", "Blue"): 3,
        ("lancaster_prt_2009-10_q4", ""): 3,
        ("rotherham_housing_2024-25_q2", "N/A"): 3,
    }


def test_cells_stand_as_published() -> None:
    cells = {cell for row in all_rows() for cell in row.cells.values()}
    as_published = {
        "4.9 weeks",
        "10 week",
        "15-day",
        "No target",
        "58.0% (aim to maximise)",
        "99 kg",
    }
    as_published |= {"640 kg (494kg – Q3 time lag)", "9.5 days", "5,822 tonnes", "2.00%"}
    assert as_published <= cells
    refused = {row.cells["actual"] for row in all_rows() if row.outcome == "not rated"}
    assert {"4.9 weeks", "99 kg", "3,289 tonnes", "512 kg (Q3 time lag) (GREEN)"} <= refused


def test_every_row_says_who_says_which_way_is_better() -> None:
    bases = Counter(row.cells["polarity_basis"].split()[0] for row in all_rows())
    assert bases == {"inferred": 141, "published": 8}


def test_results_exactly_on_target_are_published_as_met() -> None:
    ties = [row for row in all_rows() if row.cells["variance_pct"] == "0"]
    assert len(ties) == 5
    assert {row.outcome for row in ties} == {"agree"}
    assert {row.cells["published"] for row in ties} == {"Green", "Top score"}


def test_brighton_lists_five_best_and_five_worst() -> None:
    lists = Counter((row.cells["period"], row.cells["published"]) for row in rows_of("brighton"))
    assert len(lists) == 12
    assert set(lists.values()) == {5}


def test_rotherham_says_not_applicable_exactly_where_there_is_no_target() -> None:
    rows = [row.cells for row in rows_of("rotherham")]
    assert [r["published"] == "N/A" for r in rows] == [r["target"] == "No target" for r in rows]
    zero = next(r for r in rows if r["target"] == "0%")
    assert (zero["rating"], zero["variance_pct"]) == ("Not on Target", "-6.2")


def test_no_row_of_cheshire_west_is_out_of_tolerance() -> None:
    assert Counter(row.cells["rating"] for row in rows_of("cheshire")) == {"Tick": 2, "Triangle": 2}


@pytest.mark.parametrize(
    ("actual", "target", "polarity", "word", "variance"),
    [
        ("512", "494", "lower", "Green", Fraction(-1800, 494)),
        ("512", "640", "lower", "Green", Fraction(20)),
        ("66", "80", "higher", "Amber", Fraction(-35, 2)),
        ("64.99", "80", "higher", "Red", Fraction(-1501, 80)),
        ("90", "100", "higher", "Green", Fraction(-10)),
    ],
)
def test_havering_read_by_eye(
    actual: str, target: str, polarity: str, word: str, variance: Fraction
) -> None:
    """65 is a value of the year before that we made up: none was published."""
    rule = scheme("havering")
    terms = Terms(Unit.NUMBER, Polarity(polarity))
    given = rate(Decimal(actual), Decimal(target), terms, rule, Beside(last_year=Decimal(65)))
    assert given.rating is not None
    assert (rule.level(given.rating).word, given.variance) == (word, variance)


@pytest.mark.parametrize(
    ("rule", "units", "is_parted"),
    [
        (derbyshire(), {"percent", "number"}, False),
        (derbyshire(), {"percent"}, True),
        (scheme("target_met"), {"percent"}, False),
    ],
)
def test_no_single_tolerance_parts_harts_amber_from_red(
    rule: MeasureScheme, units: set[str], is_parted: bool
) -> None:
    variances = [
        (Decimal(row.cells["variance_pct"]), row.cells["published"])
        for row in rated(named("hart"), rule)
        if row.cells["variance_pct"] and row.cells["unit"] in units
    ]
    farthest_amber = min(variance for variance, word in variances if word == "Amber")
    nearest_red = max(v for v, word in variances if word == "Red" and v < 0)
    assert (nearest_red < farthest_amber) is is_parted


def test_lancasters_target_for_the_year_hides_three_missed_quarters() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    found = [line.strip("| ").split(" | ") for line in lines if line.startswith("| 2009-10")]
    assert [row[3] for row in found] == ["Missed"] * 4
    assert [row[4] for row in found] == ["Met", "Met", "Met", "Missed"]


def test_eastleighs_thresholds_leave_values_without_a_colour() -> None:
    limits = [("Green", ">=", Decimal(55)), ("Amber", "<=", Decimal(50)), ("Red", "<", Decimal(40))]
    given = {x: colour(Decimal(x), limits) for x in (55, 54, 51, 50, 40, 39, 0)}
    assert given == {
        55: "Green",
        54: None,
        51: None,
        50: "Amber",
        40: "Amber",
        39: "Amber",
        0: "Amber",
    }
    lines = [line.split(" | ") for line in eastleigh().splitlines()[2:]]
    assert [line[3] for line in lines] == [
        "between 50 and 55",
        "exactly 50",
        "exactly 97",
        *["every value"] * 4,
        "exactly 5",
        "exactly 50, between 50 and 55, exactly 55",
    ]
    assert sum(line[5] == "Amber |" for line in lines) == 3


def test_eastleigh_has_no_published_colour() -> None:
    text = (DATA / "eastleigh_kpi_spreadsheet_2019.csv").read_text(encoding="utf-8")
    headings = text.splitlines()[0].split(",")
    assert headings[6] == "published"
    rows = rated(Document("eastleigh_kpi_spreadsheet_2019", "Eastleigh", "target_met", {}))
    assert len(rows) == 45
    assert {row.cells["published"] for row in rows} == {""}


def test_derbyshires_words_worked_out_a_second_time_are_the_products() -> None:
    rows = [row for document in DOCUMENTS for row in rated(document, derbyshire())]
    words = [(banded(row), row.cells["rating"]) for row in rows if row.cells["rating"]]
    assert len(words) == 124
    assert all(again == word for again, word in words)


def test_misreading_derbyshires_rule_changes_as_many_rows_as_the_page_says() -> None:
    together = other_bands().splitlines()[-1].strip("| ").split(" | ")
    assert together == ["**Together**", "124", "99", "15", "6", "0"]


def test_a_gap_is_never_rounded_before_it_is_looked_up() -> None:
    rows = [row for row in rated(named("brighton"), derbyshire()) if row.cells["rating"]]
    changed = [row.cells for row in rows if banded(row, Decimal(1)) != row.cells["rating"]]
    assert {(r["actual"], r["target"], r["rating"]) for r in changed} == {("98%", "96%", "Strong")}
