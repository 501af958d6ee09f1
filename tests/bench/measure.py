"""How things are measured: rivals take turns over the same work, so that a busy machine is shared
fairly between them."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """A ratio with its goal, in words; printed as soon as it is known."""

    what: str
    value: float
    unit: str
    goal: float | None

    @property
    def is_met(self) -> bool:
        return self.goal is None or self.value <= self.goal

    @property
    def words(self) -> str:
        said = f"{self.what}: {self.value:.2f}{self.unit}"
        if self.goal is None:
            return said
        return f"{said} (goal: at most {self.goal:g}{self.unit})"

    def told(self) -> "Measured":
        print(f"  {self.words}", flush=True)
        return self


def taking_turns(
    rivals: Mapping[str, Callable[[bytes], object]], work: Sequence[bytes]
) -> dict[str, float]:
    """Seconds that each rival took for all the work, one piece after the other in turn."""
    spent = dict.fromkeys(rivals, 0.0)
    for piece in work:
        for name, rival in rivals.items():
            began = time.perf_counter()
            rival(piece)
            spent[name] += time.perf_counter() - began
    return spent
