"""How a council treats personal data, and how long it keeps what departments sent.

What looks like personal data is recognised by `sources.personal_data`; removing files is a step.
"""

from typing import Annotated

from pydantic import Field

from sources.framework.base import Record


class PersonalDataRules(Record):
    """How many e-mail addresses are no list yet, and after which time files may be removed.

    `keep_years` is for returns, from the day they were sent; `keep_set_aside_days` for files that
    were set aside.
    """

    email_addresses: Annotated[int, Field(ge=0, le=1000)] = 5
    keep_years: Annotated[int, Field(ge=1, le=100)] = 7
    keep_set_aside_days: Annotated[int, Field(ge=1, le=36500)] = 90
