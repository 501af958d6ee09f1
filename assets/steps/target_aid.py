"""The target-setting aid of a year as a table: gathers series and benchmarks, and says what helps.

Reads only. What is worked out is `assets/analysis/target_aid`.
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext

from assets.analysis.observed import series
from assets.analysis.results import Point
from assets.analysis.target_aid import Aid, Peer, aid_for
from assets.steps.as_at import known_at
from assets.steps.house import House
from sources.framework.framework import Framework
from sources.framework.keys import FinancialYear
from sources.framework.library import UnknownKey
from warehouse import queries
from warehouse.benchmark_rows import MeasureBenchmark

HEADINGS = (
    "measure",
    "name",
    "unit",
    "better",
    "last_outturns",
    "pace_per_year",
    "pace_method",
    "periods_met",
    "periods_compared",
    "present_target",
    "others",
    "suggested_from",
    "suggested_to",
    "why",
    "flag",
)
WORSE = "the present target is worse than the last outturn"


def target_aid(
    house: House, council: str, year: FinancialYear, measure: str | None = None
) -> list[tuple[str, ...]]:
    """A row for each measure of a year, or for one. Raises UnknownKey for what there is not."""
    framework = house.library.get(council, year)
    if measure is not None and measure not in framework.measures:
        raise UnknownKey(f"{council} has no measure '{measure}' in {year}.")
    wanted = [one for name, one in framework.measures.items() if measure in (None, name)]
    entries = house.entries(council)
    if not entries:
        raise UnknownKey(
            f"Nothing was received from {council} yet, so there is no past to look at."
        )
    last = framework.closes[-1]
    known = known_at(house, last, Point(entries[-1].seq, house.now()))
    observed = series(known.values, known.queried)
    beside = _benchmarks(house, framework)
    return [
        _row(aid_for(framework, one, observed.get(one.id, {}), beside.get(one.id, ())))
        for one in wanted
    ]


def _benchmarks(house: House, framework: Framework) -> dict[str, tuple[MeasureBenchmark, ...]]:
    """Others' figures as the latest close that holds any has them."""
    for close in reversed(framework.closes):
        rows = queries.measure_benchmarks(house.store.engine, str(close))
        if rows:
            found: dict[str, tuple[MeasureBenchmark, ...]] = {}
            for row in rows:
                found[row.measure] = (*found.get(row.measure, ()), row)
            return found
    return {}


def _row(aid: Aid) -> tuple[str, ...]:
    measure = aid.measure
    places = measure.decimal_places
    present = _text(aid.present, None) if aid.present_words is None else aid.present_words
    return (
        measure.id,
        measure.name,
        measure.unit_words or measure.unit.value,
        measure.polarity.value,
        "; ".join(f"{year}: {_text(number, places)}" for year, number in aid.outturns),
        _text(aid.pace, places + 1),
        aid.pace_how,
        str(aid.met) if aid.compared else "",
        str(aid.compared),
        present or "none",
        "; ".join(
            f"{p.name}, {p.period}: {_text(p.value, places) or 'no value'}"
            + _quartiles(p, places)
            + (f" ({p.standing})" if p.standing else "")
            for p in aid.peers
        ),
        _text(aid.low, places),
        _text(aid.high, places),
        aid.why,
        WORSE if aid.is_worse_than_outturn else "",
    )


def _quartiles(peer: Peer, places: int) -> str:
    """`, median 41.2, first quartile from 45, last beyond 38`; nothing for who is no group.

    The figures that part quartiles are others' own, and stand as they were published."""
    named = (
        ("median", peer.median, places),
        ("first quartile from", peer.first, None),
        ("last beyond", peer.last, None),
    )
    return "".join(f", {name} {_text(value, to)}" for name, value, to in named if value is not None)


def _text(number: Decimal | None, places: int | None) -> str:
    """A number to so many places, as plain digits; as it stands without any."""
    if number is None:
        return ""
    if places is None:
        return f"{number:f}"
    with localcontext(prec=60):
        shown = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{shown:f}"
