"""Key actions: whether the rating that their lead gives them fits their own dates.

Whether an entry can be read at all is `validity`, whether there is one `completeness`.
"""

from collections.abc import Iterator

from checks.catalogue.rule import ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedReturn
from sources.framework.day_rules import day_text
from sources.returns.actions import percent_complete
from sources.returns.content import TextField

_DONE = 100


def _overdue(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    """Due by the period's last day, not complete, and rated as if nothing were amiss."""
    ends = subject.slot.period.ends
    levels = subject.framework.action_scheme.ratings
    fine = {level.word.casefold(): level.word for level in levels if not level.is_exception}
    for action in subject.framework.actions_of(subject.slot.return_id):
        given = subject.texts.get((action.id, subject.slot.period, TextField.SUPPLIED_RATING.value))
        if given is None or action.due > ends:
            continue
        seq, rating = given
        word = fine.get(rating.text.strip().casefold())
        at = (action.id, subject.slot.period, TextField.PERCENT_COMPLETE.value)
        progress = subject.texts.get(at)
        done = percent_complete(progress[1].text) if progress else None
        if word is None or done == _DONE:
            continue
        stands = f"{done:f}% complete" if done is not None else "not said to be complete"
        message = (
            f"Key action '{action.name}' was due on {day_text(action.due)}, is {stands} and is "
            f"rated {word}."
        )
        yield rule.of_text(seq, rating, message)


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "action-overdue",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A key action is past its day, not complete, and rated as if it were on track.",
        "Say that it is 100 per cent complete if it is; otherwise rate it as late as it is.",
        _overdue,
    ),
)
