from harmscope.demands.numbers_ import AtMost, SumOf, count_at, number_of


def test_true_is_no_number() -> None:
    assert count_at({"a": True}, "a") is None
    assert count_at({"a": 1}, "a") == 1


def test_a_number_may_have_a_fraction() -> None:
    assert (number_of(0.5), number_of(True), number_of("1")) == (0.5, None, None)
    assert list(AtMost("a", "b").faults({"a": 0.3, "b": 0.2})) == ["/a"]


def test_at_most() -> None:
    assert list(AtMost("a", "b").faults({"a": 3, "b": 2})) == ["/a"]
    assert not list(AtMost("a", "b").faults({"a": 2, "b": 2}))
    assert not list(AtMost("a", "b").faults({"a": 2}))


def test_sum_of() -> None:
    demand = SumOf("t", ("a", "b.*"))
    assert not list(demand.faults({"t": 6, "a": 1, "b": [2, 3]}))
    assert list(demand.faults({"t": 7, "a": 1, "b": [2, 3]})) == ["/t"]
