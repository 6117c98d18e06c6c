from collections.abc import Callable

import pytest

from harmscope.formats import Member, StreamFault
from harmscope.formats.member import broken, spool


def test_looking_at_the_head_takes_nothing(member: Callable[..., Member]) -> None:
    one = member(b"a,b\n1,2\n")
    assert one.head(3) == b"a,b"
    assert one.kind() == "csv"
    assert b"".join(one.chunks()) == b"a,b\n1,2\n"


def test_content_reads_like_a_file(member: Callable[..., Member]) -> None:
    with member(b"0123456789" * 10).open() as file:
        assert file.read(13) == b"0123456789012"
        assert len(file.read()) == 87


def test_a_spool_can_be_read_again() -> None:
    with spool(iter([b"ab", b"c"])) as file:
        assert file.read() == b"abc"
        file.seek(1)
        assert file.read() == b"bc"


def test_a_broken_member_says_where_and_why() -> None:
    one = broken("a.zip/b", StreamFault("encrypted"))
    with pytest.raises(StreamFault, match=r"a\.zip/b: .*encrypted"):
        one.kind()
    with pytest.raises(StreamFault):
        list(one.lines())
