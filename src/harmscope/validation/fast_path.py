"""The fast path: a filter before the judge that may refuse too much and never lets too much in.

What it accepts has no finding of any severity; everything else goes to the judge, so the outcome
cannot depend on the path. A differential test holds the two together.
"""

from typing import Any, Union, cast

import msgspec
from msgspec.json import Decoder, Encoder

from harmscope.demands import Context, Demand
from harmscope.rules import rules_for
from harmscope.validation.column_tests import ColumnTests
from harmscope.validation.identify import IN_A_DATASET, STATEMENT, Fields, kind_of
from harmscope.validation.schemas import shape, versions
from harmscope.validation.statement import SERVER, normal
from harmscope.validation.targets import Predicate, doubtful
from harmscope.validation.typed_records import Typed, typed
from harmscope.validation.verdict import Options

SAYS_KIND = b'"record"'
"""How a line names the member that says its kind; statements have none."""

FIRST = b'{"record"'
"""How most lines start."""

BY_SERVER: dict[str, Any] = dict.fromkeys(SERVER, str) | {"id": int | str}
"""Members that the server adds to statements, with their types."""


ESCAPED = (b"\\\\", b'\\"')
"""Pairs of a backslash and a character that are no quotes around a name or a text."""

Passed = tuple[str, Fields]
"""A row without any finding: its kind and the record."""


class Gate:
    """Built once a process; asked for every row."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._context = Context(options.clock)
        self._columns: ColumnTests | None = None
        self._types: dict[str, Typed] = {}
        self._kinds: dict[type, tuple[str, Predicate]] = {}
        self._decoders: dict[bool, Decoder[Any] | None] = {}
        self._encode = Encoder().encode_into
        # After a line that says no kind the next one surely says none: looking takes time.
        self._silent = False
        self.written = bytearray()
        """The record that passed last, written anew."""

    def line(self, line: bytes) -> Passed | None:
        """A line without any finding; None where the judge must look."""
        says_kind = line.startswith(FIRST) or (not self._silent and SAYS_KIND in line)
        passed = self._passed(line, says_kind=says_kind)
        if self._silent and passed is None and not says_kind and SAYS_KIND in line:
            passed = self._passed(line, says_kind=True)
        self._silent = passed is not None and passed[0] == STATEMENT
        return passed

    def _passed(self, line: bytes, *, says_kind: bool) -> Passed | None:
        try:
            decoder = self._decoders[says_kind]
        except KeyError:
            decoder = self._decoders[says_kind] = self._decoder(says_kind=says_kind)
        if decoder is None:
            return None
        try:
            record = decoder.decode(line)
        except (msgspec.DecodeError, ValueError, RecursionError):
            return None
        kind, suspicious = self._kinds[type(record)]
        if suspicious(record):
            return None
        self._encode(record, self.written)
        return (kind, record) if lossless(line, self.written) else None

    def row(self, row: dict[str, object]) -> Passed | None:
        """A row without any finding; None where the judge must look."""
        kind = kind_of(row, self._options.kind)
        if kind is None or kind not in (*IN_A_DATASET, STATEMENT):
            return None
        return self.record(kind, normal(row) if kind == STATEMENT else row)

    def record(self, kind: str, plain: dict[str, object]) -> Passed | None:
        """A record of a kind that is known, without any finding; None where the judge must look.
        A statement has the shape of a request."""
        types = self._typed(kind)
        try:
            record = msgspec.convert(plain, types.type)
        except (msgspec.ValidationError, RecursionError):
            return None
        if self._kinds[types.type][1](record):
            return None
        self._encode(record, self.written)
        return kind, cast("Fields", record)

    def columns(self) -> ColumnTests:
        """The tests of statements that come in columns."""
        if self._columns is None:
            types = self._typed(STATEMENT)
            self._columns = ColumnTests(self._demands(STATEMENT), self._context, types)
        return self._columns

    def _demands(self, kind: str) -> list[Demand]:
        kept = [rule for rule in rules_for(kind) if self._options.keeps(rule.code)]
        return [rule.demand for rule in kept if rule.demand is not None]

    def _decoder(self, *, says_kind: bool) -> Decoder[Any] | None:
        given = self._options.kind
        kinds = sorted(IN_A_DATASET) if says_kind else [STATEMENT]
        taken = [self._typed(kind).type for kind in kinds if given in (None, kind)]
        # Decoders of several types are told apart by what the record says it is.
        return Decoder(Union[tuple(taken)]) if taken else None  # noqa: UP007

    def _typed(self, kind: str) -> Typed:
        # Most files hold two kinds, and the tests of a kind take a while to build.
        if kind not in self._types:
            schema = shape(kind, versions()[kind][-1])
            types = typed(kind, schema, BY_SERVER if kind == STATEMENT else None)
            predicate = doubtful(self._demands(kind), self._context, types)
            self._types[kind], self._kinds[types.type] = types, (kind, predicate)
        return self._types[kind]


def lossless(line: bytes, again: bytearray) -> bool:
    """Whether ``again``, the record of ``line`` written anew, holds all its members.

    Written anew nothing becomes longer, since records with fractions are not decoded at all; and
    where it is shorter, blanks and escapes are not needed or a member was lost. A lost member
    takes the quotes around its name away, and nothing else takes quotes away: those within texts
    are escaped, and are not counted.
    """
    return len(line) == len(again) or _quotes(line) == _quotes(again)


def _quotes(text: bytes | bytearray) -> int:
    if b"\\" in text:
        for pair in ESCAPED:
            text = text.replace(pair, b"")
    return text.count(b'"')
