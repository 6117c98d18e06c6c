"""Notes which public functions and classes of the package a run of all tests enters.

Each public function, and each method of a public class, gets a trap in place of its code. The
first call springs it: the name is written down, the code put back, the call goes on. So a name
costs one call, and nothing is guessed from text. Forked processes write into the same file; a new
interpreter does not (see ``ELSEWHERE``).

What it proves: every such function was called in the run, whether a test calls it or code under
test does. Not: that a test would fail if it did something else. A class without functions of its
own (codes, errors, bare records, protocols) has nothing to enter. What is called only while its
own module is loaded is called before the trap is set: it is nobody else's business, so make it
private.
"""

import ast
import inspect
import os
import re
import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

PACKAGE = "harmscope"
SOURCE = Path(__file__).parents[1] / "src" / PACKAGE
PLACE = "HARMSCOPE_ENTERED"
"""The variable with the file that names are written to; without it nothing is noted."""

ELSEWHERE = re.compile(
    r"__main__:|_child:|sandbox:(?:confine|serve)$|web\.running:(?:run|watch_parent)$"
)
"""What runs only in programs of their own, which tests start as processes."""

_traps: dict[str, tuple[FunctionType, CodeType, str]] = {}


def _template(*args: object, **options: object) -> object:
    return __import__("entered").spring("KEY")(*args, **options)


def _generator(*args: object, **options: object) -> Iterator[object]:
    return (yield from __import__("entered").spring("KEY")(*args, **options))


async def _coroutine(*args: object, **options: object) -> object:
    return await __import__("entered").spring("KEY")(*args, **options)


_TRAPS = {
    0: _template.__code__,
    inspect.CO_GENERATOR: _generator.__code__,
    inspect.CO_COROUTINE: _coroutine.__code__,
}
"""The trap for each kind of function: who calls one may look at its kind first."""

_KINDS = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


class Watch(MetaPathFinder):
    """Sets traps in modules of the package as they are imported."""

    def find_spec(self, fullname, path, target=None) -> ModuleSpec | None:
        """The module as Python finds it, with traps set once it has run."""
        if not fullname.startswith(f"{PACKAGE}."):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module
            spec.loader.exec_module = lambda module: (run(module), watch(module))[0]
        return spec


def begin() -> None:
    """Watch every module of the package that is imported from now on."""
    sys.meta_path.insert(0, Watch())


def watch(module: ModuleType) -> None:
    """Set traps in the public functions and classes of a module."""
    for name, value in list(vars(module).items()):
        if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
            continue
        mark = f"{module.__name__}:{name}"
        for function in _functions(value):
            _trap(function, mark)


def _functions(value: object) -> Iterator[FunctionType]:
    """The code to be entered: the function itself, or what a class defines."""
    if not inspect.isclass(value):
        function = inspect.unwrap(value) if callable(value) else None
        if isinstance(function, FunctionType):
            yield function
        return
    for member in vars(value).values():
        inner = getattr(member, "fget", None) or getattr(member, "func", None)
        found = inner or getattr(member, "__func__", member)
        found = inspect.unwrap(found) if callable(found) else found
        # What the standard library makes for named tuples has no builtins to call on.
        if isinstance(found, FunctionType) and "__import__" in found.__builtins__:
            yield found


def _trap(function: FunctionType, mark: str) -> None:
    code, key = function.__code__, str(len(_traps))
    if any(code.co_name == trap.co_name for trap in _TRAPS.values()):
        return
    if code.co_flags & inspect.CO_ASYNC_GENERATOR:
        note(mark)  # nothing can stand in its place and pass on what is thrown into it
        return
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return
    made = _TRAPS[code.co_flags & _KINDS]
    consts = tuple(key if each == "KEY" else each for each in made.co_consts)
    trap = made.replace(co_consts=consts, co_freevars=code.co_freevars)
    _traps[key] = (function, code, mark)
    function.__signature__ = signature  # type: ignore[attr-defined]
    function.__code__ = trap


def spring(key: str) -> FunctionType:
    """Note the name, and give the function back with its own code."""
    function, code, mark = _traps[key]
    if function.__code__ is not code:
        function.__code__ = code
        vars(function).pop("__signature__", None)
        note(mark)
    return function


def note(mark: str) -> None:
    """Write a name down; lines of several processes do not mix."""
    if place := os.environ.get(PLACE):
        file = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(file, f"{mark}\n".encode())
        finally:
            os.close(file)


def public() -> Iterator[str]:
    """Every public function and class of the package that has code of its own, as module:name."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            name = f"{module}:{node.name}" if _has_code(node) else ""
            if name and not node.name.startswith("_") and not ELSEWHERE.search(name):
                yield name


def _has_code(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return not any("overload" in ast.unparse(each) for each in node.decorator_list)
    if not isinstance(node, ast.ClassDef):
        return False
    if any("Protocol" in ast.unparse(base) for base in node.bases):
        return False
    return any(
        isinstance(each, ast.FunctionDef)
        and not any("abstractmethod" in ast.unparse(one) for one in each.decorator_list)
        for each in node.body
    )


def missing(place: Path) -> list[str]:
    """Public functions and classes that no process of the run has entered."""
    entered = set(place.read_text(encoding="utf-8").split()) if place.is_file() else set()
    return [name for name in public() if name not in entered]
