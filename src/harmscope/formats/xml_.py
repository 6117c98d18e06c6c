"""XML, in which a few interfaces take reports: one document is one row.

Nothing outside the document is read, and nothing in it grows: a document that declares a document
type, in which entities would stand, is refused as soon as the declaration begins.
"""

from collections.abc import Iterator
from typing import Any, Final
from xml.parsers import expat

from harmscope.formats.member import Member
from harmscope.formats.rows import Row, RowFault, StreamFault

TEXT: Final = ""
"""The name under which an element holds its own text."""
Element = dict[str, Any]
"""An element: its text under :data:`TEXT`, its attributes under ``@name``, and the elements below
it as lists under their names."""

_MOST: Final = 100_000
_BIGGEST: Final = 8_000_000


class BadXml(ValueError):  # noqa: N818 - read as what it is
    """Text that is no XML, or that is not read; the argument is the fault's code."""


class _Tree:
    """Takes in elements as they begin and end."""

    def __init__(self, nesting: int) -> None:
        self.root: Element = {}
        self._path: list[Element] = [self.root]
        self._nesting, self._seen = nesting, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._seen += 1
        if len(self._path) > self._nesting or self._seen > _MOST:
            raise BadXml("too_deep" if self._seen <= _MOST else "row_too_large")
        element: Element = {f"@{key}": value for key, value in attributes.items()}
        self._path[-1].setdefault(name, []).append(element)
        self._path.append(element)

    def end(self, name: str) -> None:
        """The latest element that began ends."""
        del name
        self._path.pop()

    def text(self, data: str) -> None:
        """A piece of text of the latest element."""
        if data.strip():
            element = self._path[-1]
            element[TEXT] = element.get(TEXT, "") + data

    def declared(self, *_: object) -> None:
        """A declaration of the document type begins."""
        raise BadXml("xml_declares")


def parse(data: bytes | str, nesting: int = 64) -> Element:
    """The document as ``{name of the root: [root]}``. Raises BadXml: ``broken_xml``,
    ``xml_declares``, ``too_deep``, ``row_too_large``."""
    if len(data) > _BIGGEST:
        raise BadXml("row_too_large")
    tree, parser = _Tree(nesting), expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler, parser.EndElementHandler = tree.start, tree.end
    parser.CharacterDataHandler = tree.text
    parser.StartDoctypeDeclHandler = tree.declared
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise error if isinstance(error, BadXml) else BadXml("broken_xml") from None
    return tree.root


def is_element(value: object) -> bool:
    """Whether a value has the form of an :data:`Element`: rows of other formats may not."""
    if not isinstance(value, dict):
        return False
    for name, held in value.items():
        if name == TEXT or name.startswith("@"):
            if not isinstance(held, str):
                return False
        elif not (isinstance(held, list) and all(map(is_element, held))):
            return False
    return True


def read(member: Member) -> Iterator[Row | RowFault]:
    """The document as one row, on line 1. Raises StreamFault with the codes of :func:`parse`, and
    as the member does."""
    data = b""
    for chunk in member.chunks():
        data += chunk
        if len(data) > min(member.limits.line, _BIGGEST):
            raise StreamFault("row_too_large", member.name)
    try:
        found = parse(data, member.limits.nesting)
    except BadXml as bad:
        raise StreamFault(str(bad), member.name) from None
    yield Row(1, 0, found)
