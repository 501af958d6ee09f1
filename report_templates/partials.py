"""Which template draws a section, and what the section is called: the same for every format.

A section's id leads to one name, which stands under `html/sections` and under `typst/sections`.
"""

from collections.abc import Mapping

from report_templates.sections import LinesSection, Section

PARTIALS: Mapping[str, str] = {
    "summary": "summary",
    "changes": "changes",
    "successes": "lines",
    "exceptions": "lines",
    "priorities": "priorities",
    "key-actions": "key_actions",
    "risks": "risks",
    "budget": "budget",
    "kinds": "kinds",
    "benchmarks": "benchmarks",
    "returns": "returns",
    "unrated": "unrated",
    "supplied-ratings": "supplied",
    "data-quality": "data_quality",
    "about": "about",
}

_HEADINGS: Mapping[str, str] = {
    "summary": "Summary",
    "changes": "What has changed",
    "priorities": "Performance by priority",
    "key-actions": "Key actions",
    "risks": "Risks",
    "budget": "Budget",
    "kinds": "Measures by kind",
    "benchmarks": "Compared with others",
    "returns": "Returns from departments",
    "unrated": "Not rated, and why",
    "supplied-ratings": "Supplied ratings, and what can be computed",
    "data-quality": "Data quality",
    "about": "About this report",
}


def heading(section_id: str, section: Section) -> str:
    """What a section is called in headings and in the contents."""
    return section.title if isinstance(section, LinesSection) else _HEADINGS[section_id]
