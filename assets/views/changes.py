"""What changed between two points of the ledger: arrivals, values, ratings, and why."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from assets.analysis.results import CloseResults
from assets.analysis.series import refs_of
from assets.views.changed_comparisons import changed_comparisons
from assets.views.context import Context
from assets.views.edited_words import changed_words
from assets.views.lines import target_of
from assets.views.moderated import decided_words
from assets.views.move_words import labels_of, told
from assets.views.wording import moment_text, number_text, one_line
from report_templates.parts import Figure
from report_templates.sections import ChangeLine, ChangesSection
from sources.framework.day_rules import day_text
from sources.framework.keys import Period, Slot
from sources.framework.measures import Measure
from sources.framework.schemes import RatingLevel
from sources.values import from_units
from warehouse.rows import MeasureRating


def changes_section(context: Context) -> ChangesSection:
    """Everything that reads otherwise than in the draft before."""
    before, now = context.before, context.results
    if before is None:
        return ChangesSection(None, (), ())
    fresh = [s for s in now.sent if s.seq > before.point.seq]
    arrived = tuple(
        f"{_return_name(now, s.slot)}: '{s.filename}', received "
        f"{moment_text(s.dropped_at)}, for {s.slot.period.label}"
        for s in fresh
    )
    lines = [
        *_purged(context),
        *_statuses(before, now),
        *_measures(context, before),
        *_actions(before, now),
        *changed_comparisons(context, before),
        *changed_words(context, before),
    ]
    return ChangesSection(moment_text(before.point.at), arrived, tuple(lines))


def _purged(context: Context) -> Iterator[ChangeLine]:
    """What a purge took away is known no longer: it is said, and not compared figure by figure."""
    for file in context.purged_since:
        assert file.removed is not None
        yield ChangeLine(
            f"{_return_name(context.results, file.slot)}: '{file.filename}'",
            "its figures and words were shown where they counted",
            "purged: they are shown no longer",
            one_line(file.removed.reason),
        )


def _statuses(before: CloseResults, now: CloseResults) -> Iterator[ChangeLine]:
    held = {s.slot: s.status for s in before.statuses}
    for status in now.statuses:
        earlier = held.get(status.slot, "not known")
        if earlier != status.status:
            name = _return_name(now, Slot.parse(status.slot))
            because = "its return arrived" if status.submissions else "its deadline passed"
            yield ChangeLine(name, earlier, status.status, because)


def _measures(context: Context, before: CloseResults) -> Iterator[ChangeLine]:
    held = {r.measure: r for r in before.ratings if r.basis == "current"}
    for gone in held.keys() - context.framework.measures.keys():
        name = before.framework.measures[gone].name
        because = "the framework changed"
        yield ChangeLine(name, _said(context, held[gone]), "no longer in the framework", because)
    for measure in context.framework.measures.values():
        row, earlier = context.current[measure.id], held.get(measure.id)
        if earlier is None:
            because = "the framework changed"
            yield ChangeLine(measure.name, "not in the framework", _said(context, row), because)
        elif context.is_public and row.override not in (None, earlier.override):
            continue  # The public reads what was decided, not what it was decided over.
        elif _shown(context, earlier) != _shown(context, row):
            move = context.moved.get(measure.id)
            yield ChangeLine(
                measure.name,
                _said(context, earlier),
                _said(context, row),
                _because(context, before, row, earlier),
                was=_figure(context, measure, earlier, "before", "the draft before"),
                now=_figure(context, measure, row, "now", "this draft"),
                why=told(context, move) if move else None,
                labels=labels_of(move) if move else (),
            )


def _shown(context: Context, row: MeasureRating) -> tuple[object, ...]:
    """All that the report shows of a measure that a file can change."""
    compared = (row.compared_period, row.compared_units, row.compared_places)
    return (_number(row), _said(context, row), row.direction, *compared)


def _return_name(now: CloseResults, slot: Slot) -> str:
    owed = now.framework.returns.get(slot.return_id)
    return owed.name if owed else slot.return_id


def _number(row: MeasureRating) -> Decimal | None:
    return None if row.units is None or row.places is None else from_units(row.units, row.places)


def _figure(
    context: Context, measure: Measure, row: MeasureRating, when: str, draft: str
) -> Figure | None:
    number = _number(row)
    if number is None:
        return None
    return context.book.enter(
        number_text(number, measure),
        measure.id,
        f"actual {when}",
        period=row.period,
        what=f"Actual of {measure.name} in {draft}",
        how="as it stood then" if when == "before" else "as it stands",
        group=measure.name,
        refs=refs_of(row.sources),
    )


def _because(
    context: Context, before: CloseResults, row: MeasureRating, earlier: MeasureRating
) -> str:
    sent = {s.seq: s for s in context.results.sent}
    new = [ref for ref in refs_of(row.sources) if ref.submission > before.point.seq]
    if new:
        ref = new[0]
        return f"a new figure in '{sent[ref.submission].filename}', {ref.sheet}!{ref.cell}"
    if target_of(row) != target_of(earlier):
        return "its target was changed in the framework"
    if context.framework.digest != before.framework.digest:
        return "the framework changed"
    if row.override != earlier.override:
        return decided_words(context, row)
    waived = _waived(context, before, row.measure)
    if waived is not None:
        return waived
    if row.is_confirmed != earlier.is_confirmed:
        return (
            "its return was signed off"
            if row.is_confirmed
            else "its return is no longer signed off as it stands"
        )
    if row.status != earlier.status:
        return "a later file settled or raised a finding about it"
    return "an earlier value that it rests on changed"


def _waived(context: Context, before: CloseResults, measure: str) -> str | None:
    """What became of waivers of findings about a measure, if anything did."""
    held = {w.waiver: w for w in before.waived if w.measure == measure}
    now = {w.waiver: w for w in context.results.waived if w.measure == measure}
    for given in now.keys() - held.keys():
        return f"a finding about it was waived, until {_day(now[given].until)}"
    for gone in held.keys() - now.keys():
        was = held[gone]
        is_over = date.fromisoformat(was.until) < context.today
        return f"a waiver of a finding about it ended{f' on {_day(was.until)}' if is_over else ''}"
    return None


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))


def _said(context: Context, row: MeasureRating) -> str:
    if row.rating is None:
        word = f"not rated: {row.reason}"
    else:
        word = _word(context.framework.measure_scheme.ratings, row.rating)
    if row.direction is None or row.compared_period is None:
        return word
    joins = {"same": "as in", "not distinguishable": "from"}
    than = joins.get(row.direction, "than")
    return f"{word}, {row.direction} {than} {Period.parse(row.compared_period).short_label}"


def _word(levels: Iterable[RatingLevel], rating: str) -> str:
    return next(level.word for level in levels if level.id == rating)


def _actions(before: CloseResults, now: CloseResults) -> Iterator[ChangeLine]:
    held = {r.action: r for r in before.actions}
    levels = now.framework.action_scheme.ratings
    for row in now.actions:
        earlier = held.get(row.action)
        was = _word(levels, earlier.rating) if earlier and earlier.rating else "not rated"
        is_now = _word(levels, row.rating) if row.rating else "not rated"
        if was != is_now:
            name = f"Key action: {now.framework.actions[row.action].name}"
            yield ChangeLine(name, was, is_now, "a later file of its department")
