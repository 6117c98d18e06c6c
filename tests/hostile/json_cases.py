"""JSON and JSON Lines: what parsers let through, and what brings them down."""

import json
from collections.abc import Iterator

from case import Case, around, line, record

_OPEN = b'{"record":"incident","version":"1.0","incident_id":"x","service":"S",'

# A bad line stands between two good ones.
_LINES: dict[str, tuple[bytes, str]] = {
    "duplicate-key": (_OPEN + b'"service":"T"}\n', "duplicate_key"),
    "duplicate-key-escaped": (_OPEN + b'"\\u0073ervice":"T"}\n', "duplicate_key"),
    "duplicate-key-inside": (_OPEN + b'"content":{"a":1,"a":2}}\n', "duplicate_key"),
    "duplicate-key-empty": (b'{"":1,"":2}\n', "duplicate_key"),
    "nan": (b'{"a":NaN}\n', "not_finite"),
    "infinity": (b'{"a":Infinity}\n', "not_finite"),
    "minus-infinity": (b'{"a":-Infinity}\n', "not_finite"),
    "overflow": (b'{"a":1e999}\n', "not_finite"),
    "minus-overflow": (b'{"a":-1e999}\n', "not_finite"),
    "big-integer": (b'{"a":9007199254740993}\n', "big_integer"),
    "big-integer-64": (b'{"a":18446744073709551616}\n', "big_integer"),
    "big-integer-5000-digits": (b'{"a":' + b"7" * 5000 + b"}\n", "big_integer"),
    "big-integer-minus": (b'{"a":-9007199254740993}\n', "big_integer"),
    "high-surrogate": (b'{"a":"\\ud83d"}\n', "lone_surrogate"),
    "low-surrogate": (b'{"a":"\\ude00 x"}\n', "lone_surrogate"),
    "surrogate-in-key": (b'{"\\ud800":1}\n', "lone_surrogate"),
    "surrogates-swapped": (b'{"a":"\\ude00\\ud83d"}\n', "lone_surrogate"),
    "raw-surrogate": (b'{"a":"\xed\xa0\xbd"}\n', "bad_utf8"),
    "latin-1": (b'{"a":"caf\xe9"}\n', "bad_utf8"),
    "overlong": (b'{"a":"\xc0\xaf"}\n', "bad_utf8"),
    "beyond-unicode": (b'{"a":"\xf5\x80\x80\x80"}\n', "bad_utf8"),
    "cut-off-character": (b'{"a":"\xe2\x82"}\n', "bad_utf8"),
    "nul-in-text": (b'{"a":"\0"}\n', "nul_byte"),
    "nul-alone": (b"\0\n", "nul_byte"),
    "nul-block": (b"\0" * 4096 + b"\n", "nul_byte"),
    "deep-list": (b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}\n", "too_deep"),
    "deep-object": (b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"\n", "too_deep"),
    "deep-open": (b"[" * 1_000_000 + b"\n", "too_deep"),
    "deep-65": (b'{"a":' + b"[" * 64 + b"]" * 64 + b"}\n", "too_deep"),
    "list": (b"[1,2]\n", "not_an_object"),
    "text": (b'"text"\n', "not_an_object"),
    "number": (b"42\n", "not_an_object"),
    "null": (b"null\n", "not_an_object"),
    "single-quotes": (b"{'a':1}\n", "broken_json"),
    "trailing-comma": (b'{"a":1,}\n', "broken_json"),
    "comment": (b'{"a":1} // why\n', "broken_json"),
    "two-in-a-line": (b'{"a":1}{"a":2}\n', "broken_json"),
    "leading-zero": (b'{"a":01}\n', "broken_json"),
    "plus": (b'{"a":+1}\n', "broken_json"),
    "hexadecimal": (b'{"a":0x1F}\n', "broken_json"),
    "bare-point": (b'{"a":1.}\n', "broken_json"),
    "python-literal": (b'{"a":None}\n', "broken_json"),
    "control-character": (b'{"a":"\x1b[2J"}\n', "broken_json"),
    "arabic-digits": ('{"a":\u0661\u0662}\n'.encode(), "broken_json"),
    "bad-escape": (b'{"a":"\\x41"}\n', "broken_json"),
    "no-break-space": ('{"a":\u00a01}\n'.encode(), "broken_json"),
    "mark-in-the-middle": (b'\xef\xbb\xbf{"a":1}\n', "broken_json"),
    "cut-line": (b'{"a":"x\n', "broken_json"),
    "open-string": (b'{"a":"' + b"x" * 100_000 + b"\n", "broken_json"),
    "endless-line": (b'{"a":"' + b"x" * (17 * 2**20) + b'"}\n', "line_too_long"),
}

# Text that is harmless as long as nobody shows or runs it.
_TEXTS = {
    "formula": '=HYPERLINK("http://example.invalid","x")',
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "closing-script": "</script><script>",
    "markup": "[red]x[/red] [/nothing] [link=http://example.invalid]y[/link]",
    "terminal": "\x1b]0;title\x07\x1b[31mred\x1b[0m\x9b2J",
    "direction": "\u202egpj.exe\u2066",
    "sql": "Robert'); DROP TABLE incident;--",
    "template": "{{7*7}} ${7*7} %s %(x)s {0.__class__}",
    "path": "../../../../etc/hostname",
    "zero-width": "a\u200bb\u00adc\ufeff",
    "private-use": "\ue000\U0010ffff\ufdd0",
    "newlines": "a\nb\r\nc\u2028d\u0085e",
    "nul-escaped": "a\u0000b",
    "long": "x" * 400_000,
    "combining": "e" + "\u0301" * 5000,
}


def _values() -> Iterator[Case]:
    for name, text in _TEXTS.items():
        yield Case(f"text-{name}", around(line(3, service=text)), 3)


def _wide() -> Iterator[Case]:
    many = {f"k{number}": 1 for number in range(200_000)}
    yield Case("many-members", around(json.dumps(many).encode() + b"\n"), 3)
    ten = record(3, service="x" * 10_000_000)
    yield Case("ten-megabyte-line", around(json.dumps(ten).encode() + b"\n"), 3)
    collisions = {f"{number * (2**61 - 1)}": 0 for number in range(50_000)}
    yield Case("like-hashes", around(json.dumps(collisions).encode() + b"\n"), 3)


def _files() -> Iterator[Case]:
    two = line(1) + line(2)
    yield Case("mark-at-start", b"\xef\xbb\xbf" + two, 2)
    yield Case("two-marks", b"\xef\xbb\xbf" * 2 + two, 1, ("broken_json",))
    yield Case("carriage-returns", two.replace(b"\n", b"\r\n"), 2)
    yield Case("mixed-ends", line(1).replace(b"\n", b"\r\n") + line(2), 2)
    yield Case("old-mac-ends", two.replace(b"\n", b"\r"), 0, ("cut_off_line",))
    yield Case("no-last-end", two[:-1], 2)
    yield Case("cut-off", two + line(3)[:40], 2, ("cut_off_line",))
    yield Case("blank-lines", b"\n \n" + line(1) + b"\n\n\t\n" + line(2) + b"\n", 2)
    yield Case("utf-16", two.decode().encode("utf-16"), 0, ("!wrong_encoding",))
    yield Case("empty", b"", 0, ("!empty_file",))
    yield Case("only-a-mark", b"\xef\xbb\xbf", 0, ("!empty_file",))


def _documents() -> Iterator[Case]:
    one, two = line(1).strip(), line(2).strip()
    inner = b",\n".join((one, two))
    documents = {
        "array": (b"[\n" + inner + b"\n]\n", 2, ()),
        "array-cut": (b"[\n" + inner, 1, ("!broken_document",)),
        "array-cut-inside": (b"[\n" + inner[:-20], 1, ("!broken_document",)),
        "array-trailing-comma": (b"[\n" + inner + b",]", 2, ("broken_json",)),
        "array-bad-item": (b"[\n" + one + b",{'a':1}," + two + b"]", 2, ("broken_json",)),
        "array-nan": (b"[\n" + one + b',{"a":NaN}]', 1, ("not_finite",)),
        "array-mixed": (b"[\n" + one + b",[],1," + two + b"]", 2, ("not_an_object",) * 2),
        "array-then-more": (b"[\n" + inner + b"]\n[]", 2, ("!broken_document",)),
        "array-deep": (b"[\n" + one + b"," + b"[" * 2000 + b"]" * 2000 + b"]", 1, ("too_deep",)),
        "array-endless-item": (b'[\n{"a":"' + b"x" * (18 * 2**20), 0, ("!row_too_large",)),
        "array-wrong-close": (b"[\n" + one + b"}", 1, ("!broken_document",)),
        "array-of-empty": (b"[" + b"{}," * 200_000 + b"{}]", 200_001, ()),
        "array-empty": (b"[\n]", 0, ()),
        "object-over-lines": (json.dumps(record(1), indent=2).encode(), 1, ()),
        "object-over-lines-cut": (b'{\n "a": [\n', 0, ("!broken_document",)),
    }
    for name, (data, good, faults) in documents.items():
        yield Case(name, data, good, faults, ".json")


def _foreign() -> Iterator[Case]:
    starts = {
        "pdf": b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n",
        "web-page": b"<!DOCTYPE html>\n<title>Signed out</title>\n",
        "xml": b"<?xml version='1.0'?>\n<!DOCTYPE l [<!ENTITY a 'ha'>]><l>&a;</l>\n",
        "old-workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "bzip2": b"BZh91AY&SY" + b"\xc3," * 40,
        "xz": b"\xfd7zXZ\0\0" + b"\x04;" * 40,
        "7z": b"7z\xbc\xaf\x27\x1c" + b"\t\x04" * 40,
        "rar": b"Rar!\x1a\x07\x01\0" + b"|\n" * 40,
        "tar": b"a.jsonl" + bytes(93) + b"0000644\0" + bytes(149) + b"ustar\0" + bytes(249),
        "picture": b"\x89PNG\r\n\x1a\n" + b"\xfe," * 40,
        "database": b"SQLite format 3\0" + bytes(84),
    }
    for name, data in starts.items():
        yield Case(f"foreign-{name}", data, 0, ("!unknown_kind",), ".jsonl")


def cases() -> Iterator[Case]:
    """All cases of this kind."""
    for name, (middle, code) in _LINES.items():
        yield Case(name, around(middle), 2, (code,))
    yield from _values()
    yield from _wide()
    yield from _files()
    yield from _documents()
    yield from _foreign()
