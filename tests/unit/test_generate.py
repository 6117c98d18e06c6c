import pytest

from harmscope import generate


def test_nothing_generated_is_stale(capsys: pytest.CaptureFixture[str]) -> None:
    generate.main()
    assert not capsys.readouterr().out, "these were stale and have been written: commit them"
