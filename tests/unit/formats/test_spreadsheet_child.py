from collections.abc import Callable

import pytest

from harmscope.formats import Limits


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("a", "a"), "!duplicate_columns"),
        (("a", None, "c"), "!nameless_column"),
        (("a", "b", "c", "d"), "!too_many_columns"),
    ],
)
def test_headers_that_are_none(of_file, xlsx, xlsx_row, header: tuple, code: str) -> None:
    book = xlsx(xlsx_row(1, *header) + xlsx_row(2, "1"))
    assert of_file(book, limits=Limits(columns=3)) == {"f": [code]}


def test_an_empty_sheet_is_said(of_file: Callable, xlsx: Callable) -> None:
    assert of_file(xlsx("")) == {"f": ["!empty_file"]}


def test_a_parser_that_aborts_takes_only_the_child(of_file, xlsx: Callable, xlsx_row) -> None:
    # Single quotes hide the far cell from the scan; the parser then asks for far too much room.
    far = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    assert of_file(xlsx(xlsx_row(1, "a") + far)) == {"f": ["!reader_stopped"]}


def test_broken_xml_is_a_fault(of_file: Callable, xlsx: Callable) -> None:
    assert of_file(xlsx('<row r="1"><c r="A1"><v>1</row>')) == {"f": ["!bad_spreadsheet"]}
