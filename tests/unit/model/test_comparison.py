from typing import Any

import pytest
from pydantic import ValidationError

from harmscope.model.comparison import Difference, Reconciliation
from written import held

EDITION = {"file": "a.json", "sha256": "0" * 64}


def difference(**more: object) -> dict[str, Any]:
    return {
        "record": "difference", "version": "1.0", "old": EDITION, "new": EDITION, "changes": [],
        "equal": 1, "new_periods": [], "restates": False, **more,
    }  # fmt: skip


def test_limits_may_be_open_on_one_side() -> None:
    change = {
        "kind": "changed", "service": "Alpha", "title": "Items", "relative": [None, 0.5],
        "within_rounding": False, "earlier": True,
    }  # fmt: skip
    Difference.model_validate(held(difference(changes=[change])))
    for wrong in ([0.5], [0, 1, 2], ["0", 1]):
        with pytest.raises(ValidationError):
            Difference.model_validate(difference(changes=[{**change, "relative": wrong}]))


def test_a_reconciliation_may_be_of_no_named_service() -> None:
    made = {
        "record": "reconciliation", "version": "1.0", "report": EDITION, "records": {},
        "service": None, "period": None, "cells": [], "reasons": [],
    }  # fmt: skip
    assert Reconciliation.model_validate(held(made)).service is None
