"""The page of a contract run opens without any network, and reads well."""

import re

from playwright.sync_api import Browser

from assets.steps.contracts import hold_to_contract
from assets.steps.house import House
from sources.framework.keys import Close

Q2 = Close.parse("derbyshire.2023-24-Q2")


def test_data_docs_open_offline_and_ask_for_nothing(demo_house: House, chromium: Browser) -> None:
    evidence = hold_to_contract(demo_house, Q2)
    assert evidence.broken == ()
    assert evidence.promises > 40
    text = evidence.page.read_text("utf-8")
    # Nothing is loaded from anywhere: no script, no style sheet, no picture, no font.
    assert re.findall(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", text) == []
    assert re.findall(r"url\(|@import|<script|<link|<iframe|<img", text) == []
    context = chromium.new_context(offline=True)
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(evidence.page.as_uri())
    assert page.get_by_role("heading", level=1).inner_text() == "Warehouse contract"
    assert "Every promise is kept" in page.inner_text("main")
    assert page.locator("table").count() == len(evidence.tables)
    assert asked == [evidence.page.as_uri()]
    assert (evidence.page.parent / "validation.json").is_file()
    context.close()


def test_a_broken_promise_is_said_in_words_and_by_its_row(
    demo_house: House, chromium: Browser
) -> None:
    from sqlalchemy import text

    with demo_house.store.engine.begin() as connection:
        connection.execute(
            text("UPDATE measure_ratings SET rule = NULL WHERE measure = 'asc-08' AND close = :c"),
            {"c": str(Q2)},
        )
    evidence = hold_to_contract(demo_house, Q2)
    assert [(table, one.words) for table, one in evidence.broken] == [
        ("measure_ratings", "a rating names the rule that decided it")
    ]
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(evidence.page.as_uri())
    said = page.inner_text("main")
    assert "Broken promises: 1 of" in said
    assert "measure asc-08" in said
    context.close()
