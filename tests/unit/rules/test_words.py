import pytest

from harmscope.rules.words import MEDIA, RESTRICTIONS


@pytest.mark.parametrize("words", [MEDIA, RESTRICTIONS])
def test_texts_are_written_as_they_are_compared(words: frozenset[str]) -> None:
    assert words == {word.strip().lower() for word in words}


def test_no_text_means_two_things() -> None:
    assert not MEDIA & RESTRICTIONS
