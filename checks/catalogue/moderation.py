"""Rules about what moderation decided: whether it still rests on what has come."""

from collections.abc import Iterator

from checks.catalogue.rule import CloseRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedClose


def _rests_on_earlier(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    for value in subject.rated:
        if value.moved_since is not None:
            was, now = value.moved_since
            yield rule.about(
                f"What was decided on review rests on an earlier state ({was}); the files now "
                f"give another one ({now}).",
                measure=value.measure,
                submission=value.submission,
                sheet=value.sheet,
                cell=value.cell,
                raw=value.raw,
            )


CLOSE_RULES: tuple[CloseRule, ...] = (
    Rule(
        "override-rests-on-earlier",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A rating or value was decided on review, and the files have changed since.",
        "The performance team decides again, or withdraws what was decided.",
        _rests_on_earlier,
    ),
)
