from harmscope.render.terminal import bullets, columns, paragraph


def test_table_pads_columns():
    assert columns(("a", "b"), [("long", "x")]) == "a     b\nlong  x"


def test_paragraph_is_filled():
    assert max(len(line) for line in paragraph("word " * 60).split("\n")) <= 96


def test_no_items_no_title():
    assert bullets("Title", []) == []
    assert bullets("Title", ["one"]) == ["", "Title:", "  - one"]
