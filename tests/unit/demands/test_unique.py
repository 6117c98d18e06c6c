from harmscope.demands.unique import Unique


def test_the_second_one_is_named() -> None:
    assert list(Unique("x.*.id").faults({"x": [{"id": "a"}, {"id": "b"}, {"id": "a"}]})) == [
        "/x/2/id"
    ]
