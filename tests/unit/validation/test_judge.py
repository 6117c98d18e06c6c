from harmscope.validation.judge import Fault


def test_a_fault_needs_no_detail() -> None:
    assert Fault("HS001", "/a") == ("HS001", "/a", "")
