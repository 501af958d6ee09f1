"""What moderation makes of commentary: which words are printed, and for whom.

Pure. Edited words replace those that they were made of and no others: once the department sends
other words, those are printed. What was kept from the public stays so, whatever is sent, until
that is lifted: nobody has looked at the new words yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assets.analysis.results import CloseResults, Decision
from assets.analysis.said import commentary_on
from sources.framework.keys import Close
from sources.moderation import EditedWords, Moderation, Readers, fingerprint


@dataclass(frozen=True)
class Held:
    """What stands about the commentary on a measure or key action, and the entry it stands in."""

    decision: Decision
    edit: EditedWords

    @property
    def is_internal(self) -> bool:
        return self.edit.visibility == Readers.INTERNAL.value

    def is_about(self, original: str) -> bool:
        """Whether these are the words that somebody looked at."""
        return self.edit.original_sha256 == fingerprint(original)

    def edited(self, original: str | None) -> str | None:
        """The words that stand in place of the department's; None if its own do."""
        if original is None or self.edit.edited is None or not self.is_about(original):
            return None
        return self.edit.edited


def held_words(close: Close, decisions: Iterable[Decision]) -> dict[str, Held]:
    """What stands for each measure or key action of a close: the newest that was decided."""
    held: dict[str, Held] = {}
    for one in decisions:
        if one.subject != close or not isinstance(one.body, Moderation):
            continue
        for edit in one.body.edits:
            if edit.edited is None and edit.visibility == Readers.ALL.value:
                held.pop(edit.subject, None)
            else:
                held[edit.subject] = Held(one, edit)
    return held


def originals(results: CloseResults) -> Mapping[str, str]:
    """The commentary on each measure and key action of a close as its department sent it."""
    framework, found = results.framework, dict[str, str]()
    for measure in framework.measures.values():
        words = commentary_on(framework, results.close, measure, results.texts)
        if words and words.strip():
            found[measure.id] = words
    for row in results.actions:
        if row.commentary and row.commentary.strip():
            found[row.action] = row.commentary
    return found
