import pytest

from harmscope.formats.lines import split


def chunks(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_lines_have_number_offset_and_end(size: int) -> None:
    found = list(split(chunks(b"a\r\n\nbc\nd", size), 10))
    assert [(line.number, line.offset, line.data, line.ended) for line in found] == [
        (1, 0, b"a\r", True),
        (2, 3, b"", True),
        (3, 4, b"bc", True),
        (4, 7, b"d", False),
    ]


@pytest.mark.parametrize("size", [1, 4, 100])
def test_a_line_over_the_limit_is_marked_and_empty(size: int) -> None:
    found = list(split(chunks(b"123456\n12345\n1234567", size), 5))
    assert [(line.too_long, line.data) for line in found] == [
        (True, b""),
        (False, b"12345"),
        (True, b""),
    ]
    assert [line.offset for line in found] == [0, 7, 13]


def test_nothing_has_no_line() -> None:
    assert not list(split([], 5))
