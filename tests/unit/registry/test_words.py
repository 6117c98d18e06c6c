import pytest

from harmscope.errors import UserError
from harmscope.registry.words import said


def test_space_around_words_is_dropped() -> None:
    assert said("--reason", " twelve are missing \n") == "twelve are missing"


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_is_no_reason(text: str) -> None:
    with pytest.raises(UserError, match="--reason: it is empty"):
        said("--reason", text)


def test_bytes_that_are_no_text_do_not_reach_the_ledger() -> None:
    with pytest.raises(UserError, match="no text"):
        said("--reason", "half \ud800")
