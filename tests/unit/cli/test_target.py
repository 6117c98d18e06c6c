from pathlib import Path

import pytest

from harmscope.cli.target import target
from harmscope.errors import UserError


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with target(str(path)) as file:
        file.write(b"done")
        assert not path.exists()
    assert path.read_bytes() == b"done"


def test_nothing_is_left_of_a_run_that_breaks(tmp_path: Path) -> None:
    with pytest.raises(TypeError), target(str(tmp_path / "out")) as file:
        file.writelines([b"half", "text"])  # type: ignore[list-item]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", [None, "-"])
def test_standard_output(path: str | None, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with target(path) as file:
        file.write(b"shown")
    assert capfdbinary.readouterr().out == b"shown"


def test_the_data_are_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"{}\n")
    named = str(tmp_path / "." / "r.jsonl")
    with pytest.raises(UserError, match="one of the files"), target(named, ["-", str(path)]):
        pass
    assert path.read_bytes() == b"{}\n"
