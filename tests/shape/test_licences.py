"""The page of licences names every pinned package, with the licence that the package states."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROW = re.compile(r"^\| `([\w.-]+)` \| (.+?) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def told(root: Path) -> dict[str, str]:
    return dict(ROW.findall((root / "docs" / "licences.md").read_text(encoding="utf-8")))


def test_every_pinned_package_has_its_line(told: dict[str, str], root: Path) -> None:
    names = ("requirements.txt", "requirements-server.txt")  # the second holds the first
    pins = [(root / name).read_text(encoding="utf-8") for name in names]
    found = [name for one in pins for name in re.findall(r"(?m)^([\w.-]+)==", one)]
    assert {"duckdb", "fastapi", "psycopg"} <= set(found)
    assert list(told) == list(dict.fromkeys(found))


def test_the_licence_is_the_one_that_the_package_states(told: dict[str, str]) -> None:
    stated = {}
    for name in told:
        try:
            stated[name] = metadata(name).get("License-Expression")
        except PackageNotFoundError:  # a package of another system
            continue
    stated = {name: licence for name, licence in stated.items() if licence}
    assert len(stated) > 20
    assert {name: told[name] for name in stated} == stated
