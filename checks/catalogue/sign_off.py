"""Sign-off: who signed which step of a return, whether it counts, and what still holds it up.

Where a return stands on its route is worked out in `sources/returns/signing`; here it is said. A
signature of the wrong person is pointed out and counts; one of somebody who had left does not.
"""

from collections.abc import Iterator
from datetime import date

from checks.catalogue.rule import CloseRule, ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.subject import CheckedClose, CheckedReturn
from sources.framework.day_rules import day_text
from sources.framework.people import Officer
from sources.framework.route import SignOffStep
from sources.framework.signers import (
    deputies_out_of_date,
    is_excepted,
    is_same_person,
    may_sign,
    who_may_sign,
)
from sources.returns.content import WHOLE_RETURN, TextField
from sources.returns.signing import Signature, Why

_NAMED = 5


def _at(rule: ReturnRule, signature: Signature, message: str) -> Finding:
    """A finding at the cell of a signature, or about the return if it was given by command."""
    return rule.about(
        message,
        submission=signature.seq if signature.cell else None,
        sheet=signature.sheet,
        cell=signature.cell,
        raw=signature.name,
    )


def _counted(subject: CheckedReturn) -> Iterator[tuple[SignOffStep, Signature]]:
    standing = subject.signing
    yield from zip(standing.route, standing.signed, strict=False)


def _sign_off_missing(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history or not subject.files or not subject.framework.council.sign_off:
        return
    standing, last = subject.signing, subject.files[-1].seq
    if standing.is_confirmed or (standing.state is None and _is_signed(subject)):
        return
    if standing.refused:
        # Another rule says why what was signed does not count.
        return
    if not standing.signed and standing.undone_by is None:
        words = "Nobody has signed this return off."
    else:
        step = standing.next_step
        words = f"This return still wants the signature of step '{step.name if step else ''}'."
    if standing.undone_by is not None:
        words += " Figures have changed since it was signed, so it is to be signed again."
    yield rule.about(words, submission=last)


def _is_signed(subject: CheckedReturn) -> bool:
    """Whether a form is signed in which nothing is filled in: another rule's business."""
    return any(
        text.field is TextField.SIGNED_OFF_BY for file in subject.files for text in file.texts
    )


def _wrong_signer(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    framework, return_id = subject.framework, subject.slot.return_id
    if not framework.people:
        return
    for step, signature in _counted(subject):
        officer, day = framework.people.called(signature.name), signature.day
        if officer is None:
            words = f"'{signature.name}', who signed step '{step.name}', is not in people.yaml."
        elif day is None or _is_or_was_able(subject, step, officer, day):
            continue
        else:
            words = (
                f"{officer.name} signed step '{step.name}' and holds none of its posts on "
                f"{day_text(day)}, nor stands in for one."
            )
        able = who_may_sign(framework, step, return_id, day) if day else ()
        who = f" It is for {', '.join(able[:_NAMED])} to sign." if able else ""
        yield _at(rule, signature, words + who)


def _is_or_was_able(subject: CheckedReturn, step: SignOffStep, officer: Officer, day: date) -> bool:
    """Whether somebody may sign a step, or once might as a deputy, which is another rule's."""
    case = (subject.framework, step, subject.slot.return_id, officer, day)
    return may_sign(*case) or bool(deputies_out_of_date(*case))


def _deputy_out_of_date(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    framework, return_id = subject.framework, subject.slot.return_id
    for step, signature in _counted(subject):
        officer, day = framework.people.called(signature.name), signature.day
        if officer is None or day is None:
            continue
        if may_sign(framework, step, return_id, officer, day):
            continue
        for deputy in deputies_out_of_date(framework, step, return_id, officer, day)[:1]:
            yield _at(
                rule,
                signature,
                f"{officer.name} signed step '{step.name}' on {day_text(day)} as deputy for "
                f"'{deputy.post}', which was from {day_text(deputy.starts)} to "
                f"{day_text(deputy.ends)} only.",
            )


def _leaver(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for refused in subject.signing.refused:
        officer = subject.framework.people.called(refused.signature.name)
        if refused.why is Why.LEAVER and officer and officer.left_on and refused.signature.day:
            yield _at(
                rule,
                refused.signature,
                f"Step '{refused.step.name}' is signed by {officer.name} on "
                f"{day_text(refused.signature.day)}, who had left on {day_text(officer.left_on)}: "
                "the signature does not count.",
            )


def _same_person(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    standing = subject.signing
    for refused in standing.refused:
        if refused.why is Why.SAME_PERSON:
            yield _at(
                rule,
                refused.signature,
                f"{refused.signature.name} signed step '{refused.step.name}' and the one before "
                "it, which two people must do: the signature does not count.",
            )
    if not standing.route or not standing.is_confirmed:
        return
    collector, last = _collector(subject), standing.signed[-1]
    if collector is None or is_excepted(
        subject.framework, subject.slot.return_id, last.name, last.day
    ):
        return
    if is_same_person(subject.framework, collector, last.name):
        words = f"{last.name} both gathered the figures of this return and authorised them."
        yield _at(rule, last, words)


def _collector(subject: CheckedReturn) -> str | None:
    """Who gathered the figures: who signed for it, else who is said to have completed the file."""
    first = next(_counted(subject), None)
    if first is not None and first[0].officer == "collection":
        return first[1].name
    said = subject.texts.get((WHOLE_RETURN, None, TextField.COMPLETED_BY.value))
    return said[1].text if said else None


def _older(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for refused in subject.signing.refused:
        if refused.why is Why.OLDER:
            signature = refused.signature
            of = f" of {day_text(signature.on)}" if signature.on else ", which bears no day,"
            yield _at(
                rule,
                signature,
                f"The signature{of} by {signature.name} for step '{refused.step.name}' is older "
                "than the figures that stand above it: it does not count.",
            )


def _out_of_order(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    standing = subject.signing
    for refused in standing.refused:
        if refused.why is Why.OUT_OF_ORDER and standing.next_step is not None:
            yield _at(
                rule,
                refused.signature,
                f"Step '{refused.step.name}' is signed before step '{standing.next_step.name}': "
                "the signature does not count yet.",
            )


def _follow_ups_open(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    blocked = [s for s in subject.framework.council.sign_off if s.blocked_by_follow_ups]
    for slot, measures in subject.follow_ups.items() if blocked else ():
        names = [f"'{subject.framework.measures[m].name}'" for m in measures]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield rule.about(
            f"Step '{blocked[0].name}' waits for the follow-up that the rating asks for of "
            f"{', '.join(names[:_NAMED])}{more}.",
            raw=str(slot),
        )


def _phantom_owner(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    framework = subject.framework
    for post in subject.phantoms:
        by_return: dict[str, list[str]] = {}
        for one in post.owns:
            owed = framework.department_return(one.department).id
            by_return.setdefault(owed, []).append(f"{one.kind} {one.id}")
        gone = [f"{n} left on {day_text(day)}" if day else f"{n} went" for n, day in post.gone]
        why = f" ({', '.join(gone)})" if gone else ""
        for owed, owns in by_return.items():
            names = list(dict.fromkeys(owns))
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            yield rule.about(
                f"Nobody is in post as '{post.name}'{why}, who owns "
                f"{', '.join(names[:_NAMED])}{more}.",
                raw=f"{framework.council.id}.{subject.period}.{owed}",
            )


_SIGN_AGAIN = "Have somebody whose step it is sign, with name, role and date."

RULES: tuple[ReturnRule, ...] = (
    Rule(
        "sign-off-missing",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "The return has not been signed by all whose signature it needs, so its figures are shown "
        "as unconfirmed and left out of what is public.",
        "Have the officer whose step it is enter name, role and date where the return asks for "
        "them, or record it with 'quarterday sign-off'.",
        _sign_off_missing,
    ),
    Rule(
        "wrong-signer",
        Dimension.VALIDITY,
        Severity.WARNING,
        "Somebody signed a step who does not hold, nor stands in for, a post that it is for. It "
        "counts as declared.",
        "Have the right person sign, or bring people.yaml up to date.",
        _wrong_signer,
    ),
    Rule(
        "deputy-out-of-date",
        Dimension.VALIDITY,
        Severity.WARNING,
        "Somebody signed as deputy on a day outside the time for which they stand in.",
        "Have the holder of the post sign, or record the deputy's further time in people.yaml.",
        _deputy_out_of_date,
    ),
    Rule(
        "signed-by-leaver",
        Dimension.VALIDITY,
        Severity.WARNING,
        "A step is signed on a day on which the signer had left the council; it does not count.",
        _SIGN_AGAIN,
        _leaver,
    ),
    Rule(
        "signed-twice-by-one",
        Dimension.VALIDITY,
        Severity.WARNING,
        "One person signed two steps that two should, or authorised figures that the same person "
        "gathered, without a recorded exception.",
        "Have another person sign, or have an exception approved and recorded in people.yaml.",
        _same_person,
    ),
    Rule(
        "signature-older-than-figures",
        Dimension.VALIDITY,
        Severity.WARNING,
        "A step is signed on a day before the period ended, or the signature stood in an earlier "
        "file and figures have changed since; it does not count.",
        "Have whoever signs look at the figures as they are now, and enter the day of that.",
        _older,
    ),
    Rule(
        "signed-out-of-order",
        Dimension.VALIDITY,
        Severity.WARNING,
        "A step is signed before the one that comes before it; the signature does not count yet.",
        "Have the earlier step signed, and this one after it.",
        _out_of_order,
    ),
)

CLOSE_RULES: tuple[CloseRule, ...] = (
    Rule(
        "follow-ups-open",
        Dimension.COMPLETENESS,
        Severity.WARNING,
        "A rating asks for commentary or an action plan that was not given, and the council's "
        "sign-off route does not let the return be signed without.",
        "Send what is asked for; signatures that are there count as soon as it has come.",
        _follow_ups_open,
    ),
    Rule(
        "phantom-owner",
        Dimension.RELEVANCE,
        Severity.WARNING,
        "A measure, a key action or a risk is owned by a post that nobody is in any more.",
        "Name the new owner in the framework, or record in people.yaml who holds the post.",
        _phantom_owner,
    ),
)
