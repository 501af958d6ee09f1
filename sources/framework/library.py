"""The library of frameworks on this installation: which councils and years there are.

Folders are `<council>/<financial year>/`; each is read when it is first asked for. A folder of
libraries that councils share is no council.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from sources.framework.framework import Framework
from sources.framework.keys import (
    Close,
    Edition,
    FinancialYear,
    KeyProblem,
    Slot,
    check_id,
)
from sources.framework.load import load_folder
from sources.framework.plan import LIBRARIES

EXAMPLES = Path(__file__).parent.parent / "councils"


class UnknownKey(Exception):
    """A council, year, slot, close or edition that no framework here knows; says what is known."""


class Library:
    """Frameworks found under one or more folders; the first folder that has a year wins.

    `rules` are the ids of the checks that there are, so that none is switched off by a wrong name.
    """

    def __init__(self, folders: Sequence[Path] = (EXAMPLES,), rules: Collection[str] = ()) -> None:
        self._folders = tuple(folders)
        self._rules = frozenset(rules)
        self._loaded: dict[tuple[str, FinancialYear], Framework] = {}

    def councils(self) -> list[str]:
        return sorted({council for council, _ in self._known()})

    def years(self, council: str) -> list[FinancialYear]:
        """The financial years of a council that have a framework. Raises UnknownKey."""
        years = sorted(year for name, year in self._known() if name == council)
        if not years:
            raise UnknownKey(
                f"There is no council '{council}' here; known: "
                f"{', '.join(self.councils()) or 'none'}."
            )
        return years

    def get(self, council: str, year: FinancialYear) -> Framework:
        """A council's framework. Raises UnknownKey or FrameworkProblems."""
        key = (council, year)
        if key not in self._loaded:
            years = self.years(council)
            if year not in years:
                raise UnknownKey(
                    f"{council} has no framework for {year}; it has {', '.join(map(str, years))}."
                )
            framework = load_folder(self._known()[key], self._rules)
            if (framework.council.id, framework.year) != key:
                raise UnknownKey(
                    f"The folder {council}/{year} holds the framework of "
                    f"{framework.council.id} {framework.year}: rename one of them."
                )
            self._loaded[key] = framework
        return self._loaded[key]

    def frameworks(self, council: str) -> list[Framework]:
        """A council's frameworks in order of year."""
        return [self.get(council, year) for year in self.years(council)]

    def of_close(self, close: Close) -> Framework:
        """The framework that names a close. Raises UnknownKey."""
        for framework in self.frameworks(close.council):
            if close in framework.closes:
                return framework
        known = [str(c.period) for f in self.frameworks(close.council) for c in f.closes]
        raise UnknownKey(
            f"{close.council} has no reporting period {close.period}; it has {', '.join(known)}."
        )

    def of_slot(self, slot: Slot) -> Framework:
        """The framework that names a slot. Raises UnknownKey."""
        frameworks = self.frameworks(slot.council)
        for framework in frameworks:
            if slot in framework.slots:
                return framework
        returns = sorted({name for framework in frameworks for name in framework.returns})
        periods = sorted({s.period for framework in frameworks for s in framework.slots})
        raise UnknownKey(
            f"No return '{slot.return_id}' of {slot.council} is owed for {slot.period}; its "
            f"returns are {', '.join(returns)}, its periods {', '.join(map(str, periods))}."
        )

    def knows(self, slot: Slot) -> bool:
        """Whether a framework names a slot; a return may have been given up or renamed since."""
        return any(slot in framework.slots for framework in self.frameworks(slot.council))

    def of_edition(self, edition: Edition) -> Framework:
        """The framework whose timetable confirms an edition. Raises UnknownKey."""
        for framework in self.frameworks(edition.council):
            if edition in framework.editions:
                return framework
        raise UnknownKey(f"No timetable here confirms an edition {edition}.")

    def _known(self) -> dict[tuple[str, FinancialYear], Path]:
        found: dict[tuple[str, FinancialYear], Path] = {}
        for folder in self._folders:
            for path in sorted(folder.glob("*/*")) if folder.is_dir() else ():
                if path.parent.name == LIBRARIES:
                    continue
                try:
                    key = (check_id(path.parent.name, "council"), FinancialYear.parse(path.name))
                except KeyProblem:
                    continue
                found.setdefault(key, path)
        return found
