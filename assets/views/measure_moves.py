"""The part of a measure's page about its moves; the sentences are `move_words`."""

from collections.abc import Iterator

from assets.analysis.moves import Move
from assets.views.context import Context, mark_of
from assets.views.move_words import labels_of, told
from assets.views.wording import moment_text, one_line
from report_templates.measure_moves import MoveLine, MovesPart
from sources.framework.measures import Measure

_UNTOLD = "the causes cannot be told apart any more"


def moves_part(context: Context, measure: Measure) -> MovesPart | None:
    """Why a measure's rating is another one than before; None where it is the same."""
    lines = tuple(_lines(context, measure))
    return MovesPart(lines) if lines else None


def _lines(context: Context, measure: Measure) -> Iterator[MoveLine]:
    since_period = context.moved_since_period.get(measure.id)
    if since_period is not None:
        yield move_line(context, since_period, since_period.before.close.period.label)
    since_draft = context.moved.get(measure.id)
    if since_draft is not None and context.before is not None:
        at = moment_text(context.before.point.at)
        yield move_line(context, since_draft, f"the draft before, as at {at}")


def move_line(context: Context, move: Move, since: str) -> MoveLine:
    """A move as a line; each rating looks as its own scheme says."""
    before, now = move.before.scheme, move.after.scheme
    return MoveLine(
        since,
        mark_of(before.level(move.was.rating)) if move.was.rating else None,
        mark_of(now.level(move.now.rating)) if move.now.rating else None,
        told(context, move) or (_UNTOLD,),
        labels_of(move),
    )


def move_text(context: Context, move: Move) -> str:
    """A move as lines of a terminal."""
    line = move_line(context, move, "")
    was, now = (mark.word if mark else "Not rated" for mark in (line.was, line.now))
    why = "".join(piece if isinstance(piece, str) else piece.text for piece in line.why)
    labels = f" [{'; '.join(line.labels)}]" if line.labels else ""
    name = one_line(move.after.measure.name)
    return f"{move.measure}  {name}\n  {was} to {now}{labels}: {why.rstrip('.')}."
