"""The kinds of things that the rules of a form's optional sheets are applied to.

The others are `things`; which rule is applied to which kind is `applied`.
"""

from checks.subject import CheckedReturn
from checks.things import Thing
from sources.framework.breakdowns import WHOLE
from sources.returns.content import Quantity, TextField


def _broken_down(subject: CheckedReturn) -> int:
    """Figures that are asked for by their parts, and of which anything was given."""
    if not subject.files or subject.is_history:
        return 0
    given = {(measure, period) for measure, period, _, _ in subject.parts}
    given |= {
        (measure, period)
        for (measure, period), current in subject.actuals.items()
        if current.item.value.number is not None
    }
    return sum(
        bool(measure.breakdowns) and (name, period) in given
        for (name, period), measure in subject.expected.items()
    )


def _with_parts(subject: CheckedReturn) -> int:
    """Wholes that can be held against parts, once for each breakdown."""
    given = {(measure, period) for measure, period, _, _ in subject.parts}
    return sum(
        len(subject.framework.measures[measure].breakdowns)
        for measure, period in given
        if (measure, period, Quantity.ACTUAL) in subject.current
    )


def _words(subject: CheckedReturn) -> int:
    """What is said of measures where the public may read it."""
    read = (TextField.COMMENTARY, TextField.CONTEXT)
    measures = subject.framework.measures
    return sum(about in measures and what in read for about, _, what in subject.texts)


WORDS = Thing("commentary or context note on a measure", _words)
BROKEN_DOWN = Thing("figure asked for by its parts", _broken_down)
WITH_PARTS = Thing("figure with its parts", _with_parts)
PART_ROWS = Thing(
    "filled row of a breakdown",
    lambda subject: sum(one.row.has_entries for file in subject.files for one in file.part_rows),
)
PARTS = Thing("entry of a part", lambda subject: len(subject.parts))
RATED_PARTS = Thing(
    "part that a rating can be worked out for",
    lambda subject: sum(part != WHOLE for _, _, part in subject.part_ratings),
)
BENCHMARKS = Thing("benchmark", lambda subject: sum(len(file.benchmarks) for file in subject.files))
WHOLE_BENCHMARKS = Thing(
    "benchmark that can be used",
    lambda subject: sum(one.counts for file in subject.files for one in file.benchmarks),
)
REVISIONS = Thing("revision", lambda subject: sum(len(file.revisions) for file in subject.files))
