"""View models of what is waived: findings that somebody accepts until a day."""

from dataclasses import dataclass

from report_templates.parts import Figure


@dataclass(frozen=True)
class WaivedLine:
    """One waived finding: where, what was found, until when it is accepted, by whom and why."""

    return_name: str
    measure: str | None
    severity: str
    place: str
    message: str
    until: str
    by: str
    reason: str


@dataclass(frozen=True)
class WaivedPart:
    """How many findings are waived, and which; a public report has the number only."""

    count: Figure
    lines: tuple[WaivedLine, ...]
