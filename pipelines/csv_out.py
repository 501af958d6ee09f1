"""How every verb writes CSV: UTF-8 wherever it goes, and no cell that a spreadsheet would run.

What the rows are is the business of each verb's step.
"""

import csv
import sys
from collections.abc import Iterable, Sequence


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[str]], ending: str = "\n") -> None:
    """Write headings and rows to standard output; a text that looks like a formula is made safe.

    A carriage return within a cell is quoted only where `ending` holds one as well.
    """
    from report_templates.register_files import safe_cell

    # CSV is read by programs: it is the same wherever it is written to.
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    writer = csv.writer(sys.stdout, lineterminator=ending)
    writer.writerow([safe_cell(text) for text in headings])
    writer.writerows([safe_cell(text) for text in row] for row in rows)
