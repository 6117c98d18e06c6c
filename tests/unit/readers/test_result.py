""""""

from collections.abc import Callable

from harmscope.readers.result import (
    Reading,
    column_letters,
    figure,
    known,
    place,
    remark,
    remark_at,
    shown,
)
from harmscope.readers.tables import Table


def test_names_cells_as_spreadsheets_do() -> None:
    assert place(2, 12) == "C12"
    assert [column_letters(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_a_remark_names_place_and_reading(table: Callable[..., Table]) -> None:
    finding = remark("RD041", table([]), "F12", "EL: GR")
    assert (finding.pointer, finding.severity) == ("F12", "info")
    assert finding.message.endswith("(EL: GR)")


def test_a_sheet_is_named_in_the_message() -> None:
    assert remark_at("RD010", "a.xlsx", "B2", sheet="Spam").message.startswith("Spam: ")


def test_shown_text_is_short_and_printable() -> None:
    assert shown("a\x1b[31mb\n") == "a [31mb"
    assert len(shown("x" * 500)) == 60


def test_leaves_out_what_is_not_known() -> None:
    made = figure(metric="items.removed", unit="items", value=None, status="not_reported", scope={})
    assert made.as_dict() == {"metric": "items.removed", "unit": "items", "status": "not_reported"}


def test_known_keeps_zero() -> None:
    assert known(low=0, high=None) == {"low": 0}


def test_a_reading_starts_empty() -> None:
    assert (Reading("figures").figures, Reading("figures").findings) == ([], [])
