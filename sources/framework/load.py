"""A framework folder, read and checked whole: a Framework, or every problem it has.

Shapes come from the models; this module adds what only shows across files: references, totals,
coverage.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from sources.framework.base import Record, by_id
from sources.framework.framework import Framework
from sources.framework.keys import KeyProblem, Period
from sources.framework.measures import Measure, Procedure, Target
from sources.framework.owed import Layout, OwedReturn, ReportProduct, ReturnType
from sources.framework.places import (
    Document,
    FrameworkProblems,
    Path,
    Problem,
    read_table,
    read_yaml,
)
from sources.framework.plan import (
    Council,
    Department,
    KeyAction,
    Named,
    Plan,
    ResponsibleBody,
)
from sources.framework.schemes import ActionScheme, MeasureScheme
from sources.framework.timetable import PeriodTimetable
from sources.values import Unit

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
OPTIONAL_FILES = ("procedures.csv",)
_MAX_BYTES = 5_000_000
_R = TypeVar("_R", bound=Record)


def read_folder(folder: FilePath) -> dict[str, str]:
    """The texts of a framework folder's known files; a missing one is left out."""
    if not folder.is_dir():
        raise FrameworkProblems(
            [
                Problem(
                    str(folder),
                    1,
                    "There is no such folder.",
                    "Name a framework folder.",
                )
            ]
        )
    texts = {}
    for name in (*YAML_FILES, *TABLE_FILES, *OPTIONAL_FILES):
        path = folder / name
        if not path.is_file():
            continue
        if path.stat().st_size > _MAX_BYTES:
            raise FrameworkProblems([Problem(name, 1, "The file is over 5 MB.", "Shorten it.")])
        try:
            texts[name] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            problem = Problem(name, 1, "The file is not UTF-8 text.", "Save it as UTF-8.")
            raise FrameworkProblems([problem]) from None
    return texts


def load_folder(folder: FilePath) -> Framework:
    """Read and check a framework folder. Raises FrameworkProblems with every problem found."""
    return load(read_folder(folder))


def load(texts: Mapping[str, str]) -> Framework:
    """Check the texts of a framework's files and cross-reference them."""
    reader = _Reader(texts)
    council = reader.one("council.yaml", "council", Council)
    plan = reader.one("plan.yaml", "plan", Plan)
    measure_scheme = reader.one("schemes.yaml", "measures", MeasureScheme)
    action_scheme = reader.one("schemes.yaml", "actions", ActionScheme)
    departments = reader.many("departments.yaml", "departments", Department)
    outcomes = reader.many("plan.yaml", "outcomes", Named)
    priorities = reader.many("plan.yaml", "priorities", Named)
    bodies = reader.many("plan.yaml", "bodies", ResponsibleBody)
    actions = reader.many("actions.yaml", "actions", KeyAction)
    timetable = reader.many("timetable.yaml", "periods", PeriodTimetable, key="period")
    returns = reader.many("returns.yaml", "returns", OwedReturn)
    layouts = reader.many("returns.yaml", "layouts", Layout)
    products = reader.many("products.yaml", "products", ReportProduct)
    measures = reader.many("measures.csv", None, Measure)
    targets = reader.many("targets.csv", None, Target, key="measure")
    procedures = reader.many("procedures.csv", None, Procedure, key="measure")
    reader.stop_on_problems()
    assert council and plan and measure_scheme and action_scheme
    framework = Framework(
        council=council,
        departments=by_id(departments),
        plan=plan,
        outcomes=by_id(outcomes),
        priorities=by_id(priorities),
        bodies=by_id(bodies),
        measures=by_id(measures),
        procedures={p.measure: p for p in procedures},
        targets={t.measure: t for t in targets},
        actions=by_id(actions),
        measure_scheme=measure_scheme,
        action_scheme=action_scheme,
        timetable={t.period: t for t in timetable},
        returns=by_id(returns),
        layouts=by_id(layouts),
        products=by_id(products),
        digest=digest_of(texts),
        files=dict(texts),
    )
    reader.problems.extend(_cross_check(framework, reader.place))
    reader.stop_on_problems()
    return framework


def digest_of(texts: Mapping[str, str]) -> str:
    """sha256 over the files' names and texts."""
    return hashlib.sha256(canonical(texts)).hexdigest()


def canonical(texts: Mapping[str, str]) -> bytes:
    """The one byte form in which a framework version is archived."""
    return json.dumps(dict(texts), sort_keys=True, ensure_ascii=False).encode()


class _Reader:
    """Collects records and problems over all files, and remembers where each record stands."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self._documents: dict[str, Document] = {}
        self._places: dict[tuple[str, str], tuple[Document, Path]] = {}
        for name in (*YAML_FILES, *TABLE_FILES, *OPTIONAL_FILES):
            if name not in texts:
                if name not in OPTIONAL_FILES:
                    self.problems.append(Problem(name, 1, "The file is missing.", "Add it."))
                continue
            try:
                read = read_yaml if name.endswith(".yaml") else read_table
                self._documents[name] = read(name, texts[name])
            except FrameworkProblems as error:
                self.problems.extend(error.problems)
        for name, keys in YAML_FILES.items():
            self._check_top(name, keys)

    def _check_top(self, name: str, keys: set[str]) -> None:
        document = self._documents.get(name)
        if document is None:
            return
        if not isinstance(document.data, dict):
            wanted = ", ".join(sorted(keys))
            self.problems.append(Problem(name, 1, "No entries found.", f"Begin with {wanted}."))
            del self._documents[name]
            return
        for key in sorted(set(document.data) - keys):
            line = document.line((key,))
            mend = f"This file holds {', '.join(sorted(keys))}."
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
        records: dict[Any, _R] = {}
        for number, entry in enumerate(entries):
            record = self._build(document, (*path, number), entry, model)
            if record is None:
                continue
            name = getattr(record, key)
            if name in records:
                line = document.line((*path, number))
                self.problems.append(
                    Problem(
                        file,
                        line,
                        f"'{name}' stands in this file twice.",
                        "Remove or rename one.",
                    )
                )
            records[name] = record
            self._places[(model.__name__, str(name))] = (document, (*path, number))
        return list(records.values())

    def _build(self, document: Document, path: Path, entry: Any, model: type[_R]) -> _R | None:
        if not isinstance(entry, dict):
            problem = Problem(
                document.file,
                document.line(path),
                "This entry has no fields.",
                "Write 'field: value' lines.",
            )
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
            for detail in error.errors():
                loc = tuple(part for part in detail["loc"] if isinstance(part, str | int))
                self.problems.append(_problem(document, (*path, *loc), detail, model))
        except KeyProblem as error:
            self.problems.append(
                Problem(document.file, document.line(path), f"{error}.", "Correct it.")
            )
        return None

    def place(self, model: type[Record], name: str, field: str = "") -> tuple[str, int]:
        document, path = self._places[(model.__name__, name)]
        return document.file, document.line((*path, field))

    def stop_on_problems(self) -> None:
        if self.problems:
            raise FrameworkProblems(self.problems)


def _model_at(model: type[Record], loc: tuple[Any, ...]) -> type[Record]:
    """The model of the entry that holds the last part of `loc`."""
    for part in loc[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            inner = [model.model_fields[part].annotation]
            while inner:
                kind = inner.pop()
                if isinstance(kind, type) and issubclass(kind, Record):
                    model = kind
                    break
                inner.extend(get_args(kind))
    return model


def _problem(document: Document, path: Path, detail: Any, model: type[Record]) -> Problem:
    line = document.line(path)
    field = ".".join(
        str(part) for part in path[1 if len(path) > 1 else 0 :] if isinstance(part, str)
    )
    kind, given = detail["type"], detail.get("input")
    fields = ", ".join(_model_at(model, detail["loc"]).model_fields)
    if kind == "missing":
        return Problem(document.file, line, f"'{field or path[-1]}' is missing.", "Add it.")
    if kind == "extra_forbidden":
        return Problem(document.file, line, f"'{path[-1]}' is not known here.", f"Known: {fields}.")
    message = detail["msg"].removeprefix("Value error, ")
    shown = f" (found {str(given)[:60]!r})" if isinstance(given, str) else ""
    where = f"{field}: " if field else ""
    return Problem(document.file, line, f"{where}{message}{shown}.", "Correct it.")


Place = Callable[..., tuple[str, int]]


def _cross_check(framework: Framework, place: Place) -> Iterator[Problem]:
    if not framework.measures:
        yield Problem("measures.csv", 1, "There are no measures.", "Add a row for each measure.")
    yield from _references(framework, place)
    yield from _targets(framework, place)
    yield from _scheme(framework)
    yield from _owed(framework, place)


def _references(fw: Framework, place: Place) -> Iterator[Problem]:
    """Every id that one record uses must be another record's own."""
    services = {d.id: {s.id for s in d.services} for d in fw.departments.values()}
    wanted: list[tuple[type[Record], str, str, Iterable[str | None], Iterable[str]]] = []
    for m in fw.measures.values():
        wanted += [
            (Measure, m.id, "department", [m.department], fw.departments),
            (Measure, m.id, "service", [m.service], services.get(m.department, ())),
            (Measure, m.id, "body", [m.body], fw.bodies),
            (Measure, m.id, "outcomes", m.outcomes, fw.outcomes),
            (Measure, m.id, "priorities", m.priorities, fw.priorities),
        ]
    for a in fw.actions.values():
        wanted += [
            (KeyAction, a.id, "priority", [a.priority], fw.priorities),
            (KeyAction, a.id, "outcome", [a.outcome], fw.outcomes),
            (KeyAction, a.id, "department", [a.department], fw.departments),
            (KeyAction, a.id, "body", [a.body], fw.bodies),
            (KeyAction, a.id, "measures", a.measures, fw.measures),
        ]
    wanted += [(Target, t, "measure", [t], fw.measures) for t in fw.targets]
    wanted += [(Procedure, p, "measure", [p], fw.measures) for p in fw.procedures]
    for r in fw.returns.values():
        wanted += [
            (OwedReturn, r.id, "departments", r.departments, fw.departments),
            (OwedReturn, r.id, "layout", [r.layout], fw.layouts),
        ]
    for model, name, field, used, known in wanted:
        for one in used:
            if one is not None and one not in known:
                file, line = place(model, name, field)
                message = f"'{name}' names {field} '{one}', which does not exist."
                yield Problem(file, line, message, f"Known: {_few(known)}.")


def _few(known: Iterable[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:12]) + (", ..." if len(names) > 12 else "") if names else "none"


def _targets(fw: Framework, place: Place) -> Iterator[Problem]:
    for name in sorted(set(fw.measures) - set(fw.targets)):
        file, line = place(Measure, name)
        mend = "Add its row to targets.csv; leave annual blank if no target is set, and say why."
        yield Problem(file, line, f"Measure '{name}' has no row in targets.csv.", mend)
    for name, target in fw.targets.items():
        measure = fw.measures.get(name)
        if measure is None or target.annual is None:
            continue
        file, line = place(Target, name)
        if measure.is_cumulative and target.q1 is None:
            mend = "Give q1 to q4, year to date."
            yield Problem(file, line, f"Cumulative measure '{name}' has no profile.", mend)
        if measure.is_cumulative and target.q4 is not None and target.q4 != target.annual:
            message = (
                f"The profile of '{name}' ends at {target.q4}, its annual target is "
                f"{target.annual}."
            )
            yield Problem(file, line, message, "Make q4 equal to annual.")
        limit = measure.unit is Unit.PERCENT and not measure.may_exceed_100
        if limit and any(
            v is not None and not 0 <= v <= 100 for v in (target.annual, *target.profile)
        ):
            mend = "Correct it, or set may_exceed_100 for the measure."
            yield Problem(
                file,
                line,
                f"A percentage target of '{name}' is outside 0 to 100.",
                mend,
            )


def _scheme(fw: Framework) -> Iterator[Problem]:
    scheme = fw.measure_scheme
    known = {level.id for level in scheme.ratings}
    used = [band.rating for band in scheme.bands] + [clause.rating for clause in scheme.clauses]
    used += [
        scheme.target_zero_met,
        *(scheme.supplied.ratings.values() if scheme.supplied else ()),
    ]
    for rating in sorted(set(used) - known):
        yield Problem(
            "schemes.yaml",
            1,
            f"Rating '{rating}' is used but not listed.",
            f"Known: {_few(known)}.",
        )


def _owed(fw: Framework, place: Place) -> Iterator[Problem]:
    recurring = [r for r in fw.returns.values() if r.return_type is ReturnType.DEPARTMENT]
    for department in fw.departments:
        senders = [r.id for r in recurring if department in r.departments]
        if len(senders) != 1:
            file, line = place(Department, department)
            message = f"Department '{department}' is in {len(senders)} department returns."
            yield Problem(file, line, message, "Put it in exactly one return of returns.yaml.")
    for period, entry in fw.timetable.items():
        file, line = place(PeriodTimetable, str(period))
        if period.year != fw.year:
            yield Problem(file, line, f"{period} is not in {fw.year}.", "Move it to its own year.")
        for owed in fw.returns.values():
            if owed.due_stage and entry.stage(owed.due_stage) is None:
                message = (
                    f"Return '{owed.id}' is due at stage '{owed.due_stage}', which {period} lacks."
                )
                yield Problem(
                    file,
                    line,
                    message,
                    "Add the stage, with precision none if it has no date.",
                )
        for product in fw.products.values():
            if entry.stage(product.issued_for) is None:
                message = (
                    f"Product '{product.id}' is issued for stage '{product.issued_for}', which "
                    f"{period} lacks."
                )
                yield Problem(
                    file,
                    line,
                    message,
                    "Add the stage, with precision none if it has no date.",
                )
    starts, ends = Period(fw.year, "FY").starts, Period(fw.year, "FY").ends
    if fw.plan.starts > starts or fw.plan.ends < ends:
        yield Problem(
            "plan.yaml",
            1,
            f"The plan is not in force for all of {fw.year}.",
            "Check its dates.",
        )
