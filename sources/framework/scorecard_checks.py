"""That a council's words and symbols for the quality of data are not those of its ratings."""

from collections.abc import Iterator

from sources.framework.framework import Framework
from sources.framework.places import Problem


def quality_in_its_own_words(framework: Framework) -> Iterator[Problem]:
    """A reader who meets the same word, or symbol, for both would take one for the other."""
    ratings = [*framework.measure_scheme.ratings, *framework.action_scheme.ratings]
    taken = {text.casefold() for level in ratings for text in (level.word, level.symbol)}
    for level in framework.scorecard.levels:
        for text in (level.word, level.symbol):
            if text.casefold() in taken:
                message = f"Data of the quality '{level.id}' is called '{text}', as a rating is."
                mend = (
                    "Give the levels of scorecard in quality.yaml words and symbols of their own."
                )
                yield Problem("quality.yaml", 1, message, mend)
