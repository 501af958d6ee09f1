"""What every section builder is given: the results, the point before, and the figure book."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from assets.analysis.moves import Move
from assets.analysis.observed import series
from assets.analysis.persistence import Persisting, persisting
from assets.analysis.results import CloseResults, SentFile
from assets.analysis.revised import Revised, revised_figures
from assets.analysis.series import Observation
from assets.analysis.trends.charting import Trend, trends
from assets.views.figure_book import FigureBook
from assets.views.replaced import replaced_places, with_decided
from report_templates.parts import Mark
from sources.framework.exception_rules import ExceptionRule
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.schemes import RatingLevel
from sources.framework.timetable import LONDON
from sources.values import from_units
from warehouse.forecast_rows import MeasureForecast
from warehouse.rows import ActionRating, MeasureRating
from warehouse.scorecard_rows import ScorecardLine


@dataclass(frozen=True)
class Context:
    """A close's results with what the report before said, if there was one.

    `covers` says what they were cut down to, if they were; `whole` is the framework as it is
    beyond that, to know but not to print. `is_public` says that anybody may read what is built.
    """

    results: CloseResults
    before: CloseResults | None
    book: FigureBook
    whole: Framework
    covers: str | None = None
    is_public: bool = False
    # The stored scorecards of the period before, of every return.
    earlier: tuple[ScorecardLine, ...] = ()
    # Steps down to a worse rating that forecasts of earlier periods of the year told of already.
    told: frozenset[tuple[str, str | None, str | None]] = frozenset()
    # Ratings that are others than in the draft before, and than in the period before, by measure.
    moved: Mapping[str, Move] = field(default_factory=dict)
    moved_since_period: Mapping[str, Move] = field(default_factory=dict)
    # Current ratings of earlier closes, each as it is stored now, of what is shown.
    rated_before: tuple[MeasureRating, ...] = ()
    # Of earlier closes' ratings those whose values were decided on review, where the public reads.
    decided_before: tuple[MeasureRating, ...] = ()
    # The rules that the product states for its exceptions; empty for the usual ones.
    exceptions: tuple[ExceptionRule, ...] = ()

    @property
    def framework(self) -> Framework:
        return self.results.framework

    @property
    def today(self) -> date:
        """The report's own day, in London."""
        return self.results.point.at.astimezone(LONDON).date()

    @property
    def purged_since(self) -> tuple[SentFile, ...]:
        """Files that were purged after the draft before. What it showed of them is known no longer:
        worked out again, it lacks them as well."""
        if self.before is None:
            return ()
        since = self.before.point.seq
        return tuple(s for s in self.results.sent if s.removed and s.removed.seq > since)

    @cached_property
    def current(self) -> Mapping[str, MeasureRating]:
        """The current rating rows of all measures, by measure."""
        return {row.measure: row for row in self.results.ratings if row.basis == "current"}

    @cached_property
    def outlook(self) -> Mapping[str, MeasureRating]:
        return {row.measure: row for row in self.results.ratings if row.basis == "outlook"}

    @cached_property
    def forecasts(self) -> Mapping[str, MeasureForecast]:
        """What each measure's year comes to if nothing changes."""
        return {row.measure: row for row in self.results.forecasts}

    @cached_property
    def actions(self) -> Mapping[str, ActionRating]:
        return {row.action: row for row in self.results.actions}

    @cached_property
    def series(self) -> Mapping[str, Mapping[Period, Observation]]:
        known = series(self.results.values, self.results.queried)
        for row in self.current.values():
            is_value = (row.units, row.places) != (row.original_units, row.original_places)
            if row.override is not None and is_value and row.units is not None and row.period:
                # Lines in a picture end at what is printed beside them.
                decided = from_units(row.units, row.places or 0)
                period = Period.parse(row.period)
                seen = known.get(row.measure, {}).get(period, Observation())
                # The parts are those of what it replaced, and so are the cells.
                seen = replace(seen, actual=decided, numerator=None, denominator=None)
                refs = () if self.is_public else seen.refs
                seen = replace(seen, absence=None, is_queried=False, refs=refs)
                known.setdefault(row.measure, {})[period] = seen
        return with_decided(known, self.decided_before)

    @cached_property
    def unsigned(self) -> frozenset[int]:
        """The files of returns that are not at the end of their sign-off."""
        held = self.results.unconfirmed
        return frozenset(s.seq for s in self.results.sent if str(s.slot) in held)

    @cached_property
    def rated(self) -> Mapping[tuple[str, str], MeasureRating]:
        """The current ratings by measure and measured period, those of earlier closes too."""
        rows = (*self.rated_before, *self.current.values())
        return {(row.measure, row.period): row for row in rows if row.period is not None}

    @cached_property
    def persisting(self) -> Mapping[str, Persisting]:
        """The measures that have been exceptions for long enough to say so."""
        rows = (*self.rated_before, *self.current.values())
        return persisting(self.framework.measure_scheme, rows)

    @cached_property
    def trends(self) -> Mapping[str, Trend]:
        """The control charts of all measures, drawn from what is shown here."""
        return trends(self.framework, self.results.close.period, self.series)

    @cached_property
    def revised(self) -> Revised:
        """Figures that stand as revised, with what they were before."""
        found = revised_figures(self.results.values, self.results.texts)
        if not self.is_public:
            return found
        kept = replaced_places((*self.decided_before, *self.current.values()))
        return {
            measure: {at: one for at, one in periods.items() if (measure, str(at)) not in kept}
            for measure, periods in found.items()
        }

    def on_page(self) -> "Context":
        """The same for a page beside the report, whose figures are its own."""
        held = copy(self)
        # A copy keeps what was worked out already, which a page of each measure is not to do anew.
        object.__setattr__(held, "book", self.book.of_page())
        return held

    def measure_mark(self, rating: str) -> Mark:
        return mark_of(self.framework.measure_scheme.level(rating))

    def action_mark(self, rating: str) -> Mark:
        return mark_of(self.framework.action_scheme.level(rating))


def mark_of(level: RatingLevel) -> Mark:
    """A rating as people see it."""
    return Mark(level.id, level.word, level.symbol, level.colour)
