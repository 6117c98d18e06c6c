import time

import pytest

from harmscope.demands.free_text import NotPersonal, NotPlaceholder


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


def test_long_text_is_searched_in_linear_time() -> None:
    started = time.perf_counter()
    for text in ("a" * 200_000, "1." * 100_000, "+1 " * 70_000, "AB12 " * 40_000):
        assert not list(NotPersonal(("t",)).faults({"t": text})) or text.startswith("AB12")
    assert time.perf_counter() - started < 5
