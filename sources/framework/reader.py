"""Entries of framework files built into records, remembering where each stands.

One reader per folder: it collects every problem of shape instead of stopping at the first.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from sources.framework.base import Record
from sources.framework.borrowed import LIBRARY_FILES, PREFIX, borrow, library_problems
from sources.framework.keys import KeyProblem
from sources.framework.places import (
    Document,
    FrameworkProblems,
    Path,
    Problem,
    read_table,
    read_yaml,
)
from sources.framework.refusals import refusals

YAML_FILES = {
    "council.yaml": {"council"},
    "departments.yaml": {"departments"},
    "plan.yaml": {"plan", "outcomes", "priorities", "bodies"},
    "actions.yaml": {"actions"},
    "schemes.yaml": {"measures", "actions"},
    "timetable.yaml": {"periods"},
    "returns.yaml": {"returns", "layouts"},
    "products.yaml": {"products"},
}
TABLE_FILES = ("measures.csv", "targets.csv")
OPTIONAL_FILES = ("procedures.csv", "target_changes.csv", "definition_changes.csv")
OPTIONAL_YAML: dict[str, set[str]] = {
    "risks.yaml": {"matrix", "risks"},
    "quality.yaml": set(),
    "people.yaml": {"officers"},
    "breakdowns.yaml": {"breakdowns"},
    "comparator_groups.yaml": {"groups"},
}
# Entries of a file that may be left out.
OPTIONAL_KEYS = {
    "plan.yaml": {"handovers"},
    "schemes.yaml": {"forecasts"},
    "timetable.yaml": {"reviews"},
    "quality.yaml": {"checks", "scorecard"},
    "people.yaml": {"deputies", "exceptions"},
    "breakdowns.yaml": {"reorganisations", "part_targets"},
}
_R = TypeVar("_R", bound=Record)


class Reader:
    """Collects records and problems over all files, and remembers where each record stands."""

    def __init__(
        self,
        texts: Mapping[str, str],
        yaml_files: Mapping[str, set[str]] = YAML_FILES,
        table_files: Sequence[str] = TABLE_FILES,
    ) -> None:
        self.problems: list[Problem] = []
        self._documents: dict[str, Document] = {}
        self._places: dict[tuple[str, str], tuple[Document, Path]] = {}
        shared = [PREFIX + name for name in LIBRARY_FILES]
        optional = {*OPTIONAL_FILES, *OPTIONAL_YAML, *shared}
        for name in (*yaml_files, *table_files, *OPTIONAL_FILES, *OPTIONAL_YAML, *shared):
            if name not in texts:
                if name not in optional:
                    self.problems.append(Problem(name, 1, "The file is missing.", "Add it."))
                continue
            try:
                read = read_table if name.endswith(".csv") else read_yaml
                self._documents[name] = read(name, texts[name])
            except FrameworkProblems as error:
                self.problems.extend(error.problems)
        for name, keys in (*yaml_files.items(), *OPTIONAL_YAML.items()):
            self._check_top(name, keys)
        for name, key in LIBRARY_FILES.items():
            if document := self._documents.get(PREFIX + name):
                self.problems.extend(library_problems(document, key))
        self._documents = borrow(self._documents)

    def _check_top(self, name: str, keys: set[str]) -> None:
        document = self._documents.get(name)
        if document is None:
            return
        if not isinstance(document.data, dict):
            wanted = ", ".join(sorted(keys or OPTIONAL_KEYS[name]))
            self.problems.append(Problem(name, 1, "No entries found.", f"Begin with {wanted}."))
            del self._documents[name]
            return
        known = keys | OPTIONAL_KEYS.get(name, set())
        for key in sorted(set(document.data) - known):
            line = document.line((key,))
            mend = f"This file holds {', '.join(sorted(known))}."
            self.problems.append(Problem(name, line, f"'{key}' is not known here.", mend))
        for key in sorted(keys - set(document.data)):
            self.problems.append(Problem(name, 1, f"'{key}' is missing.", "Add it."))

    def one(self, file: str, key: str, model: type[_R]) -> _R | None:
        document = self._documents.get(file)
        if document is None or key not in document.data:
            return None
        return self._build(document, (key,), document.data[key], model)

    def many(self, file: str, top: str | None, model: type[_R], key: str = "id") -> list[_R]:
        document = self._documents.get(file)
        if document is None:
            return []
        path: Path = () if top is None else (top,)
        entries = document.data if top is None else document.data.get(top)
        if entries is None:
            return []
        if not isinstance(entries, list):
            problem = Problem(
                file,
                document.line(path),
                f"'{top}' is not a list.",
                "Begin each entry with '- '.",
            )
            self.problems.append(problem)
            return []
        if top is None:
            entries = self._in_known_columns(document, model)
        records: dict[Any, _R] = {}
        for number, entry in enumerate(entries):
            record = self._build(document, (*path, number), entry, model)
            if record is None:
                continue
            name = getattr(record, key)
            if name in records:
                message = f"'{name}' stands in this file twice."
                place = document.place((*path, number))
                self.problems.append(Problem(*place, message, "Remove or rename one."))
            records[name] = record
            self._places[(model.__name__, str(name))] = (document, (*path, number))
        return list(records.values())

    def _in_known_columns(self, document: Document, model: type[Record]) -> list[Any]:
        """A table's rows without columns that nobody knows, each of which is said once."""
        unknown: dict[str, Path] = {}
        for number, row in enumerate(document.data):
            for column in row.keys() - model.model_fields.keys():
                unknown.setdefault(column, (number, column))
        known = ", ".join(model.model_fields)
        for column, path in unknown.items():
            file, line = document.place(path)
            line = document.line(()) if file == document.file else line
            message = f"'{column}' is not known here."
            self.problems.append(Problem(file, line, message, f"Known: {known}."))
        return [{n: v for n, v in row.items() if n not in unknown} for row in document.data]

    def _build(self, document: Document, path: Path, entry: Any, model: type[_R]) -> _R | None:
        if not isinstance(entry, dict):
            message = "This entry has no fields."
            problem = Problem(*document.place(path), message, "Write 'field: value' lines.")
            self.problems.append(problem)
            return None
        given = {
            name: value
            for name, value in entry.items()
            if value is not None or name not in model.model_fields
        }
        try:
            return model.model_validate(given)
        except ValidationError as error:
            self.problems.extend(refusals(document, path, error, model))
        except KeyProblem as error:
            self.problems.append(Problem(*document.place(path), f"{error}.", "Correct it."))
        return None

    def place(self, model: type[Record], name: str, *within: str | int) -> tuple[str, int]:
        """Where a record stands, or what lies within it: a field, its third entry, and so on."""
        document, path = self._places[(model.__name__, name)]
        return document.place((*path, *within))

    def place_of(self, file: str, path: Path) -> tuple[str, int]:
        """Where an entry of a file stands, or would stand."""
        document = self._documents.get(file)
        return document.place(path) if document else (file, 1)

    def stop_on_problems(self) -> None:
        if self.problems:
            raise FrameworkProblems(self.problems)
