from harmscope.demands.code_in import CodeIn


def codes() -> frozenset[str]:
    return frozenset({"a"})


def test_inside_and_outside() -> None:
    assert list(CodeIn(("x.*",), codes).faults({"x": ["a", "b", 1]})) == ["/x/1"]
    assert list(CodeIn(("x.*",), codes, never=True).faults({"x": ["a", "b"]})) == ["/x/0"]
