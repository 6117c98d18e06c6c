import pytest
from pydantic import ValidationError

from harmscope.model.shared import Harm, Native


def test_a_native_code_keeps_system_version_parent() -> None:
    native = Native(scheme="dsa@v2", code="KEYWORD_OTHER", parent="STATEMENT_CATEGORY_VIOLENCE")
    assert native.as_dict()["parent"] == "STATEMENT_CATEGORY_VIOLENCE"


def test_a_scheme_has_a_version() -> None:
    with pytest.raises(ValidationError):
        Native(scheme="dsa", code="KEYWORD_OTHER")


def test_harm_ids_have_at_most_two_levels() -> None:
    assert Harm(primary="csea.csam-synthetic").primary
    with pytest.raises(ValidationError):
        Harm(primary="ncii.synthetic.video")
