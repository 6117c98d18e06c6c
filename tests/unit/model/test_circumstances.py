import pytest
from pydantic import ValidationError

from harmscope.model.circumstances import Content, Depicted, Hash, Reach


def test_content_may_have_two_languages() -> None:
    assert Content(languages=["de", "fr"]).as_dict() == {"languages": ["de", "fr"]}


def test_an_age_is_a_band_never_a_number() -> None:
    assert Depicted(minor="yes", age_band="14-15").age_band == "14-15"
    with pytest.raises(ValidationError):
        Depicted(age_band="15")


def test_a_hash_is_no_place_for_text() -> None:
    with pytest.raises(ValidationError):
        Hash(alg="pdq", value="a name")


def test_counts_are_whole_and_not_negative() -> None:
    with pytest.raises(ValidationError):
        Reach(views_before_action=-1)
