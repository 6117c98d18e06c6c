"""The reference is current and complete."""

from pathlib import Path

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import SPLITS
from harmscope.metrics.reference import check, pages, write


def test_every_metric_and_dimension_has_its_entry() -> None:
    text = pages()["README.md"]
    assert all(f"## `{name}`" in text for name in METRICS)
    assert all(f"| `{name}` |" in pages()["dimensions.md"] for name in SPLITS)


def test_what_is_committed_is_current(root: Path) -> None:
    stale = check(root / "docs" / "reference" / "metrics")
    assert not stale, "run: python -m harmscope.generate"


def test_what_is_written_is_current(tmp_path: Path) -> None:
    write(tmp_path / "metrics")
    assert not check(tmp_path / "metrics")
    (tmp_path / "metrics" / "README.md").write_text("x", encoding="utf-8")
    assert check(tmp_path / "metrics") == ["README.md"]
