"""Whether a sheet is somebody's appraisal: by its name, its headings, or a named person's review.

How many appraisals were held is a figure like any other: only a form about one person counts.
"""

import re
from collections.abc import Iterable

from sources.personal_data.people import is_given

_SHEET = re.compile(r"\b(?:appraisals?|appraisee|pdrs?|performance development review)\b", re.I)
# Sheets that count appraisals are named so.
_COUNTS = re.compile(
    r"%|\b(?:percent(?:age)?|number|no|rates?|complet(?:ed|ion)|done|held|due|overdue|statistics"
    r"|stats|summary|total|totals|data|figures|by|measures?)\b",
    re.IGNORECASE,
)
# Headings of a form about one person, each family counted once.
_OF_A_PERSON = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"appraisee(?:'s|’s)?(?: name| signature| comments?)?|name of appraisee",
        r"appraiser(?:'s|’s)?(?: name| signature| comments?)?|name of appraiser",
        r"(?:employee|staff member|member of staff|jobholder)(?:'s|’s)? "
        r"(?:full )?(?:name|comments?|signature)"
        r"|name of (?:employee|staff member|member of staff|jobholder)",
        r"personal development (?:plan|needs|objectives)",
        r"(?:overall )?(?:appraisal|employee|behaviours?) rating"
        r"|rating of (?:the )?employee",
    )
)
# Headings that such a form has as well, and other tables may have too.
_SUPPORTING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:line )?manager(?:'s|’s)? (?:comments?|assessment|signature|feedback)",
        r"(?:individual |personal |agreed |my |performance |smart )?objectives?(?: \d| set| agreed"
        r"| achieved| for (?:the )?(?:year|coming year|next year))?",
        r"(?:date of (?:the )?)?(?:last |next )?(?:appraisal|one[- ]to[- ]one|1:1|supervision)"
        r"(?: (?:meeting|date))?",
        r"(?:payroll|employee|staff) (?:no|number|id)\.?",
        r"strengths|areas? for (?:improvement|development)|training needs|career aspirations?",
        r"job title|post title",
        r"ratings?|scores?",
    )
)
_REVIEW_OF = re.compile(
    r"\b(?:(?:annual |mid[- ]year |year[- ]end )?"
    r"(?:performance (?:review|appraisal|development review)|appraisal)|pdr)"
    r"(?: meeting)?(?: of| for| with|:| -) ?"
    r"(?:(mr|mrs|ms|miss|mx)\.? )?([A-Z][\w'’-]+) ([A-Z][\w'’-]+)",
    re.IGNORECASE,
)


def is_appraisal_name(name: str) -> bool:
    """Whether a sheet's or file's name says that it is an appraisal, not figures about them."""
    words = re.sub(r"[_.-]+", " ", name)
    return bool(_SHEET.search(words)) and not _COUNTS.search(words)


def is_appraisal_form(texts: Iterable[str]) -> bool:
    """Whether the short texts of a sheet are the headings of a form about one person."""
    own: set[int] = set()
    other: set[int] = set()
    for text in texts:
        found = _families(text)
        own |= found[0]
        other |= found[1]
    return len(own) > 1 or (len(own) == 1 and len(other) > 1)


def _families(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Which families of headings a text is one of: of a person's form, and of many tables."""
    label = text.strip().rstrip(":*").strip()
    if not 2 < len(label) <= 60:
        return frozenset(), frozenset()
    return (
        frozenset(n for n, family in enumerate(_OF_A_PERSON) if family.fullmatch(label)),
        frozenset(n for n, family in enumerate(_SUPPORTING) if family.fullmatch(label)),
    )


def is_review_of_somebody(text: str) -> bool:
    """Whether a plain text speaks of the appraisal of a named person."""
    return any(
        found[2][0].isupper()
        and found[3][0].isupper()
        and (found[1] is not None or is_given(found[2]))
        for found in _REVIEW_OF.finditer(text)
    )
