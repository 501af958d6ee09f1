"""What a row of a form would be rated, as a formula that any spreadsheet program works out.

Every edge of the scheme is worked out here, exactly, as a value of the measure's own: the formula
only compares the actual with it, so that rounding never moves a figure over an edge. The rating
itself is decided on receipt.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext

from sources.framework.bands import Band
from sources.framework.measures import Influence, Measure, Polarity, Stretch, TargetValue
from sources.framework.schemes import FollowUp, MeasureScheme, RatingLevel, SpecialClause
from sources.values import Unit

CANNOT_TELL = "cannot be told here"
NOT_RATED = "not rated"
NO_TARGET = "no target to compare with"
IMPOSSIBLE = "! not possible in this unit"
_MARK = "\N{BLACK UP-POINTING TRIANGLE}"
# Spreadsheets calculate with 15 significant digits, and read no more of a number in a formula.
_DIGITS = 15
# The longest text that Excel takes in a formula is 255 characters.
_LONGEST = 100

_ALWAYS, _NEVER = "TRUE", "FALSE"


@dataclass(frozen=True)
class Preview:
    """A formula for the rating's symbol and word, or words where no formula can say it."""

    formula: str | None
    words: str = ""


class _CannotTell(Exception):
    """The formula cannot say what the rating would be."""


def preview(
    measure: Measure, target: TargetValue | None, scheme: MeasureScheme, actual: str
) -> Preview:
    """The rating of the number in the cell `actual` against a target, by a scheme."""
    if measure.polarity is Polarity.NONE or measure.influence is Influence.CONTEXT:
        return Preview(None, NOT_RATED)
    if scheme.basis != "computed" or scheme.rates != "actual":
        return Preview(None, CANNOT_TELL)
    if target is None:
        return Preview(None, NO_TARGET)
    try:
        with localcontext(prec=80):
            rated = _nested(_steps(measure, target, scheme, actual))
    except _CannotTell:
        return Preview(None, CANNOT_TELL)
    for condition, words in (
        (_may_be_a_hundredth(measure, actual), CANNOT_TELL),
        (_is_impossible(measure, actual), IMPOSSIBLE),
    ):
        if condition:
            rated = f"IF({condition},{_text(words)},{rated})"
    unread = f'IF(ISBLANK({actual}),"",{_text(CANNOT_TELL)})'
    return Preview(f"=IF(ISNUMBER({actual}),{rated},{unread})")


def commentary_mark(scheme: MeasureScheme, rated: str, commentary: str) -> str | None:
    """A formula that says what is needed while the previewed rating in the cell `rated` asks for
    words and all the cells `commentary` are blank; None if no rating asks for any."""
    asked = {
        FollowUp.COMMENTARY: f"{_MARK} commentary needed",
        FollowUp.ACTION_PLAN: f"{_MARK} action plan needed",
    }
    said = '""'
    for follow_up, words in asked.items():
        levels = [level for level in scheme.ratings if level.follow_up is follow_up]
        if levels:
            given = ",".join(f"{rated}={_text(_shown(level))}" for level in levels)
            said = f"IF(OR({given}),{_text(words)},{said})"
    return f'=IF(COUNTA({commentary})=0,{said},"")' if said != '""' else None


def _shown(level: RatingLevel) -> str:
    return f"{level.symbol} {level.word}"[:_LONGEST]


def _text(words: str) -> str:
    """Words as a text in a formula; a quotation mark in them is doubled."""
    return '"' + words.replace('"', '""') + '"'


Step = tuple[str, str]


def _nested(steps: Iterator[Step]) -> str:
    """The first step whose condition holds decides."""
    parts, end = [], _text(CANNOT_TELL)
    for condition, words in steps:
        if condition == _NEVER:
            continue
        if condition == _ALWAYS:
            end = _text(words)
            break
        parts.append(f"IF({condition},{_text(words)},")
    return "".join(parts) + end + ")" * len(parts)


def _steps(
    measure: Measure, target: TargetValue, scheme: MeasureScheme, actual: str
) -> Iterator[Step]:
    words = {level.id: _shown(level) for level in scheme.ratings}
    against = _Against(measure, target, scheme, actual)
    for clause in scheme.clauses:
        yield against.applies(clause), words[clause.rating]
    if against.has_no_variance:
        yield from _against_zero(measure, scheme, words, actual)
        return
    for band in scheme.bands:
        if band.within_tolerance and measure.tolerance is None:
            # Rated without a tolerance only where none is needed.
            yield against.below(Decimal(0)), CANNOT_TELL
        yield against.falls_in(band), words[band.rating]


def _against_zero(
    measure: Measure, scheme: MeasureScheme, words: dict[str, str], actual: str
) -> Iterator[Step]:
    sign = {Polarity.LOWER: "<=", Polarity.HIGHER: ">="}.get(measure.polarity, "=")
    yield f"{actual}{sign}0", words[scheme.target_zero_met]
    if measure.zero_tolerance is not None:
        within = _compared(f"ABS({actual})", "<=", measure.zero_tolerance)
        yield within, words[scheme.target_zero_met]
        if scheme.bands[-1].is_open:
            yield _ALWAYS, words[scheme.bands[-1].rating]


@dataclass(frozen=True)
class _Against:
    """Conditions on an actual, worked out from a target."""

    measure: Measure
    target: TargetValue
    scheme: MeasureScheme
    actual: str

    @property
    def _ends(self) -> tuple[Decimal, Decimal]:
        one = self.target
        return (one.low, one.high) if isinstance(one, Stretch) else (one, one)

    @property
    def has_no_variance(self) -> bool:
        """Whether a relative variance is not defined: its target is zero."""
        zero = self.scheme.variance == "relative" and 0 in self._ends
        if zero and isinstance(self.target, Stretch):
            # Within the range there is a variance, outside there may be none.
            raise _CannotTell
        return zero

    def falls_in(self, band: Band) -> str:
        if band.condition not in (None, "above", "at_least", "within_tolerance"):
            # What else they look at does not stand in the row.
            raise _CannotTell
        if band.within_tolerance:
            return self._better(-(self.measure.tolerance or Decimal(0)), has_edge=True)
        if band.above is not None:
            return self._better(band.above, has_edge=False)
        return _ALWAYS if band.at_least is None else self._better(band.at_least, has_edge=True)

    def below(self, variance: Decimal) -> str:
        return f"NOT({self._better(variance, has_edge=True)})"

    def applies(self, clause: SpecialClause) -> str:
        measure, target = self.measure, self.target
        if measure.unit is not clause.unit or measure.polarity is not clause.polarity:
            return _NEVER
        if isinstance(target, Stretch):
            return _NEVER
        if clause.target_above is not None and target <= clause.target_above:
            return _NEVER
        conditions = []
        if clause.actual_at_least is not None:
            conditions.append(_compared(self.actual, ">=", clause.actual_at_least))
        if clause.variance is not None:
            if self.has_no_variance:
                return _NEVER
            conditions.append(self._better(clause.variance, has_edge=clause.has_edge))
        return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"

    def _better(self, variance: Decimal, *, has_edge: bool) -> str:
        """Whether the actual is better than so much variance, or as good where that counts."""
        low, high = self._ends
        equal = "=" if has_edge else ""
        polarity = self.measure.polarity
        if isinstance(self.target, Stretch) or polarity is Polarity.RANGE:
            if variance > 0 or (variance == 0 and not has_edge):
                return _NEVER
            above = _compared(self.actual, f">{equal}", low + self._reach(low, variance))
            under = _compared(self.actual, f"<{equal}", high - self._reach(high, variance))
            return f"AND({above},{under})"
        reach = self._reach(low, variance)
        if polarity is Polarity.LOWER:
            return _compared(self.actual, f"<{equal}", low - reach)
        return _compared(self.actual, f">{equal}", low + reach)

    def _reach(self, end: Decimal, variance: Decimal) -> Decimal:
        """A variance as an amount of the measure's own; a hundredth is exact in decimals."""
        return variance if self.scheme.variance == "points" else variance * abs(end) / 100


def _compared(value: str, sign: str, edge: Decimal) -> str:
    """A comparison that takes both sides as a spreadsheet shows them, to 15 digits."""
    edge = edge.normalize() if edge else Decimal(0)
    if len(edge.as_tuple().digits) > _DIGITS:
        raise _CannotTell
    if not edge:
        return f"{value}{sign}0"
    places = _DIGITS - 1 - edge.adjusted()
    return f"ROUND({value}-({edge:f}),{places}){sign}0"


def _is_impossible(measure: Measure, actual: str) -> str | None:
    """Whether the measure's unit does not admit the number."""
    if measure.unit not in (Unit.PERCENT, Unit.DAYS):
        return None
    conditions = [] if measure.may_be_negative else [f"{actual}<0"]
    if measure.unit is Unit.PERCENT and not measure.may_exceed_100:
        conditions.append(f"{actual}>100")
    return f"OR({','.join(conditions)})" if conditions else None


def _may_be_a_hundredth(measure: Measure, actual: str) -> str | None:
    """Whether a percentage's cell may show 85% and hold 0.85: no formula can see which."""
    if measure.unit is not Unit.PERCENT:
        return None
    most = 10 if measure.may_exceed_100 else 1
    return f"AND({actual}<>0,ABS({actual})<={most})"
