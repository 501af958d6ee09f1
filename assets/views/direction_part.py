"""Better or worse, for a measure's own page: against two earlier periods, and over several.

The one comparison of a report's row is `lines`; what is compared is `assets/analysis/comparisons`.
"""

from assets.analysis.comparisons import Comparison, Course, comparisons, course_of
from assets.analysis.direction import Direction
from assets.analysis.rated import Unrated
from assets.analysis.series import Observation, Ref, value_for
from assets.views.context import Context
from assets.views.lines import target_of
from assets.views.wording import number_text
from report_templates.directions import DirectionLine, DirectionPart
from report_templates.parts import Figure
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.values import from_units

_CHANCE = "chance may explain the difference"


def direction_part(context: Context, measure: Measure) -> DirectionPart | None:
    """The comparisons of the value that stands at the head of the page; None without one."""
    row = context.current[measure.id]
    if row.period is None or row.units is None or row.status == Unrated.QUERIED:
        return None
    period, series = Period.parse(row.period), context.series.get(measure.id, {})
    seen = value_for(measure, series, period).observation
    stands = from_units(row.units, row.places or 0)
    if seen is None or seen.actual != stands:
        # What stands is what was decided on review, or is shown without its parts.
        seen = Observation(actual=stands)
    found = comparisons(context.framework, measure, series, period, seen, target_of(row))
    return DirectionPart(
        lines=tuple(_line(context, measure, period, one) for one in found),
        course=_course(context, measure, course_of(measure, context.trends.get(measure.id))),
    )


def _line(context: Context, measure: Measure, period: Period, found: Comparison) -> DirectionLine:
    is_last_year = found.against == period.year_before()
    name = "the same period of last year" if is_last_year else "the period before"
    if period.kind == "F":
        name = "the year before"
    travel = found.travel
    before = None
    if travel.compared is not None:
        before = context.book.enter(
            number_text(travel.compared, measure),
            measure.id,
            "what the period before adds" if found.is_alone else "earlier value",
            period=str(found.against),
            what=f"{measure.name}, {found.against.label}",
            group=measure.name,
            how="what that period alone adds, as it stands now"
            if found.is_alone
            else "as it stands now",
            refs=_refs(context, measure, found.against, found.is_alone),
        )
    now = None
    if found.is_alone and found.now is not None and before is not None:
        now = context.book.enter(
            number_text(found.now, measure),
            measure.id,
            "what the period adds",
            period=str(period),
            what=f"{measure.name}, {period.label}, alone",
            group=measure.name,
            how="what this period alone adds, as it stands now",
            refs=_refs(context, measure, period, found.is_alone),
        )
    is_open = travel.direction is None and travel.compared is not None
    word = travel.direction.value if travel.direction else "not known"
    reason = travel.reason or ""
    if travel.direction is Direction.UNSURE:
        reason = _CHANCE
    return DirectionLine(
        name=name,
        period=found.against.short_label,
        word="neither way is better" if is_open else word,
        before=before,
        now=now,
        reason="" if is_open else reason,
    )


def _refs(context: Context, measure: Measure, period: Period, is_alone: bool) -> tuple[Ref, ...]:
    """The places of a period's value; of what it adds by itself, those of the one before too."""
    has_before = is_alone and period.number > 1
    periods = (period, period.previous()) if has_before else (period,)
    series = context.series.get(measure.id, {})
    seen = (value_for(measure, series, one).observation for one in periods)
    return tuple(dict.fromkeys(ref for one in seen if one is not None for ref in one.refs))


def _course(context: Context, measure: Measure, found: Course) -> DirectionLine:
    change: Figure | None = None
    if found.change is not None:
        change = context.book.enter(
            _signed(number_text(abs(found.change), measure), found),
            measure.id,
            "usual change in a year",
            what=f"Usual change of {measure.name} in a year",
            group=measure.name,
            how=f"{found.method}: exactly {found.change}",
        )
    return DirectionLine(
        name="over several periods",
        period="",
        word=found.word or "not known",
        before=None,
        now=change,
        reason=found.reason or f"by {found.method}",
    )


def _signed(size: str, found: Course) -> str:
    points = f"{size.removesuffix('%')} points" if size.endswith("%") else size
    if not found.change:
        return points
    return f"+{points}" if found.change > 0 else f"\N{MINUS SIGN}{points}"
