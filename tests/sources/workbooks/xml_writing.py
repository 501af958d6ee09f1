"""The same XML written as other programs might: prefixes, references, comments, other encodings.

Only ways of writing that mean the same: what a tree says is not changed here.
"""

import random
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

_SPACES = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
# Blanks may stand between the children of these and mean nothing.
_STRUCTURE = {"worksheet", "sheetData", "row", "c", "cols", "mergeCells", "sst", "styleSheet"}
_STRUCTURE |= {"cellXfs", "numFmts", "workbook", "sheets"}
_REMARKS = ("<!-- a < b & c -->", "<?keep out?>", "<!---->", '<?mso version="1"?>')


@dataclass(frozen=True)
class Manner:
    """How to write: shares are out of 1."""

    prefix: str = ""
    encoding: str = "utf-8"
    is_declared: bool = True
    is_indented: bool = False
    remarks: float = 0  # comments and processing instructions between elements
    splits: float = 0  # the same inside a text
    sections: float = 0  # CDATA
    references: float = 0  # characters as numbers
    quote: str = '"'

    @classmethod
    def drawn(cls, rng: random.Random) -> "Manner":
        """Any of these ways, alone or together."""

        def sometimes(share: float) -> float:
            return share if rng.random() < 0.4 else 0

        return cls(
            prefix=rng.choice(["", "", "x", "ss"]),
            encoding=rng.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "ascii", "utf-16-le"]),
            is_declared=rng.random() < 0.8,
            is_indented=rng.random() < 0.3,
            remarks=sometimes(0.05),
            splits=sometimes(0.1),
            sections=sometimes(0.3),
            references=sometimes(0.2),
            quote=rng.choice("\"'"),
        )


def written(root: ET.Element, manner: Manner, rng: random.Random) -> bytes:
    pen = _Pen(manner, rng)
    pen.element(root, is_root=True)
    text = "".join(pen.ink)
    if manner.encoding == "utf-16-le":
        # With its mark: expat must be told the byte order by something.
        return ("\ufeff" + _declared("utf-16", manner) + text).encode("utf-16-le")
    if manner.encoding == "ascii":
        return (_declared("us-ascii", manner) + text).encode("ascii", "xmlcharrefreplace")
    name = "utf-8" if manner.encoding == "utf-8-sig" else manner.encoding
    return (_declared(name, manner) + text).encode(manner.encoding)


def _declared(encoding: str, manner: Manner) -> str:
    is_needed = encoding == "us-ascii"
    if not (manner.is_declared or is_needed):
        return ""
    return f'<?xml version="1.0" encoding="{encoding}"?>'


class _Pen:
    def __init__(self, manner: Manner, rng: random.Random) -> None:
        self.ink: list[str] = []
        self._manner, self._rng = manner, rng
        self._main = ""

    def element(self, node: ET.Element, *, is_root: bool = False) -> None:
        space, _, local = node.tag[1:].rpartition("}") if node.tag[0] == "{" else ("", "", node.tag)
        spaces: dict[str, str] = {}
        if is_root:
            self._main = space
            spaces = {f"xmlns:{p}": u for u, p in _SPACES.items() if p != "xml"}
            spaces[f"xmlns:{self._manner.prefix}".rstrip(":")] = space
        elif space != self._main:
            # Extensions keep a default space of their own, and their children with them.
            spaces = {"xmlns": space}
        is_ours = space == self._main
        name = f"{self._manner.prefix}:{local}" if is_ours and self._manner.prefix else local
        self.ink.append(f"<{name}")
        for key, value in {**spaces, **node.attrib}.items():
            self._attribute(key, value)
        if not len(node) and not node.text and self._rng.random() < 0.8:
            self.ink.append("/>")
            return
        self.ink.append(">")
        self._inside(node, local)
        self.ink.append(f"</{name}>")

    def _inside(self, node: ET.Element, local: str) -> None:
        is_structure = local in _STRUCTURE
        if node.text and not (is_structure and not node.text.strip()):
            self._text(node.text)
        for child in node:
            if is_structure:
                self._between()
            self.element(child)
        if is_structure:
            self._between()

    def _between(self) -> None:
        if self._manner.is_indented:
            self.ink.append("\n  ")
        if self._rng.random() < self._manner.remarks:
            self.ink.append(self._rng.choice(_REMARKS))

    def _attribute(self, key: str, value: str) -> None:
        if key.startswith("{"):
            space, _, local = key[1:].partition("}")
            key = f"{_SPACES[space]}:{local}"
        quote = self._manner.quote
        safe = escape(value, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
        safe = safe.replace(quote, "&quot;" if quote == '"' else "&apos;")
        self.ink.append(f" {key}={quote}{safe}{quote}")

    def _text(self, text: str) -> None:
        """A text in one to three pieces, each in its own way."""
        cuts = [0, len(text)]
        if len(text) > 1 and self._rng.random() < max(self._manner.splits, self._manner.sections):
            cuts.insert(1, self._rng.randrange(1, len(text)))
        for start, end in pairwise(cuts):
            if start and self._rng.random() < self._manner.splits:
                self.ink.append(self._rng.choice(_REMARKS))
            self.ink.append(self._piece(text[start:end]))

    def _piece(self, piece: str) -> str:
        # A section cannot hold references, so that every character must fit the encoding.
        is_plain = "]]>" not in piece and "\r" not in piece
        is_plain = is_plain and (self._manner.encoding != "ascii" or piece.isascii())
        if self._rng.random() < self._manner.sections and is_plain:
            return f"<![CDATA[{piece}]]>"
        if self._rng.random() < self._manner.references:
            return "".join(
                f"&#{ord(one)};" if ord(one) % 2 else f"&#x{ord(one):x};" for one in piece
            )
        return escape(piece, {"\r": "&#13;", '"': "&quot;"})
