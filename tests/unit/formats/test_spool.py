from harmscope.formats.spool import Spool


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
