"""A rating scheme in a file of its own, for rating figures that belong to no framework.

It is written as in a framework's `schemes.yaml`, under `measures`.
"""

from sources.framework.places import FrameworkProblems, Problem, read_yaml
from sources.framework.reader import Reader
from sources.framework.schemes import MeasureScheme


def load_scheme(name: str, text: str) -> MeasureScheme:
    """The scheme that a file holds. Raises FrameworkProblems with every problem, by line."""
    if "measures:" not in text:
        # What is no YAML at all is refused as that.
        read_yaml(name, text)
        message = "The scheme does not stand under 'measures:'."
        mend = "Begin the file with 'measures:' and indent the rest by two blanks."
        raise FrameworkProblems([Problem(name, 1, message, mend)])
    reader = Reader({name: text}, {name: {"measures"}}, ())
    # A council's own schemes.yaml will do as well: its scheme for key actions is passed over.
    reader.problems = [p for p in reader.problems if not p.message.startswith("'actions' is not")]
    scheme = reader.one(name, "measures", MeasureScheme)
    reader.stop_on_problems()
    assert scheme is not None
    known = ", ".join(level.id for level in scheme.ratings)
    problems = []
    for rating in scheme.unlisted():
        message = f"Rating '{rating}' is used but not listed."
        problems.append(Problem(name, _line(text, rating), message, f"Known: {known}."))
    if problems:
        raise FrameworkProblems(problems)
    return scheme


def _line(text: str, rating: str) -> int:
    """Where a rating is first named; the first line if it is not found as written."""
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if rating in line.split()), 1)
