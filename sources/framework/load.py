"""A framework folder, read and checked whole: a Framework, or every problem it has.

Shapes come from the models; this module adds what only shows across files: references, totals,
coverage.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path as FilePath

from sources.framework.base import by_id
from sources.framework.borrowed import LIBRARY_FILES, PREFIX
from sources.framework.boundaries import boundary_files, read_boundary_file
from sources.framework.breakdowns import Breakdown, PartTarget
from sources.framework.changes import DefinitionChange, TargetChange, by_measure
from sources.framework.comparators import ComparatorGroup
from sources.framework.cross_check import cross_check
from sources.framework.doubts import doubts
from sources.framework.forecasting import ForecastRules
from sources.framework.framework import Framework
from sources.framework.handovers import Handover
from sources.framework.keys import FinancialYear, KeyProblem, check_id
from sources.framework.layouts import Layout
from sources.framework.measures import Measure
from sources.framework.owed import OwedReturn, ReportProduct
from sources.framework.people import Deputy, Officer, People, SeparationException
from sources.framework.places import (
    FrameworkProblems,
    Problem,
    read_yaml,
)
from sources.framework.plan import (
    LIBRARIES,
    Council,
    Department,
    KeyAction,
    Named,
    Plan,
    ResponsibleBody,
)
from sources.framework.procedures import Procedure
from sources.framework.quality import CheckRules
from sources.framework.reader import (
    OPTIONAL_FILES,
    OPTIONAL_YAML,
    TABLE_FILES,
    YAML_FILES,
    Reader,
)
from sources.framework.reorganisations import Reorganisation
from sources.framework.risks import Risk, RiskMatrix
from sources.framework.schemes import ActionScheme, MeasureScheme
from sources.framework.scorecards import ScorecardRules
from sources.framework.targets import Target
from sources.framework.timetable import PeriodTimetable, Review

_MAX_BYTES = 5_000_000


def read_folder(folder: FilePath) -> dict[str, str]:
    """The texts of a framework folder's known files, and of those with boundaries that they name; a
    missing one is left out."""
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
    for name in (*YAML_FILES, *TABLE_FILES, *OPTIONAL_FILES, *OPTIONAL_YAML):
        if (text := _text(folder / name, name)) is not None:
            texts[name] = text
    library = _library_folder(folder, texts)
    for name in LIBRARY_FILES:
        if library is not None and (text := _text(library / name, PREFIX + name)) is not None:
            texts[PREFIX + name] = text
    for name in boundary_files(texts):
        if (text := read_boundary_file(folder / name)) is not None:
            texts[name] = text
    return texts


def _text(path: FilePath, name: str) -> str | None:
    """A file's text; None if there is no such file."""
    if not path.is_file():
        return None
    if path.stat().st_size > _MAX_BYTES:
        raise FrameworkProblems([Problem(name, 1, "The file is over 5 MB.", "Shorten it.")])
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem(name, 1, "The file is not UTF-8 text.", "Save it as UTF-8.")
        raise FrameworkProblems([problem]) from None


def _library_folder(folder: FilePath, texts: Mapping[str, str]) -> FilePath | None:
    """The folder of the library that `council.yaml` names; None where it names none.

    A name that is not in order is for `load` to complain of.
    """
    try:
        document = read_yaml("council.yaml", texts.get("council.yaml", ""))
        library = str(document.data["council"]["library"])
        year = FinancialYear.parse(document.data["council"]["financial_year"])
        check_id(library, "the library")
    except (FrameworkProblems, KeyProblem, KeyError, TypeError):
        return None
    return folder.resolve().parent.parent / LIBRARIES / library / str(year)


def load_folder(folder: FilePath, rules: Collection[str] = ()) -> Framework:
    """Read and check a framework folder. Raises FrameworkProblems with every problem found.

    `rules` are the ids of the rules that there are, if they are to be checked too.
    """
    return _loaded(tuple(read_folder(folder).items()), frozenset(rules))


@lru_cache(maxsize=32)
def _loaded(texts: tuple[tuple[str, str], ...], rules: frozenset[str]) -> Framework:
    """Who lives long opens the same files over and over: the same texts, the same framework."""
    return load(dict(texts), rules)


def load(texts: Mapping[str, str], rules: Collection[str] = ()) -> Framework:
    """Check the texts of a framework's files and cross-reference them. Raises FrameworkProblems."""
    framework, reader = _built(texts, rules)
    reader.problems.extend(cross_check(framework, reader.place))
    reader.stop_on_problems()
    return framework


def load_kept(texts: Mapping[str, str]) -> Framework:
    """A version that is kept with earlier closes. It was checked when it was taken: what is refused
    across files by now, or a rule that is gone, does not keep old results from being rebuilt."""
    return _built(texts, ())[0]


def load_with_doubts(
    folder: FilePath, rules: Collection[str] = ()
) -> tuple[Framework, list[Problem]]:
    """As `load_folder`, with what is taken and yet may not be what the council means."""
    framework, reader = _built(read_folder(folder), rules)
    reader.problems.extend(cross_check(framework, reader.place))
    reader.stop_on_problems()
    return framework, sorted(doubts(framework, reader.place))


def _built(texts: Mapping[str, str], rules: Collection[str]) -> tuple[Framework, Reader]:
    """A framework whose entries are each in order, and the reader that knows where they stand."""
    reader = Reader(texts)
    council = reader.one("council.yaml", "council", Council)
    plan = reader.one("plan.yaml", "plan", Plan)
    measure_scheme = reader.one("schemes.yaml", "measures", MeasureScheme)
    action_scheme = reader.one("schemes.yaml", "actions", ActionScheme)
    departments = reader.many("departments.yaml", "departments", Department)
    outcomes = reader.many("plan.yaml", "outcomes", Named)
    priorities = reader.many("plan.yaml", "priorities", Named)
    bodies = reader.many("plan.yaml", "bodies", ResponsibleBody)
    handovers = reader.many("plan.yaml", "handovers", Handover)
    actions = reader.many("actions.yaml", "actions", KeyAction)
    timetable = reader.many("timetable.yaml", "periods", PeriodTimetable, key="period")
    reviews = reader.many("timetable.yaml", "reviews", Review)
    returns = reader.many("returns.yaml", "returns", OwedReturn)
    layouts = reader.many("returns.yaml", "layouts", Layout)
    products = reader.many("products.yaml", "products", ReportProduct)
    measures = reader.many("measures.csv", None, Measure)
    targets = reader.many("targets.csv", None, Target, key="measure")
    procedures = reader.many("procedures.csv", None, Procedure, key="measure")
    target_changes = reader.many("target_changes.csv", None, TargetChange, key="key")
    definition_changes = reader.many("definition_changes.csv", None, DefinitionChange, key="key")
    matrix = reader.one("risks.yaml", "matrix", RiskMatrix)
    risks = reader.many("risks.yaml", "risks", Risk)
    checking = reader.one("quality.yaml", "checks", CheckRules) or CheckRules()
    reader.problems.extend(_unknown_rules(checking, rules, reader))
    officers = reader.many("people.yaml", "officers", Officer)
    deputies = reader.many("people.yaml", "deputies", Deputy)
    exceptions = reader.many("people.yaml", "exceptions", SeparationException)
    breakdowns = reader.many("breakdowns.yaml", "breakdowns", Breakdown)
    reorganisations = reader.many("breakdowns.yaml", "reorganisations", Reorganisation)
    part_targets = reader.many("breakdowns.yaml", "part_targets", PartTarget, key="key")
    groups = reader.many("comparator_groups.yaml", "groups", ComparatorGroup)
    scorecard = reader.one("quality.yaml", "scorecard", ScorecardRules) or ScorecardRules()
    forecasting = reader.one("schemes.yaml", "forecasts", ForecastRules) or ForecastRules()
    reader.problems.extend(_no_library(council, texts, reader))
    reader.stop_on_problems()
    assert council and plan and measure_scheme and action_scheme
    framework = Framework(
        council=council,
        departments=by_id(departments),
        plan=plan,
        outcomes=by_id(outcomes),
        priorities=by_id(priorities),
        bodies=by_id(bodies),
        handovers=by_id(handovers),
        measures=by_id(measures),
        procedures={p.measure: p for p in procedures},
        targets={t.measure: t for t in targets},
        target_changes=by_measure(target_changes),
        definition_changes=by_measure(definition_changes),
        actions=by_id(actions),
        measure_scheme=measure_scheme,
        action_scheme=action_scheme,
        timetable={t.period: t.reckoned(council.closure_days) for t in timetable},
        returns=by_id(returns),
        layouts=by_id(layouts),
        products=by_id(products),
        digest=digest_of(texts),
        files=dict(texts),
        reviews=by_id(reviews),
        risk_matrix=matrix,
        risks=by_id(risks),
        checking=checking,
        people=People(by_id(officers), by_id(deputies), by_id(exceptions)),
        breakdowns=by_id(breakdowns),
        reorganisations=by_id(reorganisations),
        part_targets={(t.measure, t.part): t for t in part_targets},
        scorecard=scorecard,
        forecasting=forecasting,
        comparator_groups=by_id(groups),
    )
    return framework, reader


def _no_library(council: Council | None, texts: Mapping[str, str], reader: Reader) -> list[Problem]:
    if council is None or council.library is None or PREFIX + "measures.csv" in texts:
        return []
    file, line = reader.place_of("council.yaml", ("council", "library"))
    message = f"There is no library '{council.library}' for {council.year}."
    where = f"{LIBRARIES}/{council.library}/{council.year}/measures.csv"
    mend = f"Put its measures into {where}, beside the folders of councils."
    return [Problem(file, line, message, mend)]


def _unknown_rules(checking: CheckRules, rules: Collection[str], reader: Reader) -> list[Problem]:
    path = ("checks", "switched_off")
    return [
        Problem(
            *reader.place_of("quality.yaml", (*path, number, "rule")),
            f"There is no rule '{off.rule}' to switch off.",
            "The data-quality guide lists the ids of all rules.",
        )
        for number, off in enumerate(checking.switched_off)
        if rules and off.rule not in rules
    ]


def digest_of(texts: Mapping[str, str]) -> str:
    """sha256 over the files' names and texts."""
    return hashlib.sha256(canonical(texts)).hexdigest()


def canonical(texts: Mapping[str, str]) -> bytes:
    """The one byte form in which a framework version is archived."""
    return json.dumps(dict(texts), sort_keys=True, ensure_ascii=False).encode()
