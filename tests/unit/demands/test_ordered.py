from harmscope.demands.ordered import InSequence, NotLonger, Ordered


def test_the_later_one_is_named() -> None:
    record = {"a": "2026-01-02", "b": ["2026-01-01", "2026-01-03"]}
    assert list(Ordered("a", "b.*").faults(record)) == ["/b/0"]


def test_missing_and_unreadable_times_say_nothing() -> None:
    assert not list(Ordered("a", "b").faults({"a": "2026-01-02"}))
    assert not list(Ordered("a", "b").faults({"a": 5, "b": "2026-01-01"}))


def test_a_sequence_goes_back_once() -> None:
    times = ["2026-01-02", "2026-01-01", "2026-01-02"]
    assert list(InSequence("t.*").faults({"t": times})) == ["/t/1"]


def test_not_longer() -> None:
    demand = NotLonger("a", "b", 10)
    assert not list(demand.faults({"a": "2026-01-01", "b": "2026-01-11"}))
    assert list(demand.faults({"a": "2026-01-01", "b": "2026-01-12"})) == ["/b"]
