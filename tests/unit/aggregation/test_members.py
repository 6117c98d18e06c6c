"""Members without a value are left out."""

import pytest
from pydantic import ValidationError

from harmscope.aggregation.members import given
from harmscope.model.dataset import Choice
from harmscope.model.report import Excluded, Panel


def test_none_is_left_out() -> None:
    assert given(Excluded, reason="x", text=None, records=1).as_dict() == {
        "reason": "x",
        "records": 1,
    }


def test_a_required_list_may_be_empty() -> None:
    panel = given(
        Panel, id="p", title="P", chart="bars", metrics=["a.b"], split=[], figures=[], note=None
    )
    assert panel.figures == []
    assert panel.split is None


def test_what_is_required_is_still_required() -> None:
    with pytest.raises(ValidationError):
        given(Choice, question="Why?", answer=None)
