"""`quarterday check` with a marked copy and for programs: what is written where, and what never is.

What a marked copy looks like is `test_annotated`'s business.
"""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from assets.steps.verdict import NEEDS_PAST, ONLY_WHEN_SENT
from pipelines.cli import main
from pipelines.demo.filling import Manner
from sources.returns.content import Quantity

Form = Callable[..., bytes]
ROOT = Path(__file__).parents[2]
HART_FRAMEWORKS = ROOT / "tests" / "data" / "hart" / "frameworks"
MISTAKES = Manner(mistakes={("asc-02", Quantity.ACTUAL): "about 800"}, signed_by=None)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUARTERDAY_FRAMEWORKS", "QUARTERDAY_HOME", "QUARTERDAY_WAREHOUSE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def check(data: bytes, *arguments: str, name: str = "return.xlsx") -> Result:
    Path(name).write_bytes(data)
    return CliRunner().invoke(main, ["check", name, *arguments])


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def test_a_marked_copy_is_written_and_named(a_form: Form) -> None:
    data = a_form("adult-care", MISTAKES)
    ran = check(data, "--annotate", "marked.xlsx")
    assert (ran.exit_code, ran.stderr) == (1, "")
    assert ran.stdout.endswith("\nMarked copy: marked.xlsx.\n")
    assert set(files()) == {"return.xlsx", "marked.xlsx"}
    assert files()["return.xlsx"] == data
    book = openpyxl.load_workbook("marked.xlsx")
    assert book["Measures"]["J5"].comment.text.startswith("✕ Error: ")
    assert book["Measures"]["J4"].comment is None
    notes = [book["Findings"].cell(row, 1).value for row in range(2, 5)]
    assert notes == ["1 error, 1 warning", NEEDS_PAST, ONLY_WHEN_SENT]


def test_a_clean_return_gets_a_copy_without_marks(a_form: Form) -> None:
    ran = check(a_form("adult-care", Manner()), "--annotate", "marked.xlsx")
    assert ran.exit_code == 0
    book = openpyxl.load_workbook("marked.xlsx")
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.comment]


@pytest.mark.parametrize("out", ["return.xlsx", "./return.xlsx", "link.xlsx", "hard.xlsx"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_the_copy_never_replaces_the_file_itself(
    a_form: Form, out: str, force: tuple[str, ...]
) -> None:
    data = a_form("adult-care", MISTAKES)
    Path("return.xlsx").write_bytes(data)
    Path("link.xlsx").symlink_to("return.xlsx")
    os.link("return.xlsx", "hard.xlsx")
    ran = check(data, "--annotate", out, *force)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "would replace the file itself" in ran.stderr
    assert Path("return.xlsx").read_bytes() == data
    assert Path("link.xlsx").is_symlink()


def test_another_file_is_replaced_only_by_force(a_form: Form) -> None:
    data = a_form("adult-care", MISTAKES)
    Path("marked.xlsx").write_bytes(b"precious")
    ran = check(data, "--annotate", "marked.xlsx")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "There is a file marked.xlsx already" in ran.stderr
    assert Path("marked.xlsx").read_bytes() == b"precious"
    assert check(data, "--annotate", "marked.xlsx", "--force").exit_code == 1
    assert Path("marked.xlsx").read_bytes().startswith(b"PK")
    assert set(files()) == {"return.xlsx", "marked.xlsx"}


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("nowhere/marked.xlsx", "There is no folder nowhere"),
        ("marked.csv", "call it marked.xlsx"),
        ("marked", "call it marked.xlsx"),
    ],
)
def test_a_copy_that_cannot_be_written_ends_with_2(a_form: Form, out: str, words: str) -> None:
    ran = check(a_form("adult-care", MISTAKES), "--annotate", out)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert words in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
    assert set(files()) == {"return.xlsx"}


def test_a_full_disk_leaves_nothing_half_written(
    a_form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    ran = check(a_form("adult-care", MISTAKES), "--annotate", "marked.xlsx")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "marked.xlsx cannot be written (No space left on device)" in ran.stderr
    assert set(files()) == {"return.xlsx"}


def test_a_file_that_cannot_be_read_leaves_no_copy() -> None:
    ran = check(b"PK\3\4 and no more", "--annotate", "marked.xlsx", "--json")
    assert ran.exit_code == 2
    told = json.loads(ran.stdout)
    assert told["outcome"] == "cannot be read"
    assert told["problem"] in ran.stderr
    assert set(told) == {"schema", "file", "outcome", "problem"}
    assert set(files()) == {"return.xlsx"}


def test_a_table_is_copied_into_a_workbook_and_says_so(
    hart_csv: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUARTERDAY_FRAMEWORKS", str(HART_FRAMEWORKS))
    named = ("--council", "hart", "--return", "quarterly-table", "--annotate", "marked.xlsx")
    ran = check(hart_csv, *named, name="h.csv")
    assert ran.exit_code == 0, ran.stderr
    assert ran.stdout.splitlines()[-1].startswith(
        "Marked copy: marked.xlsx. This is a new workbook with the cells of your file as text: "
    )
    assert openpyxl.load_workbook("marked.xlsx").sheetnames == ["table", "Findings"]


def test_json_is_one_document_with_every_finding_and_field(a_form: Form) -> None:
    ran = check(a_form("adult-care", MISTAKES), "--json", "--annotate", "marked.xlsx")
    told = json.loads(ran.stdout)
    assert (ran.exit_code, ran.stderr, told["outcome"]) == (1, "", "errors")
    assert told["slot"] == "derbyshire.2023-24-Q2.adult-care"
    assert told["counts"]["error"] == told["counts"]["warning"] == 1
    assert told["counts"]["figures"] == told["counts"]["expected"] - 1
    assert told["not_checked"] == [NEEDS_PAST, ONLY_WHEN_SENT]
    assert (told["annotated"], told["annotated_notice"]) == ("marked.xlsx", None)
    whole, cell = told["findings"]
    assert (whole["sheet"], whole["cell"]) == (None, None)
    assert cell == {
        **cell,
        "severity": "error",
        "sheet": "Measures",
        "cell": "J5",
        "raw": "about 800",
        "measure": "asc-02",
        "measure_name": "Number of people achieving a 4 week Quit",
        "period": "2023-24-Q2",
        "quantity": "actual",
    }
    assert all(cell[name] for name in ("rule", "dimension", "message", "mend"))


def test_every_name_in_the_json_is_described(a_form: Form) -> None:
    page = (ROOT / "docs" / "check-json.md").read_text(encoding="utf-8")
    ran = check(a_form("adult-care", MISTAKES), "--json", "--annotate", "marked.xlsx")

    def names(told: Any) -> set[str]:
        if isinstance(told, list):
            return {name for one in told for name in names(one)}
        if isinstance(told, dict):
            return set(told) | {name for one in told.values() for name in names(one)}
        return set()

    found = names(json.loads(ran.stdout))
    assert len(found) > 25
    assert [name for name in sorted(found) if f"`{name}`" not in page] == []


def test_a_cell_that_would_steer_a_terminal_is_shown_harmlessly(a_form: Form) -> None:
    def edit(book: Any) -> None:
        book["Measures"]["J5"] = "8\u202e\u2028=cmd|'/c calc'!A1"

    ran = check(a_form("adult-care", Manner(), edit=edit), "--annotate", "marked.xlsx")
    assert ran.exit_code == 1
    assert "\u202e" not in ran.stdout
    assert "\u2028" not in ran.stdout
    sheet = openpyxl.load_workbook(io.BytesIO(files()["marked.xlsx"]))["Findings"]
    assert {c.data_type for row in sheet.iter_rows() for c in row if c.value} == {"s"}
