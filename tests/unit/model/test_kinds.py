from harmscope.model.kinds import CURRENT, RECORDS, id_of


def test_a_kind_is_what_its_records_say() -> None:
    for kind, model in RECORDS.items():
        assert model.model_fields["record"].annotation.__args__ == (kind,)  # type: ignore[union-attr]


def test_every_kind_has_a_version_of_two_numbers() -> None:
    assert set(CURRENT) == set(RECORDS)
    assert all(len(version.split(".")) == 2 for version in CURRENT.values())
    assert CURRENT["dataset"] == "1.1"


def test_every_record_of_a_data_set_has_an_id_of_its_kind() -> None:
    assert id_of({"record": "notice", "notice_id": "n"}) == "n"
    assert id_of({"record": "incident", "incident_id": "i"}) == "i"
    assert id_of({"record": "exposure", "exposure_id": "e"}) == "e"
    assert id_of({"record": "measure", "measure_id": "m"}) == "m"
