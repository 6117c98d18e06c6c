from collections.abc import Iterator

import pytest

from harmscope.formats import StreamFault
from harmscope.formats.splice import Edit, spliced

TEXT = b"one\r\ntwo\nthree"
EDITS = {
    "nothing": ([], TEXT),
    "longer": ([Edit(0, 3, b"first")], b"first\r\ntwo\nthree"),
    "dropped with its line end": ([Edit(0, 3, b"", ending=True)], b"two\nthree"),
    "dropped one after the other": (
        [Edit(0, 3, b"", ending=True), Edit(5, 8, b"", ending=True)],
        b"three",
    ),
    "the last has no line end": ([Edit(9, 14, b"", ending=True)], b"one\r\ntwo\n"),
    "side by side": ([Edit(0, 1, b"O"), Edit(1, 3, b"NE")], b"ONE\r\ntwo\nthree"),
}


def pieces(size: int) -> Iterator[bytes]:
    return (TEXT[at : at + size] for at in range(0, len(TEXT), size))


@pytest.mark.parametrize("size", [1, 2, 5, 100])
@pytest.mark.parametrize("name", EDITS)
def test_edits_are_made_and_the_rest_is_carried_over(name: str, size: int) -> None:
    edits, expected = EDITS[name]
    assert b"".join(spliced(pieces(size), edits)) == expected


def test_a_stream_that_breaks_off_is_no_whole_one() -> None:
    def broken() -> Iterator[bytes]:
        yield TEXT
        raise StreamFault("truncated")

    with pytest.raises(StreamFault):
        list(spliced(broken(), [Edit(0, 3)]))
