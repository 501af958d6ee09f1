"""The workbook that is being annotated: its parts, what leads to them, and what is added.

The only place here that knows zips. What is put into the parts is for the modules beside.
"""

import posixpath
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

from report_templates.annotated.marks import Unfit
from report_templates.annotated.splice import (
    Attributes,
    Edits,
    add_inside,
    as_utf8,
    escaped,
    prefix_at,
    walk,
)
from sources.workbooks.package import Package
from sources.workbooks.spreadsheet_ml import CONTENT_TYPES, links_of, workbook_part

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
# Zips know no earlier day; new parts have no date of their own, so that copies are the same.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: its name, its part, and whether people cannot see it."""

    name: str
    part: str
    is_hidden: bool


@dataclass
class _Ends:
    """Where elements of one name begin and end, and the ids that are taken."""

    at: int = -1
    end: int = -1
    ids: set[str] = field(default_factory=set)


class Book:
    """A workbook's parts, read as they are asked for and changed in memory."""

    def __init__(self, package: Package, data: bytes) -> None:
        self._package, self._data = package, data
        self._folded = {name.casefold(): name for name in package.names}
        self._changed: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}
        self.home = workbook_part(package)
        self.links = links_of(package, self.home)
        self._read_book()

    def _read_book(self) -> None:
        data = self.read(self.home)
        self.names: list[str] = []
        self.sheets: dict[str, SheetPart] = {}
        self.is_strict = False

        def start(tag: str, attributes: Attributes, _depth: int, _at: int) -> None:
            if tag != "sheet":
                return
            name = attributes.get("name", "")
            self.names.append(name)
            link = attributes.get(f"{_TRANSITIONAL}}}id")
            if link is None:
                link, self.is_strict = attributes.get(f"{_STRICT}}}id", ""), True
            kind, part = self.links.get(link, ("", ""))
            if kind == "worksheet":
                is_hidden = attributes.get("state", "visible") != "visible"
                self.sheets[name] = SheetPart(name, part, is_hidden)

        walk(data, start)

    @property
    def link_space(self) -> str:
        return _STRICT if self.is_strict else _TRANSITIONAL

    @property
    def suffix(self) -> str:
        """What a file name must end in so that Excel opens it: macros want their own."""
        return ".xlsm" if b"macroEnabled" in self.read(CONTENT_TYPES) else ".xlsx"

    def has(self, part: str) -> bool:
        return part in self._new or part.casefold() in self._folded

    def read(self, part: str) -> bytes:
        """A part as it is now, in UTF-8."""
        if part in self._new:
            return self._new[part]
        name = self._folded.get(part.casefold(), part)
        return self._changed.get(name) or as_utf8(self._package.read(name))

    def raw(self, part: str) -> bytes:
        """A part as it came: not all of them are XML that can be read."""
        name = self._folded.get(part.casefold(), part)
        return self._new.get(part) or self._changed.get(name) or self._package.read(name)

    def write(self, part: str, data: bytes) -> None:
        name = self._folded.get(part.casefold())
        if name is None:
            self._new[part] = data
        else:
            self._changed[name] = data

    def parts(self, ending: str) -> list[str]:
        names = (*self._package.names, *self._new)
        return [name for name in names if name.casefold().endswith(ending)]

    def free_part(self, pattern: str) -> str:
        """The first name of a pattern such as `xl/comments{}.xml` that no part has."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def linked(self, part: str, kind: str) -> str | None:
        """The part of a kind that a part leads to, if it is there."""
        found = (to for what, to in links_of(self._package, part).values() if what == kind)
        return next((to for to in found if self.has(to)), None)

    def link(self, part: str, kind: str, to: str) -> str:
        """Lead from a part to another; the new relationship's id."""
        folder, name = posixpath.split(part)
        home = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(home):
            root = f'<Relationships xmlns="{_RELATIONSHIPS}"/>'
            self.write(home, b"<?xml version='1.0' encoding='UTF-8'?>\n" + root.encode())
        data = self.read(home)
        ends = _ends_of(data, f"{_RELATIONSHIPS}}}Relationships", "Id")
        number = 1
        while f"rIdQ{number}" in ends.ids:
            number += 1
        piece = b'<%sRelationship Id="rIdQ%d" Type="%s/%s" Target="/%s"/>' % (
            prefix_at(data, ends.at),
            number,
            self.link_space.encode(),
            kind.encode(),
            escaped(to),
        )
        self._put_inside(home, data, ends, piece)
        return f"rIdQ{number}"

    def declare(self, part: str, content_type: str) -> None:
        """Say what a new part is."""
        data = self.read(CONTENT_TYPES)
        space = "http://schemas.openxmlformats.org/package/2006/content-types"
        ends = _ends_of(data, f"{space}}}Types", "PartName")
        piece = b'<%sOverride PartName="/%s" ContentType="%s"/>' % (
            prefix_at(data, ends.at),
            escaped(part),
            content_type.encode(),
        )
        self._put_inside(CONTENT_TYPES, data, ends, piece)

    def add_sheet(self, name: str, part: str) -> None:
        """Put a worksheet whose part is written behind all others."""
        link = self.link(self.home, "worksheet", part)
        data = self.read(self.home)
        ends = _ends_of(data, "sheets", "sheetId")
        number = max((int(one) for one in ends.ids if one.isdecimal()), default=0) + 1
        piece = b'<%ssheet xmlns:r="%s" name="%s" sheetId="%d" r:id="%s"/>' % (
            prefix_at(data, ends.at),
            self.link_space.encode(),
            escaped(name),
            number,
            link.encode(),
        )
        self._put_inside(self.home, data, ends, piece)

    def _put_inside(self, part: str, data: bytes, ends: _Ends, piece: bytes) -> None:
        edits = Edits(data)
        add_inside(edits, ends.at, ends.end, piece)
        self.write(part, edits.done())

    def packed(self) -> bytes:
        """The whole workbook as bytes: parts in their order, new ones last."""
        out = BytesIO()
        with (
            zipfile.ZipFile(BytesIO(self._data)) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for entry in old.infolist():
                info = zipfile.ZipInfo(entry.filename, entry.date_time)
                info.compress_type, info.external_attr = entry.compress_type, entry.external_attr
                content = self._changed.get(entry.filename)
                if content is None:
                    content = self._package.read(entry.filename)
                new.writestr(info, content)
            for name, content in self._new.items():
                info = zipfile.ZipInfo(name, _NO_DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(info, content)
        return out.getvalue()


def _ends_of(data: bytes, name: str, id_name: str) -> _Ends:
    """The first element of a name. Raises Unfit if there is none."""
    ends = _Ends()

    def start(tag: str, attributes: Attributes, _depth: int, at: int) -> None:
        if tag == name and ends.at < 0:
            ends.at = at
        if id_name in attributes:
            ends.ids.add(attributes[id_name])

    def end(tag: str, _depth: int, at: int) -> None:
        if tag == name and ends.end < 0:
            ends.end = at

    walk(data, start, end)
    if ends.at < 0:
        raise Unfit
    return ends
