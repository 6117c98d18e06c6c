from harmscope.validation.subject import holds_statements, identity, kind_of, otherwise

STATEMENT = {"decision_ground": "x", "category": "y", "source_type": "z"}


def test_a_record_says_its_kind() -> None:
    assert kind_of({"record": "notice"}, None) == "notice"
    assert kind_of({"record": "notice"}, "notice") == "notice"


def test_a_header_may_stand_before_any_kind() -> None:
    assert kind_of({"record": "dataset"}, "notice") == "dataset"


def test_another_kind_than_the_given_one_is_none() -> None:
    assert kind_of({"record": "incident"}, "notice") is None
    assert kind_of({"record": "nothing"}, None) is None
    assert kind_of({"record": 5}, "notice") is None


def test_statements_are_known_by_their_members() -> None:
    assert kind_of(STATEMENT, None) == "dsa-sor"
    assert kind_of({"category": "y"}, None) is None
    assert kind_of({"category": "y"}, "dsa-sor") == "dsa-sor"


def test_ids() -> None:
    assert identity("notice", {"notice_id": "n"}) == "n"
    assert identity("notice", {"notice_id": 5}) is None
    assert identity("dataset", {"dataset_id": "d"}) is None
    one, other = ({"puid": "p", "platform_name": name} for name in ("A", "B"))
    assert identity("dsa-sor", one) != identity("dsa-sor", other)


def test_columns_tell_whether_a_table_holds_statements() -> None:
    columns = ["decision_ground", "category", "source_type", "puid"]
    assert holds_statements(columns, None)
    assert holds_statements(["puid"], "dsa-sor")
    assert not holds_statements(["puid"], None)
    assert not holds_statements(columns, "incident")
    assert not holds_statements([*columns, "record"], "dsa-sor")


def test_a_record_of_another_kind_is_told_from_one_of_no_kind() -> None:
    assert all(otherwise({"record": "incident"}, "notice"))
    assert otherwise({"record": "nothing"}, "notice") == ("", "")
    assert otherwise({"record": "incident"}, None) == ("", "")
