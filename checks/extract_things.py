"""The kinds of things that the rules of extracts of others' figures are applied to.

The others are `things`; which rule is applied to which kind is `applied`.
"""

from collections import Counter

from checks.things import CouncilThing, Thing
from sources.returns.extract_rows import Part

ROWS = Thing("figure of others", lambda s: sum(len(file.figures) for file in s.files))
# A metric that nobody uses is one thing, however many areas have a row of it.
METRICS = Thing(
    "metric of others' figures",
    lambda s: sum(len({i.said.get(Part.METRIC, "") for i in file.figures}) for file in s.files),
)
KNOWN = Thing(
    "figure of others for a measure",
    lambda s: sum(i.measure is not None for file in s.files for i in file.figures),
)
FILES = Thing("extract", lambda s: sum(bool(file.figures) for file in s.files), is_of_file=True)
OWN_FIGURES = CouncilThing(
    "figure that others have published too", lambda c: Counter(one.slot for one in c.own_figures)
)
