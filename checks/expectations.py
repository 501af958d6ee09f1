"""The contract on the tables that reports read, in Great Expectations.

It holds only what our own code guarantees (ruling 32): it breaks when we have a fault, never
because of what a department sent. That is the catalogue's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Broken:
    """A promise that a table does not keep, and how many rows break it."""

    promise: str
    rows: int


def broken_promises(ratings: "pd.DataFrame", known_ratings: Sequence[str]) -> list[Broken]:
    """The promises of `measure_ratings` that its rows break; empty when all are kept.

    Importing Great Expectations takes seconds, so it is imported here.
    """
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    batch = (
        context.data_sources.add_pandas("warehouse")
        .add_dataframe_asset("measure_ratings")
        .add_batch_definition_whole_dataframe("all")
    )
    suite = gx.ExpectationSuite("measure_ratings", expectations=_promises(gx, known_ratings))
    definition = gx.ValidationDefinition(
        name="measure_ratings", data=batch, suite=context.suites.add(suite)
    )
    outcome = context.validation_definitions.add(definition).run(
        batch_parameters={"dataframe": ratings}
    )
    # Results come back in an order of their own.
    return sorted(
        (
            Broken(
                str(one.expectation_config.meta["promise"]),
                int(one.result.get("unexpected_count") or 0),
            )
            for one in outcome.results
            if not one.success and one.expectation_config and one.expectation_config.meta
        ),
        key=lambda broken: broken.promise,
    )


def _promises(gx: Any, known_ratings: Sequence[str]) -> list[Any]:
    from great_expectations.expectations.row_conditions import Column

    expect = gx.expectations

    def promise(words: str) -> dict[str, str]:
        return {"promise": words}

    return [
        expect.ExpectCompoundColumnsToBeUnique(
            column_list=["close", "measure", "basis"],
            meta=promise("each measure is rated once per close and basis"),
        ),
        expect.ExpectColumnValuesToBeInSet(
            column="rating",
            value_set=list(known_ratings),
            meta=promise("a rating is one of the scheme's own"),
        ),
        expect.ExpectColumnValuesToNotBeNull(
            column="reason",
            row_condition=Column("rating").is_null(),
            meta=promise("an unrated measure says why"),
        ),
        expect.ExpectColumnValuesToNotBeNull(
            column="rule",
            row_condition=Column("rating").is_not_null(),
            meta=promise("a rating names the rule that decided it"),
        ),
        expect.ExpectColumnValuesToNotBeNull(
            column="units",
            row_condition=Column("rating").is_not_null(),
            meta=promise("only a number is rated"),
        ),
    ]
