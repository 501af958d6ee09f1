"""What only shows across files of the returns that do not come from departments.

Shapes are the models'; other totals and references are `cross_check`.
"""

from collections.abc import Callable, Iterator

from sources.framework.framework import Framework
from sources.framework.measures import Measure
from sources.framework.owed import OwedReturn, ReturnType
from sources.framework.places import Problem

Place = Callable[..., tuple[str, int]]

# Which kind of layout a return of a type comes in, where it is not one of measures.
_KINDS = {
    ReturnType.FINANCE: "budget",
    ReturnType.RISK: "risks",
    ReturnType.BENCHMARKS: "benchmarks",
}


def corporate_returns(fw: Framework, place: Place) -> Iterator[Problem]:
    """A return and its layout must be about the same thing."""
    for owed in fw.returns.values():
        layout = fw.layouts.get(owed.layout)
        if layout is None:
            continue
        wanted = _KINDS.get(owed.return_type)
        is_special = layout.kind in _KINDS.values()
        if wanted is not None and layout.kind != wanted:
            file, line = place(OwedReturn, owed.id, "layout")
            message = f"Return '{owed.id}' is of type {owed.return_type}, and its layout is not."
            yield Problem(file, line, message, f"Give it a layout of kind {wanted}.")
        elif wanted is None and is_special:
            file, line = place(OwedReturn, owed.id, "layout")
            message = f"Return '{owed.id}' holds measures, and its layout is one of {layout.kind}."
            yield Problem(file, line, message, "Give it a layout of kind form or table.")
        if owed.return_type is ReturnType.RISK and fw.risk_matrix is None:
            file, line = place(OwedReturn, owed.id, "return_type")
            message = f"Return '{owed.id}' assesses risks, and there is no register of risks."
            yield Problem(file, line, message, "Write risks.yaml, or take the return out.")
    for measure in fw.measures.values():
        sender = fw.returns.get(measure.sent_by) if measure.sent_by else None
        if sender is not None and (sender.once_for or sender.return_type in _KINDS):
            file, line = place(Measure, measure.id, "sent_by")
            message = f"'{measure.id}' is sent by '{sender.id}', which holds no values of a period."
            yield Problem(file, line, message, "Name a return of type department or hr.")
    signs = {lay.budget.overspend for lay in fw.layouts.values() if lay.budget is not None}
    if len(signs) > 1:
        message = "The layouts of budget lines give an overspend different signs."
        yield Problem("returns.yaml", 1, message, "Give all of them the same overspend.")
