"""Notes at cells: the part that holds their words. People's own notes stay and come first.

Which cells get a note is decided before; the boxes that show the words are `note_boxes`.
"""

from collections.abc import Mapping, Sequence

from report_templates.annotated.book import Book
from report_templates.annotated.marks import Line, Unfit, told
from report_templates.annotated.note_boxes import Note, draw
from report_templates.annotated.sheet import Worksheet
from report_templates.annotated.splice import (
    MAIN,
    Attributes,
    Edits,
    add_inside,
    element_end,
    escaped,
    prefix_at,
    walk,
)

AUTHOR = "Quarterday"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_MOST_TEXT = 4_000


def write_notes(book: Book, part: str, sheet: Worksheet, notes: Mapping[str, Note]) -> None:
    """Put notes at cells of a sheet."""
    comments = book.linked(part, "comments")
    if comments is None:
        comments = book.free_part("xl/comments{}.xml")
        space = MAIN[1] if book.is_strict else MAIN[0]
        empty = f'<comments xmlns="{space}"><authors/><commentList/></comments>'
        book.write(comments, b"<?xml version='1.0' encoding='UTF-8'?>\n" + empty.encode())
        book.declare(comments, _COMMENTS)
        book.link(part, "comments", comments)
    with_words, known = _with_words(book.read(comments), notes)
    book.write(comments, with_words)
    new = {address: note for address, note in notes.items() if address not in known}
    if new:
        draw(book, part, sheet, new)


def note_of(lines: Sequence[Line], where: str) -> Note:
    """What is said at a cell: severity in bold, what is wrong, what to do, where it is listed."""
    pieces = []
    for number, line in enumerate(lines):
        gap = "\n\n" if number else ""
        pieces += [
            (f"{gap}{told(line.severity)}: ", True),
            (f"{line.wrong}\nWhat to do: {line.mend}", False),
        ]
    return (*pieces, (f"\n\n{where}", False))


def _runs(note: Note, p: bytes) -> bytes:
    """A note as pieces of text in the part's own prefix."""
    return b"".join(
        b'<%sr><%srPr>%s<%ssz val="10"/><%srFont val="Arial"/></%srPr>'
        b'<%st xml:space="preserve">%s</%st></%sr>'
        % (p, p, b"<%sb/>" % p if is_bold else b"", p, p, p, p, escaped(text, _MOST_TEXT), p, p)
        for text, is_bold in note
    )


def _with_words(data: bytes, notes: Mapping[str, Note]) -> tuple[bytes, set[str]]:
    """The part with our words in it, and the cells that had a note already."""
    edits, known = Edits(data), set()
    places: dict[str, int] = {}
    count, own, ref = 0, "", ""
    text_at, last_run = -1, (-1, -1)

    def start(tag: str, attributes: Attributes, depth: int, at: int) -> None:
        nonlocal count, own, text_at, last_run, ref
        if tag in ("authors", "commentList"):
            places[tag] = at
        elif tag == "author":
            count += 1
        elif tag == "comment":
            ref = attributes.get("ref", "").upper()
        elif tag == "text" and depth == 4:
            text_at, last_run = at, (-1, -1)
        elif tag in ("t", "r") and depth == 5:
            last_run = (at, -1)

    def end(tag: str, depth: int, at: int) -> None:
        nonlocal last_run, text_at
        if tag in ("authors", "commentList"):
            places[f"/{tag}"] = at
        elif tag in ("t", "r") and depth == 5:
            last_run = (last_run[0], element_end(data, last_run[0], at))
            if tag == "t":
                # Beside pieces of text a bare text may be passed over: it becomes a piece.
                p = prefix_at(data, last_run[0])
                if ref in notes:
                    edits.insert(last_run[0], b"<%sr>" % p)
                    edits.insert(last_run[1], b"</%sr>" % p)
        elif tag == "text" and depth == 4 and ref in notes and ref not in known:
            known.add(ref)
            p = prefix_at(data, text_at)
            piece = _runs((("\n\n", False), *notes[ref]), p)
            if last_run[1] < 0:
                add_inside(edits, text_at, at, piece)
            else:
                edits.insert(last_run[1], piece)

    walk(data, start, end)
    if not {"authors", "commentList", "/authors", "/commentList"} <= places.keys():
        raise Unfit
    p = prefix_at(data, places["commentList"])
    author = b"<%sauthor>%s</%sauthor>" % (p, AUTHOR.encode(), p)
    add_inside(edits, places["authors"], places["/authors"], author)
    new = [
        b'<%scomment ref="%s" authorId="%d" shapeId="0"><%stext>%s</%stext></%scomment>'
        % (p, address.encode(), count, p, _runs(note, p), p, p)
        for address, note in notes.items()
        if address not in known
    ]
    if new:
        add_inside(edits, places["commentList"], places["/commentList"], b"".join(new))
    return edits.done(), known
