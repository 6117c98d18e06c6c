"""The example of a third-party importer: built, put on the path, used by its name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "examples" / "importer-plugin"
BUILD = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", BUILD, folder], cwd=HERE, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def run(wheel, *args):
    paths = [str(wheel), str(HERE.parents[1] / "src")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "harmscope", *map(str, args)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_it_imports_by_its_name(wheel, tmp_path):
    target = tmp_path / "records.jsonl"
    done = run(wheel, "import", HERE / "raw", "-o", target, "--from", "removed-posts")
    assert done.returncode == 0, done.stderr
    assert len(target.read_text().splitlines()) == 3
    assert run(wheel, "validate", target, "--clock", "2026-11-23").returncode == 0


def test_without_the_package_its_name_is_unknown(tmp_path):
    done = run(
        "nowhere", "import", HERE / "raw", "-o", tmp_path / "x.jsonl", "--from", "removed-posts"
    )
    assert done.returncode == 2
    assert "there is no such importer" in done.stderr


def test_it_stays_short():
    assert len((HERE / "src" / "removed_posts.py").read_text().splitlines()) <= 35
