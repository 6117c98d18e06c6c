from harmscope.demands.day_range import DayRange


def test_both_ends_are_inside() -> None:
    demand = DayRange(("d.*",), "2000-01-01", "2038-01-01")
    days = ["1999-12-31", "2000-01-01", "2038-01-01", "2038-01-02", "x"]
    assert list(demand.faults({"d": days})) == ["/d/0", "/d/3"]
