"""Commentary: what it may give away, and whether it gives an account that fits the rating.

Rules of style inform and no more. Which words they go by stands in `checks/language`.
"""

from collections.abc import Iterator

from checks.catalogue.rule import CloseRule, ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.language import account, disclosure, tone
from checks.subject import CheckedClose, CheckedReturn, RatedValue
from sources.framework.schemes import FollowUp
from sources.returns.content import SuppliedText, TextField

# Shorter than this there is no account to look into; that it lacks is said once.
_FEWEST_LETTERS = 3


def _said(
    subject: CheckedReturn, *fields: TextField
) -> Iterator[tuple[str | None, int, SuppliedText]]:
    """Words of these kinds on measures and key actions: measure, submission and text."""
    for (about, _, what), (seq, text) in subject.texts.items():
        if what in fields:
            yield (about if about in subject.framework.measures else None), seq, text


def _small_number(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    limits = subject.framework.checking
    for measure, seq, text in _said(subject, TextField.COMMENTARY, TextField.CONTEXT):
        counts = disclosure.small_counts(text.text, limits.small_number_below, limits.people)
        if named := list(dict.fromkeys(counts)):
            message = f"The {text.field.value} counts few people: {', '.join(named[:5])}."
            yield rule.of_text(seq, text, message, measure)


def _abbreviation(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for measure, seq, text in _said(subject, TextField.COMMENTARY):
        found = disclosure.unexplained(text.text, subject.framework.checking.glossary)
        if found:
            message = f"The commentary does not say what {', '.join(found[:5])} stands for."
            yield rule.of_text(seq, text, message, measure)


def _contradicts(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    scheme, limits = subject.framework.measure_scheme, subject.framework.checking
    for value, text in _rated(subject):
        level = scheme.level(value.rating or "")
        words = None
        if level.is_exception:
            words = tone.praise(text, limits.praise)
        elif level.is_success and tone.praise(text, limits.praise) is None:
            words = tone.regret(text, limits.regret)
        if words is not None:
            message = f"The rating is {level.word}, and the commentary says '{words}'."
            yield _about(rule, value, message)


def _no_cause(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    for value, text, _ in _asked(subject):
        if not account.cause(text, subject.framework.checking.causes):
            yield _about(rule, value, "The commentary does not seem to say why.")


def _no_action(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    for value, text, follow_up in _asked(subject):
        is_asked = follow_up is FollowUp.ACTION_PLAN
        if is_asked and not account.action(text, subject.framework.checking.actions):
            yield _about(rule, value, "The commentary does not seem to say what is being done.")


def _no_date(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    more = subject.framework.checking.actions
    for value, text, follow_up in _asked(subject):
        if follow_up is not FollowUp.ACTION_PLAN or not account.action(text, more):
            continue
        if not account.date_of_action(text, more):
            message = "The commentary tells of an action and does not seem to say by when."
            yield _about(rule, value, message)


def _rated(subject: CheckedClose) -> Iterator[tuple[RatedValue, str]]:
    for value in subject.rated:
        text = (value.commentary or "").strip()
        if value.rating is not None and len(text) >= _FEWEST_LETTERS:
            yield value, text


def _asked(subject: CheckedClose) -> Iterator[tuple[RatedValue, str, FollowUp]]:
    """Commentary that the rating's follow-up asks for."""
    for value, text in _rated(subject):
        rating = value.standing_rating or ""
        follow_up = subject.framework.measure_scheme.level(rating).follow_up
        if follow_up is not FollowUp.NONE:
            yield value, text, follow_up


def _about(rule: CloseRule, value: RatedValue, message: str) -> Finding:
    return rule.about(
        message,
        measure=value.measure,
        submission=value.submission,
        sheet=value.sheet,
        cell=value.cell,
        raw=value.raw,
    )


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "small-number",
        Dimension.VALIDITY,
        Severity.WARNING,
        "Words that the public may read count so few people that somebody may know them.",
        "Write 'fewer than five' or leave the number out, so that nobody can be recognised.",
        _small_number,
    ),
    Rule(
        "abbreviation",
        Dimension.RELEVANCE,
        Severity.INFORMATION,
        "Commentary uses an abbreviation that is neither explained nor in the glossary.",
        "Write it out at its first use, with the abbreviation in brackets behind it.",
        _abbreviation,
    ),
)

CLOSE_RULES: tuple[CloseRule, ...] = (
    Rule(
        "contradicts-rating",
        Dimension.CONSISTENCY,
        Severity.INFORMATION,
        "Commentary praises performance that is rated as an exception, or regrets a success.",
        "Say how things stand, as the rating does; ask if you think that the rating is wrong.",
        _contradicts,
    ),
    Rule(
        "no-cause",
        Dimension.RELEVANCE,
        Severity.INFORMATION,
        "The rating asks for commentary, and what was written does not seem to say why.",
        "Say what led to the result, such as 'because two posts stood empty until August'.",
        _no_cause,
    ),
    Rule(
        "no-action",
        Dimension.RELEVANCE,
        Severity.INFORMATION,
        "The rating asks for an action plan, and the commentary does not seem to say what is done.",
        "Say what is being done about it, and who does it.",
        _no_action,
    ),
    Rule(
        "no-date",
        Dimension.RELEVANCE,
        Severity.INFORMATION,
        "The rating asks for an action plan, and the commentary does not seem to say by when.",
        "Give the month or day by which the action is done, or its effect will show.",
        _no_date,
    ),
)
