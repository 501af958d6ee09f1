"""How numbers, dates and counts are written for readers. Rounding happens here and nowhere else."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from checks.finding import Finding, Severity
from sources.framework.framework import Framework
from sources.framework.measures import Measure, Stretch, TargetValue
from sources.framework.timetable import LONDON
from sources.values import Unit
from warehouse.rows import AnyFinding

_SEVERITIES = [severity.value for severity in Severity]

DEMONSTRATION = "Demonstration: every figure here is invented and none is the council's own."
DEMONSTRATION_FORM = "Demonstration form: every figure in it is invented."

# So many things are named before "and others".
_NAMED = 4
# Of a cell's text, so much is shown beside a finding.
_SHOWN = 300


def rounded(number: Decimal, measure: Measure) -> Decimal:
    """A number as the measure prints it: half up, as people expect of printed figures."""
    return number.quantize(Decimal(1).scaleb(-measure.decimal_places), ROUND_HALF_UP)


def number_text(number: TargetValue, measure: Measure) -> str:
    """`95.9%`, `£1,234`, `12.5`, `90% to 95%`; other units stand beside the measure's name."""
    if isinstance(number, Stretch):
        return f"{number_text(number.low, measure)} to {number_text(number.high, measure)}"
    shown = rounded(number, measure)
    text = f"{abs(shown):,}"
    if measure.unit is Unit.PERCENT:
        text += "%"
    if measure.unit is Unit.MONEY:
        text = "£" + text
    return f"\u2212{text}" if shown < 0 else text


def unit_words(measure: Measure) -> str:
    if measure.unit_words:
        return measure.unit_words
    words = {Unit.PERCENT: "per cent", Unit.NUMBER: "number", Unit.MONEY: "pounds"}
    return words.get(measure.unit, measure.unit.value)


def variance_text(variance_pct: str, is_points: bool) -> str:
    """Signed, one place, positive is better: `+3.2%`, `−0.4 points`."""
    exact = Decimal(variance_pct)
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    sign = "\u2212" if shown < 0 else "+" if shown > 0 else ""
    return f"{sign}{abs(shown):,}{' points' if is_points else '%'}"


def plain(number: str) -> str:
    """A stored decimal without idle zeros, with a real minus sign."""
    text = f"{Decimal(number):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "\u2212")


def moment_text(moment: datetime) -> str:
    """`19 October 2023 at 23:58`, London time."""
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"


def finding_order(finding: AnyFinding | Finding) -> tuple[int, str, int, str]:
    """The worst first, then sheet by sheet, row by row; what has no cell comes last."""
    row = re.search(r"\d+", finding.cell or "")
    return (
        _SEVERITIES.index(str(finding.severity)),
        finding.sheet or "\uffff",
        int(row[0]) if row else 0,
        finding.cell or "",
    )


def one_line(text: str | None) -> str:
    """Text from outside as a part of one line; nothing in it begins another or steers a screen."""
    told = " ".join((text or "").split())
    return "".join(letter for letter in told if letter.isprintable())


def counted(count: int, noun: str, plural: str | None = None) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {plural or noun + 's'}"


_NUMBERS = tuple(
    "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905  # read at a glance
)


def in_words(count: int) -> str:
    """A small count as a word, where it is no figure of a return: 0 to 12."""
    return _NUMBERS[count]


def shortened(raw: str | None) -> str | None:
    """What stands in a cell, cut where it is longer than anybody needs to find it by."""
    if raw is None or len(raw) <= _SHOWN:
        return raw
    return f"{raw[:_SHOWN]}… ({len(raw)} characters)"


def body_text(framework: Framework, body: str) -> str:
    """`portfolio: Adult Care`; `Hill Housing Committee`, which says what it is."""
    name, word = framework.bodies[body].name, framework.council.words.body
    return name if word in name.casefold() else f"{word}: {name}"


def named(names: Sequence[str]) -> str:
    """`A; B; C; D and others`."""
    return f"{'; '.join(names[:_NAMED])}{' and others' if len(names) > _NAMED else ''}"
