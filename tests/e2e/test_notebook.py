"""The notebook of the examples runs, and shows what is stored in it."""

import re

import nbformat
import pytest

from tools.notebook import NOTEBOOKS, executed, texts

PLACE = re.compile(r"(?:/(?:home|root|tmp|work|Users|var|private)/|[A-Z]:\\)")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_fresh_run_shows_what_is_stored(path) -> None:
    fresh, stored = executed(path), nbformat.read(path, as_version=4)
    assert texts(fresh) == texts(stored)
    assert fresh.metadata == stored.metadata


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_shows_tables_of_findings_figures_and_verdicts_and_a_plot(path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    source = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for made in ("checked", "report", "compare([halcyon, lantern])"):
        assert f"{made}.to_pandas()" in source
    shown = texts(notebook)
    assert sum("image/png" in one for one in shown) >= 2
    assert sum("text/html" in one for one in shown) >= 8
    assert not [one for one in shown if "error" in one]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_holds_no_path_of_a_machine(path) -> None:
    assert PLACE.findall(path.read_text(encoding="utf-8")) == []


def test_there_is_one() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["from-log-to-verdict"]
