"""Lines of key actions: how far each has come, by its owner's own account."""

from datetime import datetime

from assets.views.context import Context
from assets.views.edited_words import printed, words_notes
from report_templates.sections import ActionLine
from sources.framework.plan import KeyAction


def action_line(context: Context, action: KeyAction) -> ActionLine:
    """A key action as a report shows it."""
    row = context.actions[action.id]
    ahead = sorted((m for m in action.milestones if m.due >= context.today), key=lambda m: m.due)
    upcoming = f"{ahead[0].name} ({ahead[0].due.day} {ahead[0].due:%B %Y})" if ahead else None
    progress = None
    if row.percent_complete is not None:
        progress = context.book.enter(
            f"{row.percent_complete.removesuffix('%')}%",
            action.id,
            "percent complete",
            what=f"How far '{action.name}' has come",
            group=action.name,
            how=f"as its owner states; cell {row.sheet}!{row.cell} holds the rating",
        )
    unconfirmed = () if row.is_confirmed or row.rating is None else ("unconfirmed",)
    return ActionLine(
        id=action.id,
        name=action.name,
        department=context.framework.departments[action.department].name,
        lead_officer=action.lead_officer,
        due=f"{action.due.day} {action.due:%B %Y}",
        next_milestone=upcoming,
        mark=context.action_mark(row.rating) if row.rating else None,
        unrated=row.reason,
        percent_complete=progress,
        forecast=_date_words(row.forecast_date),
        commentary=printed(context, action.id, row.commentary),
        notes=(*words_notes(context, action.id, row.commentary), *unconfirmed),
    )


def _date_words(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"
