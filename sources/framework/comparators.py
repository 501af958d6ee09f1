"""Comparator groups: the authorities that measures are held against, year by year.

The vocabulary only. Who is meant by a code is `sources/geography`; what others' figures come to is
`assets/analysis/benchmark`.
"""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from sources.framework.base import Id, Record
from sources.framework.keys import FinancialYear, KeyProblem
from sources.framework.plan import Provenance
from sources.geography.register import Area, resolve

# The official code of England, whose published figure stands for the nation.
ENGLAND = "E92000001"


def _a_year(text: str) -> str:
    try:
        return str(FinancialYear.parse(text))
    except KeyProblem as error:
        raise ValueError(str(error)) from None


YearText = Annotated[str, AfterValidator(_a_year)]
AreaCode = Annotated[str, Field(pattern=r"^(?:[A-Z][0-9]{8}|[A-Z]{3,4})$")]


class GroupVersion(Record):
    """The members of a group for figures of one financial year, by code."""

    year: YearText
    members: tuple[AreaCode, ...] = Field(min_length=1)


class ComparatorGroup(Record):
    """Authorities to compare with. A year that has no version has no members: those of another
    year are never used in their place."""

    id: Id
    name: str
    source: str
    provenance: Provenance
    versions: tuple[GroupVersion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_version_a_year(self) -> "ComparatorGroup":
        years = [version.year for version in self.versions]
        if len(set(years)) < len(years):
            raise ValueError("a year has two versions")
        return self

    def members_in(self, year: FinancialYear) -> tuple[Area, ...] | None:
        """The members for figures of a year; None if the group has no version for it."""
        held = next((one for one in self.versions if one.year == str(year)), None)
        if held is None:
            return None
        found = (resolve(member, with_former=True).area for member in held.members)
        return tuple(dict.fromkeys(area for area in found if area is not None))
