import errno
import subprocess
import sys
from pathlib import Path

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


def test_a_full_disk_is_no_bug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, OSError(errno.ENOSPC, "jane@example.org")) == 2
    said = capsys.readouterr().err
    assert "no room left" in said
    assert "jane" not in said
    assert run(monkeypatch, OSError(errno.EIO, "jane@example.org")) == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [["rules"], ["rules", "--format", "json"]])
def test_full_standard_output_is_one_line_and_exit_2(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "harmscope", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
