"""Where each assessment in a report comes from: the register of risks, or a file of a return."""

from collections.abc import Iterable

from assets.analysis.risk_updates import by_day, updated
from assets.analysis.series import Ref
from assets.views.context import Context
from checks.risk_register import StandingAssessment
from sources.framework.risks import Assessment, Risk
from sources.returns.assessment_rows import Part

_SHOWN = (Part.ASSESSED_ON, Part.LIKELIHOOD, Part.IMPACT)


class RiskOrigins:
    """The risks of a report with what was returned of them, and where that stands."""

    def __init__(self, context: Context) -> None:
        self._rows = context.results.assessments
        self._by_day = by_day(self._rows)
        self._risks = context.framework.risks

    @property
    def risks(self) -> list[Risk]:
        """The register as it is after the risk returns that count."""
        return [updated(risk, self._rows) for risk in self._risks.values()]

    def how(self, risk: Risk, found: Assessment) -> str:
        """In which place an assessment stands, as a sentence."""
        if self._row(risk, found) is not None:
            return "It was sent in a risk return."
        return f"It stands in risks.yaml, risk {risk.id}."

    def refs(self, risk: Risk, found: Assessment, *parts: Part) -> Iterable[Ref]:
        """The cells that an assessment was sent in; none for one of the register."""
        one = self._row(risk, found)
        if one is None:
            return []
        item = one.item
        return [
            Ref(one.submission, part.value, item.sheet, item.cells[part], item.said[part])
            for part in parts or _SHOWN
        ]

    def _row(self, risk: Risk, found: Assessment) -> StandingAssessment | None:
        return self._by_day.get((risk.id, found.on))
