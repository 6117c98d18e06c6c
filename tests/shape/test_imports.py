"""How modules hold on to each other: no cycles, and no name that a package promises and lacks."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of ours, read when the first test asks: most processes of a run never do."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those that only a type checker reads."""
    yield tree
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from running(node)


def imported(tree: ast.AST) -> Iterator[str]:
    """Modules of ours that a module imports when it runs, in its functions as well."""
    for node in running(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{each.name}" for each in node.names]
        for name in names:
            owner = name if name in modules() else name.rpartition(".")[0]
            if owner in modules():
                yield owner


def test_no_module_imports_itself_by_others() -> None:
    graph = {name: set(imported(tree)) - {name} for name, tree in modules().items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"these import each other: {' <- '.join(error.args[1])}")


def names_of(tree: ast.Module) -> set[str]:
    """What stands in a module by name."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.update(each.asname or each.name for each in node.names)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        else:
            found.update(each.id for each in ast.walk(node) if isinstance(each, ast.Name))
    return found


def test_what_a_package_promises_is_there() -> None:
    lacking = []
    for module, tree in modules().items():
        held = names_of(tree) | {
            name.rpartition(".")[2] for name in modules() if name.rpartition(".")[0] == module
        }
        promised = [
            name
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
            for name in ast.literal_eval(node.value)
        ]
        # A module with __getattr__ finds names when they are asked for; a test asks for each.
        if "__getattr__" not in held:
            lacking += [f"{module}.{name}" for name in promised if name not in held]
    assert not lacking
