"""The figures of one comparison, each entered in the book with the cells that it rests on.

Which comparisons a reader sees, and how they are ordered and flagged, is `comparison`.
"""

from assets.analysis.comparing import GROUP
from assets.analysis.overrides import BY_REVIEW
from assets.analysis.series import refs_of
from assets.views.context import Context
from assets.views.wording import number_text
from report_templates.comparison import Spread
from report_templates.parts import Figure
from sources.framework.keys import KeyProblem, Period
from sources.framework.measures import Measure, Polarity
from sources.values import from_units
from warehouse.benchmark_rows import MeasureBenchmark


class RowFigures:
    """The figures of one comparison, each entered with the cells that it rests on."""

    def __init__(
        self, context: Context, measure: Measure, row: MeasureBenchmark, about: str
    ) -> None:
        self._book, self._measure, self._row, self._about = context.book, measure, row, about
        self._all = (*refs_of(row.own_sources), *refs_of(row.sources))
        rated = context.current[measure.id]
        # A rating can be decided on review too, and leaves the value as it came.
        is_changed = (rated.units, rated.places) != (rated.original_units, rated.original_places)
        is_own = row.period == rated.period and rated.override is not None and is_changed
        self._is_decided = is_own and (rated.units, rated.places) == (row.own_units, row.own_places)

    def own(self) -> Figure | None:
        """The council's own figure of the period."""
        row, measure = self._row, self._measure
        if row.own_units is None or row.own_places is None:
            return None
        number = from_units(row.own_units, row.own_places)
        how = f"exactly {number}, of the period that the others' figure is of"
        if self._is_decided:
            how += f"; {BY_REVIEW}"
        return self._book.enter(
            number_text(number, measure),
            measure.id,
            f"own beside {self._about}",
            period=_key(row.period),
            what=f"The council's own {measure.name}, beside {row.name}",
            how=how,
            group=measure.name,
            refs=refs_of(row.own_sources),
        )

    def value(self, words: str) -> Figure | None:
        """The others' figure, called by `words`."""
        row, measure = self._row, self._measure
        if row.units is None or row.places is None:
            return None
        number = from_units(row.units, row.places)
        how = f"exactly {number}"
        if row.kind == GROUP:
            how = f"{number}: plain mean of {row.comparators} others, each counted once"
        return self._book.enter(
            number_text(number, measure),
            measure.id,
            f"benchmark {self._about}",
            period=_key(row.period),
            what=f"{measure.name}, {row.name}: {words}",
            how=f"{how}. {row.origin}",
            group=measure.name,
            refs=refs_of(row.sources),
        )

    def spread(self) -> Spread | None:
        """How a group's others lie; None where no average is worked out either."""
        row = self._row
        half = self._parting("median", row.median_units, row.median_places, "Median of the others")
        if half is None:
            return None
        return Spread(
            half,
            self._parting("first", row.first_units, row.first_places, "First quartile from"),
            self._parting("last", row.last_units, row.last_places, "Last quartile beyond"),
            "above" if self._measure.polarity is Polarity.LOWER else "below",
        )

    def _parting(
        self, quantity: str, units: int | None, places: int | None, what: str
    ) -> Figure | None:
        """One of the figures that part a group's others."""
        if units is None or places is None:
            return None
        row, measure = self._row, self._measure
        number = from_units(units, places)
        if quantity == "median":
            how = f"{number}: the middle of {row.comparators} others, or between the middle two"
        else:
            part = "a quarter" if quantity == "first" else "three quarters"
            how = f"exactly {number}, of the other whose place is {part} of {row.comparators} + 1"
            how += ", rounded down, counted from the best; so the council's own place counts too"
        return self._book.enter(
            number_text(number, measure),
            measure.id,
            f"{quantity} of {self._about}",
            period=_key(row.period),
            what=f"{what}: {measure.name}, {row.name}",
            how=f"{how}. {row.origin}",
            group=measure.name,
            refs=refs_of(row.sources),
        )

    def counted(self, quantity: str, text: str | None, what: str) -> Figure | None:
        """A number of others, a rank or a quartile, as `text` has it."""
        if text is None:
            return None
        row, measure = self._row, self._measure
        better = "lower" if measure.polarity is Polarity.LOWER else "higher"
        how = "counted from the figures below"
        if quantity != "have":
            how = f"{better} is better; equal figures share the better rank. The council's figure "
            how += "counts with as many decimal places as the others' are published with"
        return self._book.enter(
            text,
            measure.id,
            f"{quantity} in {self._about}",
            period=_key(row.period),
            what=f"{what}: {measure.name}, {row.name}",
            how=how,
            group=measure.name,
            refs=self._all if quantity != "have" else refs_of(row.sources),
        )


def _key(period: str) -> str:
    try:
        return str(Period.parse(period))
    except KeyProblem:
        return "as-stated"
