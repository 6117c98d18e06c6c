import importlib.util

import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.foreign import read_list


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_with_a_head(tmp_path):
    rows = read_list(write(tmp_path, "a.csv", "Unique ID;Parent;Name\nx1;p;One\n\nx2;p;Two\n"))
    assert [(row.id, row.parent, row.label, row.line) for row in rows] == [
        ("x1", "p", "One", 2),
        ("x2", "p", "Two", 4),
    ]


def test_csv_without_a_head_is_a_list_of_labels(tmp_path):
    rows = read_list(write(tmp_path, "a.csv", "Terrorism\nMisinformation\n"))
    assert [(row.label, row.line) for row in rows] == [("Terrorism", 1), ("Misinformation", 2)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('["One", "Two"]', [("", "One", "/0"), ("", "Two", "/1")]),
        ('{"categories": [{"id": "a", "name": "One"}]}', [("a", "One", "/categories/0")]),
        ('{"a/b": "One"}', [("a/b", "One", "/a~1b")]),
        (
            '[{"code": "a", "label": "One", "children": [{"code": "b", "label": "Two"}]}]',
            [("a", "One", "/0"), ("b", "Two", "/0/children/0")],
        ),
        ("[]", []),
    ],
)
def test_json_in_many_shapes(tmp_path, text, found):
    rows = read_list(write(tmp_path, "a.json", text))
    assert [(row.id, row.label, row.pointer) for row in rows] == found


def test_numbers_of_tiers_are_kept_with_their_field(tmp_path):
    text = '{"tiers": [{"name": "Floor", "rank": 1}], "levels": {"low": 3}}'
    rows = read_list(write(tmp_path, "a.json", text))
    assert [(row.label, row.number, row.number_field) for row in rows] == [
        ("Floor", 1.0, "rank"),
        ("low", 3.0, "severity"),
    ]


def test_a_dict_of_descriptions_is_a_list_of_labels(tmp_path):
    text = '{"Terrorism": {"description": "x", "tiers": {"floor": ["y"]}}}'
    rows = read_list(write(tmp_path, "a.json", text))
    assert [(row.label, row.text) for row in rows] == [("Terrorism", "x")]


def test_yaml_is_read_where_a_reader_is_installed(tmp_path):
    path = write(tmp_path, "a.yaml", "- One\n- name: Two\n")
    if importlib.util.find_spec("yaml") is None:
        with pytest.raises(UserError, match="no YAML reader"):
            read_list(path)
    else:
        assert [row.label for row in read_list(path)] == ["One", "Two"]
        with pytest.raises(UserError, match="aliases"):
            read_list(write(tmp_path, "b.yaml", "a: &x [1]\nb: *x\n"))


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.txt", "x", "not CSV"),
        ("a.json", "{", "not valid JSON"),
        ("a.json", "[" * 100_000, "not valid JSON"),
        ("a.csv", 'label\n"x\n', "not valid CSV"),
    ],
)
def test_bad_files_are_refused(tmp_path, name, text, fault):
    with pytest.raises(UserError, match=fault):
        read_list(write(tmp_path, name, text))


def test_missing_and_large_files_are_refused(tmp_path):
    with pytest.raises(UserError, match="there is no such file"):
        read_list(tmp_path / "none.csv")
    with pytest.raises(UserError, match="larger than 5 MB"):
        read_list(write(tmp_path, "big.csv", "x" * 5_000_001))
