from pathlib import Path

import pytest

from harmscope.comparison import Comparison
from harmscope.errors import UserError
from harmscope.render.compare_file import FORMS, comparison_bytes, write_comparison


@pytest.mark.parametrize("form", FORMS)
def test_the_ending_chooses_the_form(comparison: Comparison, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"c{form}"
    write_comparison(comparison, path)
    assert path.read_bytes() == comparison_bytes(comparison, form)


def test_another_ending_is_refused(comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such output form"):
        write_comparison(comparison, tmp_path / "c.pdf")
