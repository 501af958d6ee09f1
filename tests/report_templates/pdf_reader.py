"""Reads a tagged PDF back as a tree of its tags with the text that each holds.

It asks the PDF itself, as a screen reader would: the structure tree, the marked content on the
pages, and each font's own table of letters. It knows nothing of how the PDF was made.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_HEX = rb"<([0-9A-Fa-f]+)>"
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[(.*?)\])", re.DOTALL)


@dataclass
class Tag:
    """One element of the structure: its name, what is said of it, what it holds."""

    name: str
    alt: str | None = None
    address: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    children: list["Tag | str"] = field(default_factory=list)

    def all(self, *names: str) -> Iterator["Tag"]:
        for child in self.children:
            if isinstance(child, Tag):
                if not names or child.name in names:
                    yield child
                yield from child.all(*names)

    @property
    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    @property
    def words(self) -> str:
        return " ".join(self.text.replace("\u200b", "").split())


def read(data: bytes) -> Tag:
    """The document's tags, in reading order."""
    pdf = pikepdf.open(io.BytesIO(data))
    texts = {page.obj.objgen: _marked_texts(page) for page in pdf.pages}
    root = Tag("Root")
    _add(pdf.Root.StructTreeRoot.K, root, texts, None)
    return root


def _add(item: Any, to: Tag, texts: dict[Any, dict[int, str]], page: Any) -> None:
    if isinstance(item, pikepdf.Array):
        for each in item:
            _add(each, to, texts, page)
    elif isinstance(item, int):
        to.children.append(texts[page][item])
    elif item.get("/Type") == "/MCR" or "/MCID" in item:
        page = item.Pg.objgen if "/Pg" in item else page
        to.children.append(texts[page][int(item.MCID)])
    elif "/Obj" in item:
        action = item.Obj.get("/A")
        to.address = str(action.URI) if action is not None and "/URI" in action else to.address
    else:
        tag = Tag(str(item.S)[1:], _text_of(item, "/Alt"), None, _attributes(item))
        page = item.Pg.objgen if "/Pg" in item else page
        to.children.append(tag)
        if "/K" in item:
            _add(item.K, tag, texts, page)


def _text_of(item: Any, key: str) -> str | None:
    return str(item[key]) if key in item else None


def _attributes(item: Any) -> dict[str, Any]:
    owned = item.get("/A")
    held = owned if isinstance(owned, pikepdf.Array) else [owned] if owned is not None else []
    found = {str(k)[1:]: v for each in held for k, v in each.items()}
    return found | ({"ID": str(item.ID)} if "/ID" in item else {})


def _marked_texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each piece of marked content on a page, by its number."""
    found: dict[int, str] = {}
    open_marks: list[tuple[int | None, bool]] = []
    letters: dict[int, str] = {}
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}

    def put(text: str) -> None:
        number = next((n for n, _ in reversed(open_marks) if n is not None), None)
        if number is not None and not any(is_replaced for _, is_replaced in open_marks):
            found[number] = found.get(number, "") + text

    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            said = operands[1] if len(operands) > 1 else {}
            if not hasattr(said, "get"):
                said = page.Resources.Properties[str(said)]
            number = int(said["/MCID"]) if "/MCID" in said else None
            if number is not None:
                found.setdefault(number, "")
            actual = _text_of(said, "/ActualText")
            open_marks.append((number, False))
            if actual is not None:
                put(actual)
                open_marks[-1] = (number, True)
        elif name == "EMC":
            open_marks.pop()
        elif name == "Tf":
            letters = fonts[str(operands[0])]
        elif name in ("Tj", "TJ"):
            pieces = operands[0] if name == "TJ" else [operands[0]]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    put(_decoded(bytes(piece), letters))
    return found


def _decoded(data: bytes, letters: dict[int, str]) -> str:
    codes = (int.from_bytes(data[i : i + 2]) for i in range(0, len(data), 2))
    return "".join(letters.get(code, "\ufffd") for code in codes)


def _letters(font: Any) -> dict[int, str]:
    """A font's table from codes to text."""
    table = font.ToUnicode.read_bytes()
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(_HEX + rb"\s*" + _HEX, block):
            found[int(code, 16)] = _utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, start, several in _RANGE.findall(block):
            codes = range(int(first, 16), int(last, 16) + 1)
            if several:
                found.update(zip(codes, map(_utf16, re.findall(_HEX, several)), strict=False))
            else:
                for code in codes:
                    found[code] = chr(int(start, 16) + code - codes.start)
    return found


def _utf16(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be")
