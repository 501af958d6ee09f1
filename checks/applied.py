"""Which kind of thing each rule is applied to, and how often the rules were run on a subject.

A check run is one rule applied to one thing that it applies to. What the kinds are is `things`,
what a scorecard makes of runs and findings is `scorecard`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from checks import extract_things, optional_things, risk_things, things
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES
from checks.finding import Dimension
from checks.subject import CheckedClose, CheckedReturn
from checks.things import CouncilThing, Thing
from sources.framework.keys import Slot

OF_RETURNS: Mapping[str, Thing] = {
    "ratio-disagrees": things.RATIOS,
    "part-exceeds-whole": things.SHARES,
    "divided-by-zero": things.OWED_PARTS,
    "cumulative-falls": things.RUNNING_TOTALS,
    "stale-result": things.ENTRIES,
    "fraction-for-percentage": things.PERCENTAGES,
    "scale-unknown": things.PERCENTAGES,
    "form-empty": things.FILES,
    "not-read": things.FILES,
    "read-differently": things.FILES,
    "value-missing": things.DUE,
    "ratio-parts-missing": things.OWED_PARTS,
    "action-update-missing": things.KEY_ACTIONS,
    "sign-off-missing": things.SIGNABLE,
    "wrong-signer": things.SIGNATURES,
    "deputy-out-of-date": things.SIGNATURES,
    "signed-by-leaver": things.SIGNATURES,
    "signed-twice-by-one": things.SIGNATURES,
    "signature-older-than-figures": things.SIGNATURES,
    "signed-out-of-order": things.SIGNATURES,
    "scale-slip": things.WITH_PAST,
    "far-from-target": things.WITH_TARGET_ALONE,
    "far-from-usual": things.WITH_PAST,
    "commentary-copied": things.COMMENTARY_WITH_PAST,
    "same-as-before": things.COPIES,
    "target-differs": things.STATED_TARGETS,
    "wrong-folder": things.FILES,
    "old-form": things.FILES,
    "nothing-counts": things.FILES,
    "not-this-return": things.ROWS,
    "not-a-number": things.ENTRIES,
    "no-longer-readable": things.FILES,
    "impossible-value": things.NUMBERS,
    "commentary-too-long": things.COMMENTARY,
    "hidden-value": things.ENTRIES,
    "action-entry": things.ACTION_ENTRIES,
    "rating-word": things.ACTION_RATINGS,
    "action-overdue": things.ACTION_RATINGS,
    "given-twice": things.ENTRIES,
    "below-zero": things.ENTRIES,
    "not-whole": things.NUMBERS,
    "days-beyond-period": things.DAYS,
    "count-for-percentage": things.PERCENTAGES,
    "jump": things.WITH_LONG_PAST,
    "sign-turned": things.WITH_PAST,
    "zero-for-no-data": things.ACTUALS,
    "value-and-reason": things.ACTUALS,
    "no-expected-date": things.NOT_YET,
    "answers-missing": things.SURVEYS,
    "few-answers": things.SURVEYS,
    "sign-off-day": things.SIGNED,
    "small-number": optional_things.WORDS,
    "abbreviation": things.COMMENTARY,
    "budget-amount-unreadable": things.BUDGET_AMOUNTS,
    "budget-fund-unknown": things.BUDGET_LINES,
    "budget-body-unknown": things.BUDGET_LINES,
    "budget-line-twice": things.BUDGET_LINES,
    "budget-total-differs": things.BUDGET_TOTALS,
    "budget-total-unchecked": things.STATED_BUDGET_TOTALS,
    "budget-amount-missing": things.BUDGET_LINES,
    "budget-variance-differs": things.BUDGET_VARIANCES,
    "budget-part-of-a-penny": things.BUDGET_AMOUNTS,
    "budget-result-stale": things.BUDGET_AMOUNTS,
    "budget-amount-hidden": things.BUDGET_AMOUNTS,
    "risk-unknown": risk_things.ROWS,
    "risk-step-outside": risk_things.STEPS,
    "risk-day-unreadable": risk_things.DAYS,
    "risk-day-outside": risk_things.DAYS,
    "risk-mitigation-unknown": risk_things.MITIGATIONS,
    "risk-part-missing": risk_things.ROWS,
    "risk-assessed-twice": risk_things.ASSESSMENTS,
    "breakdown-missing": optional_things.BROKEN_DOWN,
    "breakdown-unknown": optional_things.PART_ROWS,
    "breakdown-unreadable": optional_things.PARTS,
    "breakdown-impossible": optional_things.PARTS,
    "parts-differ": optional_things.WITH_PARTS,
    "bad-part-hidden": optional_things.RATED_PARTS,
    "benchmark-incomplete": optional_things.BENCHMARKS,
    "benchmark-unsourced": optional_things.WHOLE_BENCHMARKS,
    "extract-area-unknown": extract_things.KNOWN,
    "extract-metric-unknown": extract_things.METRICS,
    "extract-period-unreadable": extract_things.KNOWN,
    "extract-period-differs": extract_things.KNOWN,
    "extract-value-unreadable": extract_things.KNOWN,
    "extract-value-suppressed": extract_things.KNOWN,
    "extract-figure-twice": extract_things.KNOWN,
    "extract-terms-missing": extract_things.FILES,
    "extract-fraction-for-percentage": extract_things.KNOWN,
    "extract-scale-unknown": extract_things.METRICS,
    "extract-period-not-over": extract_things.KNOWN,
    "extract-area-of-other-time": extract_things.KNOWN,
    "extract-retrieved-later": extract_things.FILES,
    "extract-figure-kept": extract_things.KNOWN,
    "revision-without-reason": optional_things.REVISIONS,
    "revision-without-figure": optional_things.REVISIONS,
    "revision-of-nothing-known": optional_things.REVISIONS,
    "revision-of-no-value": optional_things.REVISIONS,
    "revised-twice": optional_things.REVISIONS,
}
OF_CLOSES: Mapping[str, CouncilThing] = {
    "return-late": things.CAME,
    "return-missing": things.OWED,
    "commentary-missing": things.FOLLOWED_UP,
    "contradicts-rating": things.COMMENTED,
    "no-cause": things.EXPLAINED,
    "no-action": things.PLANNED,
    "no-date": things.PLANNED,
    "rating-contradicts": things.AS_GIVEN,
    "follow-ups-open": things.FOLLOWED_UP,
    "parts-go-other-way": things.COMPARED_PARTS,
    "own-figure-differs": extract_things.OWN_FIGURES,
}
# These look at the register - procedures, targets, owners, when a figure can be known - or at what
# the council decided, and not at what departments sent: no scorecard counts them.
OF_REGISTER = frozenset(
    {
        "procedure-missing",
        "procedure-overdue",
        "target-out-of-scale",
        "target-at-limit",
        "target-always-met",
        "target-never-met",
        "target-missing",
        "target-without-grounds",
        "target-of-other-unit",
        "target-worse-than-outturn",
        "before-usual",
        "older-than-need-be",
        "override-rests-on-earlier",
        "phantom-owner",
    }
)


@dataclass(frozen=True)
class Run:
    """How many things one rule was applied to in one return.

    `is_of_file`: findings of the rule are about files as wholes, so that several about one file
    are one check that failed.
    """

    slot: Slot
    rule: str
    dimension: Dimension
    checks: int
    is_of_file: bool


def runs_of_return(subject: CheckedReturn) -> list[Run]:
    """How often each return rule was run, in the order of the catalogue."""
    held: dict[int, int] = {}
    runs = []
    off = subject.framework.checking.off
    for rule in RETURN_RULES:
        if rule.id in off or rule.id in OF_REGISTER:
            continue
        thing = OF_RETURNS.get(rule.id, things.RETURN)
        # Many rules apply to the same kind of thing, which is counted once.
        if id(thing) not in held:
            held[id(thing)] = thing.count(subject)
        checks = held[id(thing)]
        if checks:
            runs.append(Run(subject.slot, rule.id, rule.dimension, checks, thing.is_of_file))
    return runs


def runs_of_close(subject: CheckedClose) -> list[Run]:
    """How often each close rule was run in each return, in the order of the catalogue."""
    return [
        Run(slot, rule.id, rule.dimension, checks, is_of_file=False)
        for rule in CLOSE_RULES
        if rule.id not in OF_REGISTER and rule.id not in subject.framework.checking.off
        for slot, checks in sorted(
            OF_CLOSES.get(rule.id, things.RETURNS).count(subject).items(), key=lambda one: one[0]
        )
    ]
