"""Spot checks: draw a sample of a close's values, and record what was found. Ledger entries both.

Which measures are drawn is `assets/analysis/spot_checks`; what results say is in the views.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from assets.analysis.results import CloseResults
from assets.analysis.series import refs_of
from assets.analysis.spot_check_results import Draw, draws_of
from assets.analysis.spot_checks import WEIGHTS, draw, eligible, weights
from assets.steps import gather
from assets.steps.close import stored
from assets.steps.house import House
from assets.steps.personal import refuse_personal_data
from assets.views.report import demonstration_notice
from assets.views.wording import number_text, rounded
from sources.archive import write_over
from sources.entries import EntryKind, NoReason
from sources.framework.keys import Close, KeyProblem, Period
from sources.returns.spot_check_form import ChecklistRow, read_checklist, write_checklist
from sources.spot_checks import (
    Method,
    NoDraw,
    Outcome,
    SpotCheckResult,
    SpotChecksDrawn,
    SpotChecksRecorded,
)
from sources.values import from_units, parse_text
from sources.workbooks.cells import CannotRead
from sources.workbooks.door import open_file
from warehouse.rows import AnyFinding, MeasureRating

_MOST = 200
_LONGEST_SEED = 60


@dataclass(frozen=True)
class DrawEvidence:
    """A draw, whether it was made now, and where its checklist lies."""

    close: Close
    draw: Draw
    is_new: bool
    checklist: Path


@dataclass(frozen=True)
class RecordEvidence:
    """Results that were recorded, and the draw as it stands with them."""

    close: Close
    recorded: int
    draw: Draw


def draws(house: House, close: Close) -> list[Draw]:
    """A close's draws as they stand now."""
    entries = house.entries(close.council)
    return draws_of(close, gather.inputs(entries, entries[-1].seq if entries else 0).decisions)


def draw_spot_checks(
    house: House, close: Close, seed: str, asked: int, method: Method, by: str
) -> DrawEvidence:
    """Draw a sample of a stored close and write its checklist; the same draw is not made twice.

    Raises UnknownKey if the period is not closed yet, NoDraw if there is nothing to draw.
    """
    seed = " ".join(seed.split())
    if not seed or len(seed) > _LONGEST_SEED or not seed.isprintable():
        raise NoDraw(f"A seed is 1 to {_LONGEST_SEED} printable characters: a date will do.")
    if not 1 <= asked <= _MOST:
        raise NoDraw(f"From 1 to {_MOST} values can be drawn: ask for so many.")
    with house.lock(close.council):
        results = stored(house, close)
        same = next(
            (
                d
                for d in draws(house, close)
                if (d.drawn.seed, d.drawn.asked, d.drawn.method) == (seed, asked, method.value)
            ),
            None,
        )
        if same is None:
            body = _drawn(results, seed, asked, method)
            entry = house.ledger.append(
                close.council, house.now(), by, EntryKind.SPOT_CHECKS_DRAWN, str(close), body
            )
            made = Draw(entry.seq, by, body, {})
        else:
            made = same
        folder = house.home / "spot-checks" / close.council
        path = folder / f"{close}-draw-{made.seq}.xlsx"
        if same is None or not path.exists():
            write_over(path, _checklist(results, made))
    return DrawEvidence(close, made, same is None, path)


def _drawn(results: CloseResults, seed: str, asked: int, method: Method) -> SpotChecksDrawn:
    rows = eligible(results.ratings)
    if not rows:
        raise NoDraw(f"No value of {results.close} has come in: there is nothing to draw from yet.")
    exceptions = {x.id for x in results.framework.measure_scheme.ratings if x.is_exception}
    found: list[AnyFinding] = [*results.return_findings, *results.council_findings]
    tickets = weights(rows, found, exceptions, method)
    measures = draw(seed, str(results.close), tickets, asked)
    return SpotChecksDrawn(
        seed=seed,
        asked=asked,
        method=method.value,
        as_at_seq=results.point.seq,
        out_of=len(rows),
        measures=measures,
        weights={measure: tickets[measure] for measure in measures},
    )


def how_drawn(body: SpotChecksDrawn) -> str:
    """How a draw was made, so that anyone can make it again."""
    words = (
        f"{len(body.measures)} of {body.out_of} values, {body.method}, seed {body.seed}: in the "
        "order of the sha256 of seed, period, measure and ticket"
    )
    if body.method == Method.RISK_WEIGHTED.value:
        words += f". Tickets: {WEIGHTS}"
    return f"{words}."


def _checklist(results: CloseResults, made: Draw) -> bytes:
    close, framework = results.close, results.framework
    current = {row.measure: row for row in results.ratings if row.basis == "current"}
    return write_checklist(
        f"Spot checks: {framework.council.name}, {close.period.label}",
        str(close),
        made.seq,
        how_drawn(made.drawn),
        [_row(results, current[m]) for m in made.drawn.measures if m in current],
        close.period.ends,
        demonstration_notice(results.sent),
    )


def _row(results: CloseResults, row: MeasureRating) -> ChecklistRow:
    measure = results.framework.measures[row.measure]
    assert row.units is not None and row.places is not None
    files = {s.seq: s.filename for s in results.sent}
    refs = refs_of(row.sources)
    period = Period.parse(row.period) if row.period else results.close.period
    return ChecklistRow(
        measure=measure.id,
        name=measure.name,
        definition=results.framework.definition_in_force(measure.id, period),
        value=f"{number_text(from_units(row.units, row.places), measure)} ({period.short_label})",
        made_from="\n".join(f"{ref.quantity}: {ref.raw}" for ref in refs),
        place="\n".join(f"{ref.sheet}!{ref.cell} of {files[ref.submission]}" for ref in refs),
    )


def _refuse_false_agreement(results: CloseResults, checked: Mapping[str, SpotCheckResult]) -> None:
    """Raise CannotRead if a value is said to agree and was recalculated as another."""
    current = {row.measure: row for row in results.ratings if row.basis == "current"}
    for measure_id, line in checked.items():
        row, measure = current.get(measure_id), results.framework.measures[measure_id]
        if row is None or row.units is None or row.places is None:
            continue
        number = parse_text(line.recalculated, measure.unit).number
        value = from_units(row.units, row.places)
        if line.result != Outcome.AGREES.value or number is None:
            continue
        if rounded(number, measure) != rounded(value, measure):
            raise CannotRead(
                f"The line of '{measure_id}' says that {number_text(value, measure)} agrees and "
                f"was recalculated as {number_text(number, measure)}: say that it differs."
            )


def record_spot_checks(house: House, data: bytes, filename: str, by: str) -> RecordEvidence:
    """Read a checklist back and record its filled lines; the file is kept in the archive.

    Nothing is recorded unless every filled line is in order. Raises CannotRead, naming the row;
    UnknownKey for a period that no framework names.
    """
    workbook = open_file(data)
    read = read_checklist(workbook)
    try:
        close = Close.parse(read.close)
    except KeyProblem:
        raise CannotRead("The checklist's period is not one: use the one that was drawn.") from None
    house.library.of_close(close)
    # What is recorded stays in the ledger: no name or number of a person may come in this way.
    refuse_personal_data(workbook, house.library.frameworks(close.council))
    with house.lock(close.council):
        made = next((d for d in draws(house, close) if str(d.seq) == read.drawn), None)
        if made is None:
            raise CannotRead(
                f"No draw of {close} has that ledger entry: use the checklist that was drawn."
            )
        strangers = sorted(set(read.results) - set(made.drawn.measures))
        if strangers:
            raise CannotRead(
                "The checklist has a line about a measure that was not drawn: take it out."
            )
        today = house.now().date().isoformat()
        if any(result.checked_on > today for result in read.results.values()):
            raise CannotRead("A line says it was checked on a day that is still to come.")
        _refuse_false_agreement(stored(house, close), read.results)
        fresh = {m: r for m, r in read.results.items() if made.results.get(m) != r}
        if not fresh:
            raise NoReason(
                "The checklist says nothing new: fill in its lines, save it, and record it again."
            )
        body = SpotChecksRecorded(
            drawn=made.seq,
            sha256=house.archive.put(data),
            filename=filename,
            results={m: asdict(r) for m, r in sorted(fresh.items())},
        )
        house.ledger.append(
            close.council, house.now(), by, EntryKind.SPOT_CHECKS_RECORDED, str(close), body
        )
        after = next(d for d in draws(house, close) if d.seq == made.seq)
    return RecordEvidence(close, len(fresh), after)
