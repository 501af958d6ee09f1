"""Checking and marking one return of 300 values, against reading it; and 200 returns in a row.

The return is a form with 300 measures, three in every ten of which are wrong.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from assets.steps.check_file import check_file
from assets.steps.verdict import marked_copy
from checks.catalogue.catalogue import check_return
from checks.subject import CheckedReturn, SubmittedFile
from pipelines.demo.filling import Manner, fill_form
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.framework.library import Library
from sources.returns.content import Quantity
from sources.returns.forms import write_form
from sources.returns.read import read_for
from sources.workbooks.door import open_file
from tests.bench.measure import Measured
from tests.bench.reading import _resident

VALUES, RETURNS, TIMES = 300, 200, 7
CHECKS_GOAL, SECONDS_GOAL, GROWTH_GOAL_PCT = 10, 1, 5
SLOT = Slot.parse("derbyshire.2023-24-Q2.adult-care")


def measure() -> Iterator[Measured]:
    print("Checking and marking a return of 300 values", flush=True)
    framework = _large(Library().frameworks("derbyshire")[0])
    names = [m.id for m in framework.measures_of(SLOT.return_id)]
    wrong = {(name, Quantity.ACTUAL): "about 8" for name in names[::10]}
    wrong |= {(name, Quantity.ACTUAL): Decimal(-1) for name in names[1::10]}
    wrong |= {(name, Quantity.NUMERATOR): Decimal(10**6) for name in names[2::10]}
    blank = write_form(framework, SLOT, {})
    data = fill_form(blank, framework, SLOT, Manner(mistakes=wrong, signed_by=None))
    read = read_for(framework, SLOT, open_file(data))
    file = SubmittedFile.of(read, 1, SLOT.return_id)

    def checks() -> int:
        # A new subject each time: what it has worked out once it keeps.
        return len(check_return(CheckedReturn(framework, SLOT, (file,), {})))

    reading = _seconds(lambda: read_for(framework, SLOT, open_file(data)))
    checking = _seconds(checks)
    print(f"  ({len(read.values)} values, {checks()} findings, read in {reading * 1000:.0f} ms)")
    yield Measured("all checks against reading", checking / reading, "x", CHECKS_GOAL).told()
    library = _Library(framework)
    verdict = check_file(library, data)
    marking = _seconds(lambda: marked_copy(verdict, data))
    yield Measured("marking a return of 300 rows", marking, " s", SECONDS_GOAL).told()
    yield Measured("marking against reading", marking / reading, "x", None).told()
    yield _memory(lambda: marked_copy(check_file(library, data), data))


class _Library(Library):
    """The frameworks of one council, made larger than any on disk."""

    def __init__(self, framework: Framework) -> None:
        self._one = framework

    def of_slot(self, slot: Slot) -> Framework:
        return self._one

    def frameworks(self, council: str) -> list[Framework]:
        return [self._one]


def _large(framework: Framework) -> Framework:
    """The framework with so many measures of one return that it holds 300 values."""
    own = [m for m in framework.measures_of(SLOT.return_id) if m.frequency.period_kind == "Q"]
    measures, targets = dict(framework.measures), dict(framework.targets)
    number = 0
    while _count(framework, measures) < VALUES:
        model = own[number % len(own)]
        name = f"asc-{100 + number}"
        measures[name] = model.model_copy(update={"id": name, "name": f"{model.name} {number}"})
        if model.id in targets:
            targets[name] = targets[model.id]
        number += 1
    return replace(framework, measures=measures, targets=targets)


def _count(framework: Framework, measures: dict) -> int:
    large = replace(framework, measures=measures)
    own = large.measures_of(SLOT.return_id)
    return sum(len(large.due_in(m, SLOT.period)) for m in own)


def _seconds(work: Callable[[], object]) -> float:
    """What the work usually takes of a processor's time, once it is warm."""
    work()
    spent = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def _memory(work: Callable[[], object]) -> Measured:
    for _ in range(RETURNS // 10):
        work()
    gc.collect()
    before = peak = _resident()
    for _ in range(RETURNS):
        work()
        peak = max(peak, _resident())
    growth_pct = (peak - before) / before * 100
    what = "growth of memory at its highest, over 200 returns checked and marked"
    return Measured(what, growth_pct, "%", GROWTH_GOAL_PCT).told()
