"""Closing a period for key actions: the rating their owners gave, on the actions' own scale."""

from collections.abc import Mapping
from decimal import Decimal

from assets.analysis.closing import SlotFacts
from assets.analysis.observed import Texts
from sources.framework.framework import Framework
from sources.framework.keys import Close
from sources.returns.actions import a_day, percent_complete
from sources.returns.content import TextField
from warehouse.rows import ActionRating, SubmittedText


def rate_actions(
    framework: Framework, close: Close, slots: Mapping[str, SlotFacts], texts: Texts
) -> list[ActionRating]:
    """Key actions carry the rating that their owner gave, on the actions' own scale."""
    words = {level.word.casefold(): level.id for level in framework.action_scheme.ratings}
    rows = []
    for action in framework.actions.values():
        facts = slots[framework.department_return(action.department).id]

        def said(field: TextField, about: str = action.id) -> SubmittedText | None:
            return texts.get((about, str(close.period), field.value))

        given = said(TextField.SUPPLIED_RATING)
        rating = words.get(given.text.strip().casefold()) if given else None
        reason = None
        if rating is None:
            reason = "no rating was supplied" if facts.has_come else "the return has not come"
            reason = "the rating is not one of the scheme's words" if given else reason
        progress, forecast = (
            said(TextField.PERCENT_COMPLETE),
            said(TextField.FORECAST_DATE),
        )
        words_said = said(TextField.COMMENTARY)
        rows.append(
            ActionRating(
                close=str(close),
                action=action.id,
                rating=rating,
                reason=reason,
                percent_complete=_shown(percent_complete(progress.text)) if progress else None,
                forecast_date=forecast.text if forecast and a_day(forecast.text) else None,
                commentary=words_said.text if words_said else None,
                slot=str(facts.slot),
                submission=given.submission if given else None,
                sheet=given.sheet if given else None,
                cell=given.cell if given else None,
                is_confirmed=facts.is_confirmed,
            )
        )
    return rows


def _shown(entry: Decimal | None) -> str | None:
    """An entry as it is stored; one that cannot be what it should be is not shown."""
    return None if entry is None else str(entry)
