"""What a part would be rated: by its own target or the whole's, and by none where none can."""

from dataclasses import replace
from decimal import Decimal

from builders import a_value
from optional_sheets import a_part, children

from assets.analysis.parts import part_rating, with_part_ratings
from sources.framework.breakdowns import WHOLE
from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.returns.content import Quantity, SuppliedValue
from sources.values import Absence
from tests.assets.analysis.analysis_builders import (
    DERBYSHIRE,
    HART,
    period,
    with_measure,
    with_target,
)

MEASURE, PART = "chs-11", "erewash"
PLAIN = with_target(
    with_measure(DERBYSHIRE, MEASURE, polarity="higher"),
    MEASURE,
    annual=Decimal(50),
    **dict.fromkeys(("q1", "q2", "q3", "q4")),
)


def rating(
    framework: Framework = PLAIN, number: str | None = "50", part: str = PART, at: str = "Q2"
) -> str | None:
    exact = Decimal(number) if number is not None else None
    return part_rating(framework, MEASURE, period(at), part, exact)


def test_a_part_and_the_whole_are_rated_by_the_target_that_they_have() -> None:
    assert [rating(part=part) for part in (PART, WHOLE)] == ["good", "good"]
    assert [rating(number="20", part=part) for part in (PART, WHOLE)] == ["action", "action"]


def test_nothing_rates_what_is_not_there_or_what_has_no_target() -> None:
    assert rating(number=None) is None
    bare = with_target(PLAIN, MEASURE, annual=None)
    assert [rating(bare, part=part) for part in (PART, WHOLE)] == [None, None]


def test_nothing_rates_context_another_year_or_what_is_rated_by_hand() -> None:
    assert rating(with_measure(PLAIN, MEASURE, influence="context")) is None
    assert rating(at="2022-23-Q2") is None
    by_hand = PLAIN.measure_scheme.model_copy(update={"supplied": HART.measure_scheme.supplied})
    assert by_hand.supplied is not None
    assert rating(replace(PLAIN, measure_scheme=by_hand)) is None


def ratings_in(*values: SuppliedValue) -> dict[tuple[str, Period, str], str]:
    subject = replace(children(*values), framework=PLAIN)
    return dict(with_part_ratings(subject).part_ratings)


def test_a_return_is_rated_by_the_figures_of_its_parts_and_of_their_wholes() -> None:
    numbers = [a_part(MEASURE, PART, "50"), a_part(MEASURE, PART, "1", Quantity.NUMERATOR)]
    missing = a_part(MEASURE, "bolsover", Absence.SUPPRESSED)
    whole, other = a_value(MEASURE, "20"), a_value("chs-16", "20")
    told = ratings_in(*numbers, missing, whole, other)
    assert {part: found for (_, _, part), found in told.items()} == {PART: "good", WHOLE: "action"}
    assert {name for name, _, _ in told} == {MEASURE}
    # Of a whole that was not given there is nothing to say.
    assert [part for _, _, part in ratings_in(*numbers)] == [PART]
