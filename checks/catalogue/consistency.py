"""Consistency: figures that do not fit with other figures of the same council."""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from checks.catalogue.rule import CloseRule, ReturnRule, Rule
from checks.finding import Dimension, Finding, Severity
from checks.language.likeness import is_same
from checks.subject import CheckedClose, CheckedReturn
from sources.framework.keys import Period
from sources.framework.measures import Stretch, Supplied
from sources.returns.content import Quantity

_FEWEST_FOR_SCALE = 4
_FEWEST_FOR_COPY = 5
# Eight quarters.
_LOOKED_BACK = 8
# Shorter remarks, such as "On track.", may well be the same again.
_FEWEST_LETTERS = 20
# Without a past to judge by, a value this many times the target is worth a second look.
_FAR = 10
# A slip of the unit or the decimal point is a factor near 100 or 1,000.
_SLIPS = ((Decimal(80), Decimal(125)), (Decimal(800), Decimal(1250)))


def _scale_slip(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history:
        return
    for (measure_id, period), current in subject.actuals.items():
        actual = current.item.value.number
        past = [abs(v) for p, v in subject.past(measure_id, period).items() if v and p != period]
        if not actual or len(past) < _FEWEST_FOR_SCALE:
            continue
        usual = median(past)
        factor = max(abs(actual) / usual, usual / abs(actual))
        if _is_slip(factor):
            way = "larger" if abs(actual) > usual else "smaller"
            yield rule.at(
                current,
                f"{actual} is about {round(factor)} times {way} than usual ({usual}).",
            )


def speaks_of_scale(subject: CheckedReturn, measure: str, period: Period, actual: Decimal) -> bool:
    """Whether a rule about the size of a value speaks, which says more than that it has jumped."""
    past = sorted(
        (p, abs(v)) for p, v in subject.past(measure, period).items() if v and p != period
    )
    if not actual or len(past) < _FEWEST_FOR_SCALE:
        return False
    usual, near = median(v for _, v in past), median(v for _, v in past[-_LOOKED_BACK:])
    if _is_slip(max(abs(actual) / usual, usual / abs(actual))):
        return True
    return max(abs(actual) / near, near / abs(actual)) >= _FAR


def _is_slip(factor: Decimal) -> bool:
    return any(low <= factor <= high for low, high in _SLIPS)


def _far_from_target(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    """Where the past is too short to judge by, the target has to do."""
    if subject.is_history:
        return
    for (measure_id, period), current in subject.actuals.items():
        actual = current.item.value.number
        measure = subject.framework.measures[measure_id]
        if measure.supplied is Supplied.PERIOD_ALONE:
            # One month's own figure says nothing about a target for the year to date.
            continue
        held = subject.framework.target_for(measure_id, period)
        target = held.high if isinstance(held, Stretch) else held
        is_known = len(subject.past(measure_id, period)) >= _FEWEST_FOR_SCALE
        if is_known or not actual or not target:
            continue
        if abs(actual) > _FAR * abs(target) or abs(target) > _FAR * abs(actual):
            way = "more than ten times" if abs(actual) > abs(target) else "less than a tenth of"
            yield rule.at(current, f"{actual} is {way} the target of {target}.")


def _same_as_before(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history or not subject.files:
        return
    pairs = []
    for (measure_id, period), current in subject.actuals.items():
        before = subject.past(measure_id, period).get(period.previous())
        if before is not None and current.item.value.number is not None:
            pairs.append(current.item.value.number == before)
    if len(pairs) >= _FEWEST_FOR_COPY and all(pairs):
        yield rule.about(
            f"All {len(pairs)} values are the same as in the period before.",
            submission=subject.files[-1].seq,
        )


def _far_from_usual(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    if subject.is_history:
        return
    for (measure_id, period), current in subject.actuals.items():
        actual = current.item.value.number
        past = sorted(
            (p, abs(v)) for p, v in subject.past(measure_id, period).items() if v and p != period
        )[-_LOOKED_BACK:]
        if not actual or len(past) < _FEWEST_FOR_SCALE:
            continue
        usual = median(value for _, value in past)
        factor = max(abs(actual) / usual, usual / abs(actual))
        if factor >= _FAR and not _is_slip(factor):
            way = "at least ten times" if abs(actual) > usual else "at most a tenth of"
            yield rule.at(current, f"{actual} is {way} what it usually was ({usual}).")


def _commentary_copied(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for measure_id, period, seq, text in subject.commentary():
        before = {p: said for p, said in subject.said.get(measure_id, {}).items() if p < period}
        if not before or len(" ".join(text.text.split())) < _FEWEST_LETTERS:
            continue
        last = max(before)
        if is_same(text.text, before[last]):
            is_exact = text.text.split() == before[last].split()
            how = "word for word" if is_exact else "but for a few words, months or figures"
            yield rule.of_text(
                seq, text, f"The commentary is {how} that of {last.label}.", measure_id
            )


def _target_differs(rule: ReturnRule, subject: CheckedReturn) -> Iterator[Finding]:
    for (measure_id, period, quantity), current in subject.current.items():
        if quantity is not Quantity.TARGET:
            continue
        target = subject.framework.target_in_force(measure_id, period)
        held = target.for_period(period, subject.framework.measures[measure_id])
        given = current.item.value.number
        if given is not None and held is not None and given != held:
            yield rule.at(current, f"The return says the target is {given}, the register {held}.")
        elif given is not None and held is None and target.of_last_year is None:
            yield rule.at(
                current,
                f"The return says the target is {given}; the register has none for this period: "
                f"{target.rationale}",
            )


def _rating_contradicts(rule: CloseRule, subject: CheckedClose) -> Iterator[Finding]:
    scheme = subject.framework.measure_scheme
    computable = {band.rating for band in scheme.bands}
    for value in subject.rated:
        if value.rating is None or value.variance_pct is None:
            continue
        if scheme.supplied is None or value.rating == value.computed_rating:
            continue
        if value.computed_rating:
            against = f"it would be {scheme.level(value.computed_rating).word}"
        elif value.rating in computable:
            against = "it is not"
        else:
            continue
        yield rule.about(
            f"The return rates this {scheme.level(value.rating).word}; against its target "
            f"{against} (variance {value.variance_pct:.1f}%).",
            measure=value.measure,
            submission=value.submission,
            sheet=value.sheet,
            cell=value.cell,
            raw=value.raw,
        )


RULES: tuple[ReturnRule, ...] = (
    Rule(
        "scale-slip",
        Dimension.CONSISTENCY,
        Severity.ERROR,
        "A value is about 100 or 1,000 times larger or smaller than the measure's own past.",
        "Check the unit and the decimal point, and whether a digit was typed too often.",
        _scale_slip,
    ),
    Rule(
        "far-from-target",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A value without a past to judge by is over ten times, or under a tenth of, its target.",
        "Check the value and the row it stands in; say in the commentary if it is right.",
        _far_from_target,
    ),
    Rule(
        "far-from-usual",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A value is ten times, or a tenth of, what its measure usually was over two years.",
        "Check the value and its unit; say in the commentary what happened if it is right.",
        _far_from_usual,
    ),
    Rule(
        "commentary-copied",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "The commentary on a measure is that of the period before, or hardly changed.",
        "Say what happened in this period, and what is being done now.",
        _commentary_copied,
    ),
    Rule(
        "same-as-before",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "Every value of the return equals the value of the period before.",
        "Check that the return was filled for this period, not copied from the last one.",
        _same_as_before,
    ),
    Rule(
        "target-differs",
        Dimension.CONSISTENCY,
        Severity.INFORMATION,
        "The return states another target than the register of targets.",
        "Agree the target with the performance team; ratings use the register.",
        _target_differs,
    ),
)

CLOSE_RULES: tuple[CloseRule, ...] = (
    Rule(
        "rating-contradicts",
        Dimension.CONSISTENCY,
        Severity.WARNING,
        "A rating taken as given differs from what can be computed from value and target.",
        "Check the value (a 0 may stand for no data), the target and the rating.",
        _rating_contradicts,
    ),
)
