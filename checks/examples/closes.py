"""An example close: what is rated, which returns are late, which procedures are due."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from checks.examples.frameworks import base, framework_of, period
from checks.examples.returns import SLOT
from checks.hidden_parts import ComparedParts
from checks.own_figures import OwnFigure
from checks.subject import CheckedClose, Lateness, RatedValue
from sources.framework.owners import Owned, Post
from sources.framework.procedures_due import ProcedureDue
from sources.framework.timetable import LONDON

_PARTS = {
    "rated",
    "late",
    "procedures",
    "reported_on",
    "framework",
    "follow_ups",
    "phantoms",
    "compared_parts",
    "own_figures",
}


def close_of(given: Mapping[str, Any]) -> CheckedClose:
    """The close that an example describes."""
    if unknown := set(given) - _PARTS:
        raise ValueError(f"{sorted(unknown)} is not known here; {sorted(_PARTS)} are")
    rated, procedures = given.get("rated", []), given.get("procedures", [])
    named = {one["measure"] for one in [*rated, *procedures]} | {*given.get("follow_ups", [])}
    on = given.get("reported_on")
    return CheckedClose(
        framework_of(given.get("framework", {}), named),
        tuple(map(_rated, rated)),
        tuple(map(_lateness, given.get("late", []))),
        tuple(map(_procedure, procedures)),
        date.fromisoformat(on) if on else None,
        {str(SLOT): tuple(given["follow_ups"])} if given.get("follow_ups") else {},
        tuple(map(_phantom, given.get("phantoms", []))),
        SLOT.period,
        tuple(map(_compared, given.get("compared_parts", []))),
        tuple(map(_own, given.get("own_figures", []))),
    )


def _own(given: Mapping[str, Any]) -> OwnFigure:
    published, returned = Decimal(given["published"]), Decimal(given["returned"])
    year = period("2022-23-FY")
    return OwnFigure(given["measure"], SLOT, year, published, returned, "LG Inform", submission=5)


def _compared(given: Mapping[str, Any]) -> ComparedParts:
    before, now = Decimal(given["before"]), Decimal(given["now"])
    is_worse = {"better": False, "worse": True}.get(given.get("turned", ""))
    return ComparedParts(
        given["measure"], SLOT, "District", period("Q2"), period("Q1"), before, now, is_worse
    )


def _phantom(given: Mapping[str, Any]) -> Post:
    measure = base().measures[given["owns"]]
    role = "responsible officer"
    owned = Owned("measure", measure.id, measure.name, role, given["post"], measure.department)
    return Post(given["post"], (owned,), (), ())


def _rated(given: Mapping[str, Any]) -> RatedValue:
    variance = given.get("variance_pct")
    return RatedValue(
        measure=given["measure"],
        slot=SLOT,
        rating=given.get("rating"),
        computed_rating=given.get("computed_rating"),
        variance_pct=Decimal(variance) if variance else None,
        commentary=given.get("commentary"),
        submission=5,
        sheet="Measures",
        cell="H12",
        raw=given.get("actual"),
        period=period(given.get("period", "Q2")),
        moved_since=tuple(given["moved_since"]) if "moved_since" in given else None,
    )


def _lateness(given: Mapping[str, Any]) -> Lateness:
    came = datetime(2023, 10, 20, 9, tzinfo=LONDON) if given["came"] == "yes" else None
    return Lateness(
        SLOT,
        base().deadline(SLOT),
        came,
        int(given["days"]),
        int(given["working_days"]),
        is_due=given.get("is_due", "yes") == "yes",
    )


def _procedure(given: Mapping[str, Any]) -> ProcedureDue:
    approved, due = date(2022, 4, 1), date(2023, 4, 1)
    lacking = tuple(given.get("lacking", ()))
    days = int(given.get("days_overdue", 0))
    return ProcedureDue(given["measure"], False, lacking, approved, due, days)
