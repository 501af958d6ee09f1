"""YAML and CSV read with the line of every entry, so that an error can say where it stands.

Syntax and places only: what the entries mean is `load` and the models. Every scalar stays text
until its model reads it, so `0.1` is exact and `no` is not a Boolean.
"""

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.resolver import Resolver

Path = tuple[str | int, ...]
_DEEPEST = 20
_NOTHING = ("", "~", "null")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a framework folder, and how to mend it."""

    file: str
    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.mend}"


class FrameworkProblems(Exception):
    """Everything found wrong with a framework folder; never empty."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Document:
    """A parsed file: plain data, and the line on which each path of it begins.

    `borrowed` holds the file and line of what was taken from another file.
    """

    file: str
    data: Any
    lines: Mapping[Path, int] = field(default_factory=dict)
    borrowed: Mapping[Path, tuple[str, int]] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of the longest known beginning of `path`."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1

    def place(self, path: Path) -> tuple[str, int]:
        """The file and line of `path`, wherever it was taken from."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.borrowed:
                return self.borrowed[path[:length]]
        return self.file, self.line(path)


def read_yaml(file: str, text: str) -> Document:
    """Read one YAML file; duplicate keys, aliases and tags are refused."""
    lines: dict[Path, int] = {}
    depth = 0
    events = []
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            events.append(event)
            here = _line(event.start_mark)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                # The parser needs quadratic time for deep nesting: stop before it takes it.
                raise FrameworkProblems(
                    [Problem(file, here, "Entries are nested too deeply.", "Write them flat.")]
                )
            if getattr(event, "tag", None) is not None:
                raise FrameworkProblems([Problem(file, here, "A tag is used.", "Leave it out.")])
            if isinstance(event, yaml.AliasEvent):
                raise FrameworkProblems(
                    [
                        Problem(
                            file,
                            here,
                            "An alias is used.",
                            "Write it out.",
                        )
                    ]
                )
        data = _plain(_Composed(events).get_single_node(), (), lines, file)
    except yaml.MarkedYAMLError as error:
        line = _line(error.problem_mark)
        message = f"This is not valid YAML: {error.problem}."
        raise FrameworkProblems(
            [
                Problem(
                    file,
                    line,
                    message,
                    "Check the indentation, quotes and colons there.",
                )
            ]
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise FrameworkProblems(
            [
                Problem(
                    file,
                    1,
                    "This is not valid YAML.",
                    "Save it again as plain UTF-8 text.",
                )
            ]
        ) from None
    return Document(file, data, lines)


class _Composed(Composer, Resolver):
    """Nodes of events that were parsed already: parsing is what takes the time."""

    def __init__(self, events: Iterable[yaml.Event]) -> None:
        Composer.__init__(self)
        Resolver.__init__(self)
        self._events = deque(events)

    def check_event(self, *choices: type[yaml.Event]) -> bool:
        return bool(self._events) and (not choices or isinstance(self._events[0], choices))

    def peek_event(self) -> yaml.Event:
        return self._events[0]

    def get_event(self) -> yaml.Event:
        return self._events.popleft()


def _line(mark: Any) -> int:
    """The line a parser's mark stands on; its C and Python kinds share no type."""
    return int(mark.line) + 1 if mark else 1


def _plain(node: yaml.Node | None, path: Path, lines: dict[Path, int], file: str) -> Any:
    if node is None:
        return None
    lines[path] = _line(node.start_mark)
    if isinstance(node, yaml.ScalarNode):
        return None if node.value in _NOTHING and node.style is None else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), lines, file) for i, item in enumerate(node.value)]
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        line = _line(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            raise FrameworkProblems([Problem(file, line, "A key is not text.", "Name it plainly.")])
        if key.value in mapping:
            raise FrameworkProblems(
                [
                    Problem(
                        file,
                        line,
                        f"'{key.value}' stands here twice.",
                        "Remove one of the two.",
                    )
                ]
            )
        mapping[key.value] = _plain(value, (*path, key.value), lines, file)
        lines[(*path, key.value)] = line
    return mapping


def read_table(file: str, text: str) -> Document:
    """Read one CSV file with a header row as a list of rows; blank cells are None."""
    lines: dict[Path, int] = {}
    rows: list[dict[str, str | None]] = []
    ragged: list[Problem] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for line, cells in _numbered(reader):
            if not rows and not lines:
                header = [cell.strip() for cell in cells]
                lines[()] = line
                repeated = {name for name in header if header.count(name) > 1}
                if repeated:
                    message = f"The heading '{min(repeated)}' stands twice."
                    raise FrameworkProblems([Problem(file, line, message, "Remove one.")])
                continue
            if len(cells) != len(header):
                message = f"This row has {len(cells)} cells, the heading {len(header)}."
                mend = "Check for a comma that wants quotes around its text."
                ragged.append(Problem(file, line, message, mend))
                continue
            lines[(len(rows),)] = line
            rows.append({n: c.strip() or None for n, c in zip(header, cells, strict=True)})
    except csv.Error as error:
        message = f"This is not a readable CSV table: {error}."
        raise FrameworkProblems(
            [Problem(file, reader.line_num, message, "Check the quotes on that line.")]
        ) from None
    if ragged:
        raise FrameworkProblems(ragged)
    return Document(file, rows, lines)


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank with the line each begins on (quoted cells may span lines)."""
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1
