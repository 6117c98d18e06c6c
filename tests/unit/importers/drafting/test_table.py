import tomllib

import pytest

from harmscope.errors import UserError
from harmscope.importers.drafting import draft_mapping
from harmscope.importers.mapping.file import read_mapping


def drafted(tmp_path, text):
    (tmp_path / "t.csv").write_text(text)
    return draft_mapping(str(tmp_path / "t.csv"))


def test_a_draft_is_a_mapping_file(tmp_path):
    text = drafted(tmp_path, "id,category,closed at,outcome\n1,Spam,2026-01-02 10:00,removed\n")
    (tmp_path / "m.toml").write_text(text)
    mapping = read_mapping(tmp_path / "m.toml")
    assert mapping.columns["decision.decided_at"] == "closed at"
    assert mapping.values["decision.action"] == {"removed": ("visibility.removed",)}


def test_values_of_columns_about_people_are_not_written(tmp_path):
    assert "planted" not in drafted(
        tmp_path, "reported by,closed\nplanted@mail.example,2026-01-02\n"
    )


def test_times_without_an_hour_need_no_zone(tmp_path):
    draft = tomllib.loads(drafted(tmp_path, "id,closed\n1,2026-01-02\n"))
    assert draft["times"] == {"formats": ["%Y-%m-%d"]}


def test_an_empty_table_is_refused(tmp_path):
    with pytest.raises(UserError):
        drafted(tmp_path, "")
