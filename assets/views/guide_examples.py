"""Examples of rules put into words: what stands in the return or close that breaks or keeps one."""

from collections.abc import Iterator, Mapping
from typing import Any

from checks.examples.frameworks import base
from report_templates.guide import ExampleLine

_WHAT = {
    "entries": "The return gives",
    "rows": "Rows of the form",
    "history": "Earlier values",
    "said": "Earlier commentary",
    "file": "The file",
    "signed": "Signed off",
    "framework": "In the framework",
    "rated": "At the close",
    "late": "The return",
    "procedures": "Written procedures",
    "reported_on": "First reported on",
}
_NOT_SHOWN = {"switched_off"}
_FLAGS = {
    "states_scale": "with its percent sign",
    "is_stale": "not worked out anew",
    "is_hidden": "in a hidden row",
}


def lines(given: Mapping[str, Any]) -> tuple[ExampleLine, ...]:
    """What an example holds, one line for each kind of fact."""
    return tuple(
        ExampleLine(_WHAT.get(key, _spaced(key).capitalize()), text)
        for key, value in given.items()
        if (text := _worded(value))
    )


def difference(breaks: Mapping[str, Any], keeps: Mapping[str, Any]) -> tuple[ExampleLine, ...]:
    """What the example that keeps the rule has otherwise than the one that breaks it."""
    changed = {key: value for key, value in keeps.items() if breaks.get(key) != value}
    gone = [key for key in breaks if key not in keeps]
    left_out = [ExampleLine(_WHAT.get(key, key), "nothing of the kind") for key in gone]
    return (*lines(changed), *left_out)


def _worded(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(part for key, inner in value.items() if (part := _part(key, inner)))
    if isinstance(value, list):
        return "; ".join(text for one in value if (text := _worded(one)))
    return "nothing" if value is None else str(value)


def _part(key: str, value: Any) -> str:
    if key in _NOT_SHOWN:
        return ""
    if key in ("measure", "action"):
        return _named(str(value))
    if (key in base().measures or key in base().actions) and isinstance(value, Mapping):
        return f"{_named(key)}: {_worded(value)}"
    if value == "yes":
        return _FLAGS.get(key, _spaced(key))
    if value == "no":
        return f"not {_spaced(key)}"
    if isinstance(value, Mapping | list):
        inner = _worded(value)
        return f"{_spaced(key)}: {inner}" if inner else ""
    text = f"'{value}'" if isinstance(value, str) and " " in value else _worded(value)
    return f"{_spaced(key)} {text}"


def _named(name: str) -> str:
    framework = base()
    known = framework.measures.get(name) or framework.actions.get(name)
    return f"'{known.name}' ({name})" if known else name


def _spaced(key: str) -> str:
    return " ".join(_pieces(key))


def _pieces(key: str) -> Iterator[str]:
    yield from key.removeprefix("is_").replace("_", " ").split()
