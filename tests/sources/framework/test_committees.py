"""What a council with committees writes: risks, reviews and reports for some bodies only."""

from datetime import date

import pytest

from sources.framework.load import load
from sources.framework.places import FrameworkProblems, Problem

RISKS = "risks.yaml"


def problems_of(texts: dict[str, str]) -> list[Problem]:
    with pytest.raises(FrameworkProblems) as caught:
        load(texts)
    return caught.value.problems


def edited(texts: dict[str, str], file: str, old: str, new: str) -> dict[str, str]:
    assert texts[file].count(old) == 1, f"{old!r} in {file}"
    return {**texts, file: texts[file].replace(old, new)}


def line_of(text: str, mark: str) -> int:
    return text[: text.index(mark)].count("\n") + 1


def test_a_register_of_risks_loads_with_its_matrix(upper_texts: dict[str, str]) -> None:
    fw = load(upper_texts)
    assert list(fw.risks) == ["damp-homes", "lift-breaks", "late-grant", "tax-arrears"]
    assert fw.risk_matrix is not None
    edges = {score: fw.risk_matrix.level(score).id for score in (1, 4, 5, 11, 12, 16)}
    assert edges == {1: "low", 4: "low", 5: "medium", 11: "medium", 12: "high", 16: "high"}


def test_a_council_need_not_keep_its_risks_here(upper_texts: dict[str, str]) -> None:
    fw = load({name: text for name, text in upper_texts.items() if name != RISKS})
    assert (fw.risk_matrix, dict(fw.risks)) == (None, {})


def test_reviews_may_be_left_out(upper_texts: dict[str, str]) -> None:
    text = upper_texts["timetable.yaml"]
    cut = text[: text.index("reviews:")]
    assert dict(load({**upper_texts, "timetable.yaml": cut}).reviews) == {}


def test_a_review_is_open_on_its_days_and_no_others(upper_texts: dict[str, str]) -> None:
    review = load(upper_texts).reviews["corporate"]
    days = {date(2023, 6, 30): 0, date(2023, 7, 1): 1, date(2023, 12, 31): 1, date(2024, 1, 1): 0}
    assert {day: int(review.is_open(day)) for day in days} == days
    assert review.words == "1 July 2023 to 31 December 2023"


@pytest.mark.parametrize(
    ("file", "old", "new", "mark", "says"),
    [
        (RISKS, "measures: [tax-collected, repairs-done]", "measures: [bins]", "measures: [bins]",
         "'tax-arrears' names measures 'bins', which does not exist."),
        (RISKS, "department: treasury", "department: vaults", "department: vaults",
         "'tax-arrears' names department 'vaults', which does not exist."),
        (RISKS, "body: finance", "body: audit", "body: audit",
         "'tax-arrears' names body 'audit', which does not exist."),
        (RISKS, "priorities: [money]", "priorities: [gold]", "priorities: [gold]",
         "'tax-arrears' names priorities 'gold', which does not exist."),
        (RISKS, "2023-06-01, likelihood: 2, impact: 3", "2023-06-01, likelihood: 5, impact: 3",
         "assessments:\n      - {on: 2023-06-01",
         "'lift-breaks' has a likelihood of 5; the matrix goes to 4."),
        (RISKS, "2023-06-01, likelihood: 2", "2023-06-01, likelihood: 0", "{on: 2023-06-01",
         "'lift-breaks', assessments.likelihood is below 1"),
        (RISKS, "{on: 2023-09-05,", "{on: 2023-05-02,", "- id: damp-homes",
         "the assessments must run from the first to the last, one a day"),
        (RISKS, "closed_on: 2023-09-20", "closed_on: 2023-05-20", "- id: lift-breaks",
         "the risk is assessed after it was closed"),
        (RISKS, "score_at_least: 1,", "score_at_least: 2,", "matrix:",
         "one level must begin at a score of 1"),
        (RISKS, "score_at_least: 12", "score_at_least: 17", "matrix:",
         "a level begins above the highest score there is"),
        (RISKS, "score_at_least: 12", "score_at_least: 5", "matrix:",
         "two levels begin at the same score"),
        (RISKS, "matrix:", "grid:", "matrix", "'matrix' is missing."),
        ("timetable.yaml", "starts: 2023-07-01, ends: 2023-12-31",
         "starts: 2023-07-01, ends: 2023-06-01", "{id: corporate,",
         "the review ends before it starts"),
        ("timetable.yaml", "starts: 2023-07-01", "starts: 2022-07-01", "{id: corporate,",
         "Review 'corporate' does not start in 2023-24."),
        ("timetable.yaml", "tiers: [corporate]", "tiers: []", "{id: corporate,",
         "the review names no tier"),
        ("products.yaml", "bodies: [housing]", "bodies: [housing, parks]",
         "bodies: [housing, parks]", "'housing-pack' names bodies 'parks', which does not exist."),
        ("products.yaml", "tiers: [local]", "tiers: [parish]", "tiers: [parish]",
         "tiers is not one of 'corporate' or 'local' (found 'parish')"),
        ("council.yaml", "    body: committee\n", "    bodies: committee\n", "bodies: committee",
         "'bodies' is not known here."),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_file_and_line(
    upper_texts: dict[str, str], file: str, old: str, new: str, mark: str, says: str
) -> None:
    texts = edited(upper_texts, file, old, new)
    problem = next(p for p in problems_of(texts) if says in p.message)
    assert problem.file == file
    expected = line_of(texts[file], mark) if mark in texts[file] else 1
    assert problem.line == expected


def test_a_risk_without_an_assessment_is_refused(upper_texts: dict[str, str]) -> None:
    texts = edited(
        upper_texts,
        RISKS,
        "    assessments:\n      - {on: 2023-08-01, likelihood: 2, impact: 2}\n",
        "    assessments: []\n",
    )
    assert "has not been assessed once" in problems_of(texts)[0].message


def test_reports_may_be_asked_for_as_pdf(upper_texts: dict[str, str]) -> None:
    text = upper_texts["products.yaml"].replace("formats: [html]", "formats: [html, pdf]", 1)
    board = load({**upper_texts, "products.yaml": text}).products["board"]
    assert board.formats == ("html", "pdf")
