"""A quote mark too many, told from a text of many lines."""

import pytest

from harmscope.formats.quotes import as_row, swallows, unquoted


@pytest.mark.parametrize(
    ("lines", "width", "found"),
    [
        (['1,a,"b,c\n', "2,a,b,c\n", '3,a,b",c\n'], 4, True),
        (['1,a,"b,c\n', '2,a,b",c\n'], 4, True),
        (['1,a,"first line\n', "second, with a comma\n", 'third",c\n'], 4, False),
        (['1,"a\n', 'b, c"\n'], 2, False),
        (['1,"a\n', "2,b\n", '3,c"\n'], 2, True),
        (['"one\n', 'two"\n'], 1, False),
        (['1,"a\n', '2,"b, c, d, e"\n', '3,f"\n'], 2, True),
        (['1,a,b,"Removed:\n', 'spam, scams, fraud, hate"\n'], 4, False),
        (['1,a,"b,c\n', '2,"x, y",b,c\n'], 4, True),
    ],
)
def test_lines_that_are_rows_by_themselves(lines: list[str], width: int, found: bool) -> None:
    assert swallows(lines, width, ",", width) is found


def test_of_a_row_of_the_wrong_width_most_lines_are_enough() -> None:
    lines = ['1,a,"b,c\n', "2,a,b,c\n", "3,a,b,c\n", 'x"y\n']
    assert swallows(lines, 4, ",", 7)
    assert not swallows(lines, 4, ",", 4)


def test_a_line_is_read_without_its_quotes_where_they_do_not_fit() -> None:
    assert unquoted('1,"b,c"\n', ",") == ["1", "b", "c"]
    assert as_row('1,"b, c",d\n', 3, ",") == ["1", "b, c", "d"]
    assert as_row('1,"b,c\n', 3, ",") == ["1", "b", "c"]
