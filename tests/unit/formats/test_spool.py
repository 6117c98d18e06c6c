import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.formats.spool import Spool

texts = st.text(st.characters(exclude_categories=("Cs",)))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)


@given(st.dictionaries(texts, values, max_size=4))
def test_a_line_is_what_the_standard_library_writes(record: dict[str, object]) -> None:
    plain = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    assert Spool.line(record) == plain.encode() + b"\n"


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="float"):
        Spool.line({"a": float("nan")})


def test_written_lines_stand_between_records() -> None:
    with Spool() as spool:
        spool.write({"a": 1})
        spool.write_line(b'{"a":2}\n')
        spool.write({"a": 3})
        assert [one["a"] for one in spool.again()] == [1, 2, 3]


def test_records_come_out_in_order_and_again() -> None:
    records: list[dict[str, object]] = [{"a": number, "b": "ü"} for number in range(1000)]
    with Spool() as spool:
        for record in records:
            spool.write(record)
        spool.write_header({"record": "dataset"})
        assert list(spool.again()) == records
        with spool.body() as body:
            assert body.readline() == '{"a":0,"b":"ü"}\n'.encode()
        assert spool.header == {"record": "dataset"}


def test_an_empty_spool_has_an_empty_body() -> None:
    with Spool() as spool:
        assert list(spool.again()) == []
