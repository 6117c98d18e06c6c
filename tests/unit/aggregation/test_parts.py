"""Tables that stay where they were made."""

from types import SimpleNamespace

import pyarrow as pa

from harmscope.aggregation.parts import Part, TablesApart


def test_tables_are_taken_out_and_numbered_later() -> None:
    codes = pa.array(["a", "b", "a"]).dictionary_encode()
    batch = pa.record_batch({"seq": pa.array([0, 1, 2], pa.int64()), "code": codes})
    part = Part(number=3, tables={"label": batch})
    result = SimpleNamespace(part=SimpleNamespace(taken=part))
    apart, told = TablesApart(), list[int]()
    packed = apart.out_of(result)
    apart.tell(result, told.append)
    assert (list(packed), part.tables) == (["label"], {})
    assert part.begin is not None
    part.begin(8)
    assert told == [8]
    (found,) = apart.batches(packed["label"], 8)
    assert found.to_pydict() == {"seq": [8, 9, 10], "code": ["a", "b", "a"]}
    assert found.schema.field("code").type == pa.string()


def test_a_result_without_tables_is_left_as_it_is() -> None:
    result = SimpleNamespace(part=SimpleNamespace(taken=None))
    assert not TablesApart().out_of(result)
    TablesApart().tell(result, lambda first: None)
    assert result.part.taken is None
