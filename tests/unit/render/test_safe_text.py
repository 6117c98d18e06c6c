""""""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.render.safe_text import (
    bullets,
    clean,
    columns,
    guarded,
    json_text,
    markdown,
    paragraph,
)

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\x00=1",
    "\uff1d1",
)
STEERING = ("\x1b[31m", "\x9b31m", "\x07", "\x7f", "\u202e", "\u2066", "\u200f", "\u2028", "\ud800")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_could_start_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guarded(text).startswith("'")


@pytest.mark.parametrize("text", ["", "1+1", "a=b", "'quoted", "5 %"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("steering", STEERING)
def test_what_steers_a_terminal_becomes_a_blank(steering: str) -> None:
    assert clean(f"a{steering}b") == f"a {steering[1:]}b"


def test_line_feeds_stay_where_lines_are_printed() -> None:
    assert clean("a\nb", lines=True) == "a\nb"
    assert clean("a\nb") == "a b"


def test_letters_of_every_script_stay() -> None:
    text = "naïve 日本語 می‌خواهم 👩‍👧 a\u00a0b"
    assert clean(text) == text


def test_markdown_and_html_mean_nothing() -> None:
    assert markdown("*a* <b> [c](d) | &lt; A & B") == r"\*a\* &lt;b\> \[c\](d) \| &amp;lt; A & B"


def test_json_means_the_same_and_cannot_steer() -> None:
    body = {"b": "\x1b[31m\u202e\x9b", "a": ["\U000e0041", "ü"]}
    text = json_text(body)
    assert json.loads(text) == body
    assert clean(text, lines=True) == text
    assert json_text(body, ordered=True).index('"a"') < json_text(body, ordered=True).index('"b"')


@given(st.text())
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert guarded(guarded(text)) == guarded(text)
    assert len(clean(text)) == len(text)


@given(st.recursive(st.text() | st.integers() | st.none(), st.lists))
def test_json_is_read_back(body: object) -> None:
    assert json.loads(json_text(body)) == body


def test_table_pads_columns():
    assert columns(("a", "b"), [("long", "x")]) == "a     b\nlong  x"


def test_paragraph_is_filled():
    assert max(len(line) for line in paragraph("word " * 60).split("\n")) <= 96


def test_no_items_no_title():
    assert bullets("Title", []) == []
    assert bullets("Title", ["one"]) == ["", "Title:", "  - one"]
