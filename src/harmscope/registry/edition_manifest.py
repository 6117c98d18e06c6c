"""The signed list of a publication's files, and the check of it by anybody who has the folder."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harmscope import __version__
from harmscope.canonical import canonical
from harmscope.errors import UserError
from harmscope.formats.door import REPORT, open_file, read_bytes, shown
from harmscope.formats.rows import MEBI
from harmscope.registry.folder import Registry
from harmscope.registry.receipts import read
from harmscope.submission.envelope import MANIFEST, seal
from harmscope.submission.keys import read_public

NAME = "manifest.dsse.json"
KEY = "registry.public.json"


def signed(
    registry: Registry, document: Mapping[str, Any], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The manifest of ``files`` and the registry's public key, as files beside them."""
    key = read_bytes(registry.folder / "keys" / KEY)
    everything = {**files, KEY: key}
    body = {
        "record": "manifest",
        "version": "1.0",
        **{name: document[name] for name in ("registry", "title", "period", "edition")},
        "published_on": document["published_on"],
        "licence": document["licence"]["id"],
        **({"contact": document["contact"]} if "contact" in document else {}),
        "key_id": registry.public_key.key_id,
        "files": [
            {"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in sorted(everything.items())
        ],
        "made_by": {"name": "harmscope", "version": __version__},
    }
    payload = canonical(body)
    return {KEY: key, NAME: seal(MANIFEST, payload, registry.private_key)}


@dataclass(frozen=True, slots=True)
class Verified:
    """A check of a published folder: what its manifest says, and each fault in words.

    ``own_key`` says that the key was the one in the folder, so that only its id proves who signed.
    """

    body: dict[str, Any]
    faults: list[str]
    own_key: bool

    def as_dict(self) -> dict[str, Any]:
        """The outcome as JSON output has it."""
        told = {"ok": not self.faults, "faults": self.faults, "own_key": self.own_key}
        return {**told, "manifest": self.body}


def verify_publication(folder: Path, key: Path | None = None) -> Verified:
    """Check a published folder on its own: the signature, and every file against the manifest.

    ``key`` is the registry's public key as its office gives it out; without it the one in the
    folder is taken. Raises UserError where there is no manifest, or its signature does not hold.
    """
    if not (folder / NAME).exists():
        fault = f"there is no {NAME} in this folder"
        fix = "name a folder that harmscope registry publish wrote, whole as it was published"
        raise UserError(shown(str(folder)), fault, fix)
    try:
        body = read(
            read_bytes(folder / NAME, REPORT), read_public(key or folder / KEY), (MANIFEST,)
        )
    except UserError as error:
        if error.where != "receipt":
            raise
        fix = "take the folder from the office that published it, and its key, again"
        raise UserError(NAME, "it was not signed with this key", fix) from None
    return Verified(body, _faults(folder, body), key is None)


def _faults(folder: Path, body: dict[str, Any]) -> list[str]:
    named = {one["path"]: one for one in body["files"]}
    found = []
    for name, told in named.items():
        if not (folder / name).is_file():
            found.append(f"{name} is missing")
        elif _digest(folder / name) != told["sha256"]:
            found.append(f"{name} was altered")
    others = sorted(path.name for path in folder.iterdir() if path.name not in {*named, NAME})
    return found + [f"{shown(name)} is not part of the publication" for name in others]


def _digest(path: Path) -> str:
    total = hashlib.sha256()
    with open_file(path) as file:
        while block := file.read(MEBI):
            total.update(block)
    return total.hexdigest()
