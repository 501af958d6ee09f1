"""The data-quality section: what was checked and found, and what readers must bear in mind."""

from collections import Counter
from collections.abc import Iterable

from assets.analysis.results import SentFile
from assets.views.context import Context
from assets.views.returns import findings_of
from assets.views.scorecards import return_quality, scorecard
from assets.views.spot_checks import spot_check_sentences
from assets.views.waived import waived_part
from assets.views.wording import named
from report_templates.parts import Figure
from report_templates.scorecards import DataQualitySection
from sources.framework.day_rules import counted, day_text
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.timetable import LONDON

_IN_PART = (
    "Checks are counted over each whole return, since one check may look at several of its values."
)
_ALL = "All returns"


def data_quality(context: Context, *, is_short: bool = False) -> DataQualitySection:
    """The whole section; `is_short` leaves out its tables, for reports that ask for none."""
    statuses = context.results.statuses
    findings = [f for s in statuses for f in findings_of(context, s.slot)]
    card = scorecard(context, "quality", _ALL, statuses, findings)
    return DataQualitySection(
        statement=tuple(_statement(context)),
        dimensions=card.dimensions if card and not is_short else (),
        waived=waived_part(context),
        facts=tuple(_facts(context)),
        scorecard=card,
        returns=() if is_short else tuple(return_quality(context, s) for s in statuses),
        spot_checks=tuple(spot_check_sentences(context)),
        note=_IN_PART if context.covers else None,
    )


def short_statement(context: Context) -> DataQualitySection:
    return data_quality(context, is_short=True)


def _facts(context: Context) -> list[tuple[str, Figure]]:
    """The counts of the statement. They add up from the stored cards of the report's returns."""
    lines = [
        line
        for line in context.results.scorecards
        if line.level == "return" and line.dimension == "all"
    ]
    rows = [
        row for row in context.results.ratings if row.basis == "current" and row.units is not None
    ]
    late = [s for s in context.results.statuses if s.status in ("late", "missing")]
    counts = [
        ("Checks run", "checks-run", sum(line.checks for line in lines)),
        ("Found an error", "errors", sum(line.errors for line in lines)),
        ("Found a warning", "warnings", sum(line.warnings for line in lines)),
        ("For information", "information", sum(line.information for line in lines)),
        ("Waived", "checks-waived", sum(line.waived for line in lines)),
        ("Returns late or missing", "returns-late", len(late)),
        ("Provisional values", "provisional", sum(row.is_provisional for row in rows)),
        ("Decided on review", "decided", sum(row.override is not None for row in rows)),
        ("Unconfirmed values", "unconfirmed", sum(not row.is_confirmed for row in rows)),
    ]
    return [
        (label, context.book.count(number, "quality", quantity, f"Data quality: {label.lower()}"))
        for label, quantity, number in counts
    ]


def _statement(context: Context) -> list[str]:
    lines = [
        "Every figure that came in was checked by the rules before this report was drawn up. How "
        "good the data is says nothing about how good performance is.",
        "A figure with an error is shown as queried with its department and is not rated.",
        "Nothing is carried forward: where a department sent no figure, none is shown.",
    ]
    returns = context.framework.returns
    for status, words in (("late", "Late"), ("missing", "Missing")):
        slots = [s.slot for s in context.results.statuses if s.status == status]
        if slots:
            names = named([returns[Slot.parse(slot).return_id].name for slot in slots])
            lines.append(f"{words}: {names}.")
    if any(not s.is_confirmed for s in context.results.statuses):
        lines.append(
            "Figures of returns without sign-off are marked unconfirmed; they may still change."
        )
    if any(row.is_provisional for row in context.results.ratings):
        lines.append("Figures marked [p] are provisional in the statistical sense.")
    lines.extend(purge_sentences(context.results.sent))
    lines.append(procedures_sentence(context.framework))
    if not context.results.waived:
        lines.append("No findings have been waived.")
    return lines


def purge_sentences(sent: Iterable[SentFile]) -> list[str]:
    """What was removed for good of what this rests on: how many files, when and why."""
    removals = Counter(s.removed for s in sent if s.removed)
    found = []
    for one, number in sorted(removals.items(), key=lambda item: item[0].seq):
        files = counted(number, "file").capitalize()
        were, their = ("was", "Its") if number == 1 else ("were", "Their")
        day = day_text(one.at.astimezone(LONDON).date())
        found.append(
            f"{files} {were} purged on {day} (reason: {one.reason.rstrip('.')}). {their} figures "
            "and words are shown no longer; drafts of before that day may still hold them."
        )
    return found


def procedures_sentence(framework: Framework) -> str:
    """Which measures have a written procedure, by the council's own word for it."""
    word = framework.council.words.procedure
    without = [m.name for m in framework.measures.values() if m.id not in framework.procedures]
    if not without:
        return f"Every measure has a {word}."
    if len(without) == len(framework.measures):
        return f"No measure has a {word}."
    return f"Without a {word}: {named(without)}."
