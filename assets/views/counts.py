"""Counts by rating that add up, with what changed since the draft before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assets.views.context import Context
from report_templates.parts import Mark
from report_templates.sections import CountLine, Counts
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
    now = {m.name: context.current[m.id].rating for m in measures}
    before = None
    if context.before is not None and not context.purged_since:
        held = {r.measure: r.rating for r in context.before.ratings if r.basis == "current"}
        before = [held.get(m.id) for m in measures]
    levels = context.framework.measure_scheme.ratings
    return _counts(context, levels, now, before, title, subject, "measures", note)


def action_counts(
    context: Context, actions: Sequence[KeyAction], title: str, subject: str
) -> Counts:
    """How many of some key actions have each rating."""
    now = {a.name: context.actions[a.id].rating for a in actions}
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
            change=_change(tally[level.id] - held[level.id]) if before is not None else None,
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


def _change(difference: int) -> str:
    if not difference:
        return "as in the draft before"
    return f"{abs(difference)} {'more' if difference > 0 else 'fewer'} than in the draft before"
