"""The guard that every public function and class is entered, tried on a module made for it."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import entered

TEXT = """
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

class Base:
    def name(self): return "base"

class Child(Base):
    def name(self): return super().name() + " child"

@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 2

class Pair(NamedTuple):
    one: int
    other: int = 0

    def both(self): return self.one + self.other

@cache
def twice(n, *, add=0): return 2 * n + add

@contextmanager
def given(n):
    yield n

def never(): return None

def _own(): return None
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv(entered.PLACE, str(tmp_path / "entered"))
    made = ModuleType("made")
    sys.modules["made"] = made
    exec(compile(TEXT, "made.py", "exec"), vars(made))
    entered.watch(made)
    yield made
    del sys.modules["made"]


def said(tmp_path: Path) -> list[str]:
    path = tmp_path / "entered"
    return path.read_text().split() if path.exists() else []


def test_what_is_called_does_what_it_did_and_is_noted_once(
    module: ModuleType, tmp_path: Path
) -> None:
    assert [module.twice(2), module.twice(2), module.twice(3, add=1)] == [4, 4, 7]
    assert (module.Point(1).x, module.Point(x=1).y) == (1, 2)
    assert module.Child().name() == "base child"
    assert module.Pair(2, other=1).both() == 3
    with module.given(5) as number:
        assert number == 5
    names = said(tmp_path)
    assert set(names) == {
        f"made:{one}" for one in ("Base", "Child", "Pair", "Point", "given", "twice")
    }
    assert names.count("made:twice") == 1


def test_what_is_not_called_is_not_noted(module: ModuleType, tmp_path: Path) -> None:
    module._own()
    assert said(tmp_path) == []


def test_a_forked_process_writes_into_the_same_file(module: ModuleType, tmp_path: Path) -> None:
    process = os.fork()
    if process == 0:
        module.never()
        os._exit(0)
    os.waitpid(process, 0)
    assert said(tmp_path) == ["made:never"]


def test_the_list_of_what_is_to_be_entered() -> None:
    names = set(entered.public())
    assert {"harmscope.times:moment", "harmscope.times:Moment", "harmscope.spill:Divided"} <= names
    assert not any(":_" in name for name in names)


def test_a_run_of_some_tests_asks_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-n", "0", "tests/shape/test_house.py"]
    free = {name: value for name, value in os.environ.items() if name != entered.PLACE}
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=free)
    assert "no test enters" not in done.stdout
    assert done.returncode == 0
