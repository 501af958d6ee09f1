"""What only shows across a framework's files of comparisons: members, groups, metrics, own code."""

from collections.abc import Callable, Iterator

from sources.framework.comparators import ComparatorGroup
from sources.framework.framework import Framework
from sources.framework.layouts import Layout
from sources.framework.measures import Measure
from sources.framework.owed import ReturnType
from sources.framework.places import Problem
from sources.geography.register import resolve

Place = Callable[..., tuple[str, int]]


def comparators_known(fw: Framework, place: Place) -> Iterator[Problem]:
    """Every problem of groups, and of the measures that are compared."""
    yield from _members(fw, place)
    yield from _measures(fw, place)
    yield from _called(fw, place)
    compares = any(m.comparator_groups for m in fw.measures.values())
    compares |= any(r.return_type is ReturnType.BENCHMARKS for r in fw.returns.values())
    if compares and (fw.council.gss_code is None or resolve(fw.council.gss_code).area is None):
        message = "Measures are compared with others, and the council's own gss_code is not known."
        yield Problem("council.yaml", 1, message, "Give the official code, such as E10000007.")


def _members(fw: Framework, place: Place) -> Iterator[Problem]:
    for group in fw.comparator_groups.values():
        for version in group.versions:
            seen: dict[str, str] = {}
            for member in version.members:
                found = resolve(member, with_former=True)
                file, line = place(ComparatorGroup, group.id)
                where = f"'{group.id}', {version.year}"
                if found.area is None:
                    message = f"{where}: {found.problem}"
                    yield Problem(file, line, message, "Write the code of an authority that is.")
                    continue
                if found.area.code in seen:
                    message = f"{where}: {seen[found.area.code]} and {member} are one authority."
                    yield Problem(file, line, message, "Leave one of them.")
                seen[found.area.code] = member


def _measures(fw: Framework, place: Place) -> Iterator[Problem]:
    metrics: dict[str, str] = {}
    for measure in fw.measures.values():
        for group in measure.comparator_groups:
            if group not in fw.comparator_groups:
                file, line = place(Measure, measure.id, "comparator_groups")
                message = f"'{measure.id}' names the group '{group}', which does not exist."
                yield Problem(file, line, message, "Add it to comparator_groups.yaml.")
        if resolve(measure.national_area).area is None:
            file, line = place(Measure, measure.id, "national_area")
            message = f"'{measure.id}': {resolve(measure.national_area).problem}"
            yield Problem(file, line, message, "Write a code such as E92000001, which is England.")
        metric = measure.lg_inform_metric
        if metric is not None and metrics.setdefault(metric, measure.id) != measure.id:
            file, line = place(Measure, measure.id, "lg_inform_metric")
            message = f"'{metrics[metric]}' and '{measure.id}' both have the metric {metric}."
            yield Problem(file, line, message, "Each metric belongs to one measure.")


def _called(fw: Framework, place: Place) -> Iterator[Problem]:
    for layout in fw.layouts.values():
        for measure in layout.benchmarks.called.values() if layout.benchmarks else ():
            if measure not in fw.measures:
                file, line = place(Layout, layout.id, "benchmarks")
                message = f"'{layout.id}' calls something '{measure}', which is no measure."
                yield Problem(file, line, message, "Name a measure of measures.csv.")
