from harmscope.formats.rows import StreamFault, row_fault


def test_a_row_fault_says_what_and_how_to_mend() -> None:
    fault = row_fault("duplicate_key", 3, 40)
    assert (fault.line, fault.offset, fault.code) == (3, 40, "duplicate_key")
    assert fault.message
    assert fault.fix


def test_a_stream_fault_gets_its_place_once() -> None:
    fault = StreamFault("truncated").at("a.gz").at("b.zip")
    assert fault.file == "a.gz"
    assert str(fault).startswith("a.gz: ")
