"""The signed list of a publication's files."""

import hashlib
from collections.abc import Mapping
from typing import Any

from harmscope import __version__
from harmscope.canonical import canonical
from harmscope.formats.door import read_bytes
from harmscope.registry.folder import Registry
from harmscope.submission.envelope import MANIFEST, seal
from harmscope.submission.published_folder import KEY, NAME


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
