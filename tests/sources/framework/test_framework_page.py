"""The page for those who write a framework names all that the models know, and nothing else.

Fields and values are collected from the models, so a new one fails here until it is on the page.
"""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

import sources.framework
from sources.framework.base import Record
from sources.framework.breakdowns import Breakdown, PartTarget
from sources.framework.changes import DefinitionChange, TargetChange
from sources.framework.comparators import ComparatorGroup
from sources.framework.forecasting import ForecastRules
from sources.framework.handovers import Handover
from sources.framework.layouts import Layout
from sources.framework.measures import Measure
from sources.framework.owed import OwedReturn, ReportProduct
from sources.framework.people import Deputy, Officer, SeparationException
from sources.framework.plan import Council, Department, KeyAction, Named, Plan, ResponsibleBody
from sources.framework.procedures import Procedure
from sources.framework.quality import CheckRules
from sources.framework.reader import OPTIONAL_FILES, OPTIONAL_YAML, TABLE_FILES, YAML_FILES
from sources.framework.reorganisations import Reorganisation
from sources.framework.risks import Risk, RiskMatrix
from sources.framework.schemes import ActionScheme, MeasureScheme
from sources.framework.scorecards import ScorecardRules
from sources.framework.targets import Target
from sources.framework.timetable import PeriodTimetable, Review

PAGE = (Path(__file__).parents[3] / "docs" / "framework.md").read_text(encoding="utf-8")
# Each file's entries; what stands inside an entry is found from its fields.
ENTRIES: dict[str, tuple[type[Record], ...]] = {
    "council.yaml": (Council,),
    "departments.yaml": (Department,),
    "plan.yaml": (Plan, Named, ResponsibleBody, Handover),
    "actions.yaml": (KeyAction,),
    "schemes.yaml": (MeasureScheme, ActionScheme, ForecastRules),
    "timetable.yaml": (PeriodTimetable, Review),
    "returns.yaml": (OwedReturn, Layout),
    "products.yaml": (ReportProduct,),
    "risks.yaml": (RiskMatrix, Risk),
    "quality.yaml": (CheckRules, ScorecardRules),
    "people.yaml": (Officer, Deputy, SeparationException),
    "breakdowns.yaml": (Breakdown, Reorganisation, PartTarget),
    "comparator_groups.yaml": (ComparatorGroup,),
    "measures.csv": (Measure,),
    "targets.csv": (Target,),
    "procedures.csv": (Procedure,),
    "target_changes.csv": (TargetChange,),
    "definition_changes.csv": (DefinitionChange,),
}
FILES = (*YAML_FILES, *TABLE_FILES, *OPTIONAL_FILES, *OPTIONAL_YAML)


def section(file: str) -> str:
    """The page's text under a file's heading."""
    parts = re.split(r"^## (.+)$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(file, "")


def rows(file: str) -> list[list[str]]:
    """The rows of a file's tables of fields, without headings: field, what, needed, example."""
    lines = [line for line in section(file).splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def inside(annotation: Any) -> Iterator[Any]:
    """A field's type and all types it is made of."""
    yield annotation
    for part in get_args(annotation):
        yield from inside(part)


def models_in(model: type[Record]) -> set[type[Record]]:
    """A model and those of the entries inside it."""
    found = {model}
    for field in model.model_fields.values():
        for kind in inside(field.annotation):
            if isinstance(kind, type) and issubclass(kind, Record):
                found |= models_in(kind)
    return found


def models_of(file: str) -> set[type[Record]]:
    return set().union(*(models_in(model) for model in ENTRIES[file]))


def values_of(annotation: Any) -> set[str]:
    """The values that a field with a fixed choice allows."""
    found: set[str] = set()
    for kind in inside(annotation):
        if get_origin(kind) is Literal:
            found |= {str(value) for value in get_args(kind)}
        elif isinstance(kind, type) and issubclass(kind, StrEnum):
            found |= {member.value for member in kind}
    return found


def all_models() -> set[type[Record]]:
    """Every record that a module of the framework defines."""
    for module in pkgutil.iter_modules(sources.framework.__path__, "sources.framework."):
        importlib.import_module(module.name)
    found, waiting = set(), [Record]
    while waiting:
        for model in waiting.pop().__subclasses__():
            waiting.append(model)
            if model.__module__.startswith("sources.framework."):
                found.add(model)
    return found


def test_every_model_belongs_to_a_file_on_the_page() -> None:
    assert set(ENTRIES) == set(FILES)
    assert set().union(*(models_of(file) for file in FILES)) == all_models()


@pytest.mark.parametrize("file", FILES)
def test_every_file_is_a_heading(file: str) -> None:
    assert section(file)


@pytest.mark.parametrize(("file", "keys"), [*YAML_FILES.items(), *OPTIONAL_YAML.items()])
def test_the_parts_of_a_file_are_named(file: str, keys: set[str]) -> None:
    assert {key for key in keys if f"`{key}`" not in section(file)} == set()


@pytest.mark.parametrize("file", FILES)
def test_the_tables_of_a_file_hold_its_fields_once_for_each_model(file: str) -> None:
    known = Counter(
        (f"`{name}`", field.is_required())
        for model in models_of(file)
        for name, field in model.model_fields.items()
    )
    assert Counter((row[0], row[2] == "yes") for row in rows(file)) == known


@pytest.mark.parametrize("file", FILES)
def test_a_row_has_four_cells_and_says_what_to_write(file: str) -> None:
    assert [row for row in rows(file) if len(row) != 4 or not row[1]] == []


@pytest.mark.parametrize("file", FILES)
def test_every_value_of_a_choice_stands_beside_its_field(file: str) -> None:
    lacking = {
        (model.__name__, name, value)
        for model in models_of(file)
        for name, field in model.model_fields.items()
        for value in values_of(field.annotation)
        if not any(row[0] == f"`{name}`" and f"`{value}`" in row[1] for row in rows(file))
    }
    assert lacking == set()


def test_choices_are_found_in_the_models() -> None:
    """The walk through the types reaches plain choices, optional ones and lists of them."""
    assert values_of(Measure.model_fields["supplied"].annotation) == {
        "year to date",
        "period alone",
    }
    assert "data-quality" in values_of(ReportProduct.model_fields["sections"].annotation)
    kinds = {"form", "table", "budget", "risks", "benchmarks"}
    assert values_of(Layout.model_fields["kind"].annotation) == kinds
