"""What differs between two published schemas of one kind, member by member."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from harmscope.errors import UserError
from harmscope.model.changes import Change, steps_of
from harmscope.schemagen.schemas import KINDS, named

Effect = Literal["wider", "narrower", "same"]
Facets = dict[str, object]

_CODES = "codes"
_ASKS = ("minLength", "minimum", "minItems", "exclusiveMinimum")
_ALLOWS = ("maxLength", "maximum", "maxItems", "exclusiveMaximum")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``effect`` says whether the newer schema takes more, less or as much.

    ``place`` is a dotted path, ``*`` standing for the items of a list; ``why`` comes from
    ``schemas/changes.toml`` where the change is recorded there.
    """

    place: str
    what: str
    effect: Effect
    why: str = ""

    def as_dict(self) -> dict[str, object]:
        """The difference as JSON shows it."""
        return asdict(self)


def diff(before: str, after: str) -> list[Difference]:
    """Differences from ``KIND@VERSION`` to ``KIND@VERSION``, in the order of their places.

    Raises UserError for a schema that is not published, and for two kinds.
    """
    (kind, _, version), (other, _, _) = before.partition("@"), after.partition("@")
    old, new = json.loads(named(before)), json.loads(named(after))
    if kind != other:
        raise UserError("schema diff", "these are two kinds", "name two versions of one kind")
    known = [change for step in steps_of(kind, version or KINDS[kind]) for change in step.changes]
    found = [*_members(flat(old), flat(new)), *_rules(old, new)]
    return [_explained(each, known) for each in found]


def flat(schema: Facets) -> dict[str, Facets]:
    """Every member of a schema by its dotted path, with what is asked of it."""
    definitions = schema.get("$defs")
    named_parts = definitions if isinstance(definitions, dict) else {}
    return dict(_walk(schema, named_parts, "", required=True))


def _walk(
    schema: Facets, parts: Facets, path: str, *, required: bool
) -> Iterator[tuple[str, Facets]]:
    schema = _resolved(schema, parts)
    if path:
        yield path, {**_facets(schema), "required": required}
    items, members = schema.get("items"), schema.get("properties")
    if isinstance(items, dict):
        yield from _walk(items, parts, f"{path}.*", required=True)
    if isinstance(members, dict):
        asked = schema.get("required")
        needed = asked if isinstance(asked, list) else []
        for name, member in members.items():
            below = f"{path}.{name}" if path else name
            yield from _walk(member, parts, below, required=name in needed)


def _resolved(schema: Facets, parts: Facets) -> Facets:
    reference = schema.get("$ref")
    if not isinstance(reference, str):
        return schema
    target = parts[reference.removeprefix("#/$defs/")]
    return {**target, **schema} if isinstance(target, dict) else schema


def _facets(schema: Facets) -> Facets:
    kept = {key: schema[key] for key in ("type", "pattern", *_ASKS, *_ALLOWS) if key in schema}
    options = schema.get("anyOf")
    several = options if isinstance(options, list) else [schema]
    codes = [code for each in several if isinstance(each, dict) for code in _codes(each)]
    return {**kept, **({_CODES: codes} if codes else {})}


def _codes(schema: Facets) -> list[object]:
    listed = schema.get("enum")
    return [*(listed if isinstance(listed, list) else ()), *_const(schema)]


def _const(schema: Facets) -> list[object]:
    return [schema["const"]] if "const" in schema else []


def _members(old: dict[str, Facets], new: dict[str, Facets]) -> Iterator[Difference]:
    for place in sorted(old.keys() | new.keys()):
        if place == "version":
            continue
        if place not in new:
            yield Difference(place, "member removed", "narrower")
        elif place not in old:
            required = bool(new[place]["required"]) and "." not in place
            added = "required member added" if required else "member added"
            yield Difference(place, added, "narrower" if required else "wider")
        else:
            yield from _facet_changes(place, old[place], new[place])


def _facet_changes(place: str, old: Facets, new: Facets) -> Iterator[Difference]:
    for facet in sorted(old.keys() | new.keys()):
        before, after = old.get(facet), new.get(facet)
        if before == after:
            continue
        if facet == _CODES and isinstance(before, list) and isinstance(after, list):
            for code in before:
                if code not in after:
                    yield Difference(place, f"code removed: {code}", "narrower")
            for code in after:
                if code not in before:
                    yield Difference(place, f"code added: {code}", "wider")
        else:
            yield Difference(place, f"{facet}: {before} -> {after}", _effect(facet, before, after))


def _effect(facet: str, before: object, after: object) -> Effect:
    if facet == "required":
        return "narrower" if after else "wider"
    if before is None or after is None:
        return "narrower" if before is None else "wider"
    if isinstance(before, int | float) and isinstance(after, int | float):
        grows = after > before
        return "wider" if grows == (facet in _ALLOWS) else "narrower"
    return "narrower"


def _rules(old: Facets, new: Facets) -> Iterator[Difference]:
    before, after = _coded(old), _coded(new)
    for code in sorted(before.keys() | after.keys()):
        if code not in after:
            yield Difference("", f"rule removed: {code}", "wider")
        elif code not in before:
            yield Difference("", f"rule added: {code}", "narrower")
        elif before[code] != after[code]:
            yield Difference("", f"rule changed: {code}", "narrower")


def _coded(schema: Facets) -> Facets:
    rules = schema.get("allOf")
    return {rule["x-rule"]: rule for rule in rules} if isinstance(rules, list) else {}


def _explained(found: Difference, known: list[Change]) -> Difference:
    for change in known:
        named_code = any(found.what.endswith(f": {code}") for code in (*change.codes, *change.into))
        below = not change.codes and f"{found.place}.".startswith(f"{change.at}.")
        if below or (found.place == change.at and named_code):
            return Difference(found.place, found.what, found.effect, change.why)
    return found
