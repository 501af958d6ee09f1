"""Thirty rating rules found in papers, each by its name at its edges, as `quarterday rate` has it.

`rules.csv` lists the rules. One that states no arithmetic is a supplied scheme with its reason, and
rates no more than whether the target is met. How each kind of band decides is
`test_rules_of_councils`' business.
"""

import csv

import pytest
from rate_builders import DATA, one, scheme

from assets.steps.rate_table import needed_by
from sources.framework.published_schemes import names, published

with (DATA / "rules" / "rules.csv").open(encoding="utf-8", newline="") as _file:
    RULES = {row["whose"]: row["schemes"].split() for row in csv.DictReader(_file)}

# actual and word, for a target of 100 where higher is better.
OF_100 = {
    "derbyshire": "105.01 Strong, 105 Good, 98 Good, 97.99 Review, 90 Review, 89.99 Action",
    "bracknell-forest": "95 Green, 94.99 Amber, 90 Amber, 89.99 Red",
    "maidstone": "100 Green, 99.99 Amber, 90 Amber, 89.99 Red",
    "chorley": "100 Green star, 99.99 Blue circle, 95 Blue circle, 94.99 Red triangle",
    "south-ribble": "100 On target, 99.99 Within tolerance, 95 Within tolerance, 94.99 Off target",
    "belfast-at-first": "99 Green, 98.99 Amber, 95.01 Amber, 95 Red",
    "belfast": "99 Green, 98.99 Amber, 95 Amber, 94.99 Red",
    "west-norfolk": "100 Met, 95 Not met by less than 5%, 94.99 Not met by more than 5%",
    "newport": "100 Green, 99.99 Amber, 85 Amber, 84.99 Red",
    "charnwood": "100 Green, 95 Amber, 94.99 Red",
    "cambridgeshire": "100.01 Blue, 100 Green, 99.99 Amber, 90 Amber, 89.99 Red",
    "lincoln": "100 Green, 99.99 Amber, 95 Amber, 94.99 Red",
    "toowoomba": "85 Green, 84.99 Amber, 50 Amber, 49.99 Red",
    "harlow": "100.01 Green star, 100 Blue circle, 99.99 Red triangle",
    "mole-valley": "100 Target met, 99.99 Target not met",
    "lancaster": "100 On Target, 99.99 -",
    "rotherham": "100 Smiley, 99.99 -",
    "medway": "100 Green, 99.99 -",
    "hart": "100 Green, 99.99 -",
    "kingston": "100 Green, 99.99 -",
    "east-sussex": "100 -, 99.99 -",
    "chesterfield": "100 -, 99.99 -",
}
# The same for rules that look at more, which stands first.
AND_MORE = {
    "havering-2013": {
        "last_year=89": "90 Green, 89.99 Amber, 89 Amber, 88.99 Red",
        "last_year=": "90 Green, 89.99 -",
    },
    "havering-2024": {"tolerance=4": "100 Green, 96 Amber, 95.99 Red"},
    "reigate-and-banstead": {"tolerance=4": "100 Green, 96 Amber, 95.99 Red"},
    "camms": {"tolerance=4": "100 Green, 96 Amber, 95.99 Red"},
    "cheshire-west": {
        "tolerance=4": "100 Tick, 96 Triangle, 95.99 Octagon",
        "tolerance=": "100 Tick, 99 -",
    },
    "east-riding": {
        "tolerance=4": "104.01 Green star, 104 Blue circle, 96 Blue circle, 95.99 Red triangle"
    },
    "kent": {
        "floor=80": "100 Green, 99.99 Amber, 80 Amber, 79.99 Red",
        "floor=": "100 Green, 99 -",
    },
    "brighton-and-hove": {"levels=green >= 90; amber >= 80; red": "90 Green, 80 Amber, 79.9 Red"},
    "eastleigh": {
        "levels=green >= 55; amber >= 40; red": "55 Green, 40 Amber, 39.99 Red",
        "levels=green >= 55; amber <= 50; red < 40": "60 -",
    },
    "west-berkshire": {"forecast=100": "0 Green", "forecast=99.99": "100 -"},
    "huntingdonshire": {"forecast=100": "0 Green", "forecast=99.99": "100 -"},
}


def cases(of: dict[str, str]) -> list[tuple[str, str, str]]:
    """(what is given beside, actual, word or nothing) of what a rule is tried on."""
    found = []
    for given, text in of.items():
        for case in text.split(", "):
            actual, word = case.split(" ", maxsplit=1)
            found.append((given, actual, "" if word == "-" else word))
    return found


TRIED = [
    (name, *case)
    for name, of in [*((n, {"": text}) for n, text in OF_100.items()), *AND_MORE.items()]
    for case in cases(of)
]


@pytest.mark.parametrize(("name", "given", "actual", "word"), TRIED)
def test_a_rule_rates_at_its_edges(name: str, given: str, actual: str, word: str) -> None:
    column, _, text = given.partition("=")
    more = {column: text} if column else {}
    rated = one(actual, "100", name=name, **more)
    assert rated["rating"] == word
    assert bool(rated["rule"]) is bool(word)
    assert bool(rated["reason"]) is not bool(word)
    supplied = scheme(name).supplied
    if supplied is not None and not word:
        assert rated["reason"].endswith(f": {supplied.reason}")


@pytest.mark.parametrize(
    ("low", "high", "word"), [("101", "105", "Green"), ("100", "105", "Amber"), ("90", "99", "Red")]
)
def test_the_rule_on_intervals_rates_by_their_ends(low: str, high: str, word: str) -> None:
    assert one("100", "100", name="public-health", low=low, high=high)["rating"] == word


def test_a_range_is_met_within_and_near_five_per_cent_outside() -> None:
    for actual, word in (("90", "Green"), ("110", "Green"), ("85.5", "Amber"), ("85.4", "Red")):
        assert one(actual, "90 to 110", "range", name="lincoln")["rating"] == word, actual


def test_a_target_of_zero_where_less_is_better_is_met_or_the_worst() -> None:
    more = {"tolerance": "4", "zero_tolerance": "0"}
    assert one("0", "0", "lower", name="camms", **more)["rating"] == "Green"
    assert one("1", "0", "lower", name="camms", **more)["rating"] == "Red"


@pytest.mark.parametrize("whose", RULES)
def test_every_rule_has_its_scheme_which_is_tried(whose: str) -> None:
    for name in RULES[whose]:
        found = scheme(name)
        assert found.source
        assert found.choices
        tried = {case[3] for case in TRIED if case[0] == name}
        if name == "public-health":
            assert needed_by(found) == ("low", "high")
        elif found.basis == "supplied":
            # No more than one of its ratings can be worked out, and the reason is said.
            assert len(tried - {""}) == len(found.bands) <= 1
            assert "" in tried
            assert found.supplied is not None
            assert found.supplied.reason
        else:
            assert tried - {""} == {level.word for level in found.ratings}


def test_thirty_rules_are_listed_and_no_published_scheme_is_without_a_case() -> None:
    assert len(RULES) == 30
    listed = {name for found in RULES.values() for name in found}
    assert listed - {"derbyshire"} == set(names()) - {"chesterfield"}
    assert set(names()) - {"public-health"} <= {case[0] for case in TRIED}


def test_names_take_underscores_and_are_no_paths() -> None:
    assert published("south_ribble") == published("south-ribble")
    assert published("../councils/derbyshire/2023-24/schemes") is None
    assert published("*") is None
