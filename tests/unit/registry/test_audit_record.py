from pathlib import Path

from harmscope.disclosure.cells import Cell, tables
from harmscope.disclosure.level import level
from harmscope.disclosure.protect import protect
from harmscope.registry.audit_record import dumped, loaded


def test_an_edition_comes_back_as_it_was(tmp_path: Path) -> None:
    cells = [
        Cell("t", (), 33, "people", {"a": 33}, frozenset({"minors"})),
        Cell("t", (("harm", "csea"),), 3, "people", {"a": 3}, frozenset({"minors"})),
        Cell("t", (("harm", "hate"),), 30, "people", {}, frozenset(), open_sender=True),
    ]
    edition = protect(tables(cells), level("public")).edition()
    (tmp_path / "e.json").write_bytes(dumped(edition))
    again = loaded(tmp_path / "e.json")
    assert again == edition
    assert dumped(again) == dumped(edition)
