"""Whose figure a measure shows, and under which licence, stands beside it."""

import pytest
from pydantic import ValidationError

from assets.views.register_notes import figure_source, register_notes
from sources.framework.library import EXAMPLES
from sources.framework.load import load_folder
from sources.framework.measures import Influence, Measure
from tests.assets.analysis.analysis_builders import closed, row_of

SOUTH = load_folder(EXAMPLES / "south_derbyshire" / "2023-24")
CLAIMANTS = SOUTH.measures["fm-17"]


def test_a_figure_of_somebody_else_names_its_source_and_licence() -> None:
    assert tuple(figure_source(CLAIMANTS)) == (
        "source: Office for National Statistics, claimant count (Nomis); "
        "licence: Open Government Licence v3.0",
    )
    row = row_of(closed(framework=SOUTH), CLAIMANTS.id)
    assert set(figure_source(CLAIMANTS)) < set(register_notes(SOUTH, CLAIMANTS, row))


def test_a_source_without_a_licence_is_named_alone_and_the_councils_own_not_at_all() -> None:
    assert tuple(figure_source(SOUTH.measures["hcs-10"])) == (
        "source: the community safety partnership's shared system",
    )
    own = CLAIMANTS.model_copy(update={"figure_source": None, "figure_licence": None})
    assert tuple(figure_source(own)) == ()


def test_every_context_measure_of_the_example_has_a_source() -> None:
    context = [m for m in SOUTH.measures.values() if m.influence is Influence.CONTEXT]
    assert len(context) == 2
    assert all(measure.figure_source for measure in context)


def test_a_licence_of_no_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="give figure_source too"):
        Measure.model_validate(CLAIMANTS.model_dump() | {"figure_source": None})
