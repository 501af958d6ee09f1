"""Commentary as readers see it: edited on review, or kept from the public.

The public reads what stands, without a word of what it replaced. Reports for members and officers
say that it was edited; the department's page shows both, who decided, when and why.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from assets.analysis.edited_words import Held, held_words, originals
from assets.analysis.results import CloseResults
from assets.views.context import Context
from assets.views.replaced import replaced_places, without_raw
from assets.views.wording import moment_text, one_line
from checks.catalogue.commentary import CLOSE_RULES
from report_templates.edited import EditedLine
from report_templates.sections import ChangeLine
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.returns.content import TextField
from warehouse.rows import AnyFinding

_OWN, _EDITED, _INTERNAL = "as the department wrote it", "edited", "not for the public"
_WITHHELD = "This was found in commentary whose own words are not printed."


def printed(context: Context, subject: str, original: str | None) -> str | None:
    """The commentary that a report prints, if any."""
    held = _held(context).get(subject)
    if held is None or original is None:
        return original
    if held.is_internal and context.is_public:
        return None
    return held.edited(original) or original


def is_internal(context: Context, subject: str) -> bool:
    """Whether it was decided that a subject's commentary is not for the public."""
    held = _held(context).get(subject)
    return held is not None and held.is_internal


def words_notes(context: Context, subject: str, original: str | None) -> Iterator[str]:
    """The marks beside a commentary; none in what the public reads."""
    held = _held(context).get(subject)
    if held is None or original is None or context.is_public:
        return
    if held.edited(original) is not None:
        yield "commentary edited"
    elif held.edit.edited is not None:
        yield "commentary sent anew since it was edited"
    if held.is_internal:
        yield "commentary not for the public"


def edited_lines(context: Context, slot: Slot) -> tuple[EditedLine, ...]:
    """What was decided about a return's commentary; nothing where the public reads."""
    if context.is_public:
        return ()
    framework, sent = context.framework, originals(context.results)
    return tuple(
        _line(framework, subject, held, sent.get(subject))
        for subject, held in _held(context).items()
        if _return_of(framework, subject) == slot.return_id
    )


def _line(framework: Framework, subject: str, held: Held, original: str | None) -> EditedLine:
    is_current = original is not None and held.is_about(original)
    return EditedLine(
        name=_name(framework, subject),
        original=original,
        edited=held.edit.edited,
        is_current=is_current,
        readers="not for the public" if held.is_internal else "for all readers",
        by=one_line(held.decision.actor),
        when=moment_text(held.decision.recorded_at),
        why=one_line(held.edit.why),
        entry=held.decision.seq,
    )


def without_words(context: Context, findings: Iterable[AnyFinding]) -> list[AnyFinding]:
    """Findings as a page may show them: what the public reads quotes no words that are not printed
    as they were sent, nor values that were replaced on review."""
    if not context.is_public:
        return list(findings)
    rows = (*context.decided_before, *context.current.values())
    findings = without_raw(findings, {measure for measure, _ in replaced_places(rows)})
    held = _held(context)
    places = {
        (text.submission, text.sheet, text.cell)
        for text in context.results.texts.values()
        if text.subject in held and text.field == TextField.COMMENTARY.value
    }
    return [
        replace(f, raw=None, message=_WITHHELD) if _is_of_words(f, held, places) else f
        for f in findings
    ]


def _is_of_words(
    f: AnyFinding, held: Collection[str], places: Collection[tuple[int | None, str, str]]
) -> bool:
    is_of_close = f.rule in {rule.id for rule in CLOSE_RULES} and f.measure in held
    return is_of_close or (f.submission, f.sheet, f.cell) in places


def changed_words(context: Context, before: CloseResults) -> Iterator[ChangeLine]:
    """What was decided about commentary since a draft; nothing where the public reads."""
    if context.is_public:
        return
    now, then = _states(context.results), _states(before)
    for subject in dict.fromkeys((*now, *then)):
        if subject in _subjects(context.framework) and now.get(subject) != then.get(subject):
            yield ChangeLine(
                f"Commentary on {_name(context.framework, subject)}",
                _said(then.get(subject)),
                _said(now.get(subject)),
                _because(context, before, subject),
            )


def _states(results: CloseResults) -> dict[str, tuple[str | None, bool]]:
    """By subject, the words that replace the department's, and whether they are internal."""
    sent = originals(results)
    found = {
        subject: (held.edited(sent.get(subject)), held.is_internal)
        for subject, held in held_words(results.close, results.decisions).items()
    }
    return {subject: state for subject, state in found.items() if state != (None, False)}


def _said(state: tuple[str | None, bool] | None) -> str:
    edited, is_internal = state or (None, False)
    words = _OWN if edited is None else _EDITED
    return f"{words}, {_INTERNAL}" if is_internal else words


def _because(context: Context, before: CloseResults, subject: str) -> str:
    for one in reversed(context.results.decisions):
        edits = getattr(one.body, "edits", ())
        if one.seq > before.point.seq and any(e.subject == subject for e in edits):
            why = next(e.why for e in edits if e.subject == subject)
            return f"decided by {one_line(one.actor)}: {one_line(why)}"
    return "the department sent other words"


def _held(context: Context) -> dict[str, Held]:
    return held_words(context.results.close, context.results.decisions)


def _subjects(framework: Framework) -> set[str]:
    return {*framework.measures, *framework.actions}


def _name(framework: Framework, subject: str) -> str:
    if subject in framework.measures:
        return framework.measures[subject].name
    return f"key action: {framework.actions[subject].name}"


def _return_of(framework: Framework, subject: str) -> str | None:
    if subject in framework.measures:
        return framework.department_return(framework.measures[subject].department).id
    if subject in framework.actions:
        return framework.department_return(framework.actions[subject].department).id
    return None
