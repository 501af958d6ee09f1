"""What every framework record shares: frozen, strict, and no unknown fields.

Only field types that several models use belong here.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from sources.framework.keys import Period, check_id


class Record(BaseModel):
    """One entry of a framework folder."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        arbitrary_types_allowed=True,
    )


def _listed(value: Any) -> Any:
    """A CSV cell may hold several ids, parted by semicolons."""
    if value is None:
        return ()
    return (
        tuple(p.strip() for p in value.split(";")) if isinstance(value, str) else value
    )


def _yes_or_no(value: Any) -> Any:
    answers = {"yes": True, "no": False}
    if isinstance(value, bool):
        return value
    if value not in answers:
        raise ValueError("write yes or no")
    return answers[value]


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError("write the number as text, so that it stays exact")
    return value


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("write a number")
    return value


Id = Annotated[str, AfterValidator(lambda text: check_id(text, "the id"))]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_listed)]
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
