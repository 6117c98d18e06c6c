from harmscope.submission.problems import PASSING, Problem


def test_what_may_pass_is_in_the_catalogue() -> None:
    assert [Problem(code).kind.code for code in PASSING] == ["SP011", "SP012"]


def test_the_member_comes_first_where_there_is_one() -> None:
    assert Problem("missing", "data/a.jsonl").words.startswith("data/a.jsonl: a file")
    assert Problem("unsigned").as_dict() == {
        "code": "unsigned",
        "rule": "SP019",
        "fault": "it has no signature",
        "fix": "sign it with harmscope submit sign",
    }
