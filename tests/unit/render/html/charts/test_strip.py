from harmscope.render.html.charts.strip import HEIGHT, LEAST, counted, lines, strip

NONE = {"error": 0, "warning": 0, "info": 0}


def test_columns_stand_where_findings_lie() -> None:
    drawn = str(strip([NONE, {"error": 3, "warning": 1, "info": 0}, NONE, NONE], 10, 38))
    assert drawn.count("<rect") == 2
    assert 'x="37.00%"' in drawn
    assert 'width="1.00%"' in drawn
    assert "<title>lines 11 to 20: 3 errors, 1 warning</title>" in drawn
    assert 'aria-label="Findings lie in 1 of 4 stretches of the file"' in drawn


def test_a_single_finding_beside_many_is_still_seen() -> None:
    drawn = str(strip([NONE | {"error": 10_000}, NONE | {"info": 1}], 1, 2))
    assert f'height="{HEIGHT:.1f}"' in drawn
    assert f'height="{LEAST:.1f}"' in drawn


def test_words() -> None:
    assert lines(0, 1, 1) == "line 1"
    assert lines(3, 1000, 3500) == "lines 3,001 to 3,500"
    assert counted({"error": 1, "warning": 0, "info": 2}) == "1 error, 2 notes"


def test_an_empty_strip_is_a_line() -> None:
    assert "<rect" not in strip([], 1, 0)
