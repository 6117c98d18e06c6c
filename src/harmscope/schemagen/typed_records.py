"""Types for records that are built or read without the models: ``harmscope/model/typed*.py``.

The models say what a record is; code that makes or reads thousands of them works on dictionaries,
or on objects whose members are attributes. A generated ``TypedDict`` or ``Protocol`` for each model
lets mypy find a misspelt member there.
"""

import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from harmscope.model.dataset import Dataset
from harmscope.model.exposure import Exposure
from harmscope.model.incident import Incident
from harmscope.model.measure import Measure
from harmscope.model.notice import Notice
from harmscope.model.statement import Statement

FOLDER = "src/harmscope/model"
MODULES: dict[str, tuple[type[BaseModel], ...]] = {
    "typed.py": (Dataset, Notice, Incident, Exposure, Measure),
    "typed_statement.py": (Statement,),
    "typed_attributes.py": (Notice, Incident, Statement),
}
"""Modules that are generated, and the models in them; models inside these come along."""

_ATTRIBUTES = frozenset({"typed_attributes.py"})
"""Modules of objects whose members are attributes; the others are of dictionaries."""

_HEAD = '''\
"""{title}

Generated from the models by ``python -m harmscope.generate``; edit the models instead. {missing}
"""

from typing import {names}
'''
_TITLES = {
    "typed.py": "Records as dictionaries, for code that builds or reads them without the models.",
    "typed_statement.py": "Statements of reasons as dictionaries, for code that builds them.",
    "typed_attributes.py": "Records that passed validation, with their members as attributes.",
}
_STEPWISE = """Any member
may be missing, because records are built step by step: whether one is complete, validation says."""
_NONE = """Members
that are missing are None, and lists are tuples."""
_TAILS = {
    "typed.py": '''\
DataRecord = Notice | Incident | Exposure | Measure
"""A record of a data set, its header left out. ``record`` tells the kinds apart."""
'''
}
_WIDTH = 96
"""What fits on a line behind four blanks."""


def typed_records() -> dict[str, str]:
    """The text that every generated module must have, by the name of its file."""
    return {name: _module(name, models) for name, models in MODULES.items()}


def write_typed_records(root: Path) -> list[str]:
    """Write the modules in the checkout ``root`` that are not up to date; gives their paths."""
    changed = []
    for name, text in typed_records().items():
        path = root / FOLDER / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(f"{FOLDER}/{name}")
    return changed


def _module(name: str, models: tuple[type[BaseModel], ...]) -> str:
    if name in _ATTRIBUTES:
        classes = [_protocol(model) for model in _inner_first(models) if _has_names(model)]
        names, missing = "Protocol", _NONE
    else:
        classes = [_class(model) for model in _inner_first(models)]
        names = "Literal, TypedDict" if any("Literal[" in one for one in classes) else "TypedDict"
        missing = _STEPWISE
    head = _HEAD.format(title=_TITLES[name], names=names, missing=missing)
    tail = [_TAILS[name]] if name in _TAILS else []
    gap = "\n\n" if classes[0].startswith("class ") else "\n"
    return head + gap + "\n\n".join([*classes, *tail])


def _inner_first(roots: tuple[type[BaseModel], ...]) -> list[type[BaseModel]]:
    """The models and those inside them, each once and behind those that it has as members."""
    found: dict[type[BaseModel], None] = {}

    def add(model: type[BaseModel]) -> None:
        if model in found:
            return
        for field in model.model_fields.values():
            for inner in _models(field.annotation):
                add(inner)
        found[model] = None

    for root in roots:
        add(root)
    return list(found)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _class(model: type[BaseModel]) -> str:
    members = {name: _type(name, field) for name, field in _fields(model).items()}
    about = _about(model)
    if _has_names(model):
        lines = [f"    {name}: {kind}" for name, kind in members.items()]
        return "\n".join([f"class {model.__name__}(TypedDict, total=False):", *about, *lines, ""])
    # A name such as EAN-13 cannot be written as a member of a class.
    inner = ", ".join(f'"{name}": {kind}' for name, kind in members.items())
    text = f'{model.__name__} = TypedDict("{model.__name__}", {{{inner}}}, total=False)'
    return "\n".join([text, *(line.removeprefix("    ") for line in about if line), ""])


def _protocol(model: type[BaseModel]) -> str:
    lines = [
        f"    {name}: {_attribute(field.annotation)}{'' if field.is_required() else ' | None'}"
        for name, field in _fields(model).items()
    ]
    return "\n".join([f"class {model.__name__}(Protocol):", *_about(model), *lines, ""])


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The members of a model by the names that records have."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _has_names(model: type[BaseModel]) -> bool:
    """Whether every member can be written as an attribute."""
    return all(name.isidentifier() for name in _fields(model))


def _attribute(annotation: object) -> str:
    """As :func:`_named`, with tuples for lists."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _attribute(inner[0])
    if origin in (Union, UnionType):
        kinds = [_attribute(one) for one in inner if one is not NoneType]
        return " | ".join(dict.fromkeys(kinds))
    if origin is list:
        return f"tuple[{_attribute(inner[0])}, ...]"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.__name__ if _has_names(annotation) else "object"
    return _named(annotation)


def _about(model: type[BaseModel]) -> list[str]:
    """The first sentence of the model's docstring, as the docstring of the type."""
    words = " ".join((model.__doc__ or "").split())
    sentence = words.partition(". ")[0].removesuffix(".")
    first, *rest = textwrap.wrap(f'"""{sentence}."""', _WIDTH)
    return [f"    {first}", *(f"    {line}" for line in rest), ""]


def _type(name: str, field: FieldInfo) -> str:
    # Only the tag needs its value in the type; whoever writes a version takes the newest.
    if name == "record" and get_origin(field.annotation) is Literal:
        (value,) = get_args(field.annotation)
        return f'Literal["{value}"]'
    return _named(field.annotation)


def _named(annotation: object) -> str:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _named(get_args(annotation)[0])
    if origin is Literal:
        return type(get_args(annotation)[0]).__name__
    if origin in (Union, UnionType):
        kinds = [_named(one) for one in get_args(annotation) if one is not NoneType]
        return " | ".join(dict.fromkeys(kinds))
    if origin in (list, dict):
        return f"{origin.__name__}[{', '.join(_named(one) for one in get_args(annotation))}]"
    assert isinstance(annotation, type), "a model has a member of a kind that is not known here"
    return annotation.__name__
