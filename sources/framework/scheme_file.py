"""A rating scheme in a file of its own, for rating figures that belong to no framework.

It is written as in a framework's `schemes.yaml`, under `measures`.
"""

from sources.framework.places import FrameworkProblems, Problem
from sources.framework.reader import Reader
from sources.framework.schemes import MeasureScheme


def load_scheme(name: str, text: str) -> MeasureScheme:
    """The scheme that a file holds. Raises FrameworkProblems with every problem, by line."""
    reader = Reader({name: text}, {name: {"measures"}}, ())
    # A council's own schemes.yaml will do as well: its scheme for key actions is passed over.
    reader.problems = [p for p in reader.problems if not p.message.startswith("'actions' is not")]
    scheme = reader.one(name, "measures", MeasureScheme)
    reader.stop_on_problems()
    assert scheme is not None
    known = ", ".join(level.id for level in scheme.ratings)
    problems = [
        Problem(name, 1, f"Rating '{rating}' is used but not listed.", f"Known: {known}.")
        for rating in scheme.unlisted()
    ]
    if problems:
        raise FrameworkProblems(problems)
    return scheme
