"""Changes to the XML in a zip's parts: elements, attributes, numbers, types, junk.

A part is taken as a list of tags and texts, so that what is left may be well-formed or not.
"""

import random
import re
from collections.abc import Callable

from tests.fuzz.changes_to_zips import any_part, packed, parts_of
from tests.hostile.case import SECRET

Tokens = list[str]
_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(r'([\w:.-]+)="([^"]*)"')
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
EXTREMES = (
    "0", "-1", "1", "-0", "2147483647", "2147483648", "4294967296", "18446744073709551616", "1e400",
    "-1e308", "1e-400", "NaN", "INF", "", " ", "0x10", "1_0", "\u0661", "9" * 400, "9" * 5_000,
    "1048576", "1048577", "16384", "20000", "20001", "201", "99999999", "1.5", "2147483647.5",
)  # fmt: skip
TYPES = ("s", "n", "b", "e", "d", "str", "inlineStr", "x", "", "shared", "array", "dataTable")
KINDS = ("float", "percentage", "date", "time", "boolean", "string", "currency", "void", "x")
ADDRESSES = ("A0", "A1:XFD1048576", "XFD1048576", "ZZZ1", "A", "1", "$A$1", "A20001", "GS1", "a1")
WORDS = (
    "_x0000_", "_xD800_", "_x000D_", "\u202e", "\u2028", "\ufffe", "é" * 1_000, SECRET * 4_000,
    "=cmd|'/c calc'!A1", "&#10;", "&lt;script&gt;", "]]&gt;", "#REF!", "-", "[c]", "95.9%",
)  # fmt: skip
JUNK = (
    "<!DOCTYPE a [<!ENTITY e 'zebra'>]>", "&e;", "&#0;", "&#xD800;", "<a>", "</a>", "<!--", "]]>",
    "<![CDATA[", "<?xml version='1.0'?>", "\0", "\x0b", "<a " + "b='c' " * 3, "<a/>" * 5_000,
    "<a>" * 300, "\ufeff", "<?x?>", '<row r="1"><c r="A1"><v>1</v></c></row>', "<c><f>1</f></c>",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-7", "latin-1", "cp037", "rot13", "idna", "utf-32", "ascii", "x")


def tags_at(tokens: Tokens, kind: str = "any") -> list[int]:
    """Where start tags are: all, or those of elements that matter most to a reader."""
    starts = [i for i, t in enumerate(tokens) if t[:1] == "<" and t[1:2] not in ("/", "!", "?")]
    if kind == "cells":
        told = ("<c ", "<row", "<table:table-cell", "<table:table-row", "<sheet ", "<xf ", "<merge")
        starts = [i for i in starts if tokens[i].startswith(told)] or starts
    return starts


def _a_tag(draw: random.Random, tokens: Tokens) -> int:
    return draw.choice(tags_at(tokens, draw.choice(("any", "cells", "cells"))))


def end_of(tokens: Tokens, start: int) -> int:
    """Just behind the element that begins at a tag."""
    if tokens[start].endswith("/>"):
        return start + 1
    depth = 0
    for i in range(start, len(tokens)):
        if tokens[i].startswith("</"):
            depth -= 1
        elif tokens[i].startswith("<") and not tokens[i].endswith(("/>", "?>", "->")):
            depth += 1
        if depth == 0:
            return i + 1
    return len(tokens)


def element_left_out(draw: random.Random, tokens: Tokens) -> Tokens:
    start = _a_tag(draw, tokens)
    return tokens[:start] + tokens[end_of(tokens, start) :]


def element_repeated(draw: random.Random, tokens: Tokens) -> Tokens:
    start = _a_tag(draw, tokens)
    end = end_of(tokens, start)
    times = draw.choice((1, 1, 2, 30)) if end - start < 500 else 1
    return tokens[:end] + tokens[start:end] * times + tokens[end:]


def elements_swapped(draw: random.Random, tokens: Tokens) -> Tokens:
    one, two = sorted((_a_tag(draw, tokens), _a_tag(draw, tokens)))
    one_end, two_end = end_of(tokens, one), end_of(tokens, two)
    if one_end > two:
        raise ValueError("one stands within the other")
    middle = tokens[one_end:two]
    return tokens[:one] + tokens[two:two_end] + middle + tokens[one:one_end] + tokens[two_end:]


def element_nested(draw: random.Random, tokens: Tokens) -> Tokens:
    start = _a_tag(draw, tokens)
    end, inside = end_of(tokens, start), tokens[start : end_of(tokens, start)]
    return [*tokens[:start], tokens[start].rstrip("/>") + ">", *inside, "</a>", *tokens[end:]]


def tag_left_out(draw: random.Random, tokens: Tokens) -> Tokens:
    start = _a_tag(draw, tokens)
    return tokens[:start] + tokens[start + 1 :]


def element_renamed(draw: random.Random, tokens: Tokens) -> Tokens:
    start, name = (
        _a_tag(draw, tokens),
        draw.choice(("c", "row", "v", "f", "a", "x:c", "table:table")),
    )
    old = re.split(r"[\s/>]", tokens[start][1:])[0]
    end = end_of(tokens, start)
    renamed = [
        re.sub(rf"^(</?){re.escape(old)}(?=[\s/>])", rf"\g<1>{name}", token)
        for token in tokens[start:end]
    ]
    return tokens[:start] + renamed + tokens[end:]


def _with_attribute(
    draw: random.Random, tokens: Tokens, change: Callable[[str, str], str], wanted: str = ""
) -> Tokens:
    """One attribute written anew: `change` is told its name and value, and gives all of it."""
    places = [
        (i, found)
        for i in draw.sample(tags_at(tokens), min(200, len(tags_at(tokens))))
        for found in _ATTRIBUTE.finditer(tokens[i])
        if wanted in found[1]
    ]
    place, found = draw.choice(places)
    tag = tokens[place]
    tokens[place] = tag[: found.start()] + change(found[1], found[2]) + tag[found.end() :]
    return tokens


def attribute_left_out(draw: random.Random, tokens: Tokens) -> Tokens:
    return _with_attribute(draw, tokens, lambda name, value: "")


def attribute_twice(draw: random.Random, tokens: Tokens) -> Tokens:
    return _with_attribute(draw, tokens, lambda name, value: f'{name}="{value}" {name}="1"')


def attribute_made_extreme(draw: random.Random, tokens: Tokens) -> Tokens:
    value = draw.choice((*EXTREMES, *ADDRESSES, *WORDS))
    return _with_attribute(draw, tokens, lambda name, old: f'{name}="{value}"')


def address_changed(draw: random.Random, tokens: Tokens) -> Tokens:
    value = draw.choice(ADDRESSES)
    return _with_attribute(draw, tokens, lambda name, old: f'{name}="{value}"', "r")


def type_changed(draw: random.Random, tokens: Tokens) -> Tokens:
    value = draw.choice((*TYPES, *KINDS))
    return _with_attribute(draw, tokens, lambda name, old: f'{name}="{value}"', "t")


def repeats_changed(draw: random.Random, tokens: Tokens) -> Tokens:
    value = draw.choice(EXTREMES)
    return _with_attribute(draw, tokens, lambda name, old: f'{name}="{value}"', "repeated")


def _texts(tokens: Tokens) -> list[int]:
    return [i for i, token in enumerate(tokens) if token[:1] != "<" and token.strip()]


def number_made_extreme(draw: random.Random, tokens: Tokens) -> Tokens:
    tokens[draw.choice([i for i in _texts(tokens) if _NUMBER.fullmatch(tokens[i])])] = draw.choice(
        EXTREMES
    )
    return tokens


def text_changed(draw: random.Random, tokens: Tokens) -> Tokens:
    place = draw.choice(_texts(tokens))
    tokens[place] = draw.choice((draw.choice(WORDS), tokens[place] + draw.choice(WORDS)))
    return tokens


def junk_put_in(draw: random.Random, tokens: Tokens) -> Tokens:
    place = draw.randrange(len(tokens) + 1)
    return [*tokens[:place], draw.choice(JUNK), *tokens[place:]]


_OF_TOKENS = (
    element_left_out, element_repeated, elements_swapped, element_nested, tag_left_out,
    element_renamed, attribute_left_out, attribute_twice, attribute_made_extreme, address_changed,
    type_changed, repeats_changed, number_made_extreme, text_changed, junk_put_in,
)  # fmt: skip


def _in_a_part(change: Callable[[random.Random, Tokens], Tokens]) -> Callable[..., bytes]:
    def changed(draw: random.Random, data: bytes) -> bytes:
        parts = parts_of(data)
        name = any_part(draw, parts)
        tokens = _TOKEN.findall(parts[name].decode())
        return packed({**parts, name: "".join(change(draw, tokens)).encode()})

    changed.__name__ = change.__name__
    return changed


def encoding_changed(draw: random.Random, data: bytes) -> bytes:
    """A part said to be in another encoding, and sometimes it is."""
    parts = parts_of(data)
    name, encoding = any_part(draw, parts), draw.choice(ENCODINGS)
    text = re.sub(r'(?i)encoding=["\']utf-8["\']', f'encoding="{encoding}"', parts[name].decode())
    is_true = draw.random() < 0.5 and encoding in ("utf-16", "latin-1", "utf-32", "utf-7")
    return packed({**parts, name: text.encode(encoding if is_true else "utf-8")})


CHANGES = (*(_in_a_part(change) for change in _OF_TOKENS), encoding_changed)
