"""The tables of `docs/ratings-agreement.md`: published ratings worked out again, and counted.

Only counting and laying out: which rows there are is `published_documents`, what must come out is
`test_published_ratings`. Run as a program, it writes the tables into the page.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from published_documents import DATA, DOCUMENTS, Row, all_rows, derbyshire, named, rated, scheme

from assets.steps.rate_table import rate_table
from sources.framework.measures import Polarity
from sources.framework.schemes import SpecialClause
from sources.values import Unit, parse_target

PAGE = Path(__file__).parents[3] / "docs" / "ratings-agreement.md"
EASTLEIGH = "eastleigh_kpi_spreadsheet_2019"


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(
        f"| {' | '.join(str(cell).replace('|', '/') for cell in line)} |" for line in lines
    )


def agreement() -> str:
    outcomes = ("agree", "disagree", "not compared", "not rated")
    lines, totals = [], Counter[str]()
    for document in DOCUMENTS:
        counts = Counter(row.outcome for row in all_rows() if row.document is document)
        totals += counts
        lines.append((document.title, document.compared, *_counts(counts, outcomes)))
    lines.append(("**Together**", "", *_counts(totals, outcomes)))
    headings = ("Document", "What is compared", "Rows", "Recomputed")
    return _table((*headings, *(outcome.capitalize() for outcome in outcomes)), lines)


def _counts(counts: Counter[str], outcomes: Sequence[str]) -> list[int]:
    every = counts.total()
    return [every, every - counts["not rated"], *(counts[outcome] for outcome in outcomes)]


def reasons() -> str:
    counts = Counter(
        (row.document.title, row.reason)
        for row in all_rows()
        if row.outcome in ("not compared", "not rated")
    )
    lines = [(title, number, why) for (title, why), number in counts.items()]
    return _table(("Document", "Rows", "Why"), lines)


def disagreements() -> str:
    lines = [
        (
            row.document.title,
            f"{row.cells.get('ref', '')} {row.cells['measure']}".strip(),
            row.cells["period"],
            row.cells["actual"],
            row.cells["target"],
            row.cells["published"],
            row.cells["rating"],
            row.cells["variance_pct"],
            row.explanation,
        )
        for row in all_rows()
        if row.outcome == "disagree"
    ]
    headings = "Document,Measure,Period,Actual,Target,Published,Computed,Variance in points"
    return _table((*headings.split(","), "Explanation"), lines)


def hart() -> str:
    """How far below target amber reaches and red begins: one tolerance would have to part them."""
    document = named("hart")
    points, relative = rated(document), rated(document, derbyshire())
    lines = []
    for words, rows, units in (
        ("per cent of target", relative, {"percent", "number"}),
        ("per cent of target, percentages only", relative, {"percent"}),
        ("percentage points, percentages only", points, {"percent"}),
    ):
        missed = [
            (Decimal(row.cells["variance_pct"]), row.cells["ref"], row.cells["published"])
            for row in rows
            if row.cells["variance_pct"] and row.cells["unit"] in units
        ]
        farthest = min(x for x in missed if x[2] == "Amber")
        nearest = max(x for x in missed if x[2] == "Red" and x[0] < 0)
        lines.append((words, *(f"{value} ({ref})" for value, ref, _ in (farthest, nearest))))
    return _table(("Variance in", "Amber, farthest below target", "Red, nearest to target"), lines)


def lancaster() -> str:
    """The same quarters against the profile that the commentary gives and the year's target."""
    document = named("lancaster")
    rows = [row.cells for row in rated(document)]
    year = rows[-1]["target"]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ["measure", "actual", "target", "polarity", "unit"])
    writer.writeheader()
    writer.writerows(
        {name: row[name] for name in writer.fieldnames} | {"target": year} for row in rows
    )
    yearly = rate_table(text.getvalue().encode(), scheme(document.scheme)).rows
    lines = [
        (row["period"], row["actual"], row["target"], row["rating"], other[-4], row["published"])
        for row, other in zip(rows, yearly, strict=True)
    ]
    headings = ("Period", "Actual", "Target", "Against it", f"Against {year}", "Published")
    return _table(headings, lines)


_LIMIT = re.compile(r"(Green|Amber|Red) (>=|<=|>|<) (\d+)")
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">": lambda x, edge: x > edge,
    ">=": lambda x, edge: x >= edge,
    "<": lambda x, edge: x < edge,
    "<=": lambda x, edge: x <= edge,
}
Limits = Sequence[tuple[str, str, Decimal]]


def eastleigh() -> str:
    """What each measure's thresholds, tried best first, leave without a colour or never give."""
    with (DATA / f"{EASTLEIGH}.csv").open(encoding="utf-8", newline="") as file:
        measures = {row["measure"]: row for row in csv.DictReader(file)}
    lines = []
    for name, row in measures.items():
        limits = [(c, sign, Decimal(edge)) for c, sign, edge in _LIMIT.findall(row["thresholds"])]
        given = (name, row["thresholds"], row["target"] or "none")
        if not limits:
            lines.append((*given, "every value", "every colour", "-"))
            continue
        colours = {colour(x, limits) for x, _ in _samples(limits)}
        never = [c for c, _, _ in limits if c not in colours]
        target = parse_target(row["target"], Unit(row["unit"])).number
        at_target = "-" if target is None else colour(target, limits) or "no colour"
        lines.append((*given, _gaps(limits), ", ".join(never) or "-", at_target))
    headings = ("Measure", "Thresholds", "Target", "No colour for", "Never given", "On target is")
    return _table(headings, lines)


def colour(value: Decimal, limits: Limits) -> str | None:
    return next((c for c, sign, edge in limits if _HOLDS[sign](value, edge)), None)


def _samples(limits: Limits) -> list[tuple[Decimal, str]]:
    """Every edge, and a value on each side of it; each with the words for where it is."""
    edges = sorted({edge for _, _, edge in limits})
    samples = [(edges[0] - 1, f"below {edges[0]}")]
    for edge, after in zip(edges, [*edges[1:], None], strict=True):
        samples.append((edge, f"exactly {edge}"))
        if after is None:
            samples.append((edge + 1, f"above {edge}"))
        else:
            samples.append(((edge + after) / 2, f"between {edge} and {after}"))
    return samples


def _gaps(limits: Limits) -> str:
    words = [words for x, words in _samples(limits) if colour(x, limits) is None]
    return ", ".join(words) or "-"


def other_bands() -> str:
    """Derbyshire's rule over every row that it can rate, and over the same rows misread."""
    in_points = derbyshire().model_copy(update={"variance": "points"})
    lines, totals = [], Counter[str]()
    for document in DOCUMENTS:
        counts = Counter[str]()
        pairs = zip(rated(document, derbyshire()), rated(document, in_points), strict=True)
        for row, misread in pairs:
            band = row.cells["rating"]
            if not band:
                continue
            is_percentage = row.cells["unit"] == "percent"
            counts["rated"] += 1
            counts["percentages"] += is_percentage
            counts["points"] += is_percentage and misread.cells["rating"] != band
            counts["whole"] += banded(row, Decimal(1)) != band
            counts["place"] += banded(row, Decimal("0.1")) != band
        totals += counts
        lines.append((document.title, counts))
    lines.append(("**Together**", totals))
    keys = ("rated", "percentages", "points", "whole", "place")
    headings = (
        "Document,Rows rated,Of them percentages,Another band in percentage points,"
        "Another band if rounded to whole per cent,Another band if rounded to one place"
    )
    return _table(headings.split(","), [(t, *(c[key] for key in keys)) for t, c in lines])


def banded(row: Row, step: Decimal | None = None) -> str:
    """Derbyshire's word for a row whose variance is first rounded to a step, halves outwards.

    Worked out here a second time, because the product never rounds.
    """
    rule, cells = derbyshire(), row.cells
    variance = Decimal(cells["variance_pct"])
    if step is not None:
        variance = variance.quantize(step, ROUND_HALF_UP)
    bands = (b.rating for b in rule.bands if _reaches(variance, b.above, b.at_least))
    clauses = (c.rating for c in rule.clauses if _speaks(c, cells, variance))
    return rule.level(next(clauses, None) or next(bands)).word


def _reaches(variance: Decimal, above: Decimal | None, at_least: Decimal | None) -> bool:
    return variance > above if above is not None else at_least is None or variance >= at_least


def _speaks(clause: SpecialClause, cells: Mapping[str, str], variance: Decimal) -> bool:
    unit = Unit(cells["unit"])
    if (unit, Polarity(cells["polarity"])) != (clause.unit, clause.polarity):
        return False
    actual, target = (parse_target(cells[name], unit).number for name in ("actual", "target"))
    assert actual is not None and target is not None
    if clause.actual_at_least is not None:
        return actual >= clause.actual_at_least
    assert clause.target_above is not None and clause.variance_above is not None
    return target > clause.target_above and variance > clause.variance_above


TABLES = (agreement, reasons, disagreements, hart, lancaster, eastleigh, other_bands)


def filled(page: str) -> str:
    """The page with every table worked out again."""
    for table in TABLES:
        begin, end = f"<!-- {table.__name__} -->", f"<!-- end of {table.__name__} -->"
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(end)
        page = f"{before}{begin}\n\n{table()}\n\n{end}{after}"
    return page


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
