"""Chromium without a network, and the demonstration's pages opened in it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PlayedHome = Any  # built in the conftest above
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # A window that nobody sees needs neither a screen nor a message bus.
    os.environ.pop("DISPLAY", None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def draft(the_demo: PlayedHome) -> Path:
    """The folder of a draft whose return has errors, warnings and a missing department."""
    folder = "derbyshire.quarterly-performance.2023-10-24/draft-1"
    return Path(the_demo.home / "reports" / folder)


@pytest.fixture
def asked_for() -> list[str]:
    """Every address that an opened page asked for."""
    return []


@pytest.fixture
def open_page(chromium: Browser, draft: Path, asked_for: list[str]) -> Iterator[OpenPage]:
    """`open_page("index.html", width=320)`; more settings are those of a browser context."""
    contexts: list[BrowserContext] = []

    def opened(name: str, width: int = 1280, height: int = 900, **settings: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, **settings)
        # How long a busy machine takes says nothing about the page.
        context.set_default_timeout(180_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked_for.append(request.url))
        page.goto((draft / name).as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
