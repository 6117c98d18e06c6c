import tomllib

import pytest

from harmscope.errors import UserError
from harmscope.importers.drafting import commented, draft_mapping, draft_own_codes, key, value
from harmscope.importers.mapping_file import read_mapping

HARD = [
    "plain",
    "with space",
    'quote"',
    "back\\slash",
    "tab\t",
    "line\nbreak",
    "\x7f",
    "\u00e9\u20ac",
]


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_keys_and_values_come_back(text):
    assert tomllib.loads(f"{key(text)} = {value(text)}") == {text: text}


def test_a_comment_cannot_end_early():
    lines = commented("one\ntwo = 3 " + "word " * 40)
    assert all(line.startswith("# ") and len(line) <= 100 for line in lines)


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
    assert tomllib.loads(draft_own_codes("coop", None))["policies"] == {}


def test_a_system_without_codes_of_its_own_is_refused():
    with pytest.raises(UserError):
        draft_own_codes("ozone", None)
