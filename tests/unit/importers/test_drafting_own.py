import tomllib
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.importers.drafting import draft_mapping
from harmscope.importers.drafting_own import draft_own_codes

FOUND = {
    "mastodon": ("rules", {"4", "9"}),
    "coop": (
        "actions",
        {"Delete", "Allow", "Restore", "Send To Review", "Suspend User", "Shadow Freeze"},
    ),
}


@pytest.mark.parametrize("system", FOUND)
def test_every_word_of_the_instance_is_listed(root, system):
    raw = root / "examples" / "importers" / system / "raw"
    draft = tomllib.loads(draft_own_codes(system, str(raw)))
    group, words = FOUND[system]
    assert draft["from"] == system
    assert set(draft[group]) == words


def test_reasons_are_listed_with_a_guess(root):
    raw = root / "examples" / "importers" / "lemmy" / "raw"
    draft = tomllib.loads(draft_own_codes("lemmy", str(raw)))
    assert draft["reasons"]["spam"] == "platform-abuse.spam"
    assert draft["reasons"]["was a mistake"] == ""


def test_without_a_source_the_groups_are_empty():
    assert tomllib.loads(draft_own_codes("coop"))["policies"] == {}


def test_a_system_without_codes_of_its_own_is_refused():
    with pytest.raises(UserError):
        draft_own_codes("coral")


def test_a_json_table_of_another_orientation_says_what_to_write(tmp_path: Path) -> None:
    source = tmp_path / "split.json"
    source.write_text('{"columns": ["a"], "index": [0], "data": [[1]]}', encoding="utf-8")
    with pytest.raises(UserError, match="orient='records'"):
        draft_mapping(str(source))
