"""A library of measures that councils share: what is taken from it, and where faults are found."""

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from sources.framework.keys import FinancialYear
from sources.framework.library import Library
from sources.framework.load import load, load_folder, read_folder
from sources.framework.measures import Tier
from sources.framework.places import FrameworkProblems, Problem
from sources.framework.plan import Council

SHARED = "library/measures.csv"


def problems_of(texts: dict[str, str]) -> list[Problem]:
    with pytest.raises(FrameworkProblems) as caught:
        load(texts)
    return caught.value.problems


def edited(texts: dict[str, str], file: str, old: str, new: str) -> dict[str, str]:
    assert texts[file].count(old) == 1, f"{old!r} in {file}"
    return {**texts, file: texts[file].replace(old, new)}


def line_of(text: str, mark: str) -> int:
    return text[: text.index(mark)].count("\n") + 1


def test_blanks_are_taken_from_the_library_and_what_is_filled_stands(towns: Path) -> None:
    upper, lower = (load_folder(towns / t / "2023-24") for t in ("upper-town", "lower-town"))
    assert upper.measures["homes-let"].definition == lower.measures["homes-let"].definition
    assert upper.measures["homes-let"].tier is Tier.CORPORATE
    assert lower.measures["homes-let"].tier is Tier.LOCAL
    assert upper.measures["sick-days"].decimal_places == 2
    assert upper.measures["tax-collected"].decimal_places == 1
    assert {m.department for m in upper.measures.values()} == {"services", "treasury"}


def test_only_measures_and_procedures_that_are_named_are_taken(towns: Path) -> None:
    upper, lower = (load_folder(towns / t / "2023-24") for t in ("upper-town", "lower-town"))
    assert set(upper.procedures) == {"homes-let", "tax-collected"}
    assert set(lower.procedures) == {"homes-let", "tax-collected", "lights-mended"}
    assert "lights-mended" not in upper.measures


def test_a_councils_own_procedure_stands_before_the_librarys(upper_texts: dict[str, str]) -> None:
    own = "measure,version\nhomes-let,7\n"
    found = load({**upper_texts, "procedures.csv": own}).procedures
    assert found["homes-let"].version == "7"
    assert found["homes-let"].steps.startswith("Draw the list from the lettings system")
    assert found["tax-collected"].version == "1.0"


def test_a_measure_of_the_councils_own_needs_no_library(upper_texts: dict[str, str]) -> None:
    rows = upper_texts["measures.csv"] + "town-fair,0,services,finance,sound-money,money\n"
    targets = upper_texts["targets.csv"] + "town-fair,,None set yet.,Hill Finance Committee,ours\n"
    problems = problems_of({**upper_texts, "measures.csv": rows, "targets.csv": targets})
    assert {(p.file, p.line) for p in problems} == {("measures.csv", line_of(rows, "town-fair"))}
    assert "'town-fair': 'name' is missing." in [p.message for p in problems]


def test_the_librarys_texts_are_part_of_the_framework(upper_texts: dict[str, str]) -> None:
    fw = load(upper_texts)
    assert {SHARED, "library/procedures.csv"} <= set(fw.files)
    other = edited(upper_texts, SHARED, "Do callers get through?", "Do callers get an answer?")
    assert load(other).digest != fw.digest
    assert load(fw.files).measures == fw.measures


def test_a_fault_is_reported_where_it_stands(upper_texts: dict[str, str]) -> None:
    bad = edited(
        upper_texts, SHARED, "Do callers get through?,percent", "Do callers get through?,per cent"
    )
    (problem,) = problems_of(bad)
    assert (problem.file, problem.line) == (SHARED, line_of(bad[SHARED], "calls-answered"))
    own = edited(upper_texts, "measures.csv", "sick-days,2,", "sick-days,two,")
    (problem,) = problems_of(own)
    assert (problem.file, problem.line) == (
        "measures.csv",
        line_of(own["measures.csv"], "sick-days"),
    )


def test_what_neither_fills_is_missing_in_the_councils_own_row(upper_texts: dict[str, str]) -> None:
    bad = edited(upper_texts, "measures.csv", "homes-let,,services,", "homes-let,,,")
    (problem,) = problems_of(bad)
    assert (problem.file, problem.line, problem.message) == (
        "measures.csv",
        2,
        "'homes-let': 'department' is missing.",
    )


def test_an_unknown_column_of_the_library_is_refused_there(upper_texts: dict[str, str]) -> None:
    bad = edited(upper_texts, SHARED, "id,name,definition", "id,title,definition")
    files = {(p.file, p.message) for p in problems_of(bad)}
    assert (SHARED, "'title' is not known here.") in files


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("homes-let,Again", "'homes-let' stands in this file twice."),
        (",Nobody", "'id' is missing."),
    ],
)
def test_rows_of_the_library_must_be_told_apart(
    upper_texts: dict[str, str], row: str, message: str
) -> None:
    columns = upper_texts[SHARED].splitlines()[0].count(",")
    bad = {**upper_texts, SHARED: upper_texts[SHARED] + row + "," * (columns - 1) + "\n"}
    assert [(p.file, p.message) for p in problems_of(bad)] == [(SHARED, message)]


def test_a_library_that_is_not_there_is_named_with_its_place(
    towns: Path, upper_texts: dict[str, str], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(towns / "upper-town" / "2023-24", tmp_path / "u" / "2023-24"))
    assert SHARED not in read_folder(folder)
    with pytest.raises(FrameworkProblems) as caught:
        load_folder(folder)
    first = next(p for p in caught.value.problems if p.file == "council.yaml")
    assert first.line == line_of(upper_texts["council.yaml"], "library:")
    assert first.message == "There is no library 'two-towns' for 2023-24."
    assert "libraries/two-towns/2023-24/measures.csv" in first.mend


def test_a_library_of_another_year_does_not_do(towns: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(towns, tmp_path / "frameworks"))
    (root / "libraries" / "two-towns" / "2023-24").rename(
        root / "libraries" / "two-towns" / "2024-25"
    )
    with pytest.raises(FrameworkProblems, match="no library 'two-towns' for 2023-24"):
        load_folder(root / "upper-town" / "2023-24")


@pytest.mark.parametrize("name", ["../secrets", "[a, b]", "two towns"])
def test_a_librarys_name_leads_nowhere_else(
    towns: Path, tmp_path: Path, upper_texts: dict[str, str], name: str
) -> None:
    root = Path(shutil.copytree(towns, tmp_path / "frameworks"))
    folder = root / "upper-town" / "2023-24"
    text = upper_texts["council.yaml"].replace("library: two-towns", f"library: {name}")
    (folder / "council.yaml").write_text(text)
    assert SHARED not in read_folder(folder)
    with pytest.raises(FrameworkProblems):
        load_folder(folder)


def test_a_folder_of_libraries_is_no_council_whatever_it_is_called(
    towns: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(towns, tmp_path / "frameworks"))
    (root / "libraries" / "2023-24").mkdir()
    library = Library([root])
    assert library.councils() == ["lower-town", "upper-town"]
    assert library.get("upper-town", FinancialYear(2023)).council.library == "two-towns"


def test_no_council_is_called_libraries() -> None:
    with pytest.raises(ValidationError, match="the folder of shared libraries"):
        Council(
            id="libraries", name="X", short_name="X", kind="x", financial_year="2023-24", source="x"
        )


def test_a_council_without_words_of_its_own_has_the_usual_ones(towns: Path) -> None:
    words = load_folder(towns / "lower-town" / "2023-24").council.words
    assert (words.body, words.outcome, words.procedure) == (
        "portfolio",
        "outcome",
        "written procedure",
    )
