from harmscope.demands.refers import Refers

RECORD = {"d": [{"id": "a"}, {"id": "b", "undoes": "b"}, {"id": "c", "undoes": "x"}]}


def test_a_reference_to_nothing() -> None:
    assert list(Refers("d.*.undoes", "d.*.id").faults(RECORD)) == ["/d/2/undoes"]


def test_a_reference_to_itself() -> None:
    demand = Refers("d.*.undoes", "d.*.id", itself=False)
    assert list(demand.faults(RECORD)) == ["/d/1/undoes", "/d/2/undoes"]
