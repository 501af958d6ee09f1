"""The figure book: every printed number has an id, a meaning and the cells it came from."""

from datetime import UTC, datetime

import pytest

from assets.analysis.results import SentFile
from assets.analysis.series import Ref
from assets.views.figure_book import FigureBook
from report_templates.pages import FigureLine, SourceLine
from report_templates.parts import Figure
from sources.framework.keys import Slot

CLOSE = "derbyshire.2023-24-Q2"


def sent(seq: int, filename: str = "place.xlsx") -> SentFile:
    return SentFile(
        seq=seq,
        hash="0" * 64,
        slot=Slot.parse(f"{CLOSE}.place"),
        sha256=f"{seq:064x}",
        filename=filename,
        sender="place",
        dropped_at=datetime(2023, 10, 19, 22, 58, tzinfo=UTC),
        is_demonstration=False,
    )


def a_book() -> FigureBook:
    return FigureBook(CLOSE, "2023-24-Q2", {7: sent(7), 9: sent(9, "place corrected.xlsx")})


def test_a_figures_id_tells_close_measure_breakdown_period_and_quantity() -> None:
    book = a_book()
    figure = book.enter("95.9%", "plc-01", "year-end forecast", what="Forecast", how="as supplied")
    expected = "derbyshire.2023-24-Q2/plc-01/all/2023-24-Q2/year-end-forecast"
    assert figure == Figure("95.9%", expected)


def test_a_figure_can_be_of_another_period_and_of_a_part() -> None:
    book = a_book()
    figure = book.enter(
        "12", "plc-01", "actual", what="A", how="B", period="2022-23-Q2", breakdown="amber-valley"
    )
    assert figure.id == "derbyshire.2023-24-Q2/plc-01/amber-valley/2022-23-Q2/actual"


def test_a_figure_leads_back_to_its_cells() -> None:
    book = a_book()
    refs = (Ref(7, "numerator", "Measures", "I12", "45"), Ref(9, "actual", "Measures", "H12", "90"))
    book.enter(
        "90%", "plc-01", "actual", what="Recycling", how="as supplied", group="Waste", refs=refs
    )
    (line,) = book.lines
    assert line == FigureLine(
        id="derbyshire.2023-24-Q2/plc-01/all/2023-24-Q2/actual",
        group="Waste",
        text="90%",
        what="Recycling",
        how="as supplied",
        sources=(
            SourceLine(
                file="place.xlsx",
                sha256=f"{7:064x}",
                received="19 October 2023 at 23:58",
                sheet="Measures",
                cell="I12",
                raw="45",
                what="numerator",
            ),
            SourceLine(
                file="place corrected.xlsx",
                sha256=f"{9:064x}",
                received="19 October 2023 at 23:58",
                sheet="Measures",
                cell="H12",
                raw="90",
                what="actual",
            ),
        ),
    )


def test_the_same_figure_printed_twice_is_one_line() -> None:
    book = a_book()
    first = book.enter("90%", "plc-01", "actual", what="A", how="B")
    assert book.enter("90%", "plc-01", "actual", what="A", how="B") == first
    assert len(book.lines) == 1


def test_the_same_figure_must_read_the_same_wherever_it_is_printed() -> None:
    book = a_book()
    book.enter("90%", "plc-01", "actual", what="A", how="B")
    with pytest.raises(ValueError, match=r"plc-01/all/2023-24-Q2/actual .* 90% and as 90\.1%"):
        book.enter("90.1%", "plc-01", "actual", what="A", how="B")


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "plc-02"},
        {"quantity": "target"},
        {"period": "2023-24-Q1"},
        {"breakdown": "bolsover"},
    ],
)
def test_figures_that_differ_in_one_part_of_their_id_are_different(other: dict[str, str]) -> None:
    book = a_book()
    book.enter("90%", "plc-01", "actual", what="A", how="B")
    part = {"subject": "plc-01", "quantity": "actual", **other}
    book.enter(
        "91%",
        part["subject"],
        part["quantity"],
        what="A",
        how="B",
        period=other.get("period"),
        breakdown=other.get("breakdown", "all"),
    )
    assert [line.text for line in book.lines] == ["90%", "91%"]


def test_a_count_says_that_the_report_made_it() -> None:
    book = a_book()
    figure = book.count(12, "measures", "rated", "Measures rated")
    assert figure == Figure("12", "derbyshire.2023-24-Q2/measures/all/2023-24-Q2/rated")
    (line,) = book.lines
    assert line.how == "counted from this report's own results"
    assert (line.group, line.sources) == ("Counts", ())


def test_a_figure_cannot_come_from_a_file_that_was_never_sent() -> None:
    with pytest.raises(KeyError):
        a_book().enter(
            "1", "plc-01", "actual", what="A", how="B", refs=[Ref(8, "actual", "S", "A1", "1")]
        )


def test_a_page_beside_the_report_holds_only_what_the_report_does_not_print() -> None:
    report = FigureBook("hart.2014-15-Q1", "2014-15-Q1", {})
    printed = report.enter("12", "m-1", "actual", what="Actual", how="as supplied")
    page = report.of_page()
    assert page.enter("12", "m-1", "actual", what="Actual", how="as supplied") == printed
    own = page.enter("7", "m-1", "mean", what="Mean", how="worked out")
    assert (printed.page, own.page) == ("figures.html", "")
    assert [line.id for line in page.lines] == [own.id]
    assert [line.id for line in report.lines] == [printed.id]
    with pytest.raises(ValueError, match="printed both as 12 and as 13"):
        page.enter("13", "m-1", "actual", what="Actual", how="as supplied")
