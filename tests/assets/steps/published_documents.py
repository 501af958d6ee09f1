"""The published tables of ratings: which scheme rates each, and its rows with what rating added.

What is made of them for the page is `published_ratings`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from assets.steps.rate_table import rate_table, scheme_of
from sources.framework.library import Library
from sources.framework.schemes import MeasureScheme

DATA = Path(__file__).parents[2] / "data" / "ratings"
IN_FULL, MET_ONLY = "the status", "only whether the target was met"
UNEXPLAINED = "Unexplained."


@dataclass(frozen=True)
class Document:
    """A published table: its scheme, and the computed word that each published one stands for."""

    file: str
    title: str
    scheme: str
    means: Mapping[str, str]
    compared: str = IN_FULL
    not_compared: Mapping[str, str] = field(default_factory=dict)


MISSED = dict.fromkeys(("Amber", "Red", "Behind Target", "Failing"), "Missed")
MET = {**MISSED, "Green": "Met", "On Target": "Met"}
DOCUMENTS = (
    Document(
        "brighton_housing",
        "Brighton & Hove, housing",
        "brighton",
        {"Top score": "Top score", "Bottom score": "Bottom score"},
    ),
    Document(
        "cheshire_west_housing",
        "Cheshire West and Chester, housing",
        "cheshire_west",
        {"Tick": "Tick", "Triangle": "Triangle", "Red octagon": "Octagon"},
    ),
    Document(
        "hart_2014-15_q1",
        "Hart",
        "target_met",
        MET,
        MET_ONLY,
        {"Data only": "published for information only"},
    ),
    Document(
        "havering",
        "Havering",
        "havering",
        {"GREEN": "Green", "Red": "Red"},
    ),
    Document("kingston_2023-24_q1", "Kingston upon Thames", "target_met", MET, MET_ONLY),
    Document("lancaster_prt_2009-10_q4", "Lancaster", "target_met", MET, MET_ONLY),
    Document("mole_valley_2022-23", "Mole Valley", "target_met", MET, MET_ONLY),
    Document(
        "rotherham_housing_2024-25_q2",
        "Rotherham, housing",
        "rotherham",
        {"On Target": "On Target", "Not on Target": "Not on Target"},
    ),
    Document(
        "shropshire_housing_2018-01",
        "Shropshire Housing Group",
        "shropshire",
        {
            **dict.fromkeys(("happy face", "target met"), "Target met"),
            **dict.fromkeys(("sad face", "target not met"), "Target not met"),
        },
    ),
)

# By document and reference and measure: what the data itself says about a disagreement.
EXPLANATIONS = {
    ("hart_2014-15_q1", "ETS01"): (
        "No data read as zero: the council's note beside it says that the waste figures of the "
        "quarter were still to be confirmed."
    ),
    ("hart_2014-15_q1", "IT03"): (
        "Unexplained. The figure before it, 92.3%, would be Green, so the colour may be older than "
        "the figure; nothing says so."
    ),
    ("shropshire_housing_2018-01", "SSHA: Rent Collected as % of rent owed"): UNEXPLAINED,
    ("shropshire_housing_2018-01", "SSHA: % of repairs appointments kept"): (
        "Unexplained. Rounded to whole per cent both are 99, but nothing says that the landlord "
        "rounds, and rounding would not explain the row on rent."
    ),
}


@dataclass(frozen=True)
class Row:
    """A published row with what rating added to it."""

    document: Document
    cells: Mapping[str, str]

    @property
    def outcome(self) -> str:
        if not self.cells["rating"]:
            return "not rated"
        expected = self.document.means.get(self.cells["published"])
        if expected is None:
            return "not compared"
        return "agree" if self.cells["rating"] == expected else "disagree"

    @property
    def reason(self) -> str:
        """Why the row is neither agreement nor disagreement."""
        published = self.cells["published"]
        given = self.document.not_compared.get(published, "no status was published")
        return self.cells["reason"] or f"rated, but {given}"

    @property
    def explanation(self) -> str:
        ref, measure = self.cells.get("ref", ""), self.cells["measure"]
        name = self.document.file
        return EXPLANATIONS.get((name, ref)) or EXPLANATIONS.get((name, f"{ref}: {measure}"), "")


def scheme(name: str) -> MeasureScheme:
    return scheme_of(str(DATA / "schemes" / f"{name}.yaml"), Library(()))


@cache
def derbyshire() -> MeasureScheme:
    return scheme_of("derbyshire", Library())


def rated(document: Document, rule: MeasureScheme | None = None) -> list[Row]:
    """The rows of a document, rated by its own scheme or another."""
    data = (DATA / f"{document.file}.csv").read_bytes()
    table = rate_table(data, rule or scheme(document.scheme))
    return [Row(document, dict(zip(table.headings, row, strict=True))) for row in table.rows]


@cache
def all_rows() -> tuple[Row, ...]:
    return tuple(row for document in DOCUMENTS for row in rated(document))


def named(beginning: str) -> Document:
    return next(d for d in DOCUMENTS if d.file.startswith(beginning))
