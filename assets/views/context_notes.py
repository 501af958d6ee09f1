"""Notes on what readers must know to read a figure, as returns gave them; who may read them.

Commentary, which says how a measure does and what is done about it, is `edited_words`.
"""

from assets.analysis.said import measured_period
from assets.views.context import Context
from assets.views.edited_words import is_internal
from sources.framework.keys import Period
from sources.framework.measures import Measure
from sources.returns.content import TextField


def context_note(context: Context, measure: Measure, period: Period) -> str | None:
    """The note on a measure's figure of a period.

    Where a measure's commentary was kept from the public, its note is as well: it lay beside it
    in the same return and nobody was asked about it. What was decided of that in earlier closes is
    not known in this one: the public reads notes on what this close shows, and no others.
    """
    if context.is_public and period not in periods_shown(context, measure):
        return None
    text = context.results.texts.get((measure.id, str(period), TextField.CONTEXT.value))
    if text is None or not text.text.strip():
        return None
    if context.is_public and is_internal(context, measure.id):
        return None
    return text.text.strip()


def context_now(context: Context, measure: Measure) -> str | None:
    """The notes on what the close shows of a measure: those of its months, say, each once."""
    found = {
        period: note
        for period in periods_shown(context, measure)
        if (note := context_note(context, measure, period)) is not None
    }
    if len(set(found.values())) > 1:
        return "\n".join(f"{period.label}: {note}" for period, note in found.items())
    return next(iter(found.values()), None)


def periods_shown(context: Context, measure: Measure) -> tuple[Period, ...]:
    """What a close shows figures of: a period, and the shorter ones that it is made of."""
    now, framework = context.results.close.period, context.framework
    return tuple(dict.fromkeys((measured_period(measure, now), *framework.due_in(measure, now))))
