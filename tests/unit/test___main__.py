import subprocess
import sys

import pytest

from harmscope import __main__ as program
from harmscope.cli import app as cli
from harmscope.errors import UserError


def run(monkeypatch: pytest.MonkeyPatch, error: Exception) -> int:
    def fail() -> None:
        raise error

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as stopped:
        program.main()
    return int(str(stopped.value.code))


def test_wrong_use_is_one_line_and_exit_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, UserError("f", "is wrong", "mend it")) == 2
    assert capsys.readouterr().err == "harmscope: f: is wrong; mend it\n"


def test_our_own_bug_is_exit_3_and_keeps_the_value_to_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, ValueError("jane@example.org")) == 3
    said = capsys.readouterr().err
    assert "internal error E" in said
    assert "ValueError" in said
    assert "jane" not in said
    assert said.count("\n") == 1


def test_a_missing_extra_is_wrong_use_and_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, ModuleNotFoundError("no", name="sqlalchemy.orm")) == 2
    assert "pip install 'harmscope[registry]'" in capsys.readouterr().err
    assert run(monkeypatch, ModuleNotFoundError("no", name="fpdf")) == 2
    assert "pip install 'harmscope[pdf]'" in capsys.readouterr().err


def test_a_missing_module_of_our_own_is_our_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, ModuleNotFoundError("no", name="harmscope.nothing")) == 3


def test_the_module_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "harmscope", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("harmscope ")
