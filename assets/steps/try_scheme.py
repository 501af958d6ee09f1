"""Another rating scheme tried on a closed period and all that is known before it.

Reads only: nothing is stored. What would move is worked out by `analysis/other_scheme`.
"""

from assets.analysis.observed import series
from assets.analysis.other_scheme import OtherScheme, try_scheme, why_no_block
from assets.steps import close as closing
from assets.steps.house import House
from sources.framework.keys import Close
from sources.framework.schemes import MeasureScheme


class CannotTry(Exception):
    """A scheme that cannot be tried on what is known, or against the one in force; says why."""


def try_on_close(house: House, close: Close, tried: MeasureScheme) -> OtherScheme:
    """What a scheme would make of a close, as it is stored, and of its past.

    Raises UnknownKey for a period that was not closed, CannotTry for a scheme that cannot be tried.
    """
    results = closing.stored(house, close)
    framework = results.framework
    for scheme, which in ((tried, "tried"), (framework.measure_scheme, "in force")):
        why = why_no_block(scheme, framework.measures.values())
        if why is not None:
            raise CannotTry(f"The scheme {which} ('{scheme.name}') cannot be compared: {why}.")
    years = house.library.years(close.council)
    return try_scheme(
        framework,
        close,
        series(results.values, results.queried),
        tried,
        earlier=[
            house.framework_at(close.council, year, results.point.seq)
            for year in years
            if year < framework.year
        ],
        reviewed={row.measure for row in results.ratings if row.override is not None},
    )
