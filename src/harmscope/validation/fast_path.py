"""The fast path: a filter before the judge that may refuse too much and never lets too much in.

What it accepts has no finding of any severity; everything else goes to the judge, so the outcome
cannot depend on the path. A differential test holds the two together.
"""

from datetime import date
from functools import lru_cache
from typing import Any, Union, cast

import msgspec
from msgspec.json import Decoder, Encoder

from harmscope.demands import Context
from harmscope.rules import Rule, rules_for
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


@lru_cache(maxsize=32)
def _types(kind: str) -> Typed:
    schema = shape(kind, versions()[kind][-1])
    return typed(kind, schema, BY_SERVER if kind == STATEMENT else None)


@lru_cache(maxsize=64)
def _predicate(kind: str, codes: tuple[str, ...], clock: date | None) -> Predicate:
    """What finds records that break one of these rules: building it takes longer than checking a
    small file, and many files are checked by the same rules."""
    kept = [rule.demand for rule in rules_for(kind) if rule.code in codes]
    demands = [demand for demand in kept if demand is not None]
    return doubtful(demands, Context(clock), _types(kind))


@lru_cache(maxsize=32)
def _decoder(kinds: tuple[str, ...]) -> Decoder[Any]:
    # Decoders of several types are told apart by what the record says it is.
    return Decoder(Union[tuple(_types(kind).type for kind in kinds)])  # noqa: UP007


class Gate:
    """Built once a process; asked for every row."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._context = Context(options.clock)
        self._columns: ColumnTests | None = None
        self._kinds: dict[type, tuple[str, Predicate]] = {}
        self._decoders: dict[bool, Decoder[Any] | None] = {}
        self._encode = Encoder().encode_into
        # After a line that says no kind the next one surely says none: looking takes time.
        self._silent = False
        self.written = bytearray()
        """The record that passed last, written anew."""

    def ready(self) -> None:
        """Build everything now, for this process and for copies of it."""
        for says_kind in (True, False):
            self._decoder(says_kind=says_kind)

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
        again = self.written
        self._encode(record, again)
        # Nearly all lines are as short as can be.
        return (kind, record) if len(line) == len(again) or lossless(line, again) else None

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
            kept = [rule.demand for rule in self._kept(STATEMENT)]
            demands = [demand for demand in kept if demand is not None]
            self._columns = ColumnTests(demands, self._context, types)
        return self._columns

    def _kept(self, kind: str) -> list[Rule]:
        return [rule for rule in rules_for(kind) if self._options.keeps(rule.code)]

    def _decoder(self, *, says_kind: bool) -> Decoder[Any] | None:
        given = self._options.kind
        kinds = sorted(IN_A_DATASET) if says_kind else [STATEMENT]
        taken = tuple(kind for kind in kinds if given in (None, kind))
        for kind in taken:
            self._typed(kind)
        return _decoder(taken) if taken else None

    def _typed(self, kind: str) -> Typed:
        # Most files hold two kinds, and the tests of a kind take a while to build.
        types = _types(kind)
        if types.type not in self._kinds:
            codes = tuple(rule.code for rule in self._kept(kind))
            self._kinds[types.type] = kind, _predicate(kind, codes, self._options.clock)
        return types


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
