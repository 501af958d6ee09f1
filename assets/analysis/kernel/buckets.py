"""Buckets: blocks on disk as plain numpy files, worked through one by one or side by side.

A bucket is a folder with one file for each part of a block, a description a folder with one for
each column of a star. Whoever works on a bucket needs nothing of any other. What a block is stands
in docs/block-contract.md; what is worked out of it, in `whole`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from assets.analysis.kernel.block import Block, Facts, Known, Levels
from assets.analysis.kernel.whole import Limits, Star, Verdicts, describe
from sources.framework.schemes import MeasureScheme

_SEASON = "season.json"
_KNOWN = ("units", "is_known")
_LEVELS = ("limits", "signs", "ratings")
_FACTS_KNOWN = ("tolerance", "zero_tolerance", "floor")


def write_bucket(block: Block, folder: Path) -> None:
    """Write a block as the files of a bucket; the folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _SEASON).write_text(json.dumps({"season": block.season}))
    for name, array in _arrays(block, ""):
        np.save(folder / f"{name}.npy", array)


def read_bucket(folder: Path) -> Block:
    """A bucket as a block whose parts are read from disk as they are looked at.

    Raises FileNotFoundError for a folder that lacks a part every block has.
    """
    facts = {
        field.name: _known(folder, f"facts.{field.name}")
        if field.name in _FACTS_KNOWN
        else _load(folder, f"facts.{field.name}")
        for field in fields(Facts)
    }
    maybe = {name: _known(folder, name) for name in ("high", "low_end", "high_end")}
    levels = [_load(folder, f"levels.{name}", is_optional=True) for name in _LEVELS]
    return Block(
        actual=Known(*(_load(folder, f"actual.{part}") for part in _KNOWN)),
        target=Known(*(_load(folder, f"target.{part}") for part in _KNOWN)),
        facts=Facts(**facts),
        number=_load(folder, "number"),
        season=json.loads((folder / _SEASON).read_text())["season"],
        **maybe,
        era=_load(folder, "era", is_optional=True),
        unsure=_load(folder, "unsure", is_optional=True),
        levels=None if levels[0] is None else Levels(*levels),
    )


def write_star(star: Star, folder: Path) -> None:
    """Write verdicts and limits, a file for each column."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in (*vars(star.verdicts).items(), *vars(star.limits).items()):
        np.save(folder / f"{name}.npy", array)


def read_star(folder: Path) -> Star:
    """A description as it was written."""
    return Star(
        Verdicts(**{field.name: _load(folder, field.name) for field in fields(Verdicts)}),
        Limits(**{field.name: _load(folder, field.name) for field in fields(Limits)}),
    )


def describe_buckets(
    buckets: Sequence[Path], into: Path, schemes: Sequence[MeasureScheme], *, workers: int = 1
) -> Iterator[Path]:
    """Describe buckets into folders of the same names under `into`, each as soon as it is done.

    With several `workers` as many processes share the buckets; each holds one at a time, so that
    memory does not grow with their number.
    """
    jobs = [(bucket, into / bucket.name, tuple(schemes)) for bucket in buckets]
    if workers == 1:
        yield from map(_one, jobs)
        return
    # Fresh processes: a copy of this one would bring along its memory and its locks.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_one, jobs)


def _one(job: tuple[Path, Path, tuple[MeasureScheme, ...]]) -> Path:
    bucket, into, schemes = job
    write_star(describe(read_bucket(bucket), schemes), into)
    return into


def _arrays(whole: Any, prefix: str) -> Iterable[tuple[str, Any]]:
    """Every array of a block under its name, the parts of parts joined by points."""
    for name, part in vars(whole).items():
        if isinstance(part, np.ndarray):
            yield prefix + name, part
        elif isinstance(part, Known | Facts | Levels):
            yield from _arrays(part, f"{prefix}{name}.")


def _load(folder: Path, name: str, *, is_optional: bool = False) -> Any:
    path = folder / f"{name}.npy"
    if is_optional and not path.exists():
        return None
    return np.load(path, mmap_mode="r", allow_pickle=False)


def _known(folder: Path, name: str) -> Any:
    units, is_known = (_load(folder, f"{name}.{part}", is_optional=True) for part in _KNOWN)
    return None if units is None else Known(units, is_known)
