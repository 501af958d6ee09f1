"""A full report, page of sources, quality page and receipt of an invented council, in code.

Run as a script it writes them to a folder, to look at: `python sample.py /tmp/sample`.
"""

import sys
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from pathlib import Path

from report_templates.forecasts import Unchanged
from report_templates.pages import (
    FigureLine,
    FiguresPage,
    FindingLine,
    QualityPage,
    Receipt,
    Report,
    SheetLine,
    SourceLine,
    StateLine,
)
from report_templates.parts import Direction, Figure, Mark, Reading, Spark, SparkPoint
from report_templates.render import (
    figures_html,
    quality_html,
    receipt_text,
    report_html,
)
from report_templates.scorecards import DataQualitySection, DimensionLine
from report_templates.sections import (
    AboutSection,
    ActionLine,
    ChangeLine,
    ChangesSection,
    CountLine,
    Counts,
    LegendLine,
    LinesSection,
    MeasureLine,
    PrioritiesSection,
    PriorityPart,
    RegisterChange,
    ReturnLine,
    ReturnsSection,
    SummarySection,
    UnratedGroup,
    UnratedSection,
)
from report_templates.waived import WaivedLine, WaivedPart

COUNCIL = "Wexcombe County Council"
PERIOD = "Quarter 2 (July to September 2025)"
DRAFT = "Draft 3"
CLOSE = "2025-26-Q2-cmt-3"
NOTICE = "Every council, person and figure in this report is invented."

STRONG = Mark("strong", "Strong", "★", "#00703c")
GOOD = Mark("good", "Good", "✓", "#1d5a96")
REVIEW = Mark("review", "Review", "●", "#8a5a00")
ACTION = Mark("action", "Action", "⚑", "#b3261e")
MARKS = {mark.id: mark for mark in (STRONG, GOOD, REVIEW, ACTION)}
RULES = {
    "strong": "more than 5% better than target",
    "good": "from 2% worse to 5% better than target",
    "review": "from 10% worse to 2% worse than target",
    "action": "more than 10% worse than target",
}
LONG_RULE = (
    "A percentage where higher is better is Strong when it reaches 100% or more, "
    "whatever its target."
)

HOSTILE = (
    "<script>alert('x')</script><img src=x onerror=alert(1)> & \"quoted\" {{ 7 * 7 }}\n"
    "A second line, kept as a line.\n\n"
    + "Donaudampfschifffahrtsgesellschaft" * 6
    + "\nنص من اليمين إلى اليسار\n\u202eoverridden\u202c and </td></table></main> after it."
)

ADULTS = "Adult Social Care and Health"
CHILDREN = "Children's Services"
PLACE = "Place"
CORPORATE = "Corporate Services and Transformation"


def figure(text: str, measure: str, quantity: str = "count", breakdown: str = "all") -> Figure:
    return Figure(text, f"{CLOSE}/{measure}/{breakdown}/2025-26-Q2/{quantity}")


def spark(values: list[float | None], target: float | None) -> Spark:
    known = [value for value in values if value is not None]
    low, high = (
        min([*known, *([target] if target is not None else [])]),
        max([*known, *([target] if target is not None else [])]),
    )
    span = (high - low) or 1
    labels = [f"Q{(n % 4) + 1} {2023 + n // 4}-{24 + n // 4}" for n in range(len(values))]
    return Spark(
        tuple(
            SparkPoint(
                label,
                "no value" if value is None else f"{value:g}",
                n / max(len(values) - 1, 1),
                None if value is None else (value - low) / span,
            )
            for n, (label, value) in enumerate(zip(labels, values, strict=True))
        ),
        f"From {known[0]:g} in {labels[0]} to {known[-1]:g} in {labels[-1]}; "
        f"lowest {min(known):g}, highest {max(known):g}.",
        None if target is None else (target - low) / span,
    )


def measure(
    id: str,
    name: str,
    department: str,
    values: tuple[str | None, str | None, str | None],
    mark: str | None,
    way: Direction,
    trend: list[float | None] | None = None,
    aim: float | None = None,
    **more: object,
) -> MeasureLine:
    actual, target, variance = values
    line = MeasureLine(
        id=id,
        name=name,
        unit="Percentage" if "%" in (actual or target or "%") else "Number",
        period="Q2 2025-26",
        department=department,
        body="Health and Communities" if department == ADULTS else department,
        actual=figure(actual, id, "actual") if actual else None,
        no_value=None,
        target=figure(target, id, "target") if target else None,
        variance=figure(variance, id, "variance") if variance else None,
        mark=MARKS[mark] if mark else None,
        rule=RULES[mark] if mark else None,
        unrated=None,
        direction=way,
        spark=spark(trend, aim) if trend else None,
        commentary=None,
        outlook=None,
        outlook_text=None,
        notes=(),
        rated_on=None,
    )
    return replace(line, **more)  # type: ignore[arg-type]


def better(text: str) -> Direction:
    compared = figure(text, f"earlier-{text}", "compared-with")
    return Direction("better", "than in Q1 2025-26:", compared)


def worse(text: str) -> Direction:
    compared = figure(text, f"earlier-{text}", "compared-with")
    return Direction("worse", "than in Q1 2025-26:", compared)


def unknown(why: str) -> Direction:
    return Direction("not known", why)


def measures() -> dict[str, MeasureLine]:
    lines = [
        measure(
            "asc-01",
            "Percentage of people who need no long-term support after reablement",
            ADULTS,
            ("71.4%", "66.0%", "+8.2%"),
            "strong",
            better("68.9%"),
            [61, 62.5, 64, 63.2, 65.8, 68.9, 71.4],
            66,
            commentary="Evening visits began in May. They let more people leave hospital for "
            "home and "
            "finish their reablement there.",
            outlook=STRONG,
            outlook_text="The service expects about 70% for the year.",
            reading=Reading(
                "above target, with special-cause improvement; the target is met",
                figure("3 quarters in 7", "asc-01", "target-met"),
                "trial limits, from 7 quarters",
            ),
        ),
        measure(
            "asc-02",
            "Number of people with a learning disability and/or who are autistic recovering from "
            "mental ill health moved from 24-hour residential care to a more "
            "independent supported "
            "living setting",
            ADULTS,
            ("14", "20", "-30.0%"),
            "action",
            Direction("worse", "than 19 in Q2 2024-25"),
            [3, 8, 14, 19, 4, 19, 9, 14],
            20,
            commentary="Two of the new supported living schemes opened ten weeks "
            "late.\n\nNext steps:\n"
            "1. Six moves are booked for October and November.\n"
            "2. The commissioning board reviews the remaining cases every fortnight.",
            outlook=REVIEW,
            forecast=figure("36", "asc-02", "year-end-forecast"),
            outlook_text="officer's forecast for the year, against the annual target",
            notes=("unconfirmed",),
            other_priorities=("High performing, value for money and resident focused services",),
        ),
        measure(
            "asc-03",
            "Average days from request to start of home care",
            ADULTS,
            ("9.8", "9.0", "-8.9%"),
            "review",
            worse("9.1"),
            [7.9, 8.2, None, 8.8, 9.0, 9.1, 9.8],
            9,
            commentary="Two providers handed packages back in August. New contracts start in "
            "November.",
            context_note="The new system counts from the day of the request.",
            notes=("provisional",),
        ),
        measure(
            "asc-04",
            "Permanent admissions of people aged 65 and over to care homes, per "
            "100,000 people aged 65 "
            "and over",
            ADULTS,
            ("248.6", "255.0", "+2.5%"),
            "good",
            Direction("better", "than 261.3 in Q2 2024-25"),
            [262, 258, 260, 261.3, 251, 248.6],
            255,
            rated_on="rated on 248.55",
        ),
        measure(
            "asc-05",
            "Percentage of older people still at home 91 days after leaving "
            "hospital into reablement",
            ADULTS,
            (None, "82.0%", None),
            None,
            unknown("no value in this period"),
            [80.1, 81.0, 82.4, None, None],
            82,
            no_value="not due until 31 December 2025, because of the 91-day wait",
            unrated="not due",
        ),
        measure(
            "asc-06",
            "Number of people receiving long-term adult social care",
            ADULTS,
            ("12,408", None, None),
            None,
            unknown("neither way is better"),
            [12010, 12090, 12144, 12230, 12301, 12388, 12408],
            None,
            unrated="context measure: neither higher nor lower is better",
        ),
        measure(
            "asc-07",
            "Percentage of adult social care assessments completed within 28 days",
            ADULTS,
            ("87.3%", "85.0%", "+2.7%"),
            "good",
            replace(
                better("84.1%"),
                word="not distinguishable",
                detail="chance may explain the difference; in Q1 2025-26:",
            ),
            [79, 81, 83, 82, 84.1, 87.3],
            85,
            interval=figure("82.1-91.1%, n=212", "asc-07", "interval"),
            unchanged=Unchanged(
                None, reason="no credible projection: only 1 earlier year is complete"
            ),
        ),
        measure(
            "chs-01",
            "Percentage of contacts about a child decided within one working day",
            CHILDREN,
            ("96.2%", "95.0%", "+1.3%"),
            "good",
            better("95.4%"),
            [92, 93.1, 94, 94.4, 95.4, 96.2],
            95,
        ),
        measure(
            "chs-02",
            "Percentage of education, health and care plans issued within 20 weeks",
            CHILDREN,
            ("48.1%", "60.0%", "-19.8%"),
            "action",
            better("41.7%"),
            [58, 52, 47, 44, 39.5, 41.7, 48.1],
            60,
            commentary="Requests are 22% higher than a year ago. Eight more educational "
            "psychologists "
            "start in the autumn term, and the backlog has fallen from 310 to 244 plans.",
            outlook=ACTION,
            outlook_text="The target will not be met this year.",
            unchanged=Unchanged(
                figure("49.0%", "chs-02", "unchanged"),
                figure("45.5%to51.9%", "chs-02", "unchanged-interval"),
                ACTION,
                figure("60.5%", "chs-02", "annual-target"),
            ),
            notes=("queried with department",),
        ),
        measure(
            "chs-03",
            "Percentage of children in care with three or more placements in 12 months",
            CHILDREN,
            ("10.4%", "10.0%", "-4.0%"),
            "review",
            Direction("same", "as in Q1 2025-26"),
            [11.2, 10.9, 10.8, 10.4, 10.4],
            10,
            commentary=HOSTILE,
        ),
        measure(
            "chs-04",
            "Children in care per 10,000 children",
            CHILDREN,
            ("63.2", None, None),
            None,
            unknown("neither way is better"),
            [58, 59.4, 60.1, 61.8, 62.6, 63.2],
            None,
            unrated="context measure: neither higher nor lower is better",
        ),
        measure(
            "chs-05",
            "Percentage of care leavers aged 17 to 21 in suitable accommodation",
            CHILDREN,
            ("100.0%", "98.0%", "+2.0%"),
            "strong",
            better("97.6%"),
            [94, 95, 96.6, 97.6, 100],
            98,
            rule=LONG_RULE,
        ),
        measure(
            "chs-06",
            "Average weekly cost of a residential placement for a child in care",
            CHILDREN,
            ("£6,214", "£5,750", "-8.1%"),
            "review",
            worse("£6,080"),
            [5400, 5520, 5700, 5910, 6080, 6214],
            5750,
            unit="Pounds",
        ),
        measure(
            "chs-07",
            "Number of approved fostering households",
            CHILDREN,
            ("412", "405", "+1.7%"),
            "good",
            better("407"),
            [420, 411, 402, 399, 407, 412],
            405,
        ),
        measure(
            "plc-01",
            "Percentage of urgent road defects repaired on time",
            PLACE,
            ("93.9%", "88.0%", "+6.7%"),
            "strong",
            better("90.2%"),
            [80, 84, 83, 87, 90.2, 93.9],
            88,
        ),
        measure(
            "plc-02",
            "Residual household waste per household",
            PLACE,
            ("251.7", "247.0", "-1.9%"),
            "good",
            Direction("worse", "than 246.9 in Q2 2024-25"),
            [250, 249, 248, 246.9, 249, 251.7],
            247,
            unit="Kilograms per household",
            notes=("provisional", "revised since draft 2"),
        ),
        measure(
            "plc-03",
            "Level of inward investment secured into the county",
            PLACE,
            ("£38,450,000", "£30,000,000", "+28.2%"),
            "strong",
            Direction("better", "than £22,100,000 in Q2 2024-25"),
            [9e6, 14e6, 22.1e6, 31e6, 12e6, 38.45e6],
            30e6,
            unit="Pounds",
        ),
        measure(
            "plc-04",
            "Killed and seriously injured road casualties",
            PLACE,
            ("71", "66", "-7.6%"),
            "review",
            worse("64"),
            [78, 74, 70, 69, 64, 71],
            66,
            period="Q1 2025-26, reported one quarter late",
        ),
        measure(
            "plc-05",
            "Percentage of local bus services that run on time",
            PLACE,
            (None, "84.0%", None),
            None,
            unknown("no value in this period"),
            [81, 80.4, 82, 82.6, None],
            84,
            no_value="the operator's data had not come by the closing day",
            unrated="no value",
        ),
        measure(
            "plc-06",
            "Number of visits to libraries",
            PLACE,
            ("402,117", "410,000", "-1.9%"),
            "good",
            worse("405,330"),
            [380000, 391000, 398000, 405330, 402117],
            410000,
        ),
        measure(
            "plc-07",
            "Number of potholes repaired",
            PLACE,
            ("8,240", None, None),
            None,
            better("7,915"),
            [9100, 8700, 7915, 8240],
            None,
            unrated="no target has been set for this year",
        ),
        *[
            measure(
                f"cst-0{n}",
                name,
                CORPORATE,
                (None, target, None),
                None,
                unknown("no value in this period"),
                None,
                None,
                no_value="the return has not come",
                unrated="return missing",
            )
            for n, (name, target) in enumerate(
                (
                    (
                        "Percentage of residents who are satisfied with our services",
                        "60.0%",
                    ),
                    ("Percentage of invoices paid within 30 days", "95.0%"),
                    ("Average days lost to sickness per full-time employee", "9.2"),
                    (
                        "Percentage of freedom of information requests answered on time",
                        "92.0%",
                    ),
                ),
                1,
            )
        ],
    ]
    return {line.id: line for line in lines}


def actions() -> dict[str, ActionLine]:
    def action(id: str, name: str, mark: Mark | None, **more: object) -> ActionLine:
        line = ActionLine(
            id=id,
            name=name,
            department=ADULTS,
            lead_officer="Assistant Director, Prevention and Safeguarding",
            due="31 March 2026",
            next_milestone="Review of the first nine months reported (29 February 2026)",
            mark=mark,
            unrated=None,
            percent_complete=figure("55%", f"action-{id}", "percent-complete"),
            forecast=None,
            commentary=None,
            notes=(),
        )
        return replace(line, **more)  # type: ignore[arg-type]

    lines = [
        action(
            "live-at-home",
            "Help people to live on their own terms at home and stay in touch with their community",
            GOOD,
        ),
        action(
            "send-plan",
            "Carry out the improvement plan for special educational needs",
            ACTION,
            department=CHILDREN,
            lead_officer="Director of Education",
            commentary="The second milestone was missed because two posts stayed empty until "
            "September.",
            forecast="30 June 2026",
            notes=("unconfirmed",),
            percent_complete=figure("25%", "action-send-plan", "percent-complete"),
        ),
        action(
            "net-zero",
            "Cut the council's own emissions to reach net zero by 2032",
            STRONG,
            department=PLACE,
            lead_officer="Head of Climate Change",
        ),
        action(
            "estate",
            "Bring the office estate down to what is needed",
            None,
            department=CORPORATE,
            lead_officer="Head of Property",
            unrated="the return has not come",
            percent_complete=None,
            next_milestone=None,
        ),
    ]
    return {line.id: line for line in lines}


PRIORITIES = (
    (
        "safe-communities",
        "Resilient, healthy and safe communities",
        ("asc-01", "asc-02", "asc-04", "asc-06", "chs-01", "chs-04", "plc-04"),
    ),
    (
        "early-help",
        "Effective early help for individuals and communities",
        ("asc-03", "asc-05", "asc-07", "chs-02", "chs-03", "chs-05", "chs-06", "chs-07"),
    ),
    (
        "prosperous-and-green",
        "A prosperous and green Wexcombe",
        ("plc-01", "plc-02", "plc-03", "plc-05", "plc-06", "plc-07"),
    ),
    (
        "value-for-money",
        "High performing, value for money and resident focused services",
        ("asc-02", "cst-01", "cst-02", "cst-03", "cst-04"),
    ),
)
ACTIONS_OF = {
    "safe-communities": ("live-at-home",),
    "early-help": ("send-plan",),
    "prosperous-and-green": ("net-zero",),
    "value-for-money": ("estate",),
}


def counts(
    title: str,
    lines: list[MeasureLine] | list[ActionLine],
    about: str,
    changes: dict[str, str] | None = None,
    note: str | None = None,
) -> Counts:
    def count(mark: str) -> int:
        return sum(1 for line in lines if line.mark and line.mark.id == mark)

    rated = sum(count(mark) for mark in MARKS)
    return Counts(
        title,
        tuple(
            CountLine(
                MARKS[mark],
                figure(str(count(mark)), about, f"count-{mark}"),
                (changes or {}).get(mark),
            )
            for mark in MARKS
        ),
        figure(str(rated), about, "count-rated"),
        figure(str(len(lines) - rated), about, "count-unrated"),
        note,
    )


def parts() -> tuple[PriorityPart, ...]:
    lines, acts = measures(), actions()
    return tuple(
        PriorityPart(
            id,
            name,
            counts(name, [lines[each] for each in ids], f"priority-{id}"),
            tuple(lines[each] for each in ids),
            tuple(acts[each] for each in ACTIONS_OF[id]),
        )
        for id, name, ids in PRIORITIES
    )


def returns() -> ReturnsSection:
    def line(
        name: str,
        status: str,
        received: str,
        filled: tuple[str, str, str],
        found: tuple[str, str],
        sign_off: str,
        lateness: str | None = None,
        page: str | None = None,
    ) -> ReturnLine:
        slot = "return-" + name.split()[0].lower().replace("'", "")
        quantities = ("supplied", "accounted-for", "expected", "errors", "warnings")
        texts = (*filled, *found)
        made = [figure(t, slot, q) for t, q in zip(texts, quantities, strict=True)]
        return ReturnLine(
            name,
            page,
            status,
            "15 October 2025",
            received,
            figure(lateness, slot, "lateness") if lateness else None,
            *made,
            sign_off,
        )

    return ReturnsSection(
        (
            line(
                ADULTS,
                "late",
                "17 October 2025, 09:12",
                ("22", "24", "24"),
                ("0", "2"),
                "Director of Adult Social Care, 16 October 2025",
                "2 days (2 working days) late",
                "departments/adult-social-care-and-health.html",
            ),
            line(
                CHILDREN,
                "on time",
                "14 October 2025, 16:40",
                ("27", "28", "28"),
                ("1", "3"),
                "Executive Director, 14 October 2025",
                page="departments/childrens-services.html",
            ),
            line(
                PLACE,
                "on time",
                "15 October 2025, 23:58",
                ("30", "31", "33"),
                ("3", "1"),
                "not signed off",
            ),
            line(
                CORPORATE,
                "missing",
                "not received",
                ("0", "0", "21"),
                ("1", "0"),
                "not signed off",
                "13 days (9 working days) overdue",
            ),
        )
    )


def report() -> Report:
    lines, acts = measures(), actions()
    all_parts = parts()
    chosen = {
        mark: tuple(line for line in lines.values() if line.mark and line.mark.id == mark)
        for mark in MARKS
    }
    reasons: dict[str, list[tuple[str, str, str]]] = {}
    for line in lines.values():
        if line.unrated:
            reasons.setdefault(line.unrated, []).append(
                (line.id, line.name, f"{line.unrated}: see above")
            )
    return Report(
        "Quarterly Performance Report",
        COUNCIL,
        PERIOD,
        "Corporate Management Team, Cabinet Members",
        "28 October 2025, 17:00",
        DRAFT,
        NOTICE,
        (
            (
                "summary",
                SummarySection(
                    (
                        "Of 16 measures with a rating, 10 are Strong or Good.",
                        (
                            "Two measures and one key action are rated Action: moves into "
                            "supported "
                            "living, and education, health and care plans."
                        ),
                        (
                            "The return of Corporate Services and Transformation has not come; its "
                            "four "
                            "measures have no rating."
                        ),
                    ),
                    counts(
                        "Measures",
                        list(lines.values()),
                        "summary-measures",
                        {
                            "strong": "2 more than in Quarter 1",
                            "good": "1 fewer than in Quarter 1",
                            "review": "the same as in Quarter 1",
                            "action": "1 fewer than in Quarter 1",
                        },
                    ),
                    counts("Key actions", list(acts.values()), "summary-actions"),
                    tuple(part.counts for part in all_parts),
                    "A measure that serves two priorities counts in both, and once in the total.",
                    (
                        (
                            "portfolio",
                            tuple(
                                counts(
                                    name,
                                    [x for x in lines.values() if x.body == name],
                                    name.replace(" ", "-").replace(" ", "-"),
                                )
                                for name in dict.fromkeys(x.body for x in lines.values())
                            ),
                        ),
                    ),
                ),
            ),
            (
                "changes",
                ChangesSection(
                    "21 October 2025 at 17:00",
                    (
                        "Place sent a corrected file on 24 October 2025, 11:05.",
                        "Adult Social Care and Health confirmed three values on 27 October 2025.",
                    ),
                    (
                        ChangeLine(
                            "Residual household waste per household: actual",
                            "Strong",
                            "Good",
                            "The department corrected a slip of the keys.",
                            figure("231.7", "plc-01", "actual-before"),
                            figure("251.7", "plc-01", "actual-now"),
                            why=(
                                "its denominator was restated: ",
                                figure("1,204", "plc-01", "denominator-before"),
                                " to ",
                                figure("1,180", "plc-01", "denominator-now"),
                                "; with the old one it would be Strong",
                            ),
                            labels=("restated denominator",),
                        ),
                        ChangeLine(
                            "Residual household waste per household: rating",
                            "Strong",
                            "Good",
                            "The actual changed.",
                        ),
                        ChangeLine(
                            "Average days from request to start of home care: note",
                            "unconfirmed",
                            "none",
                            "The responsible officer confirmed the value.",
                        ),
                    ),
                ),
            ),
            (
                "exceptions",
                LinesSection(
                    "Exceptions",
                    "Measures and key actions rated Review or Action, the worst first.",
                    "Nothing is rated Review or Action.",
                    chosen["action"] + chosen["review"],
                    (acts["send-plan"],),
                ),
            ),
            (
                "successes",
                LinesSection(
                    "Successes",
                    "Measures and key actions rated Strong.",
                    "Nothing is rated Strong.",
                    chosen["strong"],
                    (acts["net-zero"],),
                ),
            ),
            ("priorities", PrioritiesSection(all_parts)),
            ("returns", returns()),
            (
                "unrated",
                UnratedSection(
                    tuple(
                        UnratedGroup(
                            reason,
                            figure(str(len(who)), f"unrated-{n}"),
                            tuple(who),
                        )
                        for n, (reason, who) in enumerate(reasons.items())
                    )
                ),
            ),
            (
                "data-quality",
                DataQualitySection(
                    (
                        "The checks looked at 106 values in 3 returns and found 5 errors and 6 "
                        "warnings.",
                        (
                            "One return came late and one has not come. Two values are unconfirmed "
                            "and one "
                            "is queried with its department."
                        ),
                    ),
                    tuple(
                        DimensionLine(
                            name,
                            *(
                                figure(text, f"quality-{name}", quantity)
                                for text, quantity in zip(
                                    texts,
                                    ("checks", "errors", "warnings", "information"),
                                    strict=True,
                                )
                            ),
                        )
                        for name, *texts in (
                            ("accuracy", "3", "0", "1", "0"),
                            ("completeness", "4", "2", "1", "0"),
                            ("timeliness", "2", "1", "1", "0"),
                            ("consistency", "4", "0", "3", "2"),
                            ("relevance", "1", "0", "0", "0"),
                            ("validity", "3", "2", "0", "0"),
                            ("uniqueness", "2", "0", "0", "0"),
                        )
                    ),
                    WaivedPart(figure("2", "quality", "waived"), waived()),
                ),
            ),
            (
                "about",
                AboutSection(
                    "Measure performance against target",
                    "Wexcombe performance framework 2025-26, table of ratings",
                    (
                        LegendLine(
                            STRONG,
                            "More than 5% better than target.",
                            "On course or finished, and achieving more than was expected.",
                            "Keep monitoring, mark the success and learn from it.",
                        ),
                        LegendLine(
                            GOOD,
                            "Up to 5% better and no more than 2% worse.",
                            "On course or finished, and achieving what was expected.",
                            "Keep monitoring.",
                        ),
                        LegendLine(
                            REVIEW,
                            "More than 2% and up to 10% worse than target.",
                            "There is some risk to the dates or to the results.",
                            "Watch closely, so that performance returns to its course.",
                        ),
                        LegendLine(
                            ACTION,
                            "More than 10% worse than target.",
                            "The dates will probably be missed, or the results not achieved.",
                            "Say what further steps are being taken.",
                        ),
                    ),
                    (
                        (
                            "Better or worse by some percent is read relative to the target, not "
                            "as "
                            "percentage points."
                        ),
                        "Where two ratings share an edge, the better one has it.",
                        "A target of zero that is met is Good.",
                    ),
                    (
                        ("Returns from departments", "15 October 2025"),
                        ("Report to the Corporate Management Team", "4 November 2025"),
                        ("Published", "week of 17 November 2025, provisional"),
                    ),
                    (
                        ("adult_q2.xlsx", "sha256 " + digest("adult_q2.xlsx")),
                        (
                            "children Q2 final FINAL.xlsx",
                            "sha256 " + digest("children"),
                        ),
                        ("place.csv", "sha256 " + digest("place.csv")),
                        ("Framework", "2025-26, edition 4"),
                        ("Quarterday", "0.1.0"),
                    ),
                    "Targets and owners are invented for this demonstration.",
                    register_changes(),
                ),
            ),
        ),
    )


def empty_report() -> Report:
    """The same report in a quarter with nothing to say, and no demonstration."""
    none = counts("Measures", [], "summary-measures")
    return Report(
        "Quarterly Performance Report",
        COUNCIL,
        PERIOD,
        "the public",
        "28 October 2025, 17:00",
        "Draft 1",
        None,
        (
            (
                "summary",
                SummarySection((), none, replace(none, title="Key actions"), (), None),
            ),
            ("changes", ChangesSection(None, (), ())),
            (
                "exceptions",
                LinesSection("Exceptions", "Rated Action.", "Nothing is rated Action.", (), ()),
            ),
            (
                "successes",
                LinesSection("Successes", "Rated Strong.", "Nothing is rated Strong.", (), ()),
            ),
            ("priorities", PrioritiesSection(())),
            ("returns", ReturnsSection(())),
            ("unrated", UnratedSection(())),
            ("data-quality", DataQualitySection((), ())),
            ("about", AboutSection("One scheme.", "ours", (), (), (), (), None)),
        ),
    )


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def register_changes() -> tuple[RegisterChange, ...]:
    """A target changed twice in the period, one that became words, and an earlier change."""

    def place(text: str | None) -> str:
        return f"change-to-{(text or 'words').rstrip('%').replace('.', '-')}"

    def change(measure: str, was: str | None, now: str | None, since: str) -> RegisterChange:
        return RegisterChange(
            id=measure,
            name=measures()[measure].name,
            what="annual target",
            since=since,
            is_new=since.startswith("Quarter 2"),
            was=figure(was, measure, f"target-before-{place(now)}") if was else None,
            now=figure(now, measure, f"target-from-{place(now)}") if now else None,
            wording=None,
            reason="Two posts were filled later than planned.",
            approved="Cabinet, 13 July 2025",
            is_target=True,
            now_words=None if now else "open the second hub",
            is_replaced=now == "78.0%",
        )

    first, second, third = list(measures())[:3]
    return (
        change(first, "80.0%", "78.0%", "Quarter 2 2025-26"),
        change(first, "78.0%", "76.5%", "Quarter 2 2025-26"),
        change(second, "12", None, "Quarter 2 2025-26"),
        change(third, "40", "44", "Quarter 1 2025-26"),
    )


def figures_in(view: object) -> list[Figure]:
    """Every figure that a view model holds, in its order, each id once."""
    found: dict[str, Figure] = {}

    def walk(node: object) -> None:
        if isinstance(node, Figure):
            found.setdefault(node.id, node)
        elif isinstance(node, tuple):
            for each in node:
                walk(each)
        elif is_dataclass(node):
            for field in fields(node):
                walk(getattr(node, field.name))

    walk(view)
    return list(found.values())


def figures_page() -> FiguresPage:
    lines, named = [], measures()
    for number, each in enumerate(figures_in(report())):
        _, about, _, _, quantity = each.id.split("/")
        sources: tuple[SourceLine, ...] = ()
        what, how = f"{about}: {quantity}", "Counted from the ratings of this report."
        if about in named:
            what = f"{quantity.capitalize()} of: {named[about].name}"
            how = "Read from one cell and shown as it stands, rounded to one decimal place."
            file = "adult_q2.xlsx" if about.startswith("asc") else "children Q2 final FINAL.xlsx"
            cells = ("H12", "J12") if quantity == "variance" else ("H12",)
            sources = tuple(
                SourceLine(
                    file,
                    digest(file),
                    "17 October 2025, 09:12",
                    "Measures & targets",
                    cell,
                    " <b>71,4</b>% " if number % 9 == 0 else each.text,
                    "target" if cell == "J12" else "actual",
                )
                for cell in cells
            )
        lines.append(FigureLine(each.id, about, each.text, what, how, sources))
    return FiguresPage("Quarterly Performance Report", COUNCIL, PERIOD, DRAFT, NOTICE, tuple(lines))


def findings() -> tuple[FindingLine, ...]:
    return (
        FindingLine(
            "error",
            "validity",
            "Measures!H12",
            "children Q2 final FINAL.xlsx",
            "Percentage of children in care with three or more placements in 12 months",
            "<b>10,4 per cent</b> (see email)",
            "The actual cannot be read as a number.",
            "Type the number alone, or leave it blank and choose a reason under "
            "'No value because'.",
        ),
        FindingLine(
            "error",
            "timeliness",
            "the whole return",
            None,
            None,
            None,
            "The return came 2 days (2 working days) late.",
            "Nothing can be mended now; say if something held the return up that may do so again.",
        ),
        FindingLine(
            "warning",
            "consistency",
            "Measures!H19",
            "x" * 120 + "\u202efdp.exe",
            "Number of approved fostering households",
            "41200",
            "41200 is about 100 times larger than usual (407).",
            "Check the unit and the decimal point: 87.3% is entered as 87.3.",
        ),
        FindingLine(
            "information",
            "relevance",
            "Measures!A40",
            "children Q2 final FINAL.xlsx",
            None,
            "",
            "This row has no reference and was passed over.",
            "Nothing, if the row is a note of your own.",
        ),
    )


def waived() -> tuple[WaivedLine, ...]:
    return (
        WaivedLine(
            CHILDREN,
            "Children in care <b>in</b> a foster home",
            "error",
            "Measures!H12",
            "82.5% is given, but 33 of 41 is 80.5%.",
            "31 December 2025",
            "Head of Performance & Policy",
            "The denominator is counted a week later.\n=HYPERLINK(1)",
        ),
        WaivedLine(
            CHILDREN,
            None,
            "warning",
            "the whole return",
            "every value is the same as in the period before",
            "1 November 2025",
            "Director",
            "Checked by telephone.",
        ),
    )


def quality_page() -> QualityPage:
    return QualityPage(
        COUNCIL,
        CHILDREN,
        PERIOD,
        "28 October 2025, 17:00",
        NOTICE,
        returns().lines[1],
        (
            ("children Q2 final FINAL.xlsx", digest("children")),
            ("children Q2 <corrected>.xlsx", digest("corrected")),
        ),
        (
            SheetLine(
                "children Q2 <corrected>.xlsx",
                "Measures <b>",
                False,
                24,
                310,
                (
                    ("figures", 38),
                    ("reasons for having no figure", 2),
                    ("the form's own words", 270),
                ),
            ),
            SheetLine("children Q2 <corrected>.xlsx", "Old", True, 1, 3, (("not asked for", 3),)),
        ),
        findings(),
        waived(),
        states=(
            StateLine("received", "Children's Services return", "", "14 October 2025", ""),
            StateLine("checked", "Quarterday's checks", "", "14 October 2025", ""),
            StateLine(
                "verified", "Ada <b>Byron</b>", "Head of Service", "15 October 2025", "declared"
            ),
            StateLine("authorised", "", "Director", "16 October 2025", "verified"),
        ),
    )


def receipt() -> Receipt:
    return Receipt(
        COUNCIL,
        NOTICE,
        "children Q2 final\x1b[31m FINAL\u202e.xlsx",
        "14 October 2025, 16:40",
        "Accepted as the return of Children's Services for Quarter 2 (July to September 2025).",
        "On time: it was due on 15 October 2025.",
        "27 of 28 values supplied, 28 accounted for.",
        findings(),
        "Mend the error and send the file again by 21 October 2025. Until then "
        "the value is shown "
        "as received and is not rated.",
    )


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("index.html", report_html(report())),
        ("empty.html", report_html(empty_report())),
        ("figures.html", figures_html(figures_page())),
        ("quality.html", quality_html(quality_page())),
        ("clean.html", quality_html(replace(quality_page(), findings=(), files=()))),
        ("receipt.txt", receipt_text(receipt())),
    ):
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
