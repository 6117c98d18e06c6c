import pytest

from harmscope.submission.problems import PROBLEMS, Problem


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_says_fault_and_fix(code: str) -> None:
    fault, fix = PROBLEMS[code]
    assert fault.islower() or "BagIt" in fault
    assert fix
    assert not fault.endswith(".")


def test_the_member_comes_first_where_there_is_one() -> None:
    assert Problem("missing", "data/a.jsonl").words.startswith("data/a.jsonl: a file")
    assert Problem("unsigned").as_dict() == {
        "code": "unsigned",
        "fault": "it carries no signature",
        "fix": "sign it with harmscope submit sign",
    }
