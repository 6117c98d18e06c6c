"""No file is opened past the door: outside of formats, files are ours, or read by its functions."""

import ast
from collections.abc import Iterator
from pathlib import Path

OURS = {
    # Data that is shipped with the package.
    "taxonomy/clocks.py",
    "taxonomy/crosswalks.py",
    "taxonomy/reference.py",
    "taxonomy/systems.py",
    # What is generated in the repository.
    "generate.py", "metrics/reference.py", "schemagen/pages.py", "schemagen/schemas.py",
    "schemagen/typed_records.py",
    # Writers, and files that this very run has written.
    "aggregation/cache.py", "api/results.py", "disclosure/solver.py", "registry/intake.py",
    "submission/pack.py", "submission/verify.py", "validation/accepted.py",
    # Locks and folders of ours; what it opens for writing has been checked before.
    "machine.py",
    # Looks at the first bytes of members that came through the door, all of them bounded.
    "recognise.py",
    # Files that only the registry writes, each under the digest of its bytes or a seal.
    "registry/contributions.py", "registry/folder.py", "registry/publications.py",
    "registry/store.py", "registry/verify.py",
    # Files that jobs of the web app write for each other, in folders of its own.
    "web/dispatcher.py", "web/job_child.py", "web/job_pages.py", "web/platform_tasks.py",
    "web/package_pages.py", "web/pool_pages.py", "web/publication_shelf.py",
    # A pipe of its own, and files at addresses, which a cluster's connectors open.
    "hadoop.py",
}  # fmt: skip
"""Modules outside of formats that open files, none of them named by a user."""

SHIPPED = ("files(", "data_path(", "_FOLDER", "_TEMPLATES", "_PATH", "__file__")
"""What the path of a file of the package is made of."""

READERS = {
    "tomllib": {"load", "loads"},
    "csv": {"reader", "DictReader"},
    "zipfile": {"ZipFile"},
    "tarfile": {"open"},
    "gzip": {"open", "decompress"},
    "json": {"load"},
    "yaml": {"load", "full_load", "unsafe_load"},
}
"""Functions that read a format, by their module: formats has a bounded reader of each."""


def opened(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls that open a file by its path, or read a format by themselves, in functions that do
    not say that the file is one of the package."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    shipped = [node for node in functions if any(part in ast.unparse(node) for part in SHIPPED)]
    ours = {id(node) for function in shipped for node in ast.walk(function)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or id(node) in ours:
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "open":
            yield node.lineno, "open"
        if isinstance(node.func, ast.Attribute):
            name, base = node.func.attr, ast.unparse(node.func.value)
            plain = name in {"read_text", "read_bytes"} or (name == "open" and node.args)
            if plain or name in READERS.get(base, ()):
                yield node.lineno, f"{base}.{name}"


def test_files_that_a_user_names_go_through_the_door(root: Path) -> None:
    package = root / "src" / "harmscope"
    found: dict[str, list[tuple[int, str]]] = {}
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith("formats/"):
            found[name] = list(opened(ast.parse(path.read_text(encoding="utf-8"))))
    missed = {name: calls for name, calls in found.items() if calls and name not in OURS}
    assert not missed, f"open these with harmscope.formats.door: {missed}"
    assert {name for name in OURS if not found.get(name)} == set(), "take these off the list"
