"""Handovers: from which day another body answers for measures, actions and risks.

The words only; who answers for what on a day is asked of `holders`.
"""

from pydantic import model_validator

from sources.framework.base import Day, Id, Ids, Record


class Handover(Record):
    """What goes over to a body on a day, as after a reshuffle of portfolios.

    The entries of measures, actions and risks keep the body that answered for them before.
    """

    id: Id
    on: Day
    body: Id
    measures: Ids = ()
    actions: Ids = ()
    risks: Ids = ()
    reason: str
    approved_by: str

    @model_validator(mode="after")
    def _hands_something_over(self) -> "Handover":
        if not (self.measures or self.actions or self.risks):
            raise ValueError("say which measures, actions or risks go over")
        return self
