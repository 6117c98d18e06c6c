""""""

from collections.abc import Callable

import pytest

from harmscope.formats import Limits, Member, StreamFault
from harmscope.formats.sandbox import read


def test_a_child_that_dies_is_a_fault(member: Callable[..., Member]) -> None:
    with pytest.raises(StreamFault, match="too much memory or time"):
        list(read(member(b"x"), "harmscope.no_such_module"))


def test_a_silent_child_is_not_waited_for(member: Callable[..., Member]) -> None:
    # An interpreter needs far longer than this to start, so the child looks silent.
    one = member(b"PAR1", limits=Limits(child_patience=0.0))
    with pytest.raises(StreamFault, match="too much memory or time"):
        list(read(one, "harmscope.formats.parquet_child"))
