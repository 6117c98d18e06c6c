"""CSV: rows that slip, quotes that swallow, and cells that are not what they look like."""

from collections.abc import Iterator

from case import Case

_HEAD = b"record,version,incident_id,service,subject_kind\n"


def _row(number: int, service: str = "Plazza") -> bytes:
    return f"incident,1.0,case-{number},{service},content\n".encode()


_TWO = _HEAD + _row(1) + _row(2)

# Between two good rows.
_ROWS: dict[str, tuple[bytes, int, tuple[str, ...]]] = {
    "short-row": (b"incident,1.0\n", 2, ("ragged_row",)),
    "long-row": (b"incident,1.0,x,S,content,,\n", 2, ("ragged_row",)),
    "stray-quote": (b'incident,1.0,x,"S,content\n', 2, ("bad_quoting",)),
    "text-after-quote": (b'incident,1.0,x,"S"T,content\n', 2, ("bad_quoting",)),
    "nul": (b"incident,1.0,x\0,S,content\n", 2, ("nul_byte",)),
    "carriage-return-inside": (b"incident,1.0,x,S\rT,content\n", 2, ("bad_quoting",)),
    "blank-lines": (b"\n\r\n\n", 2, ()),
    "line-break-in-cell": (b'incident,1.0,x,"S\nT\r\nU",content\n', 3, ()),
    "doubled-quotes": (b'incident,1.0,x,"S ""T""",content\n', 3, ()),
    "not-available": (b"incident,1.0,NA,null,content\n", 3, ()),
    "leading-zeros": (b"incident,1.0,00123,1e5,content\n", 3, ()),
    "formula": (b"incident,1.0,x,=1+1,content\n", 3, ()),
    "html": (b"incident,1.0,x,<script>alert(1)</script>,content\n", 3, ()),
    "terminal": (b"incident,1.0,x,\x1b[31mS\x1b[0m,content\n", 3, ()),
    "spaces": (b" incident , 1.0 , x , S , content \n", 3, ()),
    "huge-cell": (b"incident,1.0,x," + b"S" * 5_000_000 + b",content\n", 3, ()),
    "endless-cell": (
        b"incident,1.0,x," + b"S" * (17 * 2**20) + b",content\n",
        2,
        ("line_too_long",),
    ),
    "many-cells": (b"incident" + b"," * 1_000_000 + b"\n", 2, ("ragged_row",)),
    "dashes": (b"--,--,--,--,--\n", 3, ()),
    "comment": (b"# a comment, with commas, of the, same, width\n", 3, ()),
}


def _files() -> Iterator[Case]:
    yield Case("csv-mark", b"\xef\xbb\xbf" + _TWO, 2)
    yield Case("csv-semicolons", _TWO.replace(b",", b";"), 2)
    yield Case("csv-tabs", _TWO.replace(b",", b"\t"), 2)
    yield Case("csv-utf-16", _TWO.decode().encode("utf-16"), 2)
    yield Case("csv-utf-16-be", b"\xfe\xff" + _TWO.decode().encode("utf-16-be"), 2)
    yield Case("csv-windows", _HEAD + _row(1, "Caf\xe9").decode().encode("cp1252"), 1)
    yield Case("csv-delimiter-named", b"sep=;\r\n" + _TWO.replace(b",", b";"), 2)
    yield Case("csv-old-mac-ends", _TWO.replace(b"\n", b"\r"), 2)
    half = _TWO.decode().encode("utf-16-le").replace(b"P\0", b"\0\xd8", 1)
    yield Case("csv-half-surrogate", b"\xff\xfe" + half, 1, ("bad_utf8",))
    yield Case("csv-utf-16-cut", _TWO.decode().encode("utf-16")[:-3], 1, ("bad_utf8",))
    gaps = _row(1, "Caf\xe9").decode().encode("cp1252") + _row(2, "\x81").decode().encode("latin-1")
    yield Case("csv-windows-gap", _HEAD + gaps, 1, ("bad_utf8",))
    damaged = _HEAD + _row(1, "Caf\xe9") + b"incident,1.0,x,\xff,content\n" + _row(2)
    yield Case("csv-one-bad-character", damaged, 2, ("bad_utf8",))
    yield Case("csv-mixed-ends", _HEAD + _row(1).replace(b"\n", b"\r\n") + _row(2), 2)
    yield Case("csv-no-last-end", _TWO[:-1], 2)
    yield Case("csv-cut-in-quotes", _TWO + b'incident,1.0,x,"S', 2, ("bad_quoting",))
    yield Case("csv-cut-in-row", _TWO + b"incident,1.0", 2, ("ragged_row",))
    yield Case("csv-only-header", _HEAD, 0)
    yield Case("csv-column-twice", b"a,b,a\n1,2,3\n", 0, ("!duplicate_columns",))
    yield Case("csv-nameless", b"a,,c\n1,2,3\n", 0, ("!nameless_column",))
    yield Case("csv-only-delimiters", b",,,\n,,,\n", 0, ("!nameless_column",))
    wide = b",".join(b"c%d" % number for number in range(1_000_000)) + b"\n"
    yield Case("csv-million-columns", wide + wide, 0, ("!too_many_columns",))
    yield Case("csv-quote-in-header", b'"a,b\n1,2\n', 0, ("!bad_quoting",))
    yield Case("csv-sql-column", b'"a""; DROP TABLE x;--",b\n1,2\n', 1)
    every = _HEAD + b'incident,1.0,x,"S,content\n' * 3000 + _row(1)
    yield Case("csv-quotes-everywhere", every, 1, ("bad_quoting",) * 3000)
    long = _HEAD + b'incident,1.0,x,"' + b"S\n" * 5000 + _row(1)
    yield Case("csv-quote-over-5000-lines", long, 1, ("row_too_large",) + ("ragged_row",) * 4999)


def cases() -> Iterator[Case]:
    """All cases of this kind."""
    for name, (middle, good, faults) in _ROWS.items():
        yield Case(f"csv-{name}", _HEAD + _row(1) + middle + _row(2), good, faults, ".csv")
    for case in _files():
        yield Case(case.name, case.data, case.good, case.faults, ".csv")
