"""What every framework record shares: frozen, strict, and no unknown fields.

Only field types that several models use belong here.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from sources.framework.keys import Period, check_id

_PLAIN = re.compile(r"-?(?=(?:\.?[0-9]){1,18}$)[0-9]+(?:\.[0-9]+)?")
# A file of boundaries lies in the framework's own folder: its name leads nowhere else.
BOUNDARY_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.geojson")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Unfit(ValueError):
    """What an entry says cannot be; with what to write instead, a sentence of its own."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


class Record(BaseModel):
    """One entry of a framework folder."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        str_min_length=1,
        arbitrary_types_allowed=True,
    )


def _once_each(ids: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(ids)) != len(ids):
        raise ValueError("an id stands here twice")
    return ids


def _listed(value: Any) -> Any:
    """A CSV cell may hold several ids, parted by semicolons."""
    if value is None:
        return ()
    return tuple(p.strip() for p in value.split(";")) if isinstance(value, str) else value


def _yes_or_no(value: Any) -> Any:
    answers = {"yes": True, "no": False}
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value not in answers:
        raise ValueError("write yes or no")
    return answers[value]


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError("write the number as text, so that it stays exact")
    if isinstance(value, str) and not _PLAIN.fullmatch(value.strip()):
        raise ValueError("write a plain number of at most 18 digits")
    return value


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("write a number")
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("write the day like 2023-10-19")
    return value


Id = Annotated[str, AfterValidator(lambda text: check_id(text, "the id"))]
Day = Annotated[date, BeforeValidator(_day)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed), AfterValidator(_once_each)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Exact = Annotated[Decimal, BeforeValidator(_exact), AfterValidator(_finite)]
PeriodText = Annotated[
    Period, BeforeValidator(lambda v: Period.parse(v) if isinstance(v, str) else v)
]


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Identified)


def by_id(records: Iterable[_T]) -> dict[str, _T]:
    return {record.id: record for record in records}


def no_twins(records: Iterable[_Identified]) -> None:
    """Raise ValueError if two of an entry's parts share an id."""
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise ValueError(f"'{record.id}' stands here twice")
        seen.add(record.id)
