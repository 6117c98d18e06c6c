from harmscope.model.kinds import CURRENT, RECORDS


def test_a_kind_is_what_its_records_say() -> None:
    for kind, model in RECORDS.items():
        assert model.model_fields["record"].annotation.__args__ == (kind,)  # type: ignore[union-attr]


def test_every_kind_has_a_version_of_two_numbers() -> None:
    assert set(CURRENT) == set(RECORDS)
    assert all(len(version.split(".")) == 2 for version in CURRENT.values())
    assert CURRENT["dataset"] == "1.1"
