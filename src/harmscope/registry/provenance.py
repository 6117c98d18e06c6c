"""Where the figures of a publication come from: W3C PROV as PROV-JSON, and an RO-Crate."""

from collections.abc import Mapping, Sequence
from typing import Any

from harmscope import __version__
from harmscope.registry.pool import Pool

_PREFIX = {"hs": "urn:harmscope:"}
PROV = "provenance.json"
CRATE = "ro-crate-metadata.json"


def prov(registry: str, pool: Pool, title: str) -> dict[str, Any]:
    """The publication was made by pooling these submissions, each from its sender (PROV-JSON)."""
    document, activity = f"hs:publication:{pool.seq}", f"hs:pooling:{pool.seq}"
    body: dict[str, Any] = {
        "prefix": _PREFIX,
        "entity": {
            document: {
                "prov:label": title,
                "hs:ledger_entry": pool.seq,
                "hs:ledger_head": pool.head,
            }
        },
        "activity": {
            activity: {"prov:label": "pooling", "hs:software": f"harmscope {__version__}"}
        },
        "agent": {
            f"hs:registry:{registry}": {"prov:label": registry, "prov:type": "prov:Organization"}
        },
        "used": {},
        "wasAttributedTo": {},
        "wasGeneratedBy": {"_:made": {"prov:entity": document, "prov:activity": activity}},
        "wasAssociatedWith": {
            "_:by": {"prov:activity": activity, "prov:agent": f"hs:registry:{registry}"}
        },
    }
    for number, one in enumerate(pool.used):
        entity, agent = f"hs:submission:{one.id}", f"hs:sender:{one.sender}"
        body["entity"][entity] = {
            "prov:label": f"{one.service} {one.start}/{one.end}",
            "hs:sha256_of_package": one.package,
            "hs:ledger_entry": one.seq,
        }
        body["agent"][agent] = {"prov:label": one.sender, "prov:type": "prov:Organization"}
        body["used"][f"_:u{number}"] = {"prov:activity": activity, "prov:entity": entity}
        body["wasAttributedTo"][f"_:a{number}"] = {"prov:entity": entity, "prov:agent": agent}
    return body


def crate(pool: Pool, title: str, files: Mapping[str, str], made_on: str) -> dict[str, Any]:
    """The publication as an RO-Crate 1.1; ``files`` are names and media types."""
    parts: Sequence[dict[str, str]] = [{"@id": name} for name in files]
    sources = [
        {
            "@id": f"urn:harmscope:submission:{one.id}",
            "@type": "CreativeWork",
            "name": f"{one.service} {one.start}/{one.end}",
            "identifier": str(one.id),
        }
        for one in pool.used
    ]
    action = {
        "@id": "#pooling",
        "@type": "CreateAction",
        "name": "pooling",
        "instrument": {"@id": "#harmscope"},
        "object": [{"@id": one["@id"]} for one in sources],
        "result": {"@id": "./"},
    }
    software = {
        "@id": "#harmscope",
        "@type": "SoftwareApplication",
        "name": "harmscope",
        "softwareVersion": __version__,
    }
    described = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": f"Pooled figures as of ledger entry {pool.seq}",
        "datePublished": made_on,
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "hasPart": parts,
        "mentions": {"@id": "#pooling"},
    }
    listed = [
        {"@id": name, "@type": "File", "name": name, "encodingFormat": media}
        for name, media in files.items()
    ]
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [described, root, *listed, software, action, *sources],
    }
