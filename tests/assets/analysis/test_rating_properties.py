"""What must hold of the band part of every scheme, not of one council's alone."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, localcontext

import numpy as np
from analysis_builders import SCHEME
from hypothesis import given
from hypothesis import strategies as st
from kernel_builders import blocks, generator, schemes

from assets.analysis.kernel.block import Block
from assets.analysis.kernel.rowwise import case_of
from assets.analysis.rated import Beside, Rated, Terms
from assets.analysis.rating import rate
from sources.framework.measures import Polarity, Stretch, TargetValue
from sources.framework.schemes import MeasureScheme

Case = tuple[Decimal, TargetValue, Terms, Beside]
PLACES = {level.id: place for place, level in enumerate(SCHEME.ratings)}


def cases(block: Block) -> Iterator[Case]:
    """Those of a block that have a target and a better direction."""
    for series, period in zip(*np.nonzero(block.actual.is_known), strict=True):
        actual, target, terms, beside = case_of(block, series, period)
        if target is not None and terms.polarity is not Polarity.NONE:
            yield actual, target, terms, beside


def bands_of(scheme: MeasureScheme) -> MeasureScheme:
    """A scheme without its special clauses, in which a met zero is no worse than a missed one."""
    return scheme.model_copy(update={"clauses": (), "target_zero_met": scheme.bands[0].rating})


def place(rated: Rated) -> int | None:
    return PLACES[rated.rating] if rated.rating is not None else None


@given(st.data(), blocks(), schemes())
def test_a_better_value_never_gets_a_worse_rating(
    data: st.DataObject, block: Block, scheme: MeasureScheme
) -> None:
    of, scheme = generator(data.draw), bands_of(scheme)
    for actual, target, terms, beside in cases(block):
        step = abs(actual) * int(of.choice([1, 5, 20])) / 100 + int(of.choice([0, 1]))
        better = {Polarity.HIGHER: actual + step, Polarity.LOWER: actual - step}.get(terms.polarity)
        if terms.polarity is Polarity.RANGE or isinstance(target, Stretch):
            # Nearer to a range from above; below it, distance is measured from another end.
            end = target.high if isinstance(target, Stretch) else target
            if actual <= end:
                continue
            better = max(end, actual - step)
        assert better is not None
        moved = replace(
            beside,
            low=beside.low + better - actual if beside.low is not None else None,
            high=beside.high + better - actual if beside.high is not None else None,
        )
        worse = place(rate(actual, target, terms, scheme, beside))
        found = place(rate(better, target, terms, scheme, moved))
        if worse is not None and found is not None:
            assert found <= worse, (actual, better, target, terms, beside)


def times(number: Decimal | None, factor: Decimal) -> Decimal | None:
    return number * factor if number is not None else None


@given(st.data(), blocks(), schemes())
def test_a_relative_scheme_does_not_care_in_what_units_is_counted(
    data: st.DataObject, block: Block, scheme: MeasureScheme
) -> None:
    factor = Decimal(data.draw(st.sampled_from(["0.001", "0.3", "7", "1000"])))
    relative = bands_of(scheme).model_copy(update={"variance": "relative"})
    for actual, target, terms, beside in cases(block):
        with localcontext(prec=60):
            scaled = rate(
                actual * factor,
                Stretch(target.low * factor, target.high * factor)
                if isinstance(target, Stretch)
                else target * factor,
                replace(
                    terms,
                    zero_tolerance=times(terms.zero_tolerance, factor),
                    floor=times(terms.floor, factor),
                ),
                relative,
                replace(
                    beside,
                    last_year=times(beside.last_year, factor),
                    low=times(beside.low, factor),
                    high=times(beside.high, factor),
                ),
            )
        found = rate(actual, target, terms, relative, beside)
        assert (scaled.rating, scaled.variance) == (found.rating, found.variance)
        assert scaled.status == found.status


@given(blocks(), schemes())
def test_lower_is_better_mirrors_higher_is_better(block: Block, scheme: MeasureScheme) -> None:
    bands = bands_of(scheme)
    for actual, target, terms, beside in cases(block):
        if isinstance(target, Stretch) or terms.polarity is Polarity.RANGE:
            continue
        other = Polarity.LOWER if terms.polarity is Polarity.HIGHER else Polarity.HIGHER
        with localcontext(prec=60):
            about = 2 * target
            mirrored = rate(
                about - actual,
                target,
                replace(
                    terms,
                    polarity=other,
                    floor=about - terms.floor if terms.floor is not None else None,
                ),
                bands,
                replace(
                    beside,
                    last_year=about - beside.last_year if beside.last_year is not None else None,
                    low=about - beside.high if beside.high is not None else None,
                    high=about - beside.low if beside.low is not None else None,
                ),
            )
        found = rate(actual, target, terms, bands, beside)
        assert mirrored == found


@given(blocks(), schemes())
def test_every_value_has_a_rating_with_its_rule_or_a_reason_for_none(
    block: Block, scheme: MeasureScheme
) -> None:
    for actual, target, terms, beside in cases(block):
        found = rate(actual, target, terms, scheme, beside)
        assert (found.rating is None) == (found.rule is None) == (found.reason is not None)
        assert found.rating is None or found.rating in PLACES
