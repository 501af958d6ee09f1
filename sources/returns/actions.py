"""What the entries about a key action mean: how far it is, and when it will be complete."""

from datetime import date, datetime
from decimal import Decimal

from sources.values import Unit, parse_text

_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%B %Y", "%b %Y")


def percent_complete(text: str) -> Decimal | None:
    """From 0 to 100; None for anything else."""
    number = parse_text(text, Unit.PERCENT).number
    return number if number is not None and 0 <= number <= 100 else None


def a_day(text: str) -> date | None:
    """A day of the calendar, as a spreadsheet or a person writes it; of a month, its first."""
    for pattern in _DAYS:
        try:
            return datetime.strptime(text.strip().removesuffix("T00:00:00"), pattern).date()
        except ValueError:
            continue
    return None
