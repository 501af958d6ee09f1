"""The section of key actions: each with its rating, its milestones and what its lead says."""

from datetime import date

from assets.views.action_lines import action_line
from assets.views.context import Context
from assets.views.wording import body_text
from report_templates.plan_sections import KeyActionLine, KeyActionsSection, MilestoneLine
from sources.framework.day_rules import day_text
from sources.framework.plan import KeyAction, Milestone


def key_actions(context: Context) -> KeyActionsSection:
    """Every key action in scope, in the plan's order."""
    return KeyActionsSection(
        day=day_text(context.today),
        lines=tuple(_line(context, action) for action in context.framework.actions.values()),
    )


def _line(context: Context, action: KeyAction) -> KeyActionLine:
    framework, shown = context.framework, action_line(context, action)
    words = framework.council.words
    serves = [("priority", framework.priorities[action.priority].name)]
    if action.outcome is not None:
        serves.append((words.outcome, framework.outcomes[action.outcome].name))
    return KeyActionLine(
        id=action.id,
        name=action.name,
        department=shown.department,
        lead_officer=action.lead_officer,
        body=body_text(framework, action.body),
        starts=day_text(action.starts),
        due=day_text(action.due),
        mark=shown.mark,
        unrated=shown.unrated,
        percent_complete=shown.percent_complete,
        forecast=shown.forecast,
        commentary=shown.commentary,
        notes=shown.notes,
        serves=tuple(serves),
        milestones=tuple(
            MilestoneLine(m.name, day_text(m.due), _state(m, context.today))
            for m in sorted(action.milestones, key=lambda m: m.due)
        ),
        measures=tuple(
            framework.measures[m].name for m in action.measures if m in framework.measures
        ),
    )


def _state(milestone: Milestone, today: date) -> str:
    """Whether its day has come. Whether it was met, only its lead can say."""
    if milestone.due == today:
        return "due today"
    return "ahead" if milestone.due > today else "day has passed"
