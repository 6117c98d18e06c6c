"""What the gate accepts has no finding. It may refuse what is right, but not much of it."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmscope.demands import Context
from harmscope.formats.json_ import Refused, parse
from harmscope.validation import Options
from harmscope.validation.fast_path import Gate, lossless
from harmscope.validation.identify import IN_A_DATASET, STATEMENT, kind_of
from harmscope.validation.judge import KindJudge
from harmscope.validation.schemas import versions
from harmscope.validation.statement import normal
from schema_records import records

DRAWN = {kind: records(kind) for kind in (*sorted(IN_A_DATASET), STATEMENT)}
CASES = Path(__file__).parents[2] / "cases"
CLOCK = date(2026, 6, 1)
GATE = Gate(Options(clock=CLOCK))
JUDGES = {kind: KindJudge(kind, context=Context(CLOCK)) for kind in versions()}
LINES = sorted(
    {
        line
        for path in sorted(CASES.glob("HS*/*.jsonl"))
        for line in path.read_bytes().split(b"\n")
        if line.strip()
    }
)
VALUES: list[Any] = [
    *("03/01/2026", "\u00b2\u00b2\u00b2\u00b2-01-01", "T10:00:00Z"),
    *(None, True, False, 0, -1, 1.0, 1e300, 2**53, 2**70, "", "x", " n/a ", "yes", "pending"),
    *("law", "other", "refused", "2026-02-30", "2026-06-02", "2026-01-01T10:00:00+14:00"),
    *(
        "2026-01-01T10:00:00.5Z",
        "1970-01-01",
        "jo@example.org",
        "192.0.2.1",
        "\u00e9\u2028",
        "\x7f",
    ),
    *("\x7f", "Yes", "null", "AUTOMATED_DECISION_FULLY", "2038-01-02"),
    *([], {}, ["x"], [None], {"kind": "visibility.other"}, [{"id": "d1"}, {"id": "d1"}]),
]


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        inner = list(value.items() if isinstance(value, dict) else enumerate(value))
    return [at, *(place for key, each in inner for place in places(each, (*at, key)))]


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """Lines of the cases, and records drawn from the published schemas, changed and damaged."""
    if draw(st.booleans()):
        record = draw(DRAWN[draw(st.sampled_from(sorted(DRAWN)))])
    else:
        line = draw(st.sampled_from(LINES))
        try:
            record = json.loads(line)
        except ValueError:
            return line
    for _ in range(draw(st.integers(0, 3))):
        options = places(record)[1:]
        if options:
            change(draw, record, draw(st.sampled_from(options)))
    ascii_only, spaced = draw(st.booleans()), draw(st.booleans())
    separators = (", ", ": ") if spaced else (",", ":")
    text = json.dumps(record, ensure_ascii=ascii_only, separators=separators)
    return damaged(draw, text.encode())


def change(draw: st.DrawFn, record: Any, place: tuple[Any, ...]) -> None:
    target = record
    for key in place[:-1]:
        target = target[key]
    if draw(st.integers(0, 4)) == 0:
        del target[place[-1]]
    else:
        target[place[-1]] = copy.deepcopy(draw(st.sampled_from(VALUES)))


def damaged(draw: st.DrawFn, line: bytes) -> bytes:
    kind = draw(st.sampled_from(["whole", "whole", "repeat", "cut", "byte", "blank"]))
    at = draw(st.integers(0, len(line)))
    if kind == "repeat":
        name = draw(st.sampled_from([b"service", b"version", b"x", b"a, b: c, d"]))
        return line[:-1] + b', "' + name + b'": "Example, again: once"}'
    if kind == "cut":
        return line[:at]
    if kind == "byte":
        return line[:at] + bytes([draw(st.integers(0, 255))]) + line[at + 1 :]
    return line[:at] + b" " + line[at:] if kind == "blank" else line


def findings(line: bytes) -> list[str]:
    """What the plain way finds: strict reading, then the judge."""
    try:
        record = parse(line)
    except Refused as refused:
        return [refused.code]
    kind = kind_of(record, None) if isinstance(record, dict) else None
    if kind is None or not isinstance(record, dict):
        return ["HS013"]
    judged = normal(record) if kind == "dsa-sor" else record
    return [fault.code for fault in JUDGES[kind].faults(judged)]


def check(line: bytes) -> None:
    """What passes as a line or as a row has no finding, and nothing of it is lost."""
    accepted = GATE.line(line)
    if accepted is not None:
        record = parse(line)
        assert not findings(line)
        assert isinstance(record, dict)
        assert msgspec.json.decode(msgspec.json.encode(accepted[1])) == record
        assert GATE.row(record) is not None
    else:
        try:
            row = parse(line)
        except Refused:
            return
        assert not isinstance(row, dict) or GATE.row(row) is None or not findings(line)


@given(line=lines())
def test_nothing_with_a_finding_passes(line: bytes) -> None:
    check(line)


@pytest.mark.fuzz
@settings(max_examples=20_000)
@given(line=lines())
def test_nothing_with_a_finding_passes_at_length(line: bytes) -> None:
    check(line)


def test_good_lines_pass() -> None:
    good = [line for line in LINES if not findings(line)]
    passed = [line for line in good if GATE.line(line) is not None]
    assert len(good) > 60
    assert len(passed) > 0.9 * len(good)


def test_a_line_of_another_kind_than_the_given_one_does_not_pass() -> None:
    notice = next(line for line in LINES if b'"record": "notice"' in line and not findings(line))
    assert Gate(Options(kind="notice", clock=CLOCK)).line(notice) is not None
    assert Gate(Options(kind="incident", clock=CLOCK)).line(notice) is None


def test_what_is_ignored_is_not_asked() -> None:
    line = (CASES / "HS102" / "bad.jsonl").read_bytes().splitlines()[1]
    assert GATE.line(line) is None
    assert Gate(Options(clock=CLOCK, ignore=("HS102",))).line(line) is not None


STRINGS = st.text(st.sampled_from(list('a,: "\\/\u00e9\u2028\x7f\x1f')), max_size=6)


class Inner(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    a: str | None = None
    b: int | None = None


class Outer(Inner, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    texts: tuple[str, ...] | None = None
    inner: tuple[Inner, ...] | None = None


DECODER, ENCODER = msgspec.json.Decoder(Outer), msgspec.json.Encoder()
INNER = st.fixed_dictionaries({}, optional={"a": STRINGS, "b": st.integers(-(2**53), 2**53)})
WRITTEN = st.fixed_dictionaries(
    {},
    optional={
        "a": STRINGS,
        "b": st.integers(-(2**53), 2**53),
        "texts": st.lists(STRINGS, max_size=3),
        "inner": st.lists(INNER, max_size=3),
    },
)
SEPARATORS = st.sampled_from([(", ", ": "), (",", ":"), (" , ", "  :")])


def is_whole(line: bytes) -> bool:
    return lossless(line, bytearray(ENCODER.encode(DECODER.decode(line))))


@given(record=WRITTEN, separators=SEPARATORS, plain=st.booleans())
def test_a_record_written_in_any_way_loses_nothing(
    record: dict[str, Any], separators: tuple[str, str], plain: bool
) -> None:
    assert is_whole(json.dumps(record, separators=separators, ensure_ascii=plain).encode())


@given(record=WRITTEN, separators=SEPARATORS, plain=st.booleans(), data=st.data())
def test_a_repeated_name_is_always_seen(
    record: dict[str, Any], separators: tuple[str, str], plain: bool, data: st.DataObject
) -> None:
    line = json.dumps(record, separators=separators, ensure_ascii=plain)
    places = [at for at, sign in enumerate(line) if sign == "{"]
    place = data.draw(st.sampled_from(places)) + 1
    more = data.draw(st.sampled_from(['"a":"","a":"\\u0022\\\\",', '"b":1,"b":22,']))
    doubled = (line[:place] + more + line[place:]).replace(",}", "}").encode()
    try:
        parse(doubled)
    except Refused as refused:
        if refused.code == "duplicate_key":
            assert not is_whole(doubled)


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        (rb'{"a":"\u0022"}', True),
        (rb'{"a":"\u0022\u0022","a":"\u0022\u0022"}', False),
        (rb'{"a":"\\","b":1}', True),
        (rb'{"b":1,"a":"\\\"","b":1}', False),
        (rb'{"\u0061":"x"}', True),
        (b'{"b":-0}', True),
        (b' {"b":1} ', True),
    ],
)
def test_escapes_and_blanks(line: bytes, whole: bool) -> None:
    assert is_whole(line) is whole
