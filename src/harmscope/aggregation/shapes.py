"""Records as dictionaries, read by attributes as those that the fast path of the judge gives.

Types are made of the record models' own, and ask for nothing: what may stand where is judged
before. Members that are missing are None, and lists are tuples, so that parts can be compared and
remembered.
"""

from functools import cache
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from msgspec import Struct, convert, defstruct

from harmscope.model.typed import Exposure, Incident, Notice

KINDS = {"notice": Notice, "incident": Incident, "exposure": Exposure}
"""Kinds that reports count, with the types of their dictionaries."""


def read_by_attribute(kind: str, record: dict[str, object]) -> Any:
    """A record of one of :data:`KINDS` that was judged before."""
    return convert(record, _struct(KINDS[kind]))


@cache
def _struct(model: type) -> type[Struct]:
    members = get_type_hints(model)
    fields = [(name, cast("type", _type(kind) | None), None) for name, kind in members.items()]
    return defstruct(
        model.__name__, fields, frozen=True, kw_only=True, omit_defaults=True, gc=False
    )


def _type(kind: Any) -> Any:
    if get_origin(kind) is list:
        return tuple.__class_getitem__((_type(get_args(kind)[0]), ...))
    if get_origin(kind) is Literal:
        return str
    if kind in (int, float):
        return int | float  # a whole number may be written as 1.0
    return _struct(kind) if hasattr(kind, "__total__") else kind
