import pytest
from pydantic import ValidationError

from harmscope.model.published import Published

RECORD = {
    "record": "published",
    "version": "1.0",
    "format": "figures",
    "made_by": {"name": "harmscope", "version": "0.1.0"},
    "sources": [{"name": "f.csv", "sha256": "0" * 64, "bytes": 1}],
    "figures": [],
}


def test_takes_a_report_without_service() -> None:
    assert Published.model_validate(RECORD).service is None


@pytest.mark.parametrize("change", [{"format": "pdf"}, {"sources": []}, {"mood": "good"}])
def test_refuses_what_is_no_report(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Published.model_validate({**RECORD, **change})
