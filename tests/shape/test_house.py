"""What must not stand in the tree: lock files with addresses, addresses of registries, stubs."""

import re
import subprocess
from pathlib import Path

import pytest


def tracked(root: Path) -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
    )
    return [root / name for name in done.stdout.split("\0") if name and (root / name).is_file()]


def test_no_lock_file_with_addresses(root: Path) -> None:
    names = {path.name for path in tracked(root)}
    assert not names & {"uv.lock", "package-lock.json", "poetry.lock", "pylock.toml"}


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-server.txt"]
)
def test_pins_are_hashed_and_name_no_address(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "index-url" not in text


def test_the_demo_installs_no_tools_of_development_and_the_same_versions(root: Path) -> None:
    demo, dev = (
        set(re.findall(r"(?m)^[\w.-]+==[\w.]+", (root / name).read_text(encoding="utf-8")))
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert demo <= dev
    tools = ("pytest", "mypy", "ruff", "playwright", "hypothesis", "import-linter")
    assert not [one for one in demo if one.partition("==")[0] in tools]


def test_no_unfinished_words_in_the_package(root: Path) -> None:
    words = re.compile(r"\b(?:TODO|FIXME|XXX|raise NotImplementedError)\b")
    hits = [
        f"{path.relative_to(root)}:{number}"
        for path in sorted((root / "src").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert not hits, f"finish these: {hits}"


def test_no_real_data_is_committed(root: Path, real_data: Path) -> None:
    contents = {path.read_bytes() for path in real_data.rglob("*") if path.is_file()}
    copies = [
        path.name for path in tracked(root) if path.stat().st_size and path.read_bytes() in contents
    ]
    assert not copies
