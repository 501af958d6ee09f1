"""Breakdowns: the parts into which a measure's figure is asked for, such as a county's districts.

The vocabulary only; which measures are broken down stands in their own rows, and what the parts
must come to is for `checks` to say.
"""

from pydantic import Field, model_validator

from sources.framework.base import Id, Record, YesNo, no_twins

# How the figure of a measure as a whole is called where its parts are kept beside it.
WHOLE = "all"


class Part(Record):
    """One part, such as a district."""

    id: Id
    name: str

    @model_validator(mode="after")
    def _is_a_part(self) -> "Part":
        if self.id == WHOLE:
            raise ValueError(f"'{WHOLE}' is the whole, not a part")
        return self


class Breakdown(Record):
    """A way of parting a figure; `covers_all` says whether the parts make up the whole."""

    id: Id
    name: str
    parts: tuple[Part, ...] = Field(min_length=2)
    covers_all: YesNo = True

    @model_validator(mode="after")
    def _ids_differ(self) -> "Breakdown":
        no_twins(self.parts)
        return self
