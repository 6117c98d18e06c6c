""""""

import pytest

from harmscope.formats.door import is_clutter, leads_out, shown


def test_control_characters_and_direction_marks_are_escaped() -> None:
    assert shown("a\x1b]0;x\x07\n\u202eb\udce9") == r"a\x1b]0;x\x07\n\u202eb\udce9"


def test_long_names_are_cut_in_the_middle() -> None:
    name = shown("a" * 5000 + "b")
    assert len(name) == 201
    assert name.endswith("b")


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "C:\\x", "a\\..\\x", "a\0b"])
def test_names_that_lead_out(name: str) -> None:
    assert leads_out(name)


@pytest.mark.parametrize("name", ["a", "a/b.csv", "a..b", "..."])
def test_plain_names(name: str) -> None:
    assert not leads_out(name)


@pytest.mark.parametrize(
    "name", [".DS_Store", "a/.DS_Store", "__MACOSX/a/._b.jsonl", "a\\Thumbs.db", "x/desktop.ini"]
)
def test_what_desktops_keep_beside_files(name: str) -> None:
    assert is_clutter(name)


@pytest.mark.parametrize("name", ["a.jsonl", ".hidden.jsonl", "__MACOSX/a.jsonl", "._a/b.jsonl"])
def test_files_of_people_are_none_of_it(name: str) -> None:
    assert not is_clutter(name)
