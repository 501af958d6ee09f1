"""Working plain formulas out again, to tell a stored result that is no longer true.

A file keeps each formula's last result, which may be older than the cells it refers to: programs
that write files without calculating leave such results behind. Sums, ratios and the like are worked
out here; of any other formula nothing is claimed.
"""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from sources.workbooks.addresses import address_of
from sources.workbooks.cells import Cell, Workbook
from sources.workbooks.formulas import MAX_LENGTH, Part, parts, place_in
from sources.workbooks.number_formats import is_date

# Programs differ in the last digits of what they store.
_TOLERANCE = 1e-9
_MAX_RANGE = 10_000
# Numbers are kept in 15 digits.
_DIGITS_LOST = 1e-13
_JUST_BELOW = 1e-12
_ROUND = "ROUND"
_MAX_DEPTH = 50
_MAX_LOOKED_UP = 200_000


class _Unknown(Exception):
    """A formula beyond what is worked out here."""


class Recalculation:
    """A workbook's formulas, held against their stored results."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._known: dict[tuple[str, str], float | None] = {}
        # A file can ask for more work than it is worth.
        self._left = _MAX_LOOKED_UP
        # The largest number met in working out the present cell.
        self._largest = 0.0

    def is_stale(self, cell: Cell) -> bool:
        """Whether the stored result of a formula is not what the formula gives.

        What it refers to is worked out too. Of a formula that is not worked out here, the program
        that saved the file has the word: it may ask for everything to be calculated anew. Typed
        cells are never stale.
        """
        if cell.formula is None or cell.number is None:
            return False
        if self._workbook.shows_precision:
            # Such a workbook calculates with what its cells show, not with what they hold.
            return False
        self._largest = 0.0
        result = self._result(cell)
        if result is None:
            return self._workbook.must_recalculate
        # Sums of large numbers that nearly cancel out keep few of their digits.
        slack = max(_TOLERANCE, self._largest * _DIGITS_LOST)
        # At a tie, programs round to either side.
        rounds = _ROUND in cell.formula.upper()
        other_side = self._worked_out(cell, ties_down=True) if rounds else None
        stored = float(cell.number)
        return not any(
            one is not None and math.isclose(one, stored, rel_tol=_TOLERANCE, abs_tol=slack)
            for one in (result, other_side)
        )

    def cell(self, sheet: str, row: int, column: int) -> Cell | None:
        """A cell that a formula names; there is an end to how many are looked up."""
        self._left -= 1
        if self._left < 0 or sheet not in self._workbook.sheets:
            raise _Unknown
        return self._workbook.sheets[sheet].cells.get(address_of(row, column))

    def number_of(self, cell: Cell) -> float | None:
        """A cell's number as it is now: worked out if it can be, else as stored."""
        stored = None if cell.number is None else float(cell.number)
        if stored is not None:
            self._largest = max(self._largest, abs(stored))
        if cell.formula is None or stored is None:
            return stored
        result = self._result(cell)
        if result is None and self._workbook.must_recalculate:
            raise _Unknown
        return stored if result is None else result

    def _result(self, cell: Cell) -> float | None:
        key = (cell.sheet, cell.address)
        if key not in self._known:
            # Whatever leads back to this cell finds it as stored.
            self._known[key] = None
            self._known[key] = self._worked_out(cell)
        return self._known[key]

    def _worked_out(self, cell: Cell, *, ties_down: bool = False) -> float | None:
        """What a formula gives; None if it is beyond what is worked out here."""
        try:
            result = _Sum(self, cell, ties_down=ties_down).result()
        except (_Unknown, ValueError, ArithmeticError, RecursionError):
            return None
        return result if math.isfinite(result) else None


class _Sum:
    """One formula being worked out, from left to right, by the precedence that Excel has."""

    def __init__(
        self, recalculation: Recalculation, cell: Cell, *, ties_down: bool = False
    ) -> None:
        formula = cell.formula or ""
        if not formula or len(formula) > MAX_LENGTH:
            raise _Unknown
        self._recalculation, self._sheet = recalculation, cell.sheet
        self._ties_down = ties_down
        self._parts = parts(formula)
        self._at = 0
        self._depth = 0

    def result(self) -> float:
        value = self._total()
        if self._at < len(self._parts):
            raise _Unknown
        return value

    def _peek(self) -> str:
        return self._parts[self._at].text if self._at < len(self._parts) else ""

    def _next(self) -> Part:
        if self._at >= len(self._parts):
            raise _Unknown
        self._at += 1
        return self._parts[self._at - 1]

    def _total(self) -> float:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _Unknown
        value = self._product()
        while self._peek() in ("+", "-"):
            sign = self._next().text
            other = self._product()
            value = value + other if sign == "+" else value - other
        self._depth -= 1
        return value

    def _product(self) -> float:
        value = self._power()
        while self._peek() in ("*", "/"):
            sign = self._next().text
            other = self._power()
            value = value * other if sign == "*" else value / other
        return value

    def _power(self) -> float:
        value = self._signed()
        while self._peek() == "^":
            self._next()
            raised = value ** self._signed()
            if isinstance(raised, complex):
                raise _Unknown
            value = raised
        return value

    def _signed(self) -> float:
        minus = False
        while self._peek() in ("+", "-"):
            minus ^= self._next().text == "-"
        value = self._single()
        while self._peek() == "%":
            self._next()
            value /= 100
        return -value if minus else value

    def _single(self) -> float:
        part = self._next()
        if part.kind == "number":
            return float(part.text)
        if part.kind == "reference":
            if self._peek() == ":":
                raise _Unknown
            return self._number_at(part.text)
        if part.text == "(":
            value = self._total()
            self._close()
            return value
        if part.kind == "name" and self._peek() == "(":
            self._next()
            return self._function(part.text.upper())
        raise _Unknown

    def _close(self) -> None:
        if self._next().text != ")":
            raise _Unknown

    def _function(self, name: str) -> float:
        if name == _ROUND:
            value = self._total()
            if self._next().text != ",":
                raise _Unknown
            places = self._total()
            self._close()
            return _rounded(value * (1 - _JUST_BELOW * self._ties_down), int(places))
        if name == "ABS":
            value = abs(self._total())
            self._close()
            return value
        if name not in _FUNCTIONS:
            raise _Unknown
        numbers = self._arguments()
        while self._peek() == ",":
            self._next()
            numbers += self._arguments()
        self._close()
        if not numbers:
            raise _Unknown
        return _FUNCTIONS[name](numbers)

    def _arguments(self) -> list[float]:
        """One argument of a function over numbers: a range, a cell, or anything else."""
        following = self._parts[self._at + 1].text if self._at + 1 < len(self._parts) else ""
        if following == ":":
            first, _, last = self._next(), self._next(), self._next()
            return self._numbers_in(first.text, last.text)
        if self._parts[self._at].kind == "reference" and following in (",", ")"):
            reference = self._next().text
            return self._numbers_in(reference, reference)
        return [self._total()]

    def _cell(self, sheet: str | None, row: int, column: int) -> Cell | None:
        return self._recalculation.cell(self._sheet if sheet is None else sheet, row, column)

    def _number_at(self, reference: str) -> float:
        cell = self._cell(*place_in(reference))
        if cell is None:
            return 0.0
        number = self._recalculation.number_of(cell)
        if number is None:
            raise _Unknown
        return number

    def _numbers_in(self, first: str, last: str) -> list[float]:
        """The numbers of a range; texts and blanks in it do not count, errors do."""
        sheet, top, left = place_in(first)
        _, bottom, right = place_in(last)
        (top, bottom), (left, right) = sorted((top, bottom)), sorted((left, right))
        if (bottom - top + 1) * (right - left + 1) > _MAX_RANGE:
            raise _Unknown
        numbers = []
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                cell = self._cell(sheet, row, column)
                if cell is None:
                    continue
                if cell.error is not None or (cell.number is None and is_date(cell.number_format)):
                    # A date counts as a number of days, which are not kept here.
                    raise _Unknown
                number = self._recalculation.number_of(cell)
                if number is not None:
                    numbers.append(number)
        return numbers


_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "SUM": math.fsum,
    "AVERAGE": lambda numbers: math.fsum(numbers) / len(numbers),
    "MIN": min,
    "MAX": max,
}


def _rounded(value: float, places: int) -> float:
    """Halves away from zero, as spreadsheets round what they show in 15 digits."""
    if abs(places) > 15 or not math.isfinite(value):
        raise _Unknown
    shown = Decimal(format(value, ".15g"))
    return float(shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
