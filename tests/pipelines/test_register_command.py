"""`quarterday register` writes the same three files that every draft has, from the framework."""

import json
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from assets.steps.register import day_of, framework_of
from pipelines.cli import main
from sources.framework.keys import FinancialYear
from sources.framework.library import Library


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["register", *arguments])
    return result.exit_code, result.output


def test_the_register_is_written_and_counted(tmp_path: Path) -> None:
    code, told = run("--council", "derbyshire", "--year", "2023-24", "--to", str(tmp_path / "new"))
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    count = json.loads((tmp_path / "new" / "register.json").read_text("utf-8"))["count"]
    assert (code, names) == (0, ["register.csv", "register.html", "register.json"])
    assert f"measures {count}." in told
    page = (tmp_path / "new" / "register.html").read_text("utf-8")
    assert 'href="index.html"' not in page


def test_a_council_or_year_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    for arguments in (
        ["--council", "nowhere"],
        ["--council", "derbyshire", "--year", "1999-00"],
        ["--council", "derbyshire", "--year", "this year"],
    ):
        code, told = run(*arguments, "--to", str(tmp_path / "none"))
        assert code == 1
        assert told.startswith("Error: ") and "Traceback" not in told
    assert not (tmp_path / "none").exists()


def test_without_a_year_it_is_the_one_of_the_day_or_else_the_newest() -> None:
    class TwoYears(Library):
        def years(self, council: str) -> list[FinancialYear]:
            return [FinancialYear(2022), FinancialYear(2023)]

        def get(self, council: str, year: FinancialYear):  # type: ignore[no-untyped-def]
            framework = Library().get("derbyshire", FinancialYear(2023))
            fields = {"financial_year": str(year)}
            from dataclasses import replace

            return replace(framework, council=framework.council.model_copy(update=fields))

    library = TwoYears()
    found = [
        str(framework_of(library, "derbyshire", None, day).year)
        for day in (date(2022, 6, 1), date(2023, 6, 1), date(2030, 6, 1))
    ]
    assert found == ["2022-23", "2023-24", "2023-24"]
    old = framework_of(library, "derbyshire", "2022-23", date(2030, 6, 1))
    new = framework_of(library, "derbyshire", None, date(2030, 6, 1))
    assert day_of(library, old, date(2030, 6, 1)) == date(2023, 3, 31)
    assert day_of(library, new, date(2030, 6, 1)) == date(2030, 6, 1)
