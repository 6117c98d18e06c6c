"""What a submission says of its files: the statement that is signed, BagIt's manifests (RFC 8493),
and counts of rows.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from harmscope.canonical import rfc8785_form
from harmscope.formats import StreamFault, members
from harmscope.formats.json_ import Refused as BadJson
from harmscope.formats.json_ import parse
from harmscope.formats.records import rows
from harmscope.model.submission import Submission
from harmscope.submission.problems import Refused

# How many rows a file of records has, read to its proven end.


def rows_of(path: Path) -> int | None:
    """Rows of any records file, faulty ones included; None where it cannot be read to its end."""
    try:
        return sum(1 for member in members(path) for _ in rows(member))
    except StreamFault:
        return None


# The statement: the description of a submission that is signed, and the id made of it.

STATEMENT = "submission.json"
SIGNATURE = "submission.dsse.json"
VERSIONS = ("1.0",)
_NESTING = 16


def statement_bytes(statement: Submission) -> bytes:
    """The bytes that are stored and signed."""
    return json.dumps(statement.as_dict(), indent=2, ensure_ascii=False).encode() + b"\n"


def read_statement(data: bytes) -> Submission:
    """The statement. Raises Refused ``wrong_schema_version`` or ``bad_statement``."""
    try:
        body = parse(data, _NESTING)
    except BadJson:
        raise Refused("bad_statement", STATEMENT) from None
    if not isinstance(body, dict) or body.get("record") != "submission":
        raise Refused("bad_statement", STATEMENT)
    if body.get("version") not in VERSIONS:
        raise Refused("wrong_schema_version", STATEMENT)
    try:
        return Submission.model_validate(body)
    except ValidationError:
        raise Refused("bad_statement", STATEMENT) from None


def submission_id(statement: Submission) -> str:
    """SHA-256 of the statement in the canonical form of RFC 8785."""
    return content_id(statement.as_dict())


def content_id(body: dict[str, object]) -> str:
    """SHA-256, in hexadecimal, of a JSON object in the canonical form of RFC 8785."""
    return hashlib.sha256(rfc8785_form(body)).hexdigest()


# BagIt's small text files (RFC 8493): declaration, bag-info and manifests, read strictly.

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOADS = "manifest-sha256.txt"
TAGS = "tagmanifest-sha256.txt"

_LINE = re.compile(r"^([0-9a-fA-F]{64})[ \t]+\*?([^ \t].*)$")
_ESCAPED = re.compile(r"%(0[aAdD]|25)")


def check_declaration(data: bytes) -> None:
    """Check ``bagit.txt``: version 1.0 or 0.97, UTF-8. Raises Refused ``not_a_bag``."""
    lines = data.decode("ascii", "replace").splitlines()
    version = lines[0].removeprefix("BagIt-Version: ") if lines else ""
    if len(lines) != 2 or version not in ("1.0", "0.97"):
        raise Refused("not_a_bag", "bagit.txt")
    if lines[1] != "Tag-File-Character-Encoding: UTF-8":
        raise Refused("not_a_bag", "bagit.txt")


def manifest_bytes(digests: Mapping[str, str]) -> bytes:
    """A manifest of path → SHA-256 digest, sorted by path."""
    return "".join(f"{digests[path]}  {_out(path)}\n" for path in sorted(digests)).encode()


def read_manifest(data: bytes, name: str) -> dict[str, str]:
    """Path → digest. Raises Refused ``bad_manifest`` for a line that is none, for a path that is
    named twice or leads out of the bag, and for text that is not UTF-8 without a mark."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("bad_manifest", name) from None
    found: dict[str, str] = {}
    for line in text.removesuffix("\n").split("\n"):
        match = _LINE.match(line.removesuffix("\r"))
        if match is None:
            raise Refused("bad_manifest", name)
        path = _in(match[2])
        if path in found:
            raise Refused("bad_manifest", name)
        found[path] = match[1].lower()
    return found


def bag_info(fields: Mapping[str, str]) -> bytes:
    """``bag-info.txt`` of labels and values."""
    return "".join(f"{label}: {value}\n" for label, value in fields.items()).encode()


def _out(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _in(path: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), path)
