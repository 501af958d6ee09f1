"""One builder per section: results in, section view model out. Products choose and order them."""

from collections.abc import Callable, Iterator, Mapping

from assets.analysis.rated import Unrated
from assets.views.action_lines import action_line
from assets.views.budget import budget
from assets.views.changes import changes_section
from assets.views.chosen import by_variance, exceptions, successes
from assets.views.comparison import comparisons
from assets.views.context import Context
from assets.views.counts import action_counts, holder_counts, measure_counts
from assets.views.data_quality import data_quality
from assets.views.key_actions import key_actions
from assets.views.kinds import kinds
from assets.views.lines import measure_line
from assets.views.register_changes import register_changes
from assets.views.returns import return_line
from assets.views.risks import risks
from assets.views.supplied import supplied_ratings
from assets.views.wording import moment_text, named
from report_templates import sections as view
from sources.framework.measures import Measure
from sources.framework.owed import Section

_COUNTED_IN_PART = (
    "Values are counted over each whole return, errors and warnings only over what this report "
    "covers."
)


def summary(context: Context) -> view.SummarySection:
    framework = context.framework
    measures, actions = (
        list(framework.measures.values()),
        list(framework.actions.values()),
    )
    shared = any(len(m.priorities) > 1 for m in measures)
    return view.SummarySection(
        headlines=tuple(_headlines(context)),
        measures=measure_counts(context, measures, "All measures", "measures"),
        actions=action_counts(context, actions, "All key actions", "actions") if actions else None,
        by_priority=tuple(
            measure_counts(
                context,
                [m for m in measures if p.id in m.priorities],
                p.name,
                f"priority-{p.id}",
            )
            for p in framework.priorities.values()
        ),
        # Ruling 24.
        note="A measure that serves two priorities counts in both, and once in the council's "
        "total, so the priorities add to more than the total."
        if shared
        else None,
        by_holder=holder_counts(context),
    )


def _headlines(context: Context) -> list[str]:
    returns, lines = context.framework.returns, _performance(context)
    words = {
        "missing": "has not come.",
        "late": "came late.",
        "not due yet": "is not due yet.",
        "nothing due": "has nothing due in this period.",
    }
    for status in context.results.statuses:
        name = returns[status.slot.rsplit(".", 1)[1]].name
        if status.status in words:
            lines.append(f"{name} {words[status.status]}")
            rated = any(r.rating for r in context.results.ratings if r.slot == status.slot)
            has_measures = bool(context.whole.measures_of(status.slot.rsplit(".", 1)[1]))
            if status.status == "missing" and has_measures and not rated:
                lines[-1] = f"{name} has not come: its measures cannot be rated."
        if any(
            r.status == Unrated.QUERIED and r.slot == status.slot for r in context.results.ratings
        ):
            lines.append(f"{name} has figures that are queried and not rated.")
        if status.submissions and not status.is_confirmed:
            lines.append(f"{name} is not signed off: its figures are unconfirmed.")
    return lines


def _performance(context: Context) -> list[str]:
    """The worst and the best ratings by name; numbers stand in the counts, where they have ids."""
    levels = context.framework.measure_scheme.ratings
    lines = []
    for level in (levels[-1], levels[0]):
        names = [m.name for m in by_variance(context, level.id, is_worst_first=level is levels[-1])]
        if names:
            lines.append(f"Rated {level.word}: {named(names)}.")
    return lines


def priorities(context: Context) -> view.PrioritiesSection:
    framework = context.framework
    parts = []
    for priority in framework.priorities.values():
        measures = [m for m in framework.measures.values() if priority.id in m.priorities]
        parts.append(
            view.PriorityPart(
                id=priority.id,
                name=priority.name,
                counts=measure_counts(context, measures, priority.name, f"priority-{priority.id}"),
                measures=tuple(measure_line(context, m, priority.id) for m in measures),
                actions=tuple(
                    action_line(context, a)
                    for a in framework.actions.values()
                    if a.priority == priority.id
                ),
            )
        )
    return view.PrioritiesSection(tuple(parts))


def returns(context: Context) -> view.ReturnsSection:
    lines = tuple(return_line(context, status) for status in context.results.statuses)
    return view.ReturnsSection(lines, _COUNTED_IN_PART if context.covers else None)


def unrated(context: Context) -> view.UnratedSection:
    """Grouped by status; measures whose own reason says more carry it in brackets."""
    groups: dict[str, list[Measure]] = {}
    for measure in context.framework.measures.values():
        row = context.current[measure.id]
        if row.rating is None:
            groups.setdefault(row.status, []).append(measure)
    return view.UnratedSection(
        tuple(
            view.UnratedGroup(
                reason=status,
                count=context.book.count(
                    len(members),
                    "measures",
                    f"count-{status}",
                    f"Measures not rated: {status}",
                ),
                measures=tuple((m.id, m.name, context.current[m.id].reason or "") for m in members),
            )
            for status, members in sorted(groups.items())
        )
    )


def about(context: Context) -> view.AboutSection:
    framework, results = context.framework, context.results
    scheme = framework.measure_scheme
    stages = framework.timetable[results.close.period].stages
    return view.AboutSection(
        scheme=scheme.name,
        scheme_source=scheme.source,
        legend=tuple(_legend(context)),
        choices=scheme.choices,
        timetable=(
            *((stage.name, stage.words) for stage in stages),
            *((review.name, review.words) for review in framework.reviews.values()),
        ),
        made_from=(
            ("Close", str(results.close)),
            (
                "As at",
                f"ledger entry {results.point.seq}, {moment_text(results.point.at)}",
            ),
            ("Framework version", framework.digest),
            ("Inputs", results.inputs_digest),
            ("Software", f"Quarterday {results.code_version}"),
        ),
        provenance_note=framework.council.note,
        changed=register_changes(context),
    )


def _legend(context: Context) -> Iterator[view.LegendLine]:
    """Ratings of measures, best first; then those that only key actions have.

    A rating that both schemes call the same is explained once.
    """
    actions = {(lv.id, lv.word): lv for lv in context.framework.action_scheme.ratings}
    for level in context.framework.measure_scheme.ratings:
        same = actions.pop((level.id, level.word), None)
        yield view.LegendLine(
            mark=context.measure_mark(level.id),
            measures=level.meaning,
            actions=same.meaning if same else "not used for key actions",
            response=level.response,
        )
    for level in actions.values():
        yield view.LegendLine(
            mark=context.action_mark(level.id),
            measures="not used for measures",
            actions=level.meaning,
            response=level.response,
        )


BUILDERS: Mapping[Section, Callable[[Context], view.Section]] = {
    Section.SUMMARY: summary,
    Section.CHANGES: changes_section,
    Section.SUCCESSES: successes,
    Section.EXCEPTIONS: exceptions,
    Section.PRIORITIES: priorities,
    Section.KEY_ACTIONS: key_actions,
    Section.RISKS: risks,
    Section.BUDGET: budget,
    Section.KINDS: kinds,
    Section.BENCHMARKS: comparisons,
    Section.RETURNS: returns,
    Section.UNRATED: unrated,
    Section.SUPPLIED_RATINGS: supplied_ratings,
    Section.DATA_QUALITY: data_quality,
    Section.ABOUT: about,
}
