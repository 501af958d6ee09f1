"""The kinds of things that the rules of risk returns are applied to.

The others are `things`; which rule is applied to which kind is `applied`.
"""

from checks.subject import CheckedReturn
from checks.things import Thing
from sources.returns.assessment_rows import Part

_STEPS = (Part.LIKELIHOOD, Part.IMPACT)
_DAYS = (Part.ASSESSED_ON, Part.DONE_ON)


def _filled(subject: CheckedReturn, *parts: Part) -> int:
    return sum(part in one.item.said for one in subject.assessments for part in parts)


ROWS = Thing("row of a risk return", lambda s: len(s.assessments))
STEPS = Thing("likelihood or impact of a risk", lambda s: _filled(s, *_STEPS))
DAYS = Thing("day of a risk return", lambda s: _filled(s, *_DAYS))
MITIGATIONS = Thing("mitigation of a risk return", lambda s: _filled(s, Part.MITIGATION))
ASSESSMENTS = Thing(
    "assessment of a risk", lambda s: sum(one.item.is_assessment for one in s.assessments)
)
