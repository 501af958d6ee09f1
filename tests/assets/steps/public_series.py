"""Two installations that took in published monthly series, for the tests beside this.

The tables, what they hold as read without the product, and closes made from them. What must be
true of them is the tests' to say.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from assets.analysis.observed import series
from assets.analysis.results import CloseResults
from assets.analysis.series import Series
from assets.steps import gather
from assets.steps.house import House
from assets.steps.quarter import QuarterEvidence, close_quarter
from pipelines.house import build_house
from pipelines.settings import Settings
from sources.framework.keys import Close
from sources.framework.measures import Aggregation, Measure
from sources.returns.content import ReadReturn
from warehouse.rows import MeasureRating, SubmittedValue

Drop = Callable[..., Path]
At = Callable[[House, str], House]
Month = tuple[int, int]  # the year in which the financial year begins, and 1 for April
Line = dict[str, str]

DATA = Path(__file__).parents[2] / "data" / "timeseries"
COUNTS = DATA / "claimant_count_trafford_and_neighbours_monthly.csv"
MONTHLY = DATA / "mole_valley_monthly.csv"
TRAFFORD = {
    "Claimant count": "claimants",
    "Claimants as a proportion of residents aged 16-64": "claimant-share",
}
MOLE_VALLEY = {
    "Households in bed and breakfast (end of month)": "bed-and-breakfast",
    "Households on the housing register": "housing-register",
    "Community transport passenger journeys": "transport-journeys",
}
HOUSEHOLDS = "Households in bed and breakfast (end of month)"
NAMES = "April May June July August September October November December January February March"
HEADINGS = "Indicator,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,Jan,Feb,Mar"


@dataclass(frozen=True)
class Came:
    """An installation after its closes, and each close's evidence by period."""

    house: House
    closed: dict[str, QuarterEvidence]

    def results(self, period: str) -> CloseResults:
        return self.closed[period].closed.results

    def row(self, period: str, measure: str) -> MeasureRating:
        (row,) = [r for r in self.results(period).ratings if r.measure == measure]
        return row

    def read(self) -> ReadReturn:
        """The published file as its return was read."""
        results = next(reversed(self.closed.values())).closed.results
        file = next(s for s in results.sent if s.sender == "history")
        return gather.read_file(self.house, results.framework, file)

    def values(self) -> list[SubmittedValue]:
        """What is stored of the history return."""
        results = next(reversed(self.closed.values())).closed.results
        return [v for v in results.values if v.slot.endswith(".history")]

    def measure(self, name: str) -> tuple[Measure, Series]:
        results = next(reversed(self.closed.values())).closed.results
        return results.framework.measures[name], series(self.values()).get(name, {})


def lines_of(path: Path) -> list[Line]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def month_of(text: str) -> Month:
    """`April 2023` or `2023-04` as its place in a financial year."""
    if text[4:5] == "-":
        calendar, month = int(text[:4]), (int(text[5:]) - 4) % 12 + 1
    else:
        name, year = text.split()
        calendar, month = int(year), NAMES.split().index(name) + 1
    return calendar - (month > 9), month


def months_in(year: int, first: int, last: int) -> list[Month]:
    return [(year, month) for month in range(first, last + 1)]


def period(year: int, code: str) -> str:
    return f"{year}-{(year + 1) % 100:02d}-{code}"


def published(path: Path, names: dict[str, str]) -> dict[str, dict[Month, str]]:
    """Every figure of the councils' own in a published table, as it stands there."""
    found: dict[str, dict[Month, str]] = {measure: {} for measure in names.values()}
    for line in lines_of(path):
        if line.get("area_code", "E08000009") == "E08000009":
            when = month_of(line.get("month") or line["period"])
            found[names[line["indicator"]]][when] = line.get("value_raw") or line["value"]
    return found


def worked_out(months: dict[Month, str], how: Aggregation, wanted: list[Month]) -> Fraction | None:
    """A longer period's figure; None if a month that it needs is no number."""
    needed = wanted[-1:] if how is Aggregation.LATEST else wanted
    texts = [months.get(month, "") for month in needed]
    if not all(text.replace(".", "", 1).isdigit() for text in texts):
        return None
    total = sum((Fraction(text) for text in texts), Fraction(0))
    return total / len(texts) if how is Aggregation.MEAN else total


def installed(home: Path) -> House:
    return build_house(Settings(home, None, (DATA / "frameworks",)))


def trafford(home: Path, drop: Drop, at: At) -> Came:
    """Two closes of 2023-24; the department itself sends nothing."""
    house, data = installed(home), COUNTS.read_bytes()
    drop(house, "trafford", "history", COUNTS.name, data, when="2024-05-28T10:00")
    days = {"2023-24-Q4": "2024-06-14", "2023-24-FY": "2024-06-28"}
    return Came(house, closes(house, at, "trafford", days))


def mole_valley(home: Path, drop: Drop, at: At) -> Came:
    """Three closes of 2024-25; quarter 3 also came as the departments' own table."""
    house, data = installed(home), MONTHLY.read_bytes()
    own = months_table("2024-25-Q3", 2024, (7, 8, 9))
    drop(house, "mole_valley", "history", MONTHLY.name, data, when="2025-05-02T10:00")
    drop(house, "mole_valley", "months-table", "Q3.csv", own, when="2025-05-02T11:00")
    days = {"2024-25-Q3": "2025-05-20", "2024-25-Q4": "2025-05-27", "2024-25-FY": "2025-06-03"}
    return Came(house, closes(house, at, "mole_valley", days))


def closes(house: House, at: At, council: str, days: dict[str, str]) -> dict[str, QuarterEvidence]:
    return {
        code: close_quarter(at(house, f"{day}T09:00"), Close.parse(f"{council}.{code}"))
        for code, day in days.items()
    }


def months_table(quarter: str, year: int, months: tuple[int, ...]) -> bytes:
    """A quarter's published figures with a column for each month."""
    figures = published(MONTHLY, MOLE_VALLEY)
    rows = [
        [name, *(figures[own].get((year, m), "") if m in months else "" for m in range(1, 13))]
        for name, own in MOLE_VALLEY.items()
    ]
    return "\n".join([f"Quarter,{quarter}", HEADINGS, *map(",".join, rows), ""]).encode()
