from harmscope.demands.differ import Differ


def test_the_same_text_is_named() -> None:
    assert list(Differ("a.*", "b").faults({"a": ["x", "y"], "b": "y"})) == ["/a/1"]
    assert not list(Differ("a", "b").faults({"a": 1, "b": 1}))
