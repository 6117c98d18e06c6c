"""Every module has its test, and every unit test its module."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "harmscope"
UNIT = ROOT / "tests" / "unit"


def is_exempt(path: Path) -> bool:
    # A short __init__ lists what the package holds; what it lists is tested where it lives.
    return path.name == "__init__.py" and path.read_text(encoding="utf-8").count("\n") <= 40


def expected_test(path: Path) -> Path:
    relative = path.relative_to(PACKAGE)
    name = relative.parent.name if relative.name == "__init__.py" else relative.stem
    return UNIT / relative.parent / f"test_{name}.py"


def test_every_module_has_its_test() -> None:
    modules = [path for path in PACKAGE.rglob("*.py") if not is_exempt(path)]
    missing = sorted(
        str(expected_test(path).relative_to(ROOT))
        for path in modules
        if not expected_test(path).is_file()
    )
    assert not missing, f"write these tests: {missing}"


def test_every_unit_test_has_its_module() -> None:
    wanted = {expected_test(path) for path in PACKAGE.rglob("*.py")}
    strays = sorted(
        str(path.relative_to(ROOT)) for path in UNIT.rglob("test_*.py") if path not in wanted
    )
    assert not strays, f"these tests mirror no module: {strays}"
