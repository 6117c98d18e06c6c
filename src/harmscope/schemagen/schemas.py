"""The published schemas: generated from the models, written to ``schemas/``, frozen when released.

Titles and defaults of pydantic's schemas go, since both repeat the name or say ``null``; ``anyOf``
with null goes where the member may be left out. Keys come in one order, so that equal schemas are
equal bytes.
"""

import hashlib
import json
import re
from pathlib import Path

from pydantic import BaseModel

from harmscope.errors import UserError, offer
from harmscope.model.comparison import Claims, Comparison, Difference, Reconciliation
from harmscope.model.explanation import Explanation
from harmscope.model.figure import Declared
from harmscope.model.kinds import CURRENT, RECORDS
from harmscope.model.publication import Publication
from harmscope.model.registry import (
    Decision,
    Manifest,
    Pool,
    Receipt,
    RegistrySettings,
)
from harmscope.model.statement import Statement
from harmscope.resources import data_path
from harmscope.rules import CATALOGUE, rules_for

Schema = dict[str, object]

_KEYS = (
    "$schema $id $comment title description x-rule $ref type const enum format pattern minLength"
    " maxLength minimum maximum exclusiveMinimum exclusiveMaximum items minItems maxItems"
    " uniqueItems required properties additionalProperties if then else allOf anyOf oneOf not"
    " $defs"
)
_ORDER = tuple(_KEYS.split())
_DROPPED = frozenset({"title", "default"})
_NAMED = frozenset({"properties", "$defs"})
_NULL: Schema = {"type": "null"}


def clean(schema: object) -> object:
    """The schema as it is published, at every depth."""
    if isinstance(schema, list):
        return [clean(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in _DROPPED}
    options = kept.get("anyOf")
    if isinstance(options, list):
        # A member that may be left out is never null; one that must stand there may be.
        nullable = _NULL in options and "default" not in schema
        kept = _options(kept, [option for option in options if option != _NULL], nullable=nullable)
    return {key: _member(key, kept[key]) for key in sorted(kept, key=_rank)}


def _member(key: str, value: object) -> object:
    if key in _NAMED and isinstance(value, dict):
        named = {name: clean(inner) for name, inner in value.items()}
        return dict(sorted(named.items())) if key == "$defs" else named
    if key == "description" and isinstance(value, str):
        return re.sub(r"\s+", " ", value.replace("``", "`")).strip()
    return clean(value)


def _options(schema: Schema, left: list[object], *, nullable: bool) -> Schema:
    if left == [{"type": "integer"}, {"type": "number"}]:
        left = [{"type": "number"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    only = left[0]
    if len(left) > 1 or not isinstance(only, dict):
        return {**rest, "anyOf": [*left, _NULL] if nullable else left}
    return {**(_or_null(only) if nullable else only), **rest}


def _or_null(schema: Schema) -> Schema:
    """The same schema, which also takes null."""
    codes = [schema["const"]] if "const" in schema else schema.get("enum")
    if isinstance(codes, list):
        return {"enum": [*codes, None]}
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, _NULL]}


def _rank(key: str) -> tuple[int, str]:
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER), key)


# One record kind to its published JSON Schema: its shape, and the error rules it can say.

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMENT = "Generated from the models by `harmscope schema write`; do not edit."


def schema_id(kind: str, version: str) -> str:
    """The name of a published schema; a name, and no address to fetch anything from."""
    return f"urn:harmscope:schema:{kind}:{version}"


def of_model(kind: str, version: str, model: type[BaseModel]) -> Schema:
    """The schema of a record kind, as published.

    Every rule of severity error whose demand JSON Schema can say is one item of ``allOf``, with
    the rule's code in ``x-rule``.
    """
    shape = model.model_json_schema()
    rules = [
        {"x-rule": rule.code, **fragment}
        for rule in rules_for(kind)
        if rule.severity == "error" and rule.demand and (fragment := rule.demand.schema())
    ]
    head = {"$schema": DIALECT, "$id": schema_id(kind, version), "$comment": COMMENT}
    whole = {**shape, **head, **({"allOf": rules} if rules else {})}
    cleaned = clean(whole)
    assert isinstance(cleaned, dict)
    return cleaned


# What lies in ``schemas/``: which files there must be, what is in them, which are released.

WRITE = "harmscope schema write"
SUMS = "SHA256SUMS"
RULES_FILE = "rules.json"


_MODELS: dict[tuple[str, str], type[BaseModel]] = {
    **{(kind, CURRENT[kind]): model for kind, model in RECORDS.items()},
    ("declared", "1.0"): Declared,
    ("dsa-sor", "2"): Statement,
    ("receipt", "1.0"): Receipt,
    ("decision", "1.0"): Decision,
    ("manifest", "1.0"): Manifest,
    ("pool", "1.0"): Pool,
    ("publication", "1.0"): Publication,
    ("registry", "1.0"): RegistrySettings,
    ("comparison", "1.0"): Comparison,
    ("difference", "1.0"): Difference,
    ("reconciliation", "1.0"): Reconciliation,
    ("claims", "1.0"): Claims,
    ("explanation", "1.0"): Explanation,
}

KINDS: dict[str, str] = dict(_MODELS.keys())
"""Every kind with a published schema, and its newest version. ``declared`` is the shape of a TOML
file and ``dsa-sor`` somebody else's; neither has a member ``record``."""


def published() -> dict[str, str]:
    """Every generated file of ``schemas/`` by its path in there, with the text it must have."""
    files = {
        f"{kind}/{version}.schema.json": _text(of_model(kind, version, model))
        for (kind, version), model in _MODELS.items()
    }
    catalogue = {
        "$comment": f"Generated by `{WRITE}`; do not edit.",
        "rules": [rule.as_dict() for rule in CATALOGUE.values()],
    }
    return {**files, RULES_FILE: _text(catalogue)}


def listed(folder: Path | None = None) -> list[dict[str, object]]:
    """Every published version: kind, version, whether it is the newest and whether released."""
    folder = folder or data_path("schemas")
    frozen = released(folder)
    older = [
        (kind, path.name.removesuffix(".schema.json"))
        for kind in KINDS
        for path in sorted((folder / kind).glob("*.schema.json"))
    ]
    names = [*(each for each in older if each not in _MODELS), *_MODELS]
    order = {kind: place for place, kind in enumerate(KINDS)}
    return [
        {
            "kind": kind,
            "version": version,
            "newest": (kind, version) in _MODELS,
            "released": f"{kind}/{version}.schema.json" in frozen,
        }
        for kind, version in sorted(names, key=lambda name: order[name[0]])
    ]


def named(name: str) -> str:
    """The text of a published schema, by ``KIND`` or ``KIND@VERSION``.

    Raises UserError for a name that is not published.
    """
    kind, _, version = name.partition("@")
    path = data_path("schemas", kind, f"{version or KINDS.get(kind, '')}.schema.json")
    if kind not in KINDS or not path.is_file():
        fix = offer(name, [f"{each}@{newest}" for each, newest in KINDS.items()])
        raise UserError("schema", "there is no schema of that name", fix)
    return path.read_text(encoding="utf-8")


def write(folder: Path | None = None, *, release: bool = False) -> list[str]:
    """Write every generated file that is not as it must be; gives the paths written.

    ``release`` also records the digests of all schemas in SHA256SUMS: from then on they are
    frozen. Raises UserError where a released schema would change.
    """
    folder = folder or data_path("schemas")
    frozen, written = released(folder), []
    for name, text in published().items():
        path = folder / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        if name in frozen:
            fix = "give the model a new version, or undo the change"
            raise UserError(f"schemas/{name}", "it is released and would change", fix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(name)
    if release:
        schemas = [name for name in published() if name != RULES_FILE]
        sums = {**frozen, **{name: _digest(folder / name) for name in schemas}}
        lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
        (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return written


def stale(folder: Path | None = None) -> list[str]:
    """Paths of generated files that are missing or not as they must be, and of released ones whose
    bytes have changed."""
    folder = folder or data_path("schemas")
    changed = [
        name
        for name, text in published().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]
    broken = [
        name
        for name, digest in released(folder).items()
        if not (folder / name).is_file() or _digest(folder / name) != digest
    ]
    return sorted({*changed, *broken})


def released(folder: Path | None = None) -> dict[str, str]:
    """Released schemas: path in ``schemas/`` to SHA-256 digest, out of SHA256SUMS."""
    path = (folder or data_path("schemas")) / SUMS
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _text(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
