"""The part of a measure's page that says why its rating moved."""

from dataclasses import dataclass
from typing import ClassVar

from report_templates.parts import Mark, Words


@dataclass(frozen=True)
class MoveLine:
    """One move: since when, from which rating to which (None: not rated), and why.

    `labels` say what makes it no news of how well things are done.
    """

    since: str
    was: Mark | None
    now: Mark | None
    why: Words
    labels: tuple[str, ...]


@dataclass(frozen=True)
class MovesPart:
    """Since the period before, and since the draft before."""

    partial: ClassVar[str] = "moves"
    lines: tuple[MoveLine, ...]
    title: str = "Why the rating moved"
