"""View models of the sections about delivering the plan: key actions and risks.

As in `sections`: already rounded, worded and cleared for readers.
"""

from dataclasses import dataclass

from report_templates.parts import Figure, Mark


@dataclass(frozen=True)
class MilestoneLine:
    """A dated step: `state` says in words whether its day is past or ahead."""

    name: str
    due: str
    state: str


@dataclass(frozen=True)
class KeyActionLine:
    """A key action in full. `serves` are pairs of what it serves and the name of that."""

    id: str
    name: str
    department: str
    lead_officer: str
    body: str
    starts: str
    due: str
    mark: Mark | None
    unrated: str | None
    percent_complete: Figure | None
    forecast: str | None
    commentary: str | None
    notes: tuple[str, ...]
    serves: tuple[tuple[str, str], ...]
    milestones: tuple[MilestoneLine, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class KeyActionsSection:
    """Every key action with its milestones, as seen from a day."""

    day: str
    lines: tuple[KeyActionLine, ...]


@dataclass(frozen=True)
class LevelLine:
    """A level of risk: what it means, and how many open risks are at it."""

    mark: Mark
    count: Figure
    from_score: Figure
    meaning: str


@dataclass(frozen=True)
class MitigationLine:
    """Something done about a risk; `state` is in words, and says so if it is overdue."""

    name: str
    due: str
    state: str
    is_overdue: bool


@dataclass(frozen=True)
class RiskLine:
    """A risk as it stands, and as it stood: scores with their words, never a colour alone.

    `movement` is in words; `was` and `was_level` are empty for a new risk.
    """

    id: str
    name: str
    description: str
    kind: str
    owner: str
    department: str
    body: str
    likelihood: Figure
    likelihood_word: str
    impact: Figure
    impact_word: str
    score: Figure
    level: Mark
    assessed: str
    movement: str
    was: Figure | None
    was_level: Mark | None
    is_escalated: bool
    is_closed: bool
    mitigations: tuple[MitigationLine, ...]
    priorities: tuple[str, ...]
    measures: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True)
class UnlinkedLine:
    """A measure or key action with the worst rating that no risk is linked to."""

    name: str
    what: str
    mark: Mark


@dataclass(frozen=True)
class RisksSection:
    """The risk register at the end of a period; `is_kept` is no if the framework has none.

    `linked` of `worst` measures and key actions with the worst rating have an open risk.
    """

    is_kept: bool
    until: str = ""
    since: str = ""
    day: str = ""
    levels: tuple[LevelLine, ...] = ()
    lines: tuple[RiskLine, ...] = ()
    overdue: Figure | None = None
    escalated: Figure | None = None
    linked: Figure | None = None
    worst: Figure | None = None
    unlinked: tuple[UnlinkedLine, ...] = ()
