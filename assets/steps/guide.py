"""The data-quality guide as files: a page to read and the same as Markdown."""

from pathlib import Path

from assets.views.guide import guide_page
from report_templates import render
from sources.archive import write_over
from sources.framework.framework import Framework

_NAME = "data-quality-guide"


def guide_markdown(framework: Framework | None = None) -> str:
    """The guide as Markdown; with a framework, by its council's own limits."""
    return render.guide_markdown(guide_page(framework))


def write_guide(framework: Framework | None, folder: Path) -> list[Path]:
    """Write the guide to a folder as a page and as Markdown; the files that were written."""
    page = guide_page(framework)
    files = {
        f"{_NAME}.html": render.guide_html(page),
        f"{_NAME}.md": render.guide_markdown(page),
    }
    for name, text in files.items():
        write_over(folder / name, text.encode())
    return [folder / name for name in files]
