"""What readers are told of ratings and values that were decided on review.

The public reads what stands, and that the council decided it. Reports for members and officers add
that it was moderated, and their page of sources what came of the files, who decided, when and why.
"""

from collections.abc import Iterator

from assets.analysis.overrides import BY_REVIEW, original_of
from assets.analysis.results import Decision
from assets.views.context import Context
from assets.views.wording import moment_text, one_line
from sources.decisions import Override
from warehouse.rows import MeasureRating


def decision_on(context: Context, row: MeasureRating) -> tuple[Decision, Override] | None:
    """The decision that a row rests on, if there is one."""
    for one in context.results.decisions:
        if one.seq == row.override and isinstance(one.body, Override):
            return one, one.body
    return None


def decided_words(context: Context, row: MeasureRating) -> str:
    """Why a rating moved by a decision: the public reads that there was one, not whose."""
    if row.override is None:
        return "what was decided on review was withdrawn"
    found = decision_on(context, row)
    if found is None or context.is_public:
        return "decided by the council on review"
    return f"moderated by {one_line(found[1].decided_by)}: {one_line(found[1].reason)}"


def moderated_note(context: Context, row: MeasureRating) -> Iterator[str]:
    """The mark beside a measure; none in what the public reads."""
    if row.override is not None and not context.is_public:
        yield "moderated"


def moderated_how(context: Context, row: MeasureRating) -> str:
    """What stands behind a moderated figure, to follow how it came about."""
    found = decision_on(context, row)
    if found is None or context.is_public:
        return ""
    decision, body = found
    value, rating = original_of(row)
    rated = f"rated {context.measure_mark(rating).word}" if rating else "not rated"
    return (
        f". Moderated (ledger entry {decision.seq}) by {one_line(body.decided_by)} on "
        f"{moment_text(decision.recorded_at)}: {one_line(body.reason)} Of the files came "
        f"{value or 'no value'}, {rated}: {row.original_rule}"
    )


def value_how(context: Context, row: MeasureRating, otherwise: str) -> str:
    """How a printed value came about."""
    found = decision_on(context, row)
    return BY_REVIEW if found is not None and found[1].value is not None else otherwise


def shows_files(context: Context, row: MeasureRating) -> bool:
    """Whether a figure leads to its cells: not for the public where they hold what was replaced."""
    found = decision_on(context, row)
    return not (context.is_public and found is not None and found[1].value is not None)
