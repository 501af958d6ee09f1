"""Comparator groups: the authorities that measures are held against, year by year.

The vocabulary only. Who is meant by a code is `sources/geography`; what others' figures come to is
`assets/analysis/benchmark`.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from sources.framework.base import Id, Record, Unfit
from sources.framework.keys import FinancialYear, KeyProblem
from sources.framework.plan import Provenance
from sources.geography.register import Area, resolve

# The official code of England, whose published figure stands for the nation.
ENGLAND = "E92000001"
# From fewer others than this a mean would tell of single authorities.
FEWEST = 3
_CODE = re.compile(r"[A-Z][0-9]{8}|[A-Z]{3,4}")


def _a_year(text: str) -> str:
    try:
        return str(FinancialYear.parse(text))
    except KeyProblem as error:
        raise ValueError(str(error)) from None


def _a_code(text: str) -> str:
    """A code of the right shape. Names are looked up for the mend, and never taken for codes."""
    if _CODE.fullmatch(text):
        return text
    meant = resolve(text, with_former=True).area
    mend = "Write an official code, such as E10000018, or the three letters of the register."
    if meant is not None:
        mend = f"Write {meant.gss_code}, which is {meant.name}."
    raise Unfit("this is no code of an authority", mend)


YearText = Annotated[str, AfterValidator(_a_year)]
AreaCode = Annotated[str, AfterValidator(_a_code)]


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

    def members_in(self, year: FinancialYear) -> tuple[Area, ...] | None:
        """The members for figures of a year; None if the group has no version for it."""
        held = next((one for one in self.versions if one.year == str(year)), None)
        if held is None:
            return None
        found = (resolve(member, with_former=True).area for member in held.members)
        return tuple(dict.fromkeys(area for area in found if area is not None))
