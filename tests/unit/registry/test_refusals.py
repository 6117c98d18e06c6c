import pytest

from harmscope.registry.refusals import REFUSALS, Refusal


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_says_fault_and_fix(code: str) -> None:
    body = Refusal(code).as_dict()
    assert set(body) == {"code", "fault", "fix"}
    assert all(body.values())
