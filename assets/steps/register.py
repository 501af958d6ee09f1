"""The register of measures as files: written on their own, or given with a report's draft."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from assets.views.register import register_page
from report_templates import render
from report_templates.register import RegisterPage
from report_templates.register_files import register_csv, register_json
from sources.archive import write_over
from sources.framework.framework import Framework
from sources.framework.keys import FinancialYear, Period
from sources.framework.library import Library


def framework_of(library: Library, council: str, year: str | None, day: date) -> Framework:
    """The framework of a named year; without one, that of the day, or else the newest there is.

    Raises UnknownKey, or KeyProblem for what is no year.
    """
    if year is not None:
        return library.get(council, FinancialYear.parse(year))
    years = library.years(council)
    now = FinancialYear.containing(day)
    return library.get(council, now if now in years else years[-1])


def day_of(library: Library, framework: Framework, today: date) -> date:
    """The day as at which a register is written: that of a year which another has followed is as at
    its own end, since later reviews are recorded in the later one."""
    is_past = framework.year < library.years(framework.council.id)[-1]
    return min(today, Period(framework.year, "FY").ends) if is_past else today


def register_files(page: RegisterPage) -> dict[str, bytes]:
    """The register as a page, as a table and as data."""
    return dict(_written(page))


@lru_cache(maxsize=8)
def _written(page: RegisterPage) -> tuple[tuple[str, bytes], ...]:
    """A register is long, and every report of a day comes with the same one."""
    return (
        ("register.html", render.register_html(page).encode()),
        ("register.csv", register_csv(page)),
        ("register.json", register_json(page)),
    )


def write_register(framework: Framework, day: date, folder: Path) -> list[Path]:
    """Write a framework's register to a folder; the files that were written."""
    paths = []
    for name, data in register_files(register_page(framework, day)).items():
        write_over(folder / name, data)
        paths.append(folder / name)
    return paths
