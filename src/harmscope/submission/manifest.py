"""BagIt's small text files (RFC 8493): declaration, bag-info and manifests, read strictly."""

import re
from collections.abc import Mapping

from harmscope.submission.problems import Refused

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOADS = "manifest-sha256.txt"
TAGS = "tagmanifest-sha256.txt"

_LINE = re.compile(r"^([0-9a-fA-F]{64})[ \t]+\*?([^ \t].*)$")
_ESCAPED = re.compile(r"%(0[aAdD]|25)")


def declared(data: bytes) -> None:
    """Check ``bagit.txt``: version 1.0 or 0.97, UTF-8. Raises Refused ``not_a_bag``."""
    lines = data.decode("ascii", "replace").splitlines()
    version = lines[0].removeprefix("BagIt-Version: ") if lines else ""
    if len(lines) != 2 or version not in ("1.0", "0.97"):
        raise Refused("not_a_bag", "bagit.txt")
    if lines[1] != "Tag-File-Character-Encoding: UTF-8":
        raise Refused("not_a_bag", "bagit.txt")


def written(digests: Mapping[str, str]) -> bytes:
    """A manifest of path → SHA-256 digest, sorted by path."""
    return "".join(f"{digests[path]}  {_out(path)}\n" for path in sorted(digests)).encode()


def read(data: bytes, name: str) -> dict[str, str]:
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


def info(fields: Mapping[str, str]) -> bytes:
    """``bag-info.txt`` of labels and values."""
    return "".join(f"{label}: {value}\n" for label, value in fields.items()).encode()


def _out(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _in(path: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), path)
