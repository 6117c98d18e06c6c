"""The files of a registry that never change: a seal beside them says what they held when made."""

import hashlib
import json
from pathlib import Path

from harmscope.canonical import ascii_form
from harmscope.errors import UserError
from harmscope.formats.door import REPORT, read_bytes
from harmscope.formats.write import whole
from harmscope.submission.envelope import opened, plain, seal, signers
from harmscope.submission.keys import key_id, read_private, read_public, usable
from harmscope.submission.problems import Refused

NAME = "keys/seal.json"
SETTINGS = "registry.json"
PRIVATE, PUBLIC = "keys/registry.key.pem", "keys/registry.public.json"
FILES = (SETTINGS, PRIVATE, PUBLIC, "keys/authority.age", "keys/authority.public.txt")
_KIND = "application/vnd.harmscope.registry+json"


def lay_down(folder: Path, settings: bytes) -> None:
    """Seal the keys in ``folder`` and the settings that are about to be written beside them."""
    digests = {SETTINGS: hashlib.sha256(settings).hexdigest()}
    for name in FILES[1:]:
        if (folder / name).is_file():
            digests[name] = _digest(folder / name)
    payload = ascii_form(digests)
    with whole(folder / NAME) as file:
        file.write(seal(_KIND, payload, read_private(folder / PRIVATE)))


def altered(folder: Path) -> list[str]:
    """Which of these files are missing or hold other bytes than when the registry was made.

    It shows accidents and strangers; whoever has the private key can make another seal.
    """
    digests = _sealed(folder)
    if digests is None:
        state = "was altered" if (folder / NAME).is_file() else "is missing"
        return [f"{NAME} {state}"]
    found = []
    for name, digest in digests.items():
        if not (folder / name).is_file():
            found.append(f"{name} is missing")
        elif _digest(folder / name) != digest:
            found.append(f"{name} was altered")
    return found


def _sealed(folder: Path) -> dict[str, str] | None:
    """File → digest as sealed; None where no key of this registry made the seal. Either half of
    the key will do, so that an altered half is told from an altered seal."""
    try:
        data = read_bytes(folder / NAME, REPORT)
        envelope = opened(data)
    except (UserError, Refused):
        return None
    for half in (PRIVATE, PUBLIC):
        try:
            path = folder / half
            key = read_private(path).public_key() if half == PRIVATE else usable(read_public(path))
            held = signers(envelope, {key_id(key): key})
        except (UserError, Refused):
            continue
        if held and envelope.type == _KIND and plain(data):
            digests: dict[str, str] = json.loads(envelope.payload)
            return digests
    return None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
