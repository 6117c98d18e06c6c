import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.demands.text import CheckDigit, NotPersonal, NotPlaceholder, personal
from harmscope.formats.sandbox import Deadline

WHOLE = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z]{2,24}"
    r"|(?<![\w.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![\w.])"
    r"|(?<![\w+])\+[1-9][0-9]{0,2}[ -]?(?:[0-9][ -]?){7,12}(?!\w)"
    r"|https?://[^\s/]{1,255}/(?:@|u/|user/|users/|profile/)[A-Za-z0-9._-]{2,64}"
    r"|(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?!\w)"
)
"""All forms in one pattern: slow, and easy to read."""
PIECES = [
    *("jo", "@", "example.org", "example", ".", "192.0.2.17", "0.2.", "1.2", "+", "+49 30 ", "12"),
    *("345-6", "1234 567", "https://", "http:/", "/u/", "/@", "jo_doe", "DE02", " 1203 0000 0000"),
    *("AB12", "C3D4", " ", "  ", "\n", "_", "\u00e9", "\u0661", "7", "-", "x", "%", "//"),
]


def test_placeholders() -> None:
    assert list(NotPlaceholder(("t",)).faults({"t": " N/A "})) == ["/t"]
    assert not list(NotPlaceholder(("t",)).faults({"t": "none of the posts"}))


@pytest.mark.parametrize(
    "text",
    [
        "ask jo@example.org",
        "from 192.0.2.17 again",
        "call +49 30 1234 5678",
        "see https://example.org/users/jo_doe",
        "pay to DE02 1203 0000 0000 2020 51 now".replace(" 51", "0051"),
    ],
)
def test_personal_data_is_suspected(text: str) -> None:
    assert list(NotPersonal(("t",)).faults({"t": text})) == ["/t"]


@pytest.mark.parametrize(
    "text", ["section 4.2.1 of the terms", "https://example.org/rules", "at 10:30 on 2026-01-02"]
)
def test_ordinary_text_passes(text: str) -> None:
    assert not list(NotPersonal(("t",)).faults({"t": text}))


LONG = ["a" * 1_000_000, "1." * 500_000, "+1 " * 350_000, "AB12 " * 200_000]


def searched() -> list[bool]:
    return [bool(list(NotPersonal(("t",)).faults({"t": text}))) for text in LONG]


def test_long_text_is_searched_in_linear_time(tmp_path: Path) -> None:
    # Steps that grow with the square of the length would be 10^12: the deadline ends them.
    assert Deadline(60, tmp_path).run(searched) == [False, False, False, True]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_looking_form_by_form_finds_what_the_whole_pattern_finds(text: str) -> None:
    assert personal(text) == (WHOLE.search(text) is not None)


@pytest.mark.fuzz
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_looking_form_by_form_finds_the_same_at_length(text: str) -> None:
    assert personal(text) == (WHOLE.search(text) is not None)


def test_the_example_of_the_specification_passes_and_its_neighbour_not() -> None:
    assert not list(CheckDigit(("n",)).faults({"n": "4006381333931"}))
    assert list(CheckDigit(("n",)).faults({"n": "4006381333932"})) == ["/n"]


def test_another_form_is_not_its_business() -> None:
    assert not list(CheckDigit(("n",)).faults({"n": "123"}))
    assert not list(CheckDigit(("n",)).faults({"n": "٤٠٠٦٣٨١٣٣٣٩٣٢"}))
