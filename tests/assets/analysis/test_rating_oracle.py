"""An oracle: the published table, put into code a second time and in another way.

It knows nothing of bands, clauses or schemes. For every rating it asks the plain question that the
council's table asks, in whole fractions.
"""

import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction

from analysis_builders import SCHEME, a_measure

from assets.analysis.rated import Unrated
from assets.analysis.rating import rate

CASES = 2_000


def as_published(
    actual: Fraction,
    target: Fraction,
    polarity: str,
    is_percentage: bool,
    tolerance: Fraction | None,
) -> str | None:
    """Above 5% better than target or 100% performance (2% better than target if the target is
    greater than 95%): Strong. Between 5% better and 2% worse: Good. Between 2% and 10% worse:
    Review. More than 10% worse: Action. None where the table has no answer."""
    if polarity == "none":
        return None
    has_clauses = is_percentage and polarity == "higher"
    if has_clauses and actual >= 100:
        return "strong"
    gain = actual - target if polarity == "higher" else target - actual
    size = target if target > 0 else -target
    if size == 0:
        if gain >= 0:
            return "good"
        if tolerance is None:
            return None
        return "good" if -gain <= tolerance else "action"
    better, worse = gain, -gain
    if 100 * better > 5 * size:
        return "strong"
    if has_clauses and target > 95 and 100 * better > 2 * size:
        return "strong"
    if 100 * worse > 10 * size:
        return "action"
    return "review" if 100 * worse > 2 * size else "good"


def drawn(random_: random.Random) -> tuple[Decimal, Decimal, str, str, Decimal | None]:
    """A case; half of them at an edge or the smallest step beside it, where mistakes live."""
    unit = random_.choice(["percent", "percent", "number", "money", "days"])
    polarity = random_.choice(["higher", "higher", "lower", "lower", "lower", "none"])
    target = random_.choice(
        [
            Decimal(random_.randint(-2000, 20000)).scaleb(-random_.randint(0, 3)),
            Decimal(random_.randint(9400, 10100)).scaleb(-2),
            Decimal(random_.choice(["0", "0.0", "95", "95.0", "95.01", "96", "100", "99", "-0.5"])),
        ]
    )
    step = random_.choice(["0", "0", "0.01", "-0.01", "0.0000001", "-0.0000001"])
    edge = random_.choice([0, 2, -2, 5, -5, 10, -10])
    actual = random_.choice(
        [
            target + abs(target) * edge / 100 + Decimal(step),
            Decimal(random_.randint(-1000, 20000)).scaleb(-random_.randint(0, 4)),
            100 + Decimal(step),
        ]
    )
    tolerance = random_.choice([None, Decimal(0), Decimal(2), Decimal("0.5"), abs(actual)])
    return actual, target, polarity, unit, tolerance


def test_two_thousand_cases_are_rated_as_the_published_words_say() -> None:
    random_ = random.Random(20231019)
    given: Counter[str | None] = Counter()
    for _ in range(CASES):
        actual, target, polarity, unit, tolerance = drawn(random_)
        measure = a_measure(unit=unit, polarity=polarity, zero_tolerance=tolerance)
        found = rate(actual, target, measure, SCHEME)
        expected = as_published(
            Fraction(actual),
            Fraction(target),
            polarity,
            unit == "percent",
            Fraction(tolerance) if tolerance is not None else None,
        )
        case = f"{actual} against {target}, {polarity} is better, {unit}, tolerance {tolerance}"
        assert found.rating == expected, case
        if expected is None:
            assert found.status in (Unrated.NO_DIRECTION, Unrated.TARGET_ZERO), case
        given[expected] += 1
    # The draw reaches every answer often; else the comparison would prove little.
    assert set(given) == {"strong", "good", "review", "action", None}
    assert min(given.values()) >= 100, given
