"""Reports of two invented towns print the same figures as page and as PDF, by all the rules."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import page as rules
import pytest
from both_forms import of_page, of_pdf
from towns import Town, close_towns

from assets.views.report import context_of, report
from report_templates.pages import Report
from report_templates.pdf import report_pdf
from report_templates.render import report_html

AS_AT = datetime(2023, 10, 24, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, drop: Callable[..., Path]) -> list[Report]:
    towns: tuple[Town, Town] = close_towns(tmp_path_factory.mktemp("towns") / "home", drop)
    found = []
    for town in towns:
        results = town.evidence.closed.results
        for product in results.framework.products.values():
            found.append(report(context_of(results, None, product), product, 1)[0])
    return found


def test_committees_and_towns_read_the_same_figures_in_both_forms(reports: list[Report]) -> None:
    sections = {section_id for each in reports for section_id, _ in each.sections}
    assert {"key-actions", "risks", "kinds"} <= sections
    assert len(reports) >= 4
    for each in reports:
        made = report_pdf(each, AS_AT)
        assert of_pdf(made) == of_page(report_html(each)), each.title
        assert [f.message for f in rules.validate_pdf_bytes(made, profile="ua1").failures] == []
