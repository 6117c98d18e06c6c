import tomllib

import pytest

from harmscope.importers.drafting_text import commented, key, often, value

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


def test_one_time_is_once():
    assert [often(1), often(2), often(1200)] == ["once", "2 times", "1,200 times"]
