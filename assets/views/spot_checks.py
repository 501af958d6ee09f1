"""Spot checks in sentences: how many values were looked into by hand, and what that can say."""

from collections.abc import Iterator

from assets.analysis.spot_check_results import Draw, draws_of
from assets.analysis.spot_checks import interval_pct
from assets.views.context import Context
from assets.views.wording import counted
from sources.spot_checks import Outcome

# Of fewer results than this, every sentence says how little they can tell.
_FEW = 30


def spot_check_sentences(context: Context) -> Iterator[str]:
    """What a report says of its period's spot checks; measures are not named."""
    close = context.results.close
    only = set(context.framework.measures) if context.covers else None
    draws = draws_of(close, context.results.decisions, only)
    if not draws:
        yield "No values were drawn for a spot check."
    for draw in draws:
        yield " ".join(_sentences(draw))


def outcome_words(draw: Draw) -> str:
    """`8 agree, 1 differs, 1 cannot be shown`."""
    agrees, differs, unshown = (draw.of(outcome) for outcome in Outcome)
    return ", ".join(
        (
            f"{agrees} {'agrees' if agrees == 1 else 'agree'}",
            f"{differs} {'differs' if differs == 1 else 'differ'}",
            f"{unshown} cannot be shown",
        )
    )


def _sentences(draw: Draw) -> Iterator[str]:
    body, checked = draw.drawn, len(draw.results)
    yield (
        f"Spot checks ({body.method}, seed {body.seed}): {len(body.measures)} drawn, "
        f"{checked} checked against their evidence"
        + (f", {len(draw.outstanding)} still to be done." if draw.outstanding else ".")
    )
    if not checked:
        return
    yield f"Of those checked, {outcome_words(draw)}: error rate {draw.wrong} of {checked}."
    if not draw.is_random:
        yield (
            "They were chosen because more might be wrong with them, so the rate says nothing "
            "about the other values."
        )
        return
    low, high = interval_pct(draw.wrong, checked)
    few = f"{counted(checked, 'check')} can tell little: " if checked < _FEW else ""
    words = (
        f"{few}as far as chance goes, the true rate may be anywhere from {low}% to {high}% (in 95 "
        "samples of 100)."
    )
    yield words[0].upper() + words[1:]
