from pathlib import Path
from typing import get_type_hints

from harmscope.model import typed
from harmscope.model.incident import Incident
from harmscope.schemagen.typed_records import FOLDER, typed_records, write_typed_records

ROOT = Path(__file__).parents[3]


def test_the_types_are_those_of_the_models() -> None:
    stale = [
        name
        for name, text in typed_records().items()
        if (ROOT / FOLDER / name).read_text(encoding="utf-8") != text
    ]
    assert not stale, "run `make generate`"


def test_every_member_of_a_model_is_in_its_type() -> None:
    assert list(get_type_hints(typed.Incident)) == list(Incident.model_fields)


def test_a_member_that_is_no_name_keeps_its_spelling() -> None:
    assert 'TypedDict("ContentId", {"EAN-13": str}' in typed_records()["typed_statement.py"]


def test_as_attributes_what_may_be_missing_can_be_none_and_lists_are_tuples() -> None:
    text = typed_records()["typed_attributes.py"]
    incident = text.partition("class Incident(Protocol):")[2]
    assert "    incident_id: str\n" in incident
    assert "    decisions: tuple[Decision, ...] | None\n" in incident
    assert "    content_id: object | None\n" in text


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    names = [f"{FOLDER}/{name}" for name in typed_records()]
    assert write_typed_records(tmp_path) == names
    (tmp_path / names[0]).write_text("old", encoding="utf-8")
    assert write_typed_records(tmp_path) == names[:1]
    assert write_typed_records(tmp_path) == []
