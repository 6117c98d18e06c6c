import pytest

from harmscope.errors import UserError
from harmscope.validation.options import Options


def test_rules_are_chosen_by_code_slug_and_start_of_a_code() -> None:
    options = Options(select=("HS1", "duplicate-id"), ignore=("HS102",))
    assert options.keeps("HS101")
    assert options.keeps("HS201")
    assert not options.keeps("HS102")
    assert not options.keeps("HS202")


def test_what_fits_nothing_is_the_users_error() -> None:
    with pytest.raises(UserError, match="fits no rule"):
        Options(ignore=("HS9999",))
    with pytest.raises(UserError, match="no such kind"):
        Options(kind="nothing")
