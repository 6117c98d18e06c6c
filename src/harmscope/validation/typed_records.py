"""Published schemas as types of a decoder, with tests of what types cannot say.

Only closed objects of the constructs that our record schemas use are translated; anything else is
an error when the types are built, never a record that passes untested.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct

from harmscope.demands.expressions import Expr, Fails, Fits, OneOf, Place, Text
from harmscope.times import DATE
from harmscope.validation.schemas import Schema

LARGEST = 2**53 - 1
TAG = "record"
"""The member that says the kind."""

_SAID = frozenset(
    {"type", "description", "format", "x-rule", "$schema", "$id", "$comment", "$defs"}
)
_OF_TEXT = frozenset({"minLength", "maxLength", "pattern", "enum", "const", "anyOf"})
_OF_NUMBERS = frozenset({"minimum", "maximum"})
_OF_LISTS = frozenset({"items", "minItems"})
_OF_OBJECTS = frozenset({"properties", "required", "additionalProperties"})
_KNOWN = _SAID | _OF_TEXT | _OF_NUMBERS | _OF_LISTS | _OF_OBJECTS | {"$ref"}


@dataclass(slots=True)
class Shape:
    """What may stand below a place: members by name, or items. ``loose`` objects hold null or
    nothing for a member that is missing; others hold None. ``time`` is the pattern of a time.
    ``closed`` says that a value is one of few: a code of a list that no other may stand beside,
    several of them, or true or false."""

    members: dict[str, "Shape"] = field(default_factory=dict)
    item: "Shape | None" = None
    loose: bool = False
    time: str = ""
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Unfit:
    """Tells of a text whether it is neither one of ``codes`` nor fits one of ``patterns``."""

    patterns: tuple[str, ...]
    codes: frozenset[str] = frozenset()

    def __call__(self, text: str) -> bool:
        """Whether a text is unfit."""
        # A pattern's ``$`` would let a line feed at the end pass; the whole text must fit.
        return text not in self.codes and not any(re.fullmatch(one, text) for one in self.patterns)


@dataclass(frozen=True, slots=True)
class Typed:
    """The type of a kind's records, how they are built, and what else is asked of their shape."""

    type: type[Struct]
    shape: Shape
    tests: tuple[Expr, ...]


def attribute(member: str) -> str:
    """The name under which a struct holds a member."""
    name = re.sub(r"\W", "_", member)
    return f"{name}_" if iskeyword(name) or name[0].isdigit() else name


def typed(kind: str, schema: Schema, also: dict[str, Any] | None = None) -> Typed:
    """The types of a kind. With ``also``, members of those types are taken, too, and null or an
    empty list stands for a missing member. Raises TypeError for what has no translation."""
    builder = _Builder(schema, loose=also is not None)
    shape, struct = builder.object_(schema, "", kind, also or {})
    return Typed(struct, shape, tuple(builder.tests))


class _Builder:
    """Walks a schema; ``tests`` collects what types cannot say."""

    def __init__(self, schema: Schema, *, loose: bool) -> None:
        self._definitions = _part(schema, "$defs")
        self._loose = loose
        self.tests: list[Expr] = []

    def object_(
        self, schema: Schema, path: str, name: str, also: dict[str, Any]
    ) -> tuple[Shape, type[Struct]]:
        if schema.get("additionalProperties") is not False:
            raise TypeError(f"{name}: an open object")
        shape = Shape(loose=self._loose and not path)
        required = schema.get("required", ())
        assert isinstance(required, list | tuple)
        members = _part(schema, "properties")
        tag = _constant(members.get(TAG)) if not path else None
        fields: list[tuple[str, Any, Any]] = []
        for member, inner in members.items():
            if tag is not None and member == TAG:
                continue
            below = f"{path}.{member}" if path else member
            shape.members[member], type_ = self.node(inner, below)
            fields.append((member, type_, member in required))
        fields += [(member, type_, False) for member, type_ in also.items()]
        return shape, self._struct(name, fields, tag, loose=shape.loose)

    def _struct(
        self, name: str, fields: list[tuple[str, Any, Any]], tag: str | None, *, loose: bool
    ) -> type[Struct]:
        made: list[Any] = []
        # In the order of their names: what is written anew is canonical, but for the tag.
        for member, type_, required in sorted(fields, key=lambda each: each[0]):
            if required:
                made.append((attribute(member), type_))
            elif loose:
                made.append((attribute(member), type_ | None | UnsetType, UNSET))
            else:
                # No type takes None, so a struct that holds it was given no such member.
                made.append((attribute(member), type_, None))
        return defstruct(
            re.sub(r"\W", "_", name),
            made,
            tag_field=TAG if tag else None,
            tag=tag,
            rename={attribute(member): member for member, _, _ in fields},
            omit_defaults=True,
            forbid_unknown_fields=True,
            kw_only=True,
            frozen=True,
            gc=False,
        )

    def node(self, schema: object, path: str) -> tuple[Shape, Any]:
        """What may stand at a path, and its type."""
        assert isinstance(schema, dict)
        if not schema.keys() <= _KNOWN:
            raise TypeError(f"{path}: a keyword without translation")
        if "$ref" in schema:
            name = str(schema["$ref"]).removeprefix("#/$defs/")
            return self.node(self._definitions[name], path)
        match schema.get("type"):
            case "object":
                return self.object_(schema, path, path, {})
            case "array":
                item, inner = self.node(schema["items"], f"{path}.*")
                several: Any = tuple.__class_getitem__((inner, ...))
                several = _sized(several, schema, "minItems", "")
                return Shape(item=item, closed=item.closed), several
            case "boolean":
                return Shape(closed=True), bool
            case "integer" | "number":
                return Shape(), self._number(schema)
            case "string" | None:
                pattern = str(schema.get("pattern", ""))
                time = pattern if pattern.startswith(f"^{DATE}") else ""
                closed = "enum" in schema or "const" in schema
                return Shape(time=time, closed=closed), self._text(schema, path)
        raise TypeError(f"{path}: a type without translation")

    @staticmethod
    def _number(schema: Schema) -> Any:
        """Whole numbers only: a fraction is for the judge."""
        low, high = schema.get("minimum", -LARGEST), schema.get("maximum", LARGEST)
        assert isinstance(low, int)
        assert isinstance(high, int)
        return Annotated[int, Meta(ge=low, le=high)]

    def _text(self, schema: Schema, path: str) -> Any:
        codes = schema.get("enum", [schema["const"]] if "const" in schema else None)
        if isinstance(codes, list):
            return Literal[tuple(codes)]
        if self._loose:
            self.tests.append(OneOf(Place(path), ("null",)))
        if "anyOf" in schema or "pattern" in schema:
            self.tests.extend(_tests(schema, path))
        elif schema.get("type") != "string":
            raise TypeError(f"{path}: no type")
        return _sized(str, schema, "minLength", "maxLength")


def _tests(schema: Schema, path: str) -> Iterator[Expr]:
    pattern, place = schema.get("pattern"), Place(path)
    if isinstance(pattern, str) and pattern.startswith(f"^{DATE}"):
        # Days are few and looked at on their own; for the rest see ``Shape.time``.
        yield Fails((place,), Unfit((f"^{DATE}$",)), days=True)
    elif isinstance(pattern, str):
        # Ids of records are all different: there is nothing to remember.
        yield (
            Fails((place,), Unfit((pattern,)))
            if "." in path
            else Text(place) & ~Fits(place, pattern)
        )
    else:
        options = schema["anyOf"]
        assert isinstance(options, list)
        codes = frozenset(code for each in options for code in each.get("enum", ()))
        patterns = tuple(each["pattern"] for each in options if "pattern" in each)
        if any(not {"pattern", "enum"} & each.keys() for each in options):
            raise TypeError(f"{path}: an option without translation")
        yield Fails((place,), Unfit(patterns, codes))


def _sized(type_: Any, schema: Schema, least: str, most: str) -> Any:
    low, high = schema.get(least), schema.get(most)
    if low is None and high is None:
        return type_
    assert isinstance(low, int | None)
    assert isinstance(high, int | None)
    return Annotated[type_, Meta(min_length=low, max_length=high)]


def _part(schema: Schema, name: str) -> Schema:
    found = schema.get(name, {})
    assert isinstance(found, dict)
    return found


def _constant(schema: object) -> str | None:
    return str(schema["const"]) if isinstance(schema, dict) and "const" in schema else None
