from harmscope.demands.real_date import RealDate

DEMAND = RealDate(("a", "b.*"))


def test_days_that_do_not_exist() -> None:
    record = {"a": "2026-02-30T10:00:00Z", "b": ["2026-02-28", "2025-02-29"]}
    assert list(DEMAND.faults(record)) == ["/a", "/b/1"]


def test_another_form_is_not_its_business() -> None:
    assert not list(DEMAND.faults({"a": "30.02.2026", "b": [5, "٢٠٢٦-٠٢-٣٠"]}))


def test_a_day_that_the_schema_refuses_is_one_fault_and_not_two() -> None:
    assert not list(DEMAND.faults({"a": "2026-07-32", "b": ["2026-13-01"]}))
