"""Wheel and sdist: the same bytes wherever they are built, and each works alone."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

PROBE = """
import harmscope, sys
from harmscope.resources import data_path
assert "site" in harmscope.__file__, harmscope.__file__
for parts in ["taxonomy/harm", "taxonomy/codelists", "schemas/incident", "examples/demo",
              "tests/cases"]:
    assert data_path(*parts.split("/")).is_dir(), parts
"""

TRAVEL = (
    "README.md", "LICENSE", "pyproject.toml", "Makefile", "Containerfile", "requirements.txt",
    "requirements-dev.txt", "requirements-spark.txt", "docs/reference/harmscope.1",
)  # fmt: skip


def build(checkout: Path, out: Path, *kinds: str) -> None:
    """What ``make dist`` runs, for the day of a commit made up for it."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(out), *kinds],
        cwd=checkout,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1790000000"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="module")
def dist(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wheel and sdist, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    build(root, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return next(dist.glob("harmscope-*.whl"))


@pytest.fixture(scope="module")
def sdist(dist: Path) -> Path:
    return next(dist.glob("harmscope-*.tar.gz"))


@pytest.fixture(scope="module")
def site(wheel: Path) -> Path:
    """The wheel, unpacked as an installer would."""
    target = wheel.parent / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def environment(site: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(site)}


def test_the_data_folders_travel_in_the_wheel(site: Path) -> None:
    # -S would hide the dependencies too; PYTHONPATH comes before the editable install.
    done = subprocess.run(
        [sys.executable, "-c", PROBE], env=environment(site), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_demo_runs_from_the_wheel(site: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "harmscope", "demo", "--out", str(tmp_path / "out")],
        env=environment(site),
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "out" / "report" / "report.html").is_file()


def test_the_manual_page_is_installed_where_man_looks(wheel: Path, root: Path) -> None:
    page = (root / "docs" / "reference" / "harmscope.1").read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        place = [one for one in archive.namelist() if one.endswith("share/man/man1/harmscope.1")]
        assert [archive.read(one) for one in place] == [page]


def test_the_sdist_holds_what_an_installation_and_its_pins_need(sdist: Path, root: Path) -> None:
    with tarfile.open(sdist) as archive:
        top = sdist.name.removesuffix(".tar.gz")
        for name in TRAVEL:
            member = archive.extractfile(f"{top}/{name}")
            assert member is not None
            assert member.read() == (root / name).read_bytes(), name


def test_another_folder_and_other_rights_give_the_same_bytes(
    wheel: Path, sdist: Path, tmp_path: Path
) -> None:
    """Built from the sdist, so this also proves that it holds all that the wheel is made of."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (copy,) = tmp_path.iterdir()
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o700 if path.is_dir() else 0o600)
    again = tmp_path / "again"
    build(copy, again)
    assert (again / wheel.name).read_bytes() == wheel.read_bytes()
    assert (again / sdist.name).read_bytes() == sdist.read_bytes()
