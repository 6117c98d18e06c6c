"""Members of records by dotted path: kept, left out, changed."""

from collections.abc import Callable, Iterable, Iterator

Record = dict[str, object]
Tree = dict[str, "Tree"]


def tree(paths: Iterable[str]) -> Tree:
    """Dotted paths as nested names; where a path ends, everything below belongs to it."""
    root: Tree = {}
    for path in paths:
        node = root
        for name in path.split("."):
            node = node.setdefault(name, {})
    return root


def select(value: object, kept: Tree) -> object:
    """What of ``value`` is named; objects and lists that nothing is left of are left out."""
    if not kept:
        return value
    if isinstance(value, dict):
        chosen = {name: select(value[name], kept[name]) for name in value if name in kept}
        return {name: item for name, item in chosen.items() if item not in ({}, [])}
    if isinstance(value, list) and "*" in kept:
        items = [select(item, kept["*"]) for item in value]
        return [item for item in items if item not in ({}, [])]
    return {}


def strays(value: object, kept: Tree, pointer: str = "") -> Iterator[str]:
    """Pointers of everything in ``value`` that is not named."""
    if not kept:
        if isinstance(value, dict | list):
            yield pointer
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in kept:
                yield from strays(item, kept[name], f"{pointer}/{name}")
            else:
                yield f"{pointer}/{name}"
    elif isinstance(value, list) and "*" in kept:
        for index, item in enumerate(value):
            yield from strays(item, kept["*"], f"{pointer}/{index}")
    else:
        yield pointer


def without(value: object, names: list[str]) -> object:
    """``value`` without the member at a path; what is empty then goes too."""
    if not names or not isinstance(value, dict | list):
        return value
    head, rest = names[0], names[1:]
    if isinstance(value, list):
        return [without(item, rest) for item in value] if head == "*" else value
    kept = {name: item for name, item in value.items() if name != head or rest}
    if head in kept:
        kept[head] = without(kept[head], rest)
        if kept[head] in ({}, []):
            del kept[head]
    return kept


def changed(value: object, names: list[str], change: Callable[[object], object]) -> object:
    """``value`` with ``change`` made to everything at a path."""
    if not names:
        return change(value)
    head, rest = names[0], names[1:]
    if isinstance(value, list) and head == "*":
        return [changed(item, rest, change) for item in value]
    if isinstance(value, dict) and head in value:
        return {**value, head: changed(value[head], rest, change)}
    return value
