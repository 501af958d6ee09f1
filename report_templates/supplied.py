"""View models of the section that sets supplied ratings beside what can be computed."""

from dataclasses import dataclass

from report_templates.parts import Figure, Mark


@dataclass(frozen=True)
class SuppliedLine:
    """A measure's supplied rating beside the computed one, and how they compare."""

    id: str
    name: str
    actual: Figure | None
    no_value: str | None
    target: Figure | None
    supplied: Mark | None
    computed: Mark | None
    agreement: str
    explanation: str
    commentary: str | None


@dataclass(frozen=True)
class SuppliedCount:
    """How many measures compare alike."""

    agreement: str
    count: Figure


@dataclass(frozen=True)
class SuppliedSection:
    """Supplied ratings held against value and target; no lines where ratings are computed."""

    reason: str
    counts: tuple[SuppliedCount, ...]
    lines: tuple[SuppliedLine, ...]
