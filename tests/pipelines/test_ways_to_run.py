"""The ways to run it, as far as files can tell: Compose, image and pages agree with the code."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TEAM = ROOT / "docs" / "run-for-a-team.md"
SERVED = {"reports", "receipts", "forms", "outbox"}
VARIABLE = re.compile(r"\b(?:QUARTERDAY_[A-Z]+(?:_[A-Z]+)*|DAGSTER_HOME)\b")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load(text("compose.yaml"))


def test_every_setting_stands_in_the_table_of_settings() -> None:
    read = VARIABLE.findall(
        text("pipelines/settings.py") + text("pipelines/instance-postgres.yaml")
    )
    table = re.findall(r"^\| `(\w+)` \|", TEAM.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(set(read)) >= 8
    assert set(read) - set(table) == set()
    assert len(table) == len(set(table))


def test_the_environment_file_names_settings_that_exist(compose: Any) -> None:
    given = dict(
        line.split("=", 1)
        for line in text("quarterday.env.example").splitlines()
        if line and not line.startswith("#")
    )
    known = VARIABLE.findall(
        text("pipelines/settings.py") + text("pipelines/instance-postgres.yaml")
    )
    assert {name for name in given if name.startswith("QUARTERDAY")} <= set(known)
    # One password in three places: two different ones would only be found when it is started.
    password = given["POSTGRES_PASSWORD"]
    for name in ("QUARTERDAY_WAREHOUSE", "QUARTERDAY_DAGSTER_STORAGE"):
        assert f":{password}@postgres/" in given[name]
    assert {"env_file"} <= set(compose["services"]["daemon"])
    assert "quarterday.env" in text(".gitignore").split()
    assert "*.env" in text(".dockerignore").split()


def test_every_service_is_watched_started_again_and_shown_to_this_machine_only(
    compose: Any,
) -> None:
    services = compose["services"]
    assert set(services) == {"postgres", "daemon", "webserver", "pages"}
    for name, service in services.items():
        assert service["healthcheck"]["test"], name
        assert service["restart"] == "unless-stopped", name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name


def test_services_start_programs_that_are_installed(compose: Any) -> None:
    programs = {
        service["command"][0] for service in compose["services"].values() if "command" in service
    }
    assert programs == {"dagster-daemon", "dagster-webserver", "python"}
    for program in programs:
        assert Path(sys.executable).with_name(program).exists(), program


def test_nothing_but_what_goes_to_people_is_served(compose: Any) -> None:
    links = [
        set(re.findall(r"\w+", found))
        for name in ("Dockerfile", "Makefile")
        for found in re.findall(r"for page in ([\w ]+);", text(name))
    ]
    assert links == [SERVED, SERVED]
    pages = compose["services"]["pages"]
    assert pages["command"][-1] == "/srv/pages"
    assert all(volume.endswith(":ro") for volume in pages["volumes"])


def test_the_image_runs_as_somebody_without_rights() -> None:
    users = re.findall(r"^USER (\w+)$", text("Dockerfile"), re.MULTILINE)
    assert users == ["quarterday"]


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in PAGES:
        for target, anchor in re.findall(r"\]\(([^)#:\s]*)(#[^)\s]*)?\)", page.read_text("utf-8")):
            file = (page.parent / target).resolve() if target else page
            if not file.exists() or (anchor and anchor not in anchors(file)):
                broken.append(f"{page.name}: {target}{anchor}")
    assert broken == []


def anchors(page: Path) -> set[str]:
    """The names that headings of a page have, as GitHub gives them."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
