"""`quarterday check` as data owners meet it: what it says where, how it ends, how soon it answers.

What is found in which file is `test_check_file`'s business.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.demo.filling import Manner
from sources.framework.keys import Slot
from sources.returns import form_layout as form
from sources.returns.content import Quantity
from tests.hostile.old import locked_new

Form = Callable[..., bytes]
HART_FRAMEWORKS = Path(__file__).parents[1] / "data" / "hart" / "frameworks"
QUARTERDAY = Path(sys.executable).with_name("quarterday")
HART = ("--council", "hart", "--return", "quarterly-table")
KNOWN_RETURNS = "adult-care, benchmarks, childrens-services, corporate-services, history, place"
MISTAKES = {("asc-02", Quantity.ACTUAL): "about 800"}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, beside an empty home."""
    for name in ("QUARTERDAY_FRAMEWORKS", "QUARTERDAY_HOME", "QUARTERDAY_WAREHOUSE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("work", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


@pytest.fixture
def hart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERDAY_FRAMEWORKS", str(HART_FRAMEWORKS))


def check(data: bytes, *arguments: str, name: str = "return.xlsx") -> Result:
    Path(name).write_bytes(data)
    return CliRunner().invoke(main, ["check", name, *arguments])


def is_one_sentence(text: str) -> bool:
    return len(text.splitlines()) == 1 and text.endswith(".\n") and "Traceback" not in text


def hide_row(book: Any) -> None:
    book[form.MEASURES].row_dimensions[5].hidden = True


def keyed(key: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        for line in book[form.COVER].iter_rows():
            for cell in line:
                if str(cell.value).startswith("derbyshire.2023-24-Q2."):
                    Slot.parse(cell.value)
                    cell.value = key

    return edit


def test_a_clean_form_ends_with_0(a_form: Form) -> None:
    ran = check(a_form("adult-care", Manner()))
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout.startswith("return.xlsx: Adult Social Care and Health return, Quarter 2 ")
    assert "Nothing was found." in ran.stdout


def test_errors_end_with_1_and_say_cell_and_mend(a_form: Form) -> None:
    ran = check(a_form("adult-care", Manner(mistakes=MISTAKES)))
    assert (ran.exit_code, ran.stderr) == (1, "")
    assert re.search(r"^1 error$", ran.stdout, re.MULTILINE)
    assert re.search(r"^  Measures!J5 .*\(found: 'about 800'\)$", ran.stdout, re.MULTILINE)
    assert "      What to do: Type the number alone; " in ran.stdout


def test_warnings_alone_end_with_0(a_form: Form) -> None:
    ran = check(a_form("adult-care", Manner(), edit=hide_row))
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert re.search(r"^1 warning$", ran.stdout, re.MULTILINE)
    assert "  Measures!J5 " in ran.stdout


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "This file is empty: "),
    "a document": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "This file is not a delimited text"),
    "a locked workbook": (locked_new(), "This workbook is locked with a password: "),
    "half a workbook": (b"PK\x03\x04 and no more", "This workbook is damaged or incomplete: "),
    "a table of nobody's": (b"Measure,Actual\nplc-01,4\n", "This file is not one of our forms, "),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_cannot_be_read_ends_with_2_in_one_sentence(case: str) -> None:
    data, words = UNREADABLE[case]
    ran = check(data)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"return.xlsx: {words}")
    assert is_one_sentence(ran.stderr)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--council", "derbyshire", "--return", "history"), "The table lacks the heading"),
        (("--council", "derbyshire", "--return", "place"), "This is not the form that was sent, "),
        (("--council", "derbyshire"), "This file is not one of our forms, "),
    ],
)
def test_another_table_than_was_asked_for_ends_with_2(
    arguments: tuple[str, ...], words: str, hart_csv: bytes
) -> None:
    ran = check(hart_csv, *arguments, name="h.csv")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"h.csv: {words}")
    assert is_one_sentence(ran.stderr)


def test_an_unknown_council_ends_with_2_and_the_known_ones(hart: None, hart_csv: bytes) -> None:
    ran = check(hart_csv, "--council", "nowhere", "--return", "x", name="h.csv")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert (
        ran.stderr
        == "h.csv: There is no council 'nowhere' here; known: derbyshire, hart, south_derbyshire.\n"
    )


@pytest.mark.parametrize("name", ["h.csv", "h.xlsx"])
def test_an_unknown_return_ends_with_2_and_the_known_ones(
    hart: None, hart_csv: bytes, a_form: Form, name: str
) -> None:
    def without_key(book: Any) -> None:
        del book[form.COVER]

    data = hart_csv if name == "h.csv" else a_form("place", Manner(), edit=without_key)
    ran = check(data, "--council", "hart", "--return", "tables", name=name)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "tables" in ran.stderr
    assert "quarterly-table" in ran.stderr
    assert is_one_sentence(ran.stderr)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (
            "nowhere.2023-24-Q2.place",
            "There is no council 'nowhere' here; known: derbyshire, south_derbyshire.",
        ),
        ("derbyshire.2023-24-Q2.parks", f"its returns are {KNOWN_RETURNS}, its periods "),
        ("derbyshire.2023-24-Q4.place", "is owed for 2023-24-Q4; its returns are "),
    ],
)
def test_a_form_for_what_nobody_owes_ends_with_2(a_form: Form, key: str, words: str) -> None:
    ran = check(a_form("place", Manner(), edit=keyed(key)))
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert words in ran.stderr
    assert is_one_sentence(ran.stderr)


def test_a_form_of_another_return_than_was_named_is_not_passed_over(a_form: Form) -> None:
    named = ("--council", "derbyshire", "--return", "place")
    ran = check(a_form("adult-care", Manner()), *named)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "derbyshire.2023-24-Q2.adult-care" in ran.stderr


def test_a_table_is_checked_by_its_layout(hart: None, hart_csv: bytes) -> None:
    ran = check(hart_csv, *HART, name="h.csv")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout.startswith("h.csv: Quarterly table of indicators, Quarter 1 ")
    assert "Values with a figure: 45 of 45; " in ran.stdout
    assert "For information: 12" in ran.stdout
    ran = check(hart_csv.replace(b",95.9%,", b",ninety,"), *HART, name="h.csv")
    assert (ran.exit_code, ran.stderr) == (1, "")
    assert "  table!H2 " in ran.stdout


def test_a_file_that_is_not_there_is_said_in_one_line() -> None:
    ran = CliRunner().invoke(main, ["check", "no.xlsx"])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "'no.xlsx' does not exist" in ran.stderr


@pytest.mark.parametrize("arguments", [[], ["."], ["a.xlsx", "b.xlsx"]])
def test_a_wrong_command_line_ends_with_2(arguments: list[str]) -> None:
    ran = CliRunner().invoke(main, ["check", *arguments])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "Try 'main check --help'" in ran.stderr


def test_nothing_is_written_anywhere(
    place: Path, hart: None, a_form: Form, hart_csv: bytes, tree_of: Callable[[Path], Any]
) -> None:
    Path("a.xlsx").write_bytes(a_form("adult-care", Manner(mistakes=MISTAKES)))
    Path("h.csv").write_bytes(hart_csv)
    Path("e.csv").write_bytes(b"")
    before, entries = tree_of(place), set(place.rglob("*"))
    for arguments in (["a.xlsx"], ["h.csv", *HART], ["e.csv"], ["no.csv"]):
        subprocess.run([QUARTERDAY, "check", *arguments], capture_output=True, check=False)
    assert (tree_of(place), set(place.rglob("*"))) == (before, entries)


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "ascii",
        "cp1252",
    ],
)
def test_a_sign_that_the_output_does_not_have_is_no_reason_to_stop(
    a_form: Form, encoding: str
) -> None:
    """Windows gives what is sent on to a file or program its old code page."""
    manner = Manner(mistakes={("asc-02", Quantity.ACTUAL): "≥ 800"})
    Path("a.xlsx").write_bytes(a_form("adult-care", manner))
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [QUARTERDAY, "check", "a.xlsx"]
    ran = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr
    assert b"Measures!J5" in ran.stdout


SLOW = {"pandas", "pandera", "openpyxl", "dagster", "sqlalchemy", "great_expectations", "numpy"}
TELL = """
import sys
from pipelines.cli import main
try:
    main()
finally:
    print("LOADED", *{name.partition(".")[0] for name in sys.modules})
"""


def loaded_by(*arguments: str) -> set[str]:
    command = [sys.executable, "-c", TELL, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(ran.stdout.splitlines()[-1].split()[1:])


def best_of_three(*arguments: str) -> float:
    """Seconds of a processor's work: what others do on the machine at the time does not count."""
    spent = []
    for _ in range(3):
        begun = os.times()
        subprocess.run([QUARTERDAY, *arguments], capture_output=True, check=True)
        ended = os.times()
        spent.append(_children(ended) - _children(begun))
    return min(spent)


def _children(times: os.times_result) -> float:
    return times.children_user + times.children_system


def test_a_clean_form_is_checked_without_anything_slow(a_form: Form) -> None:
    Path("a.xlsx").write_bytes(a_form("adult-care", Manner()))
    loaded = loaded_by("check", "a.xlsx")
    assert {"checks", "sources", "pipelines"} <= loaded
    assert loaded & SLOW == set()
    assert best_of_three("check", "a.xlsx") < 2


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"]])
def test_help_answers_at_once(arguments: list[str]) -> None:
    assert loaded_by(*arguments) & (SLOW | {"pydantic", "yaml"}) == set()
    assert best_of_three(*arguments) < 1
