from harmscope.exporters.dsa_sor.parts import Part

PART = Part({"text": "x", "list": ["a", 1], "inner": {"at": "2026-03-01T10:00:00Z"}, "yes": True})


def test_what_is_there_is_read():
    assert PART.text("text") == "x"
    assert PART.texts("list") == ["a"]
    assert PART.part("inner").day("at") == "2026-03-01"
    assert PART.answer("yes") == "Yes"


def test_what_is_not_there_is_empty():
    assert PART.text("none") == PART.day("none") == PART.answer("text") == ""
    assert PART.texts("text") == PART.parts("text") == []
    assert PART.part("list").data == {}
