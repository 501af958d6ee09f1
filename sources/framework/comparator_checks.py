"""What only shows across a framework's files of comparisons: members, groups, metrics, own code."""

from collections.abc import Callable, Iterator

from sources.framework.comparators import FEWEST, ComparatorGroup, GroupVersion
from sources.framework.framework import Framework
from sources.framework.keys import FinancialYear, Period
from sources.framework.layouts import Layout
from sources.framework.measures import Measure
from sources.framework.owed import ReturnType
from sources.framework.places import Problem
from sources.geography.register import Area, resolve

Place = Callable[..., tuple[str, int]]
_NO_AUTHORITIES = ("nation", "region")


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
    own = resolve(fw.council.gss_code or "").area
    for group in fw.comparator_groups.values():
        years: set[str] = set()
        for number, version in enumerate(group.versions):
            at = ("versions", number)
            if version.year in years:
                file, line = place(ComparatorGroup, group.id, *at, "year")
                message = f"Group '{group.id}' has two versions for {version.year}."
                yield Problem(file, line, message, "Put all members of a year into one of them.")
            years.add(version.year)
            for index, wrong in _wrong_members(version):
                file, line = place(ComparatorGroup, group.id, *at, "members", index)
                yield Problem(file, line, f"'{group.id}', {version.year}: {wrong[0]}", wrong[1])
            if others_of(version, own) == 0:
                file, line = place(ComparatorGroup, group.id, *at, "members")
                message = f"'{group.id}', {version.year}: there is nobody in it but the council."
                yield Problem(file, line, message, "Add those it is compared with.")


def _wrong_members(version: GroupVersion) -> Iterator[tuple[int, tuple[str, str]]]:
    """The members that a version cannot have, by their place in it: what is wrong, and the mend."""
    seen: dict[str, str] = {}
    year = Period(FinancialYear.parse(version.year), "FY")
    for index, member in enumerate(version.members):
        found = resolve(member, with_former=True)
        area = found.area
        if area is None:
            yield index, (found.problem, "Write the code of an authority that is.")
            continue
        if area.kind in _NO_AUTHORITIES:
            message = f"{member} is {area.name}, a {area.kind} and no authority."
            yield index, (message, "Take it out: the nation is compared with by national_area.")
        elif area.ended_before(year.starts):
            message = f"{member} is {area.name}, which was abolished after {area.until}."
            yield index, (message, "Take it out, or write the authority that came in its place.")
        elif area.began_after(year.ends):
            message = f"{member} is {area.name}, which is there from {area.since} on only."
            yield index, (message, "Take it out, or write the authority that was there before.")
        if area.code in seen:
            message = f"{seen[area.code]} and {member} are one authority."
            yield index, (message, "Leave one of them.")
        seen[area.code] = member


def others_of(version: GroupVersion, own: Area | None) -> int:
    """How many authorities a version holds beside the council's own."""
    areas = {resolve(member, with_former=True).area for member in version.members}
    return len(areas - {own})


def comparison_doubts(fw: Framework, place: Place) -> Iterator[Problem]:
    """Groups that are taken, and may not be what is meant."""
    own = resolve(fw.council.gss_code or "").area
    used = {name for measure in fw.measures.values() for name in measure.comparator_groups}
    for group in fw.comparator_groups.values():
        if group.id not in used:
            file, line = place(ComparatorGroup, group.id)
            message = f"No measure is held against the group '{group.id}'."
            yield Problem(file, line, message, "Name it in comparator_groups of measures.csv.")
        for number, version in enumerate(group.versions):
            count = others_of(version, own)
            if 0 < count < FEWEST:
                file, line = place(ComparatorGroup, group.id, "versions", number, "members")
                message = (
                    f"'{group.id}', {version.year}: with {count} "
                    f"{'other' if count == 1 else 'others'} there is never an average, rank or "
                    "quartile."
                )
                yield Problem(file, line, message, f"Add members until there are {FEWEST} others.")


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
