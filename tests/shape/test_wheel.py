"""The wheel works alone: unpacked into an empty folder, it finds its data."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROBE = """
import harmscope, sys
from harmscope.resources import data_path
assert "site" in harmscope.__file__, harmscope.__file__
for parts in ["taxonomy/harm", "taxonomy/codelists", "schemas/incident", "examples/demo"]:
    assert data_path(*parts.split("/")).is_dir(), parts
"""


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout and unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q"]
    done = subprocess.run([*build, "-w", str(folder), str(root)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    wheel = next(folder.glob("harmscope-*.whl"))
    target = folder / "site"
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
