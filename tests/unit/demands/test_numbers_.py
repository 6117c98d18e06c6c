from harmscope.demands.numbers_ import AtMost, SumOf, count_at


def test_true_is_no_number() -> None:
    assert count_at({"a": True}, "a") is None
    assert count_at({"a": 1}, "a") == 1


def test_at_most() -> None:
    assert list(AtMost("a", "b").faults({"a": 3, "b": 2})) == ["/a"]
    assert not list(AtMost("a", "b").faults({"a": 2, "b": 2}))
    assert not list(AtMost("a", "b").faults({"a": 2}))


def test_sum_of() -> None:
    demand = SumOf("t", ("a", "b.*"))
    assert not list(demand.faults({"t": 6, "a": 1, "b": [2, 3]}))
    assert list(demand.faults({"t": 7, "a": 1, "b": [2, 3]})) == ["/t"]
