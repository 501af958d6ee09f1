"""The section of risks: how each stands at the period's end, and what of the worst has none."""

from collections.abc import Iterator, Sequence

from assets.analysis.risks import Movement, Span, Standing, is_done, span_of, standing
from assets.views.context import Context
from assets.views.risk_origins import RiskOrigins
from assets.views.wording import body_text
from report_templates.parts import Figure, Mark
from report_templates.plan_sections import (
    LevelLine,
    MitigationLine,
    RiskLine,
    RisksSection,
    UnlinkedLine,
)
from sources.framework.day_rules import day_text
from sources.framework.risks import Assessment, Mitigation, Risk, RiskLevel, RiskMatrix
from sources.returns.assessment_rows import Part

_GROUP = "Risks"


def risks(context: Context) -> RisksSection:
    """The register in scope, the highest score first; nothing but that if there is none."""
    framework, matrix = context.framework, context.framework.risk_matrix
    if matrix is None:
        return RisksSection(is_kept=False)
    span = span_of(context.results.close.period, framework.timetable, context.today)
    origins = RiskOrigins(context)
    found = [one for r in origins.risks if (one := standing(r, matrix, span))]
    found.sort(key=lambda one: (one.movement is Movement.CLOSED, -one.now.score))
    still_open = [one for one in found if one.movement is not Movement.CLOSED]
    worst = list(_worst(context))
    linked = _linked(context, span)
    book = context.book
    return RisksSection(
        is_kept=True,
        until=day_text(span.until),
        since=day_text(span.before),
        day=day_text(span.today),
        levels=tuple(_level(context, matrix, level, still_open) for level in _by_score(matrix)),
        lines=tuple(_line(context, origins, one, span) for one in found),
        overdue=book.count(
            sum(len(one.overdue) for one in still_open),
            "risks",
            "mitigations overdue",
            "Mitigations of open risks that are overdue",
            _GROUP,
            [f"{m.name} ({one.risk.name})" for one in still_open for m in one.overdue],
        ),
        escalated=book.count(
            sum(one.is_escalated for one in still_open),
            "risks",
            "escalated",
            "Risks that have reached a worse level",
            _GROUP,
            [one.risk.name for one in still_open if one.is_escalated],
        ),
        linked=book.count(
            sum(item in linked for item, _ in worst),
            "risks",
            "worst linked",
            "Measures and key actions with the worst rating that have an open risk",
            _GROUP,
            [line.name for item, line in worst if item in linked],
        ),
        worst=book.count(
            len(worst),
            "risks",
            "worst rated",
            "Measures and key actions with the worst rating",
            _GROUP,
            [line.name for _, line in worst],
        ),
        unlinked=tuple(line for item, line in worst if item not in linked),
    )


def _by_score(matrix: RiskMatrix) -> list[RiskLevel]:
    return sorted(matrix.levels, key=lambda level: -level.score_at_least)


def _mark(level: RiskLevel) -> Mark:
    return Mark(level.id, level.word, level.symbol, level.colour)


def _level(
    context: Context, matrix: RiskMatrix, level: RiskLevel, found: Sequence[Standing]
) -> LevelLine:
    mine = [one.risk.name for one in found if matrix.level(one.now.score) == level]
    return LevelLine(
        mark=_mark(level),
        count=context.book.count(
            len(mine), "risks", f"count-{level.id}", f"Open risks at {level.word}", _GROUP, mine
        ),
        from_score=context.book.enter(
            str(level.score_at_least),
            "risks",
            f"level-{level.id}",
            what=f"The lowest score of {level.word}",
            how="It stands in risks.yaml, matrix.",
            group=_GROUP,
        ),
        meaning=level.meaning,
    )


def _line(context: Context, origins: RiskOrigins, one: Standing, span: Span) -> RiskLine:
    risk, framework = one.risk, context.framework
    now, matrix = one.now, framework.risk_matrix
    assert matrix is not None
    return RiskLine(
        id=risk.id,
        name=risk.name,
        description=risk.description,
        kind=risk.kind,
        owner=risk.owner,
        department=framework.departments[risk.department].name,
        body=body_text(framework, risk.body),
        likelihood=_step(context, origins, risk, now, Part.LIKELIHOOD),
        likelihood_word=matrix.likelihood[now.likelihood - 1],
        impact=_step(context, origins, risk, now, Part.IMPACT),
        impact_word=matrix.impact[now.impact - 1],
        score=_score(context, origins, risk, now, "score"),
        level=_mark(matrix.level(now.score)),
        assessed=day_text(now.on),
        movement=_movement(one),
        was=_score(context, origins, risk, one.before, "score before") if one.before else None,
        was_level=_mark(matrix.level(one.before.score)) if one.before else None,
        is_escalated=one.is_escalated,
        is_closed=one.movement is Movement.CLOSED,
        mitigations=tuple(_mitigation(m, one, span) for m in risk.mitigations),
        priorities=tuple(framework.priorities[p].name for p in risk.priorities),
        measures=tuple(
            framework.measures[m].name for m in risk.measures if m in framework.measures
        ),
        actions=tuple(framework.actions[a].name for a in risk.actions if a in framework.actions),
    )


def _movement(one: Standing) -> str:
    if one.movement is Movement.CLOSED and one.risk.closed_on is not None:
        return f"closed on {day_text(one.risk.closed_on)}"
    return one.movement.value


def _step(
    context: Context, origins: RiskOrigins, risk: Risk, found: Assessment, part: Part
) -> Figure:
    return context.book.enter(
        str(found.likelihood if part is Part.LIKELIHOOD else found.impact),
        f"risk-{risk.id}",
        part.value,
        what=f"{part.capitalize()} of the risk '{risk.name}'",
        how=f"as assessed on {day_text(found.on)}. {origins.how(risk, found)}",
        group=_GROUP,
        refs=origins.refs(risk, found, Part.ASSESSED_ON, part),
    )


def _score(
    context: Context, origins: RiskOrigins, risk: Risk, found: Assessment, quantity: str
) -> Figure:
    return context.book.enter(
        str(found.score),
        f"risk-{risk.id}",
        quantity,
        what=f"Score of the risk '{risk.name}', assessed on {day_text(found.on)}",
        how=f"likelihood {found.likelihood} \u00d7 impact {found.impact}. "
        f"{origins.how(risk, found)}",
        group=_GROUP,
        refs=origins.refs(risk, found),
    )


def _mitigation(mitigation: Mitigation, one: Standing, span: Span) -> MitigationLine:
    is_overdue = mitigation in one.overdue
    if mitigation.done_on is not None and is_done(mitigation, span.today):
        state = f"done on {day_text(mitigation.done_on)}"
    elif is_overdue:
        state = "overdue"
    else:
        state = "not done when the risk was closed" if one.movement is Movement.CLOSED else "ahead"
    return MitigationLine(mitigation.name, day_text(mitigation.due), state, is_overdue)


def _worst(context: Context) -> Iterator[tuple[str, UnlinkedLine]]:
    """What has the last rating of its scheme, each under a key that no other can have."""
    framework = context.framework
    measure_worst = framework.measure_scheme.ratings[-1].id
    action_worst = framework.action_scheme.ratings[-1].id
    for measure in framework.measures.values():
        if context.current[measure.id].rating == measure_worst:
            mark = context.measure_mark(measure_worst)
            yield f"measure {measure.id}", UnlinkedLine(measure.name, "measure", mark)
    for action in framework.actions.values():
        if context.actions[action.id].rating == action_worst:
            mark = context.action_mark(action_worst)
            yield f"action {action.id}", UnlinkedLine(action.name, "key action", mark)


def _linked(context: Context, span: Span) -> set[str]:
    """What an open risk of any body is linked to: another committee's risk is a risk, too."""
    matrix = context.whole.risk_matrix
    linked: set[str] = set()
    for risk in context.whole.risks.values() if matrix else ():
        one = standing(risk, matrix, span) if matrix else None
        if one is not None and one.movement is not Movement.CLOSED:
            linked |= {f"measure {m}" for m in risk.measures}
            linked |= {f"action {a}" for a in risk.actions}
    return linked
