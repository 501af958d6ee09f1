"""The table of all cases in README.md, made from the cases: `python -m tests.hostile.readme`.

What surrounds the table stands here too, so that the page is never edited by hand.
"""

from pathlib import Path

from tests.hostile.corpus import CASES
from tests.hostile.names import NAMES

PAGE = Path(__file__).with_name("README.md")
_HEAD = """# Files that must not be believed

Every file here is made by code when the tests run, the same bytes each time. `test_corpus` opens
each in a child process and holds the reading door to what stands in the last column, to 20 seconds
of processor time, to 1.5 GB of memory above the start, and to sentences that quote nothing.
`test_names` puts what the second table lists into the inbox of a real installation. `test_floods`
sends tables that any door would let in, and holds the steps behind it to the same time.

This page is made from the cases: after a change, run `python -m tests.hostile.readme`.
"""


def text() -> str:
    files = [(case.name, case.made, str(case.verdict)) for case in CASES.values()]
    names = [(case.name, case.made, str(case)) for case in NAMES]
    return "\n".join(
        (
            _HEAD,
            f"## {len(files)} files through the reading door\n",
            *_table(files),
            f"\n## {len(names)} names and things in an inbox\n",
            *_table(names),
            "",
        )
    )


def _table(rows: list[tuple[str, str, str]]) -> list[str]:
    head = ["| Case | How it was made | What must become of it |", "|---|---|---|"]
    return head + ["| " + " | ".join(map(_plain, row)) + " |" for row in rows]


def _plain(words: str) -> str:
    """As markdown shows it: what would mark something up is written so that it does not."""
    shown = words if words.isascii() else words.encode("ascii", "backslashreplace").decode()
    for mark in ("\\", "|", "<", ">", "*", "_", "`", "[", "]"):
        shown = shown.replace(mark, f"\\{mark}")
    return shown


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
