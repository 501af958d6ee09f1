"""What another rating scheme would move, in words for a terminal and as rows of CSV.

Nothing is worked out here; that is `analysis/other_scheme`. Numbers stand as they were rated.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from assets.analysis.other_scheme import OtherScheme, UnderBoth, Verdict
from assets.views.wording import counted, named, one_line
from sources.framework.measures import Measure, Stretch, TargetValue
from sources.framework.schemes import MeasureScheme
from sources.values import Unit

HEADINGS = (
    *("measure", "name", "period", "value", "target", "rating_now", "rating_then"),
    *("moves", "rule_now", "rule_then"),
)
_NOT_RATED = "not rated"


def told(found: OtherScheme) -> Iterator[str]:
    """The lines of a summary: counts, what of the newest ratings moves, the past, what is out."""
    yield f"{found.close}: now by the scheme in force, '{one_line(found.in_force.name)}',"
    yield f"then by the one that is tried, '{one_line(found.tried.name)}'. Nothing is stored."
    yield ""
    yield from _counts(found)
    yield ""
    moving = [one for one in found.newest if one.moves]
    yield f"{found.close.period.label}: {_would_move(found, found.newest, moving)}"
    for one in moving:
        yield from _move(found, one)
    yield ""
    yield from _past(found)
    yield from _left_out(found)


def rows(found: OtherScheme) -> Iterator[tuple[str, ...]]:
    """A row for every value that is held, under HEADINGS, oldest first within its measure."""
    for one in found.values:
        yield (
            one.measure.id,
            one.measure.name,
            str(one.period),
            f"{one.actual:f}",
            _number(one.target),
            _word(found.in_force, one.now, ""),
            _word(found.tried, one.then, ""),
            "yes" if one.moves else "no",
            one.now.rule or _unrated(one.now),
            one.then.rule or _unrated(one.then),
        )


def _counts(found: OtherScheme) -> Iterator[str]:
    """How many of the newest ratings there are of each, best first; the in-force scheme's come
    first where the other has ratings of its own."""
    now: Counter[str | None] = Counter(one.now.rating for one in found.newest)
    then: Counter[str | None] = Counter(one.then.rating for one in found.newest)
    words: dict[str | None, str] = {}
    for level in (*found.in_force.ratings, *found.tried.ratings):
        words.setdefault(level.id, level.word)
    words[None] = _NOT_RATED
    for count in (now, then):
        count[None] += len(found.valueless)
    width = max(map(len, words.values()))
    yield f"{'':{width}}  {'now':>4}  {'then':>4}"
    for rating, word in words.items():
        yield f"{word:{width}}  {now[rating]:>4}  {then[rating]:>4}"


def _would_move(found: OtherScheme, values: list[UnderBoth], moving: list[UnderBoth]) -> str:
    text = f"{len(moving)} of {counted(len(values), 'value')} would get another rating"
    ids, own = ([level.id for level in s.ratings] for s in (found.in_force, found.tried))
    both = [(m.now.rating, m.then.rating) for m in moving if m.now.rating and m.then.rating]
    if ids != own or not both:
        return f"{text}."
    better = sum(ids.index(then) < ids.index(now) for now, then in both if now and then)
    return f"{text}, {better} better and {len(both) - better} worse."


def _move(found: OtherScheme, one: UnderBoth) -> Iterator[str]:
    value, target = _amount(one.actual, one.measure), _amount(one.target, one.measure)
    against = f" against {target}" if target else ""
    yield f"  {one.measure.id}  {one_line(one.measure.name)}: {value}{against}"
    for verdict, scheme, when in (
        (one.now, found.in_force, "now"),
        (one.then, found.tried, "then"),
    ):
        word = _word(scheme, verdict, _NOT_RATED)
        yield f"    {when:4}  {word}: {one_line(verdict.rule)}"


def _past(found: OtherScheme) -> Iterator[str]:
    past = found.past
    if not past:
        yield "No values of earlier periods are held."
        return
    rated = [one for one in past if one.now.rating or one.then.rating]
    moving = [one for one in rated if one.moves]
    periods = len({one.period for one in past})
    told = f"{counted(len(past), 'value')} in {counted(periods, 'earlier period')}"
    yield f"Of {told}, {len(rated)} can be rated: {_would_move(found, rated, moving)}"
    for period in sorted({one.period for one in moving}):
        own = [one for one in rated if one.period == period]
        yield f"  {period.short_label}: {sum(one.moves for one in own)} of {len(own)}"
    reasons = Counter(one.then.status for one in past if not one.then.rating)
    if reasons:
        why = "; ".join(f"{status} {count}" for status, count in reasons.most_common())
        yield f"  Not rated by the scheme that is tried: {why}."
    years = {one.period.year for one in past} - found.years
    if years:
        names = ", ".join(map(str, sorted(years)))
        yield f"  Targets of {names} are not known: there is no framework of such a year here."


def _left_out(found: OtherScheme) -> Iterator[str]:
    if found.valueless:
        count = counted(len(found.valueless), "measure")
        yield f"No value to rate in {found.close.period.label}: {count}."
    for reason in dict.fromkeys(found.left_out.values()):
        ids = [name for name, why in found.left_out.items() if why == reason]
        yield f"Left out, {reason}: {counted(len(ids), 'measure')} ({named(ids)})."


def _word(scheme: MeasureScheme, verdict: Verdict, otherwise: str) -> str:
    return scheme.level(verdict.rating).word if verdict.rating else otherwise


def _unrated(verdict: Verdict) -> str:
    return "" if verdict.rating else verdict.status


def _amount(number: TargetValue | None, measure: Measure) -> str:
    """A number as it was rated, with the sign of a percentage."""
    sign = "%" if measure.unit is Unit.PERCENT else ""
    return " to ".join(f"{end:f}{sign}" for end in _ends(number))


def _number(number: TargetValue | None) -> str:
    return " to ".join(f"{end:f}" for end in _ends(number))


def _ends(number: TargetValue | None) -> Iterable[Decimal]:
    if number is None:
        return ()
    return (number.low, number.high) if isinstance(number, Stretch) else (number,)
