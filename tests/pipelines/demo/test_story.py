"""The parts of the demonstration are cast from any council's framework, by order and content."""

from dataclasses import replace

import pytest

from pipelines.demo.play import Scene
from pipelines.demo.story import plot
from sources.framework.framework import Framework
from sources.framework.keys import Close
from sources.framework.library import Library, UnknownKey
from sources.framework.measures import Frequency
from sources.returns.content import Quantity

Q2 = Close.parse("derbyshire.2023-24-Q2")


def with_returns(framework: Framework, *names: str) -> Framework:
    """The framework with these returns and its history only, in this order."""
    kept = {name: framework.returns[name] for name in (*names, "history")}
    return replace(framework, returns=kept)


def test_derbyshires_parts_are_played_by_those_who_always_played_them(
    derbyshire: Framework,
) -> None:
    cast = plot(derbyshire, Q2)
    assert cast.missing is not None
    parts = (cast.clean, cast.mistaken, cast.late, cast.missing)
    assert [slot.return_id for slot in parts] == [
        "childrens-services",
        "adult-care",
        "place",
        "corporate-services",
    ]
    assert cast.others == ()
    assert {measure for measure, _ in cast.mistaken_manner.mistakes} == {
        "asc-01",
        "asc-04",
        "asc-07",
    }
    ((_, note),) = cast.clean_manner.absences.values()
    assert note == "The regional figures come out on 30 November 2023"


def test_south_derbyshire_can_be_cast_and_its_mistakes_are_three_of_a_kind() -> None:
    framework = Library().frameworks("south_derbyshire")[0]
    cast = plot(framework, Close.parse("south_derbyshire.2023-24-Q2"))
    assert cast.missing is not None
    assert cast.mistaken.return_id == "service-delivery"
    mistakes = cast.mistaken_manner.mistakes
    assert len(mistakes) == 3
    assert {quantity for _, quantity in mistakes} == {Quantity.ACTUAL}
    for name, _ in mistakes:
        assert framework.measures[name].frequency is Frequency.QUARTERLY
        assert framework.department_return(framework.measures[name].department).id == (
            "service-delivery"
        )


def test_with_three_returns_none_is_missing(derbyshire: Framework) -> None:
    cast = plot(with_returns(derbyshire, "place", "corporate-services", "adult-care"), Q2)
    assert cast.missing is None
    assert {cast.clean.return_id, cast.mistaken.return_id, cast.late.return_id} == {
        "place",
        "corporate-services",
        "adult-care",
    }


def test_who_can_make_the_mistakes_makes_them_wherever_it_stands(derbyshire: Framework) -> None:
    cast = plot(with_returns(derbyshire, "childrens-services", "place", "adult-care"), Q2)
    first = plot(derbyshire, Q2)
    assert cast.mistaken_manner.mistakes
    assert cast.clean != cast.mistaken != cast.late
    assert first.mistaken != first.clean


def test_two_returns_are_too_few_and_that_is_said(derbyshire: Framework) -> None:
    with pytest.raises(UnknownKey, match=r"needs three returns that come in a form; .* has 2"):
        plot(with_returns(derbyshire, "place", "adult-care"), Q2)


def test_a_council_whose_returns_cannot_hold_the_mistakes_is_told_what_is_needed(
    derbyshire: Framework,
) -> None:
    measures = {
        name: measure.model_copy(update={"frequency": Frequency.ANNUAL})
        for name, measure in derbyshire.measures.items()
    }
    with pytest.raises(UnknownKey, match="two quarterly percentages"):
        plot(replace(derbyshire, measures=measures), Q2)


def test_a_council_with_one_quarter_or_without_past_values_cannot_be_played(
    derbyshire: Framework,
) -> None:
    one = {p: t for p, t in derbyshire.timetable.items() if p.code in ("Q1", "FY")}
    with pytest.raises(UnknownKey, match="needs two quarters"):
        Scene.of(replace(derbyshire, timetable=one))
    returns = {k: r for k, r in derbyshire.returns.items() if k != "history"}
    with pytest.raises(UnknownKey, match="needs a return of past values"):
        Scene.of(replace(derbyshire, returns=returns))
