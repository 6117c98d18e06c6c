"""From the built wheel alone, in an empty environment and an empty folder: the lines of README.

Packages that harmscope needs are seen from this environment, so that nothing is downloaded.
"""

import os
import re
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from documents import matches, steps
from light import WITHOUT

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = steps(README)
ONE_LINE = re.compile(
    r"harmscope: \w+: this command needs that package; "
    r"install it with: pip install 'harmscope\[\w+\]'\n"
)


def shell(command: str, folder: Path, programs: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as a user types it, with the programs of an environment first."""
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    environment |= {"COLUMNS": "100", "HOME": str(folder)}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as ``make dist`` builds it."""
    out = tmp_path_factory.mktemp("dist")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def installed(wheel: Path, folder: Path, *, light: bool = False) -> Path:
    """An environment with the wheel alone; gives its folder of programs."""
    venv.create(folder, symlinks=os.name != "nt")
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    others = [one for one in sys.path if "site-packages" in one]
    (site / "others.pth").write_text("\n".join(others) + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "install", "--quiet"]
    words = [*pip, "--no-deps", "--no-index", "--no-compile", "--ignore-installed", str(wheel)]
    subprocess.run(words, check=True, capture_output=True)
    if light:
        (site / "without.py").write_text(WITHOUT, encoding="utf-8")
        (site / "zz.pth").write_text("import without\n", encoding="utf-8")
    return programs


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(wheel, tmp_path_factory.mktemp("full") / "env")


def test_the_tour_works_in_an_empty_folder(programs: Path, tmp_path: Path) -> None:
    for command, expected in TOUR:
        done = shell(command, tmp_path, programs)
        assert matches(done.stdout.splitlines(), expected), f"$ {command}\n{done}"
        assert "Traceback" not in done.stderr
    assert (tmp_path / "report" / "report.html").is_file()
    asked = shell("python -c 'import harmscope; print(harmscope.__file__)'", tmp_path, programs)
    assert asked.stdout.startswith(str(programs.parent))


def test_without_extras_each_line_works_or_says_what_to_install(
    wheel: Path, tmp_path: Path
) -> None:
    light = installed(wheel, tmp_path / "env", light=True)
    (tmp_path / "empty").mkdir()
    missing = []
    for command, expected in TOUR:
        done = shell(command, tmp_path / "empty", light)
        if not matches(done.stdout.splitlines(), expected):
            assert ONE_LINE.fullmatch(done.stderr), f"$ {command}\n{done}"
            missing.append(command.split()[1])
    assert missing == ["demo", "report"]


def test_manual_and_python_functions_are_there(programs: Path, tmp_path: Path) -> None:
    assert (programs.parent / "share" / "man" / "man1" / "harmscope.1").is_file()
    call = "import harmscope as hs; print(hs.validate, hs.report, hs.compare)"
    done = shell(f'python -c "{call}"', tmp_path, programs)
    assert done.stdout.count("<function") == 3, done


def test_readme_names_the_wheel_that_is_built(wheel: Path) -> None:
    named = set(re.findall(r"\./dist/(\S+\.whl)", README))
    assert named == {wheel.name}


def test_make_says_in_one_line_which_program_is_missing() -> None:
    for words, said in (
        (["image", "CONTAINERS=podmann"], "make image: podmann is not installed: "),
        (["sbom", "PATH=/nowhere"], "make sbom: uv is not installed: "),
    ):
        done = subprocess.run(
            ["make", "--no-print-directory", *words, "SHELL=/bin/sh"],
            cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        lines = [one for one in done.stderr.splitlines() if "***" not in one]
        assert len(lines) == 1
        assert lines[0].startswith(said)


def test_make_demo_says_what_it_does_and_installs_no_development_tools(tmp_path: Path) -> None:
    plan = subprocess.run(
        ["make", "--dry-run", "demo", f"VENV={tmp_path / 'env'}"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert [f"{number} of 3" in plan for number in (1, 2, 3)] == [True] * 3
    assert "requirements-dev" not in plan
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert not re.search(r"^(pytest|ruff|mypy|hypothesis|import-linter)==", pins, re.MULTILINE)
