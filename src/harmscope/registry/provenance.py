"""Where the figures of a publication come from: W3C PROV as PROV-JSON, and an RO-Crate."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from harmscope import __version__
from harmscope.registry.contributions import Split
from harmscope.registry.pool import Pool
from harmscope.registry.published_rows import NAMES
from harmscope.registry.state import Received

_PREFIX = {
    "hs": "urn:harmscope:",
    "publication": "urn:harmscope:publication:",
    "pooling": "urn:harmscope:pooling:",
    "figures": "urn:harmscope:figures:",
    "submission": "urn:harmscope:submission:",
    "sender": "urn:harmscope:sender:",
    "registry": "urn:harmscope:registry:",
}
_ORGANIZATION = {"$": "prov:Organization", "type": "prov:QUALIFIED_NAME"}
PROV = "provenance.json"
CRATE = "ro-crate-metadata.json"
Body = dict[str, Any]


def prov(registry: str, pool: Pool, title: str) -> Body:
    """The publication was made by pooling submissions, each from its sender; every group of figures
    (a metric and what it is split by) names the submissions that it comes from (PROV-JSON)."""
    document, activity = f"publication:{pool.seq}", f"pooling:{pool.seq}"
    office = f"registry:{_local(registry)}"
    body: Body = {
        "prefix": _PREFIX,
        "entity": {
            document: {
                "prov:label": title,
                "prov:type": {"$": "prov:Collection", "type": "prov:QUALIFIED_NAME"},
                "hs:ledger_entry": pool.seq,
                "hs:ledger_head": pool.head,
            }
        },
        "activity": {
            activity: {"prov:label": "pooling", "hs:software": f"harmscope {__version__}"}
        },
        "agent": {office: {"prov:label": registry, "prov:type": _ORGANIZATION}},
        "used": {},
        "wasAttributedTo": {},
        "wasGeneratedBy": {"_:made": {"prov:entity": document, "prov:activity": activity}},
        "wasAssociatedWith": {"_:by": {"prov:activity": activity, "prov:agent": office}},
        "hadMember": {},
        "wasDerivedFrom": {},
    }
    for number, one in enumerate(pool.used):
        _submission(body, one, number, activity)
    for number, (name, sources) in enumerate(_groups(pool).items()):
        _group(body, f"figures:{pool.seq}-{number}", name, (number, document, sources))
    return body


def _submission(body: Body, one: Received, number: int, activity: str) -> None:
    entity, agent = f"submission:{one.id}", f"sender:{_local(str(one.sender))}"
    body["entity"][entity] = {
        "prov:label": f"{one.service} {one.start}/{one.end}",
        "hs:sha256_of_package": one.package,
        "hs:ledger_entry": one.seq,
    }
    body["agent"][agent] = {"prov:label": one.sender, "prov:type": _ORGANIZATION}
    body["used"][f"_:u{number}"] = {"prov:activity": activity, "prov:entity": entity}
    body["wasAttributedTo"][f"_:a{number}"] = {"prov:entity": entity, "prov:agent": agent}


def _groups(pool: Pool) -> dict[tuple[str, Split], set[str]]:
    """Metric and split → the submissions behind its figures."""
    found: dict[tuple[str, Split], set[str]] = {}
    for figure in pool.figures:
        split = tuple(figure.dimensions or {})
        found.setdefault((figure.metric, split), set()).update(pool.sources(figure))
    return found


def _group(
    body: Body, entity: str, name: tuple[str, Split], rest: tuple[int, str, set[str]]
) -> None:
    (metric, split), (number, document, sources) = name, rest
    by = [NAMES.get(one, one) for one in split]
    label = metric + (f" by {' and '.join(by)}" if by else "")
    body["entity"][entity] = {"prov:label": label, "hs:metric": metric, "hs:split": " ".join(by)}
    body["hadMember"][f"_:m{number}"] = {"prov:collection": document, "prov:entity": entity}
    for place, source in enumerate(sorted(sources)):
        body["wasDerivedFrom"][f"_:d{number}-{place}"] = {
            "prov:generatedEntity": entity,
            "prov:usedEntity": f"submission:{source}",
        }


def _local(name: str) -> str:
    """A name as the local part of a qualified name, which has no room for spaces and the like."""
    return quote(name, safe="")


def crate(
    pool: Pool, title: str, files: Mapping[str, str], imprint: Mapping[str, Any]
) -> dict[str, Any]:
    """The publication as an RO-Crate 1.1; ``files`` are names and media types, ``imprint`` has its
    day and licence."""
    told = imprint["licence"]
    listed = [
        {"@id": name, "@type": "File", "name": name, "encodingFormat": media}
        for name, media in files.items()
        if name != CRATE
    ]
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
        "datePublished": imprint["published_on"],
        "license": {"@id": told["url"]},
        "hasPart": [{"@id": one["@id"]} for one in listed],
        "mentions": {"@id": "#pooling"},
    }
    licence = {"@id": told["url"], "@type": "CreativeWork", "name": told["name"]}
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [described, root, *listed, licence, software, action, *sources],
    }
