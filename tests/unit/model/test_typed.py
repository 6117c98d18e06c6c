"""A misspelt member is an error of types. The types are checked to be current in schemagen."""

from pathlib import Path

import pytest
from mypy import api

SRC = Path(__file__).parents[3] / "src"
SNIPPET = """\
from harmscope.model import typed_attributes
from harmscope.model.typed import DataRecord, Decision, Notice

def received(record: DataRecord) -> str:
    return record["{received_at}"] if record["record"] == "notice" else ""

notice: Notice = {{"record": "notice", "{received_at}": "2026-01-02"}}
decision: Decision = {{"id": "1"}}
decision |= {{"{actions}": [{{"kind": "visibility.removed"}}]}}

def first(record: typed_attributes.Notice) -> str:
    return record.{received_at}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where snippets lie, with what mypy remembers of the types that all of them use."""
    return tmp_path_factory.mktemp("types")


def checked(folder: Path, monkeypatch, **names: str) -> list[str]:
    """What mypy says of the snippet with members of these names."""
    monkeypatch.setenv("MYPYPATH", str(SRC))
    file = folder / "snippet.py"
    file.write_text(SNIPPET.format(**names), encoding="utf-8")
    output, errors, _ = api.run(
        ["--strict", "--config-file=", f"--cache-dir={folder}", "--hide-error-context", str(file)]
    )
    assert not errors
    return [line for line in output.splitlines() if ": error: " in line]


def test_right_members_are_no_errors(folder, monkeypatch) -> None:
    assert checked(folder, monkeypatch, received_at="received_at", actions="actions") == []


def test_a_misspelt_member_is_an_error_wherever_it_is_used(folder, monkeypatch) -> None:
    errors = checked(folder, monkeypatch, received_at="recieved_at", actions="acitons")
    assert {error.split(":")[1] for error in errors} == {"5", "7", "9", "12"}
