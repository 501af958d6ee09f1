"""Why an entry of a framework file is not taken: what its model says of it, as problems in words.

Wording and places only. What is refused is decided by the models and by what is checked across
files.
"""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import ValidationError

from sources.framework.base import Record
from sources.framework.places import Document, Path, Problem

# What an entry is called by, for people: the first of these that it has.
_NAMES = ("id", "measure", "year", "period", "predecessor", "post", "rule", "rating", "stage")
_MEND = "Correct it."
_Told = Callable[[Mapping[str, Any]], tuple[str, str]]
_TOLD: dict[str, _Told] = {
    "too_short": lambda c: (
        f"holds {c['actual_length'] or 'nothing'}",
        f"List at least {c['min_length']}, in square brackets or each after '- '.",
    ),
    "string_too_short": lambda _: ("is empty", "Fill it, or leave the line out."),
    "greater_than": lambda c: (f"is not above {c['gt']}", f"Write a number above {c['gt']}."),
    "greater_than_equal": lambda c: (f"is below {c['ge']}", f"Write {c['ge']} or more."),
    "less_than_equal": lambda c: (f"is above {c['le']}", f"Write {c['le']} or less."),
    "enum": lambda c: (f"is not one of {c['expected']}", "Write one of these."),
    "literal_error": lambda c: (f"is not one of {c['expected']}", "Write one of these."),
    "int_parsing": lambda _: ("is no whole number", "Write digits only."),
    "tuple_type": lambda _: (
        "is not a list",
        "Put it in square brackets, or each entry after '- '.",
    ),
    "string_type": lambda _: ("is not a single text", "Write one text there, and no list."),
    "dict_type": lambda _: ("has no fields", "Write 'field: value' lines, indented."),
    "model_type": lambda _: ("has no fields", "Write 'field: value' lines, indented."),
}
_NO_DAY = ("is no day of the calendar", "Write a day that there is, like 2023-10-19.")


def refusals(
    document: Document, path: Path, error: ValidationError, model: type[Record]
) -> list[Problem]:
    """Every problem of the entry at `path`, in words and with its own line.

    That a list is too short is not said as well where its entries are what is wrong.
    """
    details = error.errors()
    places = [_plain(detail["loc"]) for detail in details]
    found = []
    for detail, loc in zip(details, places, strict=True):
        is_emptied = any(other != loc and other[: len(loc)] == loc for other in places)
        if detail["type"] != "too_short" or not is_emptied:
            found.append(_problem(document, path, loc, detail, model))
    return found


def _plain(loc: tuple[Any, ...]) -> Path:
    """Where it stands in the file; that a key itself is meant, pydantic says by `[key]`."""
    return tuple(part for part in loc if isinstance(part, str | int) and part != "[key]")


def _problem(
    document: Document, path: Path, loc: Path, detail: Any, model: type[Record]
) -> Problem:
    place = document.place((*path, *loc))
    thing, field = _thing_and_field(document.data, (*path, *loc), len(path))
    kind, ctx = detail["type"], detail.get("ctx", {})
    of = f"{thing}: " if thing else ""
    where = ", ".join(part for part in (thing, field) if part)
    if kind == "missing":
        return Problem(*place, f"{of}'{field or loc[-1]}' is missing.", "Add it.")
    if kind == "extra_forbidden":
        known = ", ".join(_model_at(model, loc).model_fields)
        return Problem(*place, f"'{loc[-1]}' is not known here.", f"Known: {known}.")
    given = detail.get("input")
    shown = f" (found {str(given)[:60]!r})" if isinstance(given, str) else ""
    told = _NO_DAY if kind.startswith("date") else None
    if kind in _TOLD:
        told = _TOLD[kind](ctx)
    if told is not None:
        return Problem(*place, f"{where or 'This'} {told[0]}{shown}.", told[1])
    message = detail["msg"].removeprefix("Value error, ")
    mend = getattr(ctx.get("error"), "mend", _MEND)
    return Problem(*place, f"{where}: {message}{shown}." if where else f"{message}{shown}.", mend)


def _thing_and_field(data: Any, path: Path, begins: int) -> tuple[str, str]:
    """The names of the entries on the way to `path`, and the fields after the last of them.

    An entry whose own name is what is wrong is not called by it.
    """
    at = data
    for part in path[:begins]:
        at = _step(at, part)
    names: list[str] = []
    fields: list[str] = []
    steps: tuple[str | int | None, ...] = (*path[begins:], None)
    for step in steps:
        name = _name(at, path[-1])
        if name is not None:
            names.append(" ".join([".".join(fields), f"'{name}'"]).lstrip())
            fields.clear()
        if isinstance(step, str):
            fields.append(step)
        at = _step(at, step)
    return ", ".join(names), ".".join(fields)


def _name(entry: Any, field: str | int) -> str | None:
    if not isinstance(entry, dict):
        return None
    named = ((key, entry.get(key)) for key in _NAMES)
    found = ((key, text) for key, text in named if isinstance(text, str))
    key, name = next(found, ("", None))
    return None if key == field else name


def _step(at: Any, part: str | int | None) -> Any:
    try:
        return at[part]
    except (KeyError, IndexError, TypeError):
        return None


def _model_at(model: type[Record], loc: Path) -> type[Record]:
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
