"""The framework that an example stands in: Derbyshire's, cut down to what the example names."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sources.framework.framework import Framework
from sources.framework.keys import Period
from sources.framework.library import EXAMPLES
from sources.framework.load import load_folder
from sources.framework.measures import Measure
from sources.framework.people import Deputy, Officer, People
from sources.framework.plan import KeyAction
from sources.framework.quality import CheckRules
from sources.framework.schemes import SuppliedWords
from sources.framework.targets import Target

_COUNCIL, _YEAR = "derbyshire", "2023-24"
_PARTS = {"council", "measures", "targets", "checks", "supplied_ratings", "all_measures"}
_PARTS |= {"people", "actions"}


@lru_cache(maxsize=1)
def base() -> Framework:
    """The example council's whole framework."""
    return load_folder(EXAMPLES / _COUNCIL / _YEAR)


def period(text: str) -> Period:
    """`Q2` is that of 2023-24; other years are written out."""
    return Period.parse(text if "-" in text else f"{_YEAR}-{text}")


def framework_of(given: Mapping[str, Any], named: Collection[str]) -> Framework:
    """The framework with the measures and actions that are named, changed as `given` says.

    Nobody has to sign off unless it says so, so that an example breaks one rule alone.
    """
    if unknown := set(given) - _PARTS:
        raise ValueError(f"a framework has no {sorted(unknown)}; it has {sorted(_PARTS)}")
    whole = base()
    changed = {
        name: Measure.model_validate(whole.measures[name].model_dump() | dict(fields))
        for name, fields in given.get("measures", {}).items()
    }
    measures = {**whole.measures, **changed}
    if given.get("all_measures") != "yes":
        measures = {name: one for name, one in measures.items() if name in named}
    changes: Mapping[str, Any] = given.get("actions", {})
    council = {"sign_off": "none"} | dict(given.get("council", {}))
    targets = {
        name: Target.model_validate(
            whole.targets[name].model_dump() | dict.fromkeys(("q1", "q2", "q3", "q4")) | dict(new)
        )
        for name, new in given.get("targets", {}).items()
    }
    scheme = whole.measure_scheme
    if given.get("supplied_ratings") == "yes":
        words = SuppliedWords(
            reason="Judged by the service.", ratings={r.word: r.id for r in scheme.ratings}
        )
        scheme = scheme.model_copy(update={"basis": "supplied", "supplied": words})
    return replace(
        whole,
        measures=measures,
        actions={
            name: KeyAction.model_validate(one.model_dump() | dict(changes.get(name, {})))
            for name, one in whole.actions.items()
            if name in named
        },
        council=type(whole.council).model_validate(
            whole.council.model_dump(exclude={"sign_off"}) | council
        ),
        targets={**whole.targets, **targets},
        measure_scheme=scheme,
        checking=CheckRules.model_validate(given.get("checks", {})),
        people=_people(given.get("people", {})),
    )


def _people(given: Mapping[str, Any]) -> People:
    officers = [Officer.model_validate(one) for one in given.get("officers", [])]
    deputies = [Deputy.model_validate(one) for one in given.get("deputies", [])]
    return People({o.id: o for o in officers}, {d.id: d for d in deputies})
