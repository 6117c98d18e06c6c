from typing import Any

import pytest
from pydantic import ValidationError

from harmscope.model.publication import PublishedFigure
from harmscope.model.registry import Receipt, RegistrySettings
from written import held

DIGEST = "0" * 64


def receipt(**more: object) -> dict[str, Any]:
    return {
        "record": "receipt", "version": "1.0", "registry": "Office", "seq": 4, "entry": DIGEST,
        "previous": DIGEST, "received_at": "2026-04-10T00:00:00Z",
        "package": {"sha256": DIGEST, "bytes": 10}, "status": "rejected", "code": "RJCT",
        "rows": {"read": 0, "accepted": 0, "rejected": 0}, "rules": {}, "files": [],
        "problems": [], "remarks": [], "made_by": {"name": "harmscope", "version": "0.1.0"}, **more,
    }  # fmt: skip


def test_a_receipt_of_before_the_codes_still_fits() -> None:
    old = {"code": "overlap", "fault": "its period overlaps", "fix": "submit the rest"}
    for problem in (old, {**old, "rule": "RR009"}):
        Receipt.model_validate(held(receipt(problems=[problem])))


@pytest.mark.parametrize("more", [{"status": "lost"}, {"seq": None}, {"extra": 1}, {"entry": "x"}])
def test_a_receipt_that_is_none_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Receipt.model_validate(receipt(**more))
    with pytest.raises(AssertionError):
        held(receipt(**more))


def test_settings_say_null_for_a_ledger_in_the_folder() -> None:
    settings = {"record": "registry", "version": "1.0", "registry": "Office"}
    settings |= {"acceptance": "automatic"}
    RegistrySettings.model_validate(held({**settings, "database": None}))
    with pytest.raises(AssertionError):
        held(settings)


def test_a_published_figure_has_every_column() -> None:
    columns = ("period", "harm", "service", "territory", "order_state", "value", "low", "high")
    row = dict.fromkeys((*columns, "rounding", "conf_status"))
    row |= {"metric": "a.b", "unit": "items", "obs_status": "M", "senders": 0, "of": 1}
    assert PublishedFigure.model_validate(row).value is None
    del row["harm"]
    with pytest.raises(ValidationError):
        PublishedFigure.model_validate(row)
