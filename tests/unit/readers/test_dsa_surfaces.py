"""Names of files: surfaces, editions, or nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from harmscope.readers.dsa_layout import Layout, lay_out
from harmscope.readers.dsa_surfaces import Place, places
from harmscope.readers.result import Table

Rows = list[list[str]]
Laid = Callable[..., tuple[Table, Layout]]


@pytest.fixture
def laid(table: Callable[..., Table], notices: Callable[..., Rows]) -> Laid:
    def make(name: str, folder: str = "", period: str = "2025-07-01/2025-12-31") -> object:
        made = table(notices(("TOTAL", "5"), period=period), name=name)
        made = replace(made, file=f"{folder}{name}.csv")
        layout = lay_out(made, [])
        assert layout is not None
        return made, layout

    return make  # type: ignore[return-value]


@pytest.mark.parametrize("name", ["acme_4_notices", "4_notices_acme", "2025-H2 4_notices (1)"])
def test_the_name_of_a_single_file_is_no_surface(laid: Laid, name: str) -> None:
    assert places([laid(name)]) == [Place()]


def test_words_in_the_same_place_are_surfaces(laid: Laid) -> None:
    found = places([laid("acme_4_notices_ads"), laid("acme_4_notices_core")])
    assert [each.surface for each in found] == ["ads", "core"]
    assert [each.edition for each in found] == [None, None]


@pytest.mark.parametrize("name", ["4_notices_version2", "4_notices (1)", "Copy of 4_notices"])
def test_two_files_for_one_sheet_are_editions(laid: Laid, name: str) -> None:
    first, second = places([laid("4_notices"), laid(name)])
    assert (first.surface, second.surface) == (None, None)
    assert (first.edition, bool(second.edition)) == (None, True)


def test_translations_of_a_sheet_are_editions(laid: Laid) -> None:
    found = places([laid("4_notices_EN"), laid("4_notices_DE"), laid("4_notices_FR")])
    assert [each.surface for each in found] == [None, None, None]
    assert len({each.edition for each in found}) == 3


def test_files_called_after_languages_with_other_numbers_are_surfaces(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    made = [
        table(notices(("TOTAL", number)), name=f"4_notices_{name}")
        for name, number in (("en", "5"), ("de", "7"))
    ]
    read = [(one, layout) for one in made if (layout := lay_out(one, [])) is not None]
    assert [each.surface for each in places(read)] == ["en", "de"]


def test_folders_of_an_archive_are_surfaces_or_editions(laid: Laid) -> None:
    shops = places([laid("4_notices", "maps/"), laid("4_notices", "mail/")])
    assert [each.surface for each in shops] == ["maps", "mail"]
    again = places([laid("4_notices", "v1/"), laid("4_notices", "v2/")])
    assert [(each.surface, each.edition) for each in again] == [(None, "v1"), (None, "v2")]


def test_a_workbook_beside_csv_files_is_another_edition(laid: Laid) -> None:
    table, layout = laid("4_notices", "csv/")
    sheet = replace(table, file="report.xlsx", is_sheet=True)
    found = places([(table, layout), (sheet, layout)])
    assert [(each.surface, each.edition) for each in found] == [(None, None), (None, "report")]


def test_files_about_two_periods_are_no_editions(laid: Laid) -> None:
    found = places([laid("4_notices_h1", period="2025-01-01/2025-06-30"), laid("4_notices_h2")])
    assert found == [Place(), Place()]
