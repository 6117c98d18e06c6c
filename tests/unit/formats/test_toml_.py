from collections.abc import Callable

import pytest

from harmscope.formats import Limits, Member
from harmscope.formats.records import rows
from harmscope.formats.toml_ import BadToml, parse


@pytest.mark.parametrize("size", [1, 1000])
def test_a_document_is_one_row(member: Callable[..., Member], outcome, size: int) -> None:
    data = (
        b'\xef\xbb\xbf# What we state\r\nprofile = "core"\n\n[provider]\npublished = 2026-02-15\n'
    )
    expected = {"profile": "core", "provider": {"published": "2026-02-15"}}
    assert outcome(rows(member(data, size))) == [expected]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a = 1\na = 2\n", "!broken_toml"),
        (b'a = "\xff"\n', "!broken_toml"),
        (b"a = " + b"[" * 5000, "!broken_toml"),
        (b"[a]\nb = nan\n", "not_finite"),
        (b"a = 9007199254740993\n", "big_integer"),
        (b"a = '" + b"x" * 200 + b"'", "!row_too_large"),
    ],
)
def test_what_is_no_record_is_a_fault(member, outcome, data: bytes, expected: str) -> None:
    limits = Limits(line=100 if b"xxx" in data else 2**20)
    assert outcome(rows(member(data, limits=limits))) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "a." * 400_000 + "a = 1",
        "a . " * 200_000 + "a = 1",
        '"a".' * 200_000 + "a = 1",
        "a = " + "[" * 800_000,
        "a = " + "{a = " * 150_000,
        "[" + "a." * 400_000 + "a]",
    ],
)
def test_deep_tables_are_refused_before_they_are_parsed(text: str) -> None:
    # Parsing the first one would take days, the fourth one ends the interpreter's patience.
    with pytest.raises(BadToml, match="deeper than 64"):
        parse(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        'a = "' + "x.y." * 1000 + "[" * 100 + '"',
        "a = '" + "x.y." * 1000 + "[" * 100 + "'",
        'a = """\n' + "x.y." * 1000 + '"" [' * 100 + '\n"""',
        "a = '''\n" + "x.y." * 1000 + "[" * 100 + "\n'''",
        "# " + "x.y." * 1000 + "[" * 100 + "\na = 1",
        "a = [" + "1.5, " * 1000 + "]",
        ".".join("a" * 64) + " = 1",
        "a = " + "[" * 64 + "]" * 64,
    ],
)
def test_dots_and_brackets_in_texts_nest_nothing(text: str) -> None:
    assert "a" in parse(text.encode())


@pytest.mark.parametrize("text", ['"""\\' * 200_000, '"' * 800_000, "'" * 800_000, '"\\' * 400_000])
def test_open_texts_are_refused_quickly(text: str) -> None:
    with pytest.raises(BadToml):
        parse(text.encode())


def test_a_fault_knows_its_line() -> None:
    with pytest.raises(BadToml) as caught:
        parse(b"a = 1\nb = \n")
    assert (caught.value.line, caught.value.fault) == (2, "this is not TOML")
