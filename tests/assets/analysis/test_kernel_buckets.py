"""Buckets on disk, in one process or two, in any order: the same descriptions as of the whole."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from analysis_builders import LEVELLED, SCHEME
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel_builders import blocks, levels

from assets.analysis.kernel.block import Block
from assets.analysis.kernel.buckets import (
    describe_buckets,
    read_bucket,
    read_star,
    write_bucket,
)
from assets.analysis.kernel.whole import Star, describe
from tests.bench.country import a_country


def same(one: Star, other: Star) -> None:
    for whole, part in ((one.verdicts, other.verdicts), (one.limits, other.limits)):
        for name, column in vars(whole).items():
            found = getattr(part, name)
            assert found.dtype == column.dtype
            is_number = column.dtype == np.float64
            assert np.array_equal(column, found, equal_nan=is_number), name


def joined(parts: list[Star]) -> Star:
    verdicts, limits = [p.verdicts for p in parts], [p.limits for p in parts]
    whole = [
        type(pieces[0])(
            **{
                field.name: np.concatenate([getattr(piece, field.name) for piece in pieces])
                for field in fields(pieces[0])
            }
        )
        for pieces in (verdicts, limits)
    ]
    return Star(*whole)  # type: ignore[arg-type]


@pytest.mark.parametrize("workers", [1, 2])
def test_buckets_side_by_side_say_what_the_whole_block_says(tmp_path: Path, workers: int) -> None:
    block = a_country(12, 5)
    rows = [slice(0, 20), slice(20, 25), slice(25, 60)]
    for number, own in enumerate(rows):
        write_bucket(block.rows(own), tmp_path / "in" / f"bucket-{number}")
    # The order in which buckets are dealt out is nobody's business.
    dealt = sorted((tmp_path / "in").iterdir(), reverse=True)
    done = list(describe_buckets(dealt, tmp_path / "out", [SCHEME], workers=workers))
    assert [path.name for path in done] == ["bucket-2", "bucket-1", "bucket-0"]
    same(describe(block, [SCHEME]), joined([read_star(path) for path in done[::-1]]))


@settings(max_examples=25)
@given(st.data(), blocks())
def test_a_block_comes_back_from_disk_with_all_that_it_says(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, block: Block
) -> None:
    if data.draw(st.booleans()):
        block = replace(block, levels=data.draw(levels(block))[0])
    folder = tmp_path_factory.mktemp("bucket")
    write_bucket(block, folder)
    back = read_bucket(folder)
    assert back.season == block.season
    scheme = LEVELLED if block.levels is not None else SCHEME
    same(describe(block, [scheme]), describe(back, [scheme]))


def test_a_folder_that_lacks_a_part_is_no_bucket(tmp_path: Path) -> None:
    write_bucket(a_country(1, 2), tmp_path)
    (tmp_path / "target.units.npy").unlink()
    with pytest.raises(FileNotFoundError, match=r"target\.units"):
        read_bucket(tmp_path)
