"""Lines of measures: every number in the figure book, every gap in words."""

from decimal import Decimal

from assets.analysis.held_targets import held_target
from assets.analysis.overrides import BY_REVIEW
from assets.analysis.rated import Beside, Unrated
from assets.analysis.rating import rate
from assets.analysis.said import commentary_on
from assets.analysis.series import Ref, refs_of, value_for
from assets.views.context import Context
from assets.views.context_notes import context_now
from assets.views.edited_words import printed, words_notes
from assets.views.forecasts import annual_figure, officers_figure, unchanged, warning_of
from assets.views.intervals import interval_figure
from assets.views.moderated import moderated_how, moderated_note, shows_files, value_how
from assets.views.register_notes import handed_over, register_notes
from assets.views.revised import revision_notes
from assets.views.sparks import spark_of
from assets.views.trends import reading_line
from assets.views.wording import (
    body_text,
    in_words,
    number_text,
    plain,
    rounded,
    unit_words,
    variance_text,
)
from report_templates.parts import Direction, Figure
from report_templates.sections import MeasureLine
from sources.framework.keys import Period
from sources.framework.measures import Measure, Polarity, Stretch, TargetValue
from sources.framework.schemes import FollowUp
from sources.values import from_units
from warehouse.rows import MeasureRating


def measure_line(context: Context, measure: Measure, priority: str | None = None) -> MeasureLine:
    """A measure as a report shows it. `priority` is the part it stands in, if it stands in one."""
    row, framework = context.current[measure.id], context.framework
    actual = _number(row.units, row.places)
    target = target_of(row)
    is_queried = row.status == Unrated.QUERIED
    commentary = commentary_on(framework, context.results.close, measure, context.results.texts)
    period = Period.parse(row.period) if row.period else context.results.close.period
    outlook = context.outlook.get(measure.id)
    others = [framework.priorities[p].name for p in measure.priorities if p != priority]
    return MeasureLine(
        id=measure.id,
        name=measure.name,
        unit=unit_words(measure),
        period=f"{period.label}, year to date" if measure.is_cumulative else period.label,
        department=framework.departments[measure.department].name,
        body=body_text(framework, measure.body),
        actual=None if is_queried else _actual(context, measure, row, actual),
        no_value=row.reason if actual is None or is_queried else None,
        target=_target(context, measure, target),
        variance=_variance(context, measure, row),
        mark=context.measure_mark(row.rating) if row.rating else None,
        rule=row.rule,
        unrated=row.reason,
        direction=_direction(context, measure, row),
        spark=spark_of(context, measure, None if isinstance(target, Stretch) else target),
        commentary=printed(context, measure.id, commentary),
        outlook=context.measure_mark(outlook.rating) if outlook and outlook.rating else None,
        outlook_text=_outlook_words(outlook),
        notes=(
            *_notes(context, row, actual, commentary),
            *register_notes(framework, measure, row),
            *handed_over(context.whole, measure, context.results.close.period, context.today),
            *((warning,) if (warning := warning_of(context, measure)) else ()),
        ),
        rated_on=_rated_on(context, measure, row, actual, target),
        other_priorities=tuple(others) if priority else (),
        forecast=officers_figure(context, measure),
        annual=annual_figure(context, measure) if outlook and outlook.rating else None,
        unchanged=unchanged(context, measure),
        is_queried=is_queried,
        purpose=measure.purpose,
        page=page_name(measure.id),
        interval=None if is_queried else interval_figure(context, measure, row),
        reading=reading_line(context, measure),
        context_note=context_now(context, measure),
    )


def page_name(measure: str) -> str:
    """The file of a measure's own page, beside the report."""
    return f"measure-{measure}.html"


def _number(units: int | None, places: int | None) -> Decimal | None:
    return None if units is None or places is None else from_units(units, places)


def _actual(
    context: Context, measure: Measure, row: MeasureRating, actual: Decimal | None
) -> Figure | None:
    if actual is None:
        return None
    period = Period.parse(row.period) if row.period else context.results.close.period
    how = value_for(measure, context.series.get(measure.id, {}), period).how
    how = f"exactly {actual}, {value_how(context, row, how)}"
    if measure.is_cumulative:
        how += ", year to date"
    if row.rating:
        how += f"; rated {context.measure_mark(row.rating).word}: {row.rule}"
    else:
        how += f"; not rated: {row.reason}"
    how += moderated_how(context, row)
    return context.book.enter(
        number_text(actual, measure),
        measure.id,
        "actual",
        period=row.period,
        what=f"Actual of {measure.name}",
        group=measure.name,
        how=how,
        refs=refs_of(row.sources) if shows_files(context, row) else (),
    )


def target_of(row: MeasureRating) -> TargetValue | None:
    """The target that a measure was rated against: a number, or a range."""
    low = _number(row.target_units, row.target_places)
    high = _number(row.target_high_units, row.target_high_places)
    return Stretch(low, high) if low is not None and high is not None else low


def _target(context: Context, measure: Measure, target: TargetValue | None) -> Figure | None:
    if target is None:
        return None
    period = context.results.close.period
    held = context.framework.target_in_force(measure.id, period)
    if isinstance(target, Stretch):
        how = "annual target, a range: anything from one end to the other meets it"
    elif held.annual is not None and target != held.annual:
        how = f"profiled target for the period; the annual target is {held.annual}"
    else:
        how = "annual target"
    is_original = held is context.framework.targets[measure.id]
    worked = held_target(
        context.framework, context.results.close, measure, context.series.get(measure.id, {})
    )
    if held.of_last_year is not None:
        how = f"{worked.how or held.of_last_year.words}, worked out exactly"
    how += f". Set by {held.set_by}: {held.rationale.rstrip('.')}."
    how += f" It stands in {'targets' if is_original else 'target_changes'}.csv, row {measure.id}."
    return context.book.enter(
        number_text(target, measure),
        measure.id,
        "target",
        period=str(period),
        what=f"Target of {measure.name}",
        group=measure.name,
        how=how,
        refs=worked.refs,
    )


def _variance(context: Context, measure: Measure, row: MeasureRating) -> Figure | None:
    if row.variance_pct is None:
        return None
    is_points = context.framework.measure_scheme.variance == "points"
    return context.book.enter(
        variance_text(row.variance_pct, is_points),
        measure.id,
        "variance",
        period=row.period,
        what=f"Variance of {measure.name} from target; positive is better",
        group=measure.name,
        how=f"{_reckoned(measure)}: {plain(row.variance_pct)}, to six places",
        refs=refs_of(row.sources) if shows_files(context, row) else (),
    )


def _reckoned(measure: Measure) -> str:
    if measure.polarity is Polarity.RANGE:
        return "distance outside the range / |its nearer end|, below zero outside"
    return (
        "(actual \u2212 target) / |target|, signed by polarity "
        f"({measure.polarity.value} is better)"
    )


def _outlook_words(row: MeasureRating | None) -> str | None:
    if row is None:
        return None
    if row.rating is None:
        return f"officer's forecast for the year; not rated: {row.reason}"
    return "officer's forecast for the year, against the annual target of"


_BESIDE = {
    "better": "than ",
    "worse": "than ",
    "same": "as ",
    "not distinguishable": "chance may explain the difference; ",
}


def _direction(context: Context, measure: Measure, row: MeasureRating) -> Direction:
    if row.status == Unrated.QUERIED:
        return Direction("not known", "the value is queried")
    compared = _number(row.compared_units, row.compared_places)
    if compared is None or row.compared_period is None:
        return Direction("not known", row.direction_reason or row.reason or "")
    period = Period.parse(row.compared_period)
    figure = context.book.enter(
        number_text(compared, measure),
        measure.id,
        "compared with",
        period=row.compared_period,
        what=f"Earlier value of {measure.name}",
        group=measure.name,
        how="the comparable earlier period, as it stands now",
        refs=_refs(context, measure, period),
    )
    if row.direction is None:
        return Direction("neither way is better", f"in {period.short_label}:", figure)
    detail = f"{_BESIDE.get(row.direction, '')}in {period.short_label}:"
    return Direction(row.direction, detail, figure)  # type: ignore[arg-type]  # one of its words


def _refs(context: Context, measure: Measure, period: Period) -> tuple[Ref, ...]:
    found = value_for(measure, context.series.get(measure.id, {}), period).observation
    return found.refs if found else ()


def _notes(
    context: Context, row: MeasureRating, actual: Decimal | None, commentary: str | None
) -> tuple[str, ...]:
    notes = [*moderated_note(context, row), *words_notes(context, row.measure, commentary)]
    if row.status == Unrated.QUERIED:
        notes.append("queried with department")
    if actual is not None and not row.is_confirmed:
        notes.append(_unconfirmed(context, row))
    if row.is_provisional:
        notes.append("provisional [p]")
    lasting = context.persisting.get(row.measure)
    if lasting is not None:
        words = " or ".join(
            level.word for level in context.framework.measure_scheme.ratings if level.is_exception
        )
        count, of = in_words(lasting.count), in_words(lasting.of)
        notes.append(f"{words} in {count} of the last {of} periods")
    if row.rating and not commentary:
        follow_up = context.framework.measure_scheme.level(row.rating).follow_up
        if follow_up is not FollowUp.NONE:
            notes.append(f"{follow_up.value} not supplied")
    return (*notes, *revision_notes(context, row))


def _unconfirmed(context: Context, row: MeasureRating) -> str:
    """A return that is signed off holds nothing up: then it is the measure's own procedure."""
    is_signed = any(s.is_confirmed for s in context.results.statuses if s.slot == row.slot)
    if is_signed:
        return f"unconfirmed: its {context.framework.council.words.procedure} is due"
    return "unconfirmed"


def _rated_on(
    context: Context,
    measure: Measure,
    row: MeasureRating,
    actual: Decimal | None,
    target: TargetValue | None,
) -> str | None:
    """Ruling 22: where the printed number would be rated otherwise, the exact one is printed."""
    if actual is None or target is None or row.rating is None or row.rule == BY_REVIEW:
        return None
    scheme = context.framework.measure_scheme
    if scheme.supplied is not None:
        return None
    asked = context.framework.target_in_force(measure.id, context.results.close.period)
    beside = Beside(is_strict=bool(asked.of_last_year and asked.of_last_year.is_strict))
    aim = _as_printed(target, measure)
    shown = rate(rounded(actual, measure), aim, measure, scheme, beside).rating
    # What a rule looks at beside value and target is not known here: then nothing can be told.
    if shown in (None, row.rating):
        return None
    ends = (target.low, target.high) if isinstance(target, Stretch) else (target,)
    against = " to ".join(f"{end:f}" for end in ends)
    return f"rated on {actual:f}" + (f" against {against}" if aim != target else "")


def _as_printed(target: TargetValue, measure: Measure) -> TargetValue:
    if isinstance(target, Stretch):
        return Stretch(rounded(target.low, measure), rounded(target.high, measure))
    return rounded(target, measure)
