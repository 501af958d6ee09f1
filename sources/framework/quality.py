"""How a council wants its returns checked: limits, words, and rules that it has switched off.

The vocabulary and its defaults only; what the rules make of it is `checks`' business.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from sources.framework.base import Exact, Id, Record

Count = Annotated[int, Field(ge=1, le=100_000)]


def _all_once(words: Any) -> Any:
    if isinstance(words, list) and len({str(w).casefold() for w in words}) != len(words):
        raise ValueError("a word stands here twice")
    return words


Phrases = Annotated[tuple[str, ...], BeforeValidator(_all_once)]


class SwitchedOff(Record):
    """A rule that the council does not use, and why."""

    rule: Id
    because: str


class CheckRules(Record):
    """Limits and words of the checks, each with a default that holds for councils at large.

    `jump_factor` is how many times a value's distance from what was to be expected must exceed the
    usual distance. Counts of people from 1 to below `small_number_below` are small. Words are added
    to the built-in lists, never put in their place.
    """

    commentary_characters: Count = 1_500
    small_number_below: Annotated[int, Field(ge=2, le=100)] = 5
    survey_answers: Count = 100
    jump_factor: Annotated[Exact, Field(ge=2, le=1000)] = Field(default="5", validate_default=True)
    jump_periods: Annotated[int, Field(ge=4, le=100)] = 8
    glossary: dict[str, str] = Field(default_factory=dict)
    people: Phrases = ()
    praise: Phrases = ()
    regret: Phrases = ()
    causes: Phrases = ()
    actions: Phrases = ()
    switched_off: tuple[SwitchedOff, ...] = ()

    @model_validator(mode="after")
    def _once_each(self) -> "CheckRules":
        ids = [off.rule for off in self.switched_off]
        if len(set(ids)) != len(ids):
            raise ValueError("a rule is switched off twice")
        return self

    @property
    def off(self) -> dict[str, str]:
        """Rules that are switched off, each with the reason."""
        return {off.rule: off.because for off in self.switched_off}
