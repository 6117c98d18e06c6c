from harmscope.readers.result import Reading, figure, known


def test_leaves_out_what_is_not_known() -> None:
    made = figure(metric="items.removed", unit="items", value=None, status="not_reported", scope={})
    assert made.as_dict() == {"metric": "items.removed", "unit": "items", "status": "not_reported"}


def test_known_keeps_zero() -> None:
    assert known(low=0, high=None) == {"low": 0}


def test_a_reading_starts_empty() -> None:
    assert (Reading("figures").figures, Reading("figures").findings) == ([], [])
