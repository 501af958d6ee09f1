"""The verbs of decisions: what they say, and what they refuse in one sentence."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from assets.steps.house import House
from pipelines.cli import main
from sources.entries import EntryKind

Run = Callable[..., Result]
SLOT = "derbyshire.2023-24-Q2.place"
CLOSE = "derbyshire.2023-24-Q2"


@pytest.fixture
def run(demo_house: House) -> Run:
    """A verb on the demonstration's home, as it is typed; the clock is today's."""
    return lambda *words: CliRunner().invoke(main, [*words, "--home", str(demo_house.home)])


def test_waive_says_what_there_is_to_waive_when_the_rule_found_nothing(run: Run) -> None:
    done = run("waive", SLOT, "--rule", "no-such", "--until", "2099-01-01", "--reason", "x")
    assert done.exit_code == 1
    assert "too far ahead" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("waive", SLOT, "--reason", "x"), 2, "Name the rule and the last day"),
        (("waive", SLOT, "--end", "7", "--rule", "x", "--reason", "x"), 2, "--end takes nothing"),
        (("waive", SLOT, "--end", "99999", "--reason", "x"), 1, "is no waiver of"),
        (("waive", "no slot", "--end", "1", "--reason", "x"), 1, "no slot"),
        (("waive", SLOT, "--rule", "x", "--until", "2001-01-01", "--reason", "x"), 1, "is past"),
        (("waive", SLOT, "--rule", "x", "--until", "2001-01-01", "--reason", " "), 1, "Say why"),
        (("override", CLOSE, "asc-14", "--reason", "x"), 1, "not both"),
        (("override", CLOSE, "asc-14", "--rating", "x", "--reason", "x"), 1, "is no rating"),
        (("override", CLOSE, "asc-14", "--withdraw", "--reason", "x"), 1, "Nothing was decided"),
        (
            ("override", CLOSE, "asc-14", "--withdraw", "--value", "1", "--reason", "x"),
            2,
            "neither",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    run: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run(*words)
    assert (done.exit_code, said in done.output) == (code, True), done.output
    assert "Traceback" not in done.output


def test_waive_records_and_ends(run: Run, demo_house: House) -> None:
    from datetime import UTC, datetime, timedelta

    from warehouse import queries

    finding = next(
        f
        for slot in demo_house.library.frameworks("derbyshire")[0].slots
        for f in queries.return_findings(demo_house.store.engine, str(slot))
    )
    until = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    told = ("--until", until, "--reason", "Known, and right.", "--by", "Performance Lead")
    done = run("waive", finding.slot, "--rule", finding.rule, *told)
    assert done.exit_code == 0, done.output
    assert f"waived until {until} (entry " in done.output
    entry = demo_house.entries("derbyshire")[-1]
    assert (entry.kind, entry.actor) == (EntryKind.WAIVER, "Performance Lead")
    again = run("waive", finding.slot, "--rule", finding.rule, *told)
    assert again.exit_code == 1
    assert "that could be waived was found" in again.output or "found nothing" in again.output
    ended = run("waive", finding.slot, "--end", str(entry.seq), "--reason", "Wrong after all.")
    assert ended.exit_code == 0, ended.output
    assert demo_house.entries("derbyshire")[-1].kind is EntryKind.WAIVER_ENDED
