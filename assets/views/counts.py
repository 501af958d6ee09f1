"""Counts by rating that add up, with what changed since the draft before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assets.views.context import Context
from report_templates.parts import Mark
from report_templates.sections import CountLine, Counts
from sources.framework.keys import Close
from sources.framework.measures import Measure
from sources.framework.plan import KeyAction
from sources.framework.schemes import RatingLevel


def measure_counts(
    context: Context,
    measures: Sequence[Measure],
    title: str,
    subject: str,
    note: str | None = None,
) -> Counts:
    """How many of some measures have each current rating."""
    now = {m.id: context.current[m.id].rating for m in measures}
    before = None
    if context.before is not None and not context.purged_since:
        held = {r.measure: r.rating for r in context.before.ratings if r.basis == "current"}
        before = [held.get(m.id) for m in measures]
    levels = context.framework.measure_scheme.ratings
    counts = _counts(context, levels, now, before, title, subject, "measures", note)
    return _since_period(context, counts, [m.id for m in measures])


def _since_period(context: Context, counts: Counts, measures: Sequence[str]) -> Counts:
    """The same with what changed since the period that was closed before; the public, from whom
    ratings of then may have been kept, are not told."""
    closes = {Close.parse(row.close) for row in context.rated_before}
    if not closes or context.is_public:
        return counts
    last = max(closes)
    held = Counter(
        row.rating
        for row in context.rated_before
        if row.close == str(last) and row.measure in measures
    )
    tally = Counter(context.current[name].rating for name in measures)
    lines = []
    for line in counts.lines:
        words = _change(tally[line.mark.id] - held[line.mark.id], f"in {last.period.short_label}")
        lines.append(replace(line, change=f"{line.change}; {words}" if line.change else words))
    return replace(counts, lines=tuple(lines))


def holder_counts(context: Context) -> tuple[tuple[str, tuple[Counts, ...]], ...]:
    """Measures by responsible body and by department, each under one of either, so that every table
    adds up to the whole; what has only one holder needs no table."""
    framework = context.framework
    measures = list(framework.measures.values())
    bodies = [
        (one.id, one.name, [m for m in measures if m.body == one.id])
        for one in framework.bodies.values()
    ]
    departments = [
        (one.id, one.name, [m for m in measures if m.department == one.id])
        for one in framework.departments.values()
    ]
    tables = (
        (framework.council.words.body, "body", bodies),
        ("department", "department", departments),
    )
    found = []
    for word, kind, holders in tables:
        lines = tuple(
            measure_counts(context, held, name, f"{kind}-{name_id}")
            for name_id, name, held in holders
            if held
        )
        if len(lines) > 1:
            found.append((word, lines))
    return tuple(found)


def action_counts(
    context: Context, actions: Sequence[KeyAction], title: str, subject: str
) -> Counts:
    """How many of some key actions have each rating."""
    now = {a.id: context.actions[a.id].rating for a in actions}
    before = None
    if context.before is not None and not context.purged_since:
        held = {r.action: r.rating for r in context.before.actions}
        before = [held.get(a.id) for a in actions]
    levels = context.framework.action_scheme.ratings
    return _counts(context, levels, now, before, title, subject, "key actions", None)


def _counts(
    context: Context,
    levels: Iterable[RatingLevel],
    now: Mapping[str, str | None],
    before: Sequence[str | None] | None,
    title: str,
    subject: str,
    noun: str,
    note: str | None,
) -> Counts:
    tally, held = Counter(now.values()), Counter(before or ())
    book = context.book
    lines = tuple(
        CountLine(
            mark=Mark(level.id, level.word, level.symbol, level.colour),
            count=book.count(
                tally[level.id],
                subject,
                f"count-{level.id}",
                f"{title}: {noun} rated {level.word}",
            ),
            change=_change(tally[level.id] - held[level.id], "in the draft before")
            if before is not None
            else None,
        )
        for level in levels
    )
    rated = sum(n for rating, n in tally.items() if rating is not None)
    return Counts(
        title=title,
        lines=lines,
        rated=book.count(rated, subject, "count-rated", f"{title}: {noun} with a rating"),
        unrated=book.count(
            len(now) - rated,
            subject,
            "count-unrated",
            f"{title}: {noun} without a rating",
        ),
        note=note,
    )


def _change(difference: int, then: str) -> str:
    if not difference:
        return f"as {then}"
    return f"{abs(difference)} {'more' if difference > 0 else 'fewer'} than {then}"
