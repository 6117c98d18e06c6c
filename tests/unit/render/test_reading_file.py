from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.readers import Reading, Source
from harmscope.render.reading_file import write_reading

READING = Reading("figures", sources=[Source("f.csv", "0" * 64, 1)])


def test_the_ending_chooses_the_form(tmp_path: Path) -> None:
    write_reading(READING, tmp_path / "a.json")
    write_reading(READING, tmp_path / "a.csv")
    assert (tmp_path / "a.json").read_text().startswith("{")
    assert (tmp_path / "a.csv").read_text().startswith("service,")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such output form"):
        write_reading(READING, tmp_path / "a.pdf")
