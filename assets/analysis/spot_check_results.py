"""What the spot checks of a close came to: draws, results, what is still to be done. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from assets.analysis.results import Decision
from sources.framework.keys import Close
from sources.spot_checks import (
    Method,
    Outcome,
    SpotCheckResult,
    SpotChecksDrawn,
    SpotChecksRecorded,
)


@dataclass(frozen=True)
class Draw:
    """One draw of a close and the newest result for each of its measures, if there is one."""

    seq: int
    actor: str
    drawn: SpotChecksDrawn
    results: Mapping[str, SpotCheckResult]

    @property
    def outstanding(self) -> tuple[str, ...]:
        return tuple(m for m in self.drawn.measures if m not in self.results)

    def of(self, outcome: Outcome) -> int:
        """How many checks ended so."""
        return Counter(r.result for r in self.results.values())[outcome.value]

    @property
    def wrong(self) -> int:
        """Values that differ, or cannot be shown from their evidence: both are errors."""
        return self.of(Outcome.DIFFERS) + self.of(Outcome.CANNOT_BE_SHOWN)

    @property
    def is_random(self) -> bool:
        return self.drawn.method == Method.RANDOM.value


def draws_of(
    close: Close, decisions: Iterable[Decision], only: Collection[str] | None = None
) -> list[Draw]:
    """A close's draws in the order made; with `only`, cut down to some measures."""
    drawn: dict[int, tuple[str, SpotChecksDrawn]] = {}
    results: dict[int, dict[str, SpotCheckResult]] = {}
    for one in decisions:
        if one.subject != close:
            continue
        if isinstance(one.body, SpotChecksDrawn):
            drawn[one.seq] = (one.actor, one.body)
        elif isinstance(one.body, SpotChecksRecorded):
            held = results.setdefault(one.body.drawn, {})
            held.update({m: SpotCheckResult(**r) for m, r in one.body.results.items()})
    return [
        _cut_down(Draw(seq, actor, body, results.get(seq, {})), only)
        for seq, (actor, body) in sorted(drawn.items())
    ]


def _cut_down(draw: Draw, only: Collection[str] | None) -> Draw:
    if only is None:
        return draw
    kept = tuple(m for m in draw.drawn.measures if m in only)
    body = SpotChecksDrawn(**{**vars(draw.drawn), "measures": kept})
    return Draw(draw.seq, draw.actor, body, {m: r for m, r in draw.results.items() if m in only})
