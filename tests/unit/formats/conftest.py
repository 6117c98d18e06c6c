"""Reading bytes as a file, in one call."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harmscope.formats import Limits, Member, Row, RowFault, StreamFault, members
from harmscope.formats.records import rows

Outcome = list[object]


@pytest.fixture
def member() -> Callable[..., Member]:
    """A member of given bytes, cut into chunks of a given size."""

    def make(data: bytes, size: int = 7, limits: Limits | None = None) -> Member:
        chunks = (data[start : start + size] for start in range(0, len(data), size))
        return Member("m", chunks, limits or Limits())

    return make


@pytest.fixture
def outcome() -> Callable[[Iterator[Row | RowFault]], Outcome]:
    """Rows as their data, faults as their codes, and last the code of a stream's fault."""
    return shown


def shown(found: Iterator[Row | RowFault]) -> Outcome:
    result: Outcome = []
    try:
        for row in found:
            result.append(row.data if isinstance(row, Row) else row.code)
    except StreamFault as fault:
        result.append(f"!{fault.code}")
    return result


@pytest.fixture
def of_file(tmp_path: Path) -> Callable[..., dict[str, Outcome]]:
    """What comes out of a file of given bytes: outcome by member."""

    def read(data: bytes, name: str = "f", limits: Limits | None = None) -> dict[str, Outcome]:
        path = tmp_path / name
        path.write_bytes(data)
        return {one.name: shown(_rows(one)) for one in members(path, limits or Limits())}

    return read


def _rows(one: Member) -> Iterator[Row | RowFault]:
    yield from rows(one)


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def xlsx() -> Callable[..., bytes]:
    """A workbook of one sheet, from the XML of its rows."""

    def make(rows_: str, before: str = "") -> bytes:
        sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows_}</sheetData></worksheet>'
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/s.xml"/>'
            "</Relationships>",
            "xl/worksheets/s.xml": before + sheet,
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        return out.getvalue()

    return make


@pytest.fixture
def xlsx_row() -> Callable[..., str]:
    """The XML of a row: text cells and numbers; None is an empty cell."""

    def make(number: int, *cells: str | float | None) -> str:
        return (
            f'<row r="{number}">'
            + "".join(
                f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
                if isinstance(cell, str)
                else f'<c r="{chr(65 + place)}{number}"><v>{cell}</v></c>'
                for place, cell in enumerate(cells)
                if cell is not None
            )
            + "</row>"
        )

    return make
