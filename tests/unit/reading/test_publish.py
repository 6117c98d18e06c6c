import json
from pathlib import Path

from harmscope.reading import published, read, write_published
from harmscope.reading.publish import span_of


def test_names_sources_and_the_span_of_all_figures(enforcement: Path) -> None:
    record = published(read([enforcement], "meta-cser"))
    assert record["period"] == "2022-01-01/2022-06-30"
    assert record["sources"] == [
        {"name": "enforcement.csv", "sha256": record["figures"][0]["source"]["sha256"],  # type: ignore[index]
         "bytes": enforcement.stat().st_size}
    ]  # fmt: skip


def test_equal_input_gives_equal_bytes(enforcement: Path, tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        write_published(read([enforcement], "meta-cser"), tmp_path / name)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert str(tmp_path) not in (tmp_path / "a.json").read_text()
    assert json.loads((tmp_path / "a.json").read_text())["record"] == "published"


def test_no_figures_have_no_span() -> None:
    assert span_of([]) is None
