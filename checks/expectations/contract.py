"""Holding tables to their promises: suites read from `suites/`, run by Great Expectations.

The suites hold only what our own code guarantees (ruling 32): a promise breaks when we have a
fault, never because of what a department sent. That is the catalogue's business, and whether a
return's rows are its own is the door's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_FOLDER = Path(__file__).parent / "suites"
# Of the rows that break a promise, so many are named.
_NAMED = 5


@dataclass(frozen=True)
class Promise:
    """One promise about a table: in words, and as an expectation with its arguments."""

    words: str
    expectation: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Suite:
    """A table's promises, and the columns by which one of its rows is named."""

    table: str
    about: str
    key: tuple[str, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Outcome:
    """Whether a promise is kept; if not, how many rows break it, and the first of them by key.

    `problem` says why it could not be tried, which counts as broken.
    """

    words: str
    expectation: str
    is_kept: bool
    rows: int = 0
    named: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True)
class Held:
    """A table that was held to its promises, in the suite's order."""

    table: str
    about: str
    rows: int
    outcomes: tuple[Outcome, ...]

    @property
    def broken(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if not one.is_kept)


@lru_cache(maxsize=1)
def suites() -> Mapping[str, Suite]:
    """Every suite by its table, in the order of their names."""
    import yaml

    found = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[path.stem] = Suite(
            table=path.stem,
            about=data["about"],
            key=tuple(data["key"]),
            promises=tuple(
                Promise(one.pop("promise"), one.pop("expectation"), one) for one in data["promises"]
            ),
        )
    return found


def hold(
    frames: Mapping[str, "pd.DataFrame"], known: Mapping[str, Sequence[str]]
) -> tuple[Held, ...]:
    """Hold tables to their suites. `known` are the words that suites refer to by name.

    Raises KeyError for a table without a suite. Importing Great Expectations takes seconds, so it
    is imported here.
    """
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    source = context.data_sources.add_pandas("warehouse")
    held = []
    for table, frame in sorted(frames.items()):
        suite = suites()[table]
        batch = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("all")
        expectations = [
            {
                "type": one.expectation,
                "kwargs": _arguments(one, known),
                "meta": {"promise": one.words},
            }
            for one in suite.promises
        ]
        definition = gx.ValidationDefinition(
            name=table,
            data=batch,
            suite=context.suites.add(gx.ExpectationSuite(name=table, expectations=expectations)),
        )
        ran = context.validation_definitions.add(definition).run(
            batch_parameters={"dataframe": frame}
        )
        # Results come back in an order of their own.
        by_words = {one.expectation_config.meta["promise"]: one for one in ran.results}  # type: ignore[union-attr]  # as given
        held.append(
            Held(
                table,
                suite.about,
                len(frame),
                tuple(_outcome(one, by_words[one.words], suite, frame) for one in suite.promises),
            )
        )
    return tuple(held)


def _arguments(promise: Promise, known: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The arguments with the words that are named in place of their names."""
    arguments = dict(promise.arguments)
    if "known" in arguments:
        arguments["value_set"] = list(known[arguments.pop("known")])
    if "where" in arguments:
        where = arguments.pop("where")
        arguments["row_condition"] = _condition(where["column"], where["is"])
    return arguments


def _condition(name: str, what: str) -> Any:
    from great_expectations.expectations.row_conditions import Column

    column = Column(name)
    conditions = {
        "missing": column.is_null(),
        "there": column.is_not_null(),
        "above 0": column > 0,
    }
    return conditions[what]


def _outcome(promise: Promise, result: Any, suite: Suite, frame: "pd.DataFrame") -> Outcome:
    problem = _problem(result.exception_info or {})
    if problem is not None:
        return Outcome(promise.words, promise.expectation, is_kept=False, problem=problem)
    rows = int(result.result.get("unexpected_count") or 0)
    return Outcome(
        promise.words,
        promise.expectation,
        is_kept=bool(result.success),
        rows=rows,
        named=tuple(_names(result.result, suite, frame)) if not result.success else (),
    )


def _problem(told: Mapping[str, Any]) -> str | None:
    """What kept a promise from being tried: told of it as a whole, or of a part of it."""
    parts = [told, *(part for part in told.values() if isinstance(part, dict))]
    messages = (part.get("exception_message") for part in parts if part.get("raised_exception"))
    return next((str(message) for message in messages), None)


def _names(result: Mapping[str, Any], suite: Suite, frame: "pd.DataFrame") -> Iterator[str]:
    """The first rows that break a promise, by their keys: cells' own texts are left out."""
    for index in (result.get("partial_unexpected_index_list") or [])[:_NAMED]:
        yield ", ".join(f"{name} {frame.loc[index, name]}" for name in suite.key)
