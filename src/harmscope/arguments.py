"""What a caller of the Python surface gives, checked by the types that a function names."""

import functools
import inspect
import os
import typing
from collections.abc import Callable, Iterable, Mapping
from numbers import Integral
from types import NoneType, UnionType
from typing import Any, ParamSpec, TypeVar

from harmscope.errors import UserError

_Given = ParamSpec("_Given")
_Back = TypeVar("_Back")

_WORDS: dict[Any, str] = {
    str: "text",
    int: "a whole number",
    bool: "True or False",
    os.PathLike: "a path",
    NoneType: "None",
}


def checked(function: Callable[_Given, _Back]) -> Callable[_Given, _Back]:
    """The function, which raises UserError for an argument of a wrong type: its name, the type
    that was given, and what to give. An argument that is missing or not known stays a TypeError,
    as Python says it."""
    signature = inspect.signature(function)
    hints: dict[str, Any] = {}

    @functools.wraps(function)
    def asked(*args: _Given.args, **kwargs: _Given.kwargs) -> _Back:
        if not hints:
            hints.update(typing.get_type_hints(function))
        try:
            given = signature.bind(*args, **kwargs)
        except TypeError:
            return function(*args, **kwargs)
        for name, value in given.arguments.items():
            if name in hints:
                given.arguments[name] = _taken(name, value, hints[name])
        return function(*given.args, **given.kwargs)

    return asked


def _taken(name: str, value: object, hint: Any) -> object:
    """The value; what can be gone through but once becomes a list. Raises UserError."""
    kept = list(value) if isinstance(value, Iterable) and iter(value) is value else value
    if _fits(kept, hint):
        return kept
    fault = f"{_kind(kept)} cannot be given here"
    raise UserError(name, fault, f"give {' or '.join(dict.fromkeys(_words(hint)))}")


def _kind(value: object) -> str:
    if isinstance(value, list | tuple) and value:
        return f"a list with {' and '.join(sorted({type(one).__name__ for one in value}))}"
    return f"the type {type(value).__name__}"


def _fits(value: object, hint: Any) -> bool:
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, UnionType):
        return any(_fits(value, one) for one in parts)
    if origin is Callable:
        return callable(value)
    if origin is not None and issubclass(origin, Iterable) and not issubclass(origin, Mapping):
        return _lists(value) and all(_fits(one, parts[0]) for one in value)
    if hint is int:
        return isinstance(value, Integral) and not isinstance(value, bool)
    return hint is Any or isinstance(value, origin or hint)


def _lists(value: object) -> typing.TypeGuard[Iterable[object]]:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _words(hint: Any) -> list[str]:
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, UnionType):
        found = [word for one in parts for word in _words(one)]
        # A path can be given as text: it is said once.
        return [word for word in found if word != "text"] if "a path" in found else found
    if origin is Callable:
        return ["a function"]
    if origin is not None and issubclass(origin, Mapping):
        return ["a dict"]
    if origin is not None and issubclass(origin, Iterable):
        return [f"a list (each item {' or '.join(_words(parts[0]))})"]
    return [_WORDS.get(origin or hint) or (origin or hint).__name__]
