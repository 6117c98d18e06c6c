"""Modules are chapters: not too long, few of one name, each package with tests of its own."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PACKAGES = sorted(path.parent for path in SOURCES if path.name == "__init__.py")

MODULE, TEST, FUNCTION = 450, 600, 60
"""The most lines of a module, of a file of tests, of a function."""

SAME_NAMES = 24
"""How many names of modules may stand in more than one package: where each means the same."""


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_no_module_and_no_file_of_tests_is_too_long() -> None:
    limits = {**dict.fromkeys(SOURCES, MODULE), **dict.fromkeys(TESTS, TEST)}
    long = [
        f"{path.relative_to(ROOT)}: {lines(path)}" for path in limits if lines(path) > limits[path]
    ]
    assert not long, f"split these by idea: {long}"


def test_no_function_is_too_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION
    ]
    assert not long, f"give each step of these a name: {long}"


def test_few_modules_share_a_name() -> None:
    names = Counter(path.stem for path in SOURCES if path.name != "__init__.py")
    shared = sorted(name for name, count in names.items() if count > 1)
    assert len(shared) <= SAME_NAMES, f"name these by what they are about: {shared}"


def test_every_package_has_tests() -> None:
    base = ROOT / "src" / "harmscope"
    folders = [ROOT / "tests" / "unit" / package.relative_to(base) for package in PACKAGES]
    bare = [
        str(one.relative_to(ROOT))
        for one in folders
        if not list(one.rglob("test_*.py")) and not one.with_name(f"test_{one.name}.py").is_file()
    ]
    assert not bare, f"there are no tests in {bare}, nor in a file of that name"
