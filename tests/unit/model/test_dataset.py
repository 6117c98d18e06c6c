from harmscope.model.dataset import Dataset

HEADER = {
    "record": "dataset",
    "version": "1.1",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
    "not_recorded": [{"part": "appeals", "reason": "the source keeps no appeals"}],
    "counts": {"read": 3, "written": 2, "skipped": [{"reason": "failed action", "count": 1}]},
}


def test_a_header_round_trips() -> None:
    assert Dataset.model_validate(HEADER).as_dict() == HEADER
