"""Parquet and workbooks: crafted to hang, to take all memory, or to reach outside."""

import io
import zipfile
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq
from case import Case, record

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STOPPED = ("!reader_stopped",)


def _parquet(table: pa.Table, **options: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def _nested(depth: int) -> pa.Table:
    kind: pa.DataType = pa.int32()
    value: object = 1
    for _ in range(depth):
        kind, value = pa.list_(kind), [value]
    return pa.table({"a": pa.array([value], kind)})


def _of_parquet() -> Iterator[Case]:
    good = pa.table({"number": list(range(500)), "text": ["x"] * 500})
    data = _parquet(good, write_page_checksum=True)
    yield Case("parquet-whole", data, 500)
    yield Case("parquet-cut", data[:-10], 0, ("!bad_parquet",))
    yield Case("parquet-only-marks", b"PAR1PAR1", 0, ("!bad_parquet",))
    yield Case("parquet-huge-footer", data[:-8] + b"\xff\xff\xff\x7fPAR1", 0, ("!bad_parquet",))
    damaged = bytearray(data)
    damaged[60] ^= 0xFF
    yield Case("parquet-damaged-page", bytes(damaged), 0, ("!bad_parquet",))
    yield Case("parquet-nested-20", _parquet(_nested(20)), 1)
    wide = pa.table({f"c{number}": [1] for number in range(6000)})
    yield Case("parquet-6000-columns", _parquet(wide), 0, ("!too_many_columns",))
    many = pa.DictionaryArray.from_arrays(pa.array([0] * 2000), pa.array(["x" * 4_000_000]))
    big = pa.table({"a": many})
    yield Case("parquet-memory-bomb", _parquet(big), 0, _STOPPED)
    numbers = pa.table({"a": [1.0, float("nan"), float("inf"), 2.0]})
    yield Case("parquet-not-finite", _parquet(numbers), 2, ("not_finite",) * 2)
    large = pa.table({"a": [1, 2**60, -(2**60)]})
    yield Case("parquet-big-integers", _parquet(large), 1, ("big_integer",) * 2)
    raw = pa.table({"a": [b"ok", b"\xff\xfe"]})
    yield Case("parquet-bytes", _parquet(raw), 1, ("bad_cell",))
    twice = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    yield Case("parquet-column-twice", _parquet(twice), 0, ("!duplicate_columns",))
    sql = pa.table({'"; DROP TABLE x;--': ["=1+1"]})
    yield Case("parquet-sql-column", _parquet(sql), 1)
    yield Case("parquet-no-rows", _parquet(good.slice(0, 0)), 0)
    same = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000_000, pa.int8()), pa.array(["x"]))
    yield Case("parquet-row-bomb", _parquet(pa.table({"a": same})), 0, ("!bomb",))
    nulls = pa.table({"a": pa.nulls(1000)})
    yield Case("parquet-only-nulls", _parquet(nulls), 1000)


def _xlsx(rows: str, before: str = "", strings: str = "") -> bytes:
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/s.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/s.xml": f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}'
        "</sheetData></worksheet>",
        "xl/sharedStrings.xml": strings or f'<sst xmlns="{_MAIN}"/>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _row(number: int, *cells: str) -> str:
    return f'<row r="{number}">' + "".join(
        f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for place, cell in enumerate(cells)
    ) + "</row>"  # fmt: skip


_HEAD = _row(1, *record(1))
_GOOD = _HEAD + _row(2, *map(str, record(1).values()))


def _of_xlsx() -> Iterator[Case]:
    yield Case("xlsx-whole", _xlsx(_GOOD), 1)
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield Case("xlsx-far-cell", _xlsx(_GOOD + far), 0, ("!sparse_spreadsheet",))
    quoted = far.replace('"', "'")
    yield Case("xlsx-far-cell-hidden", _xlsx(_GOOD + quoted), 0, _STOPPED)
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    yield Case("xlsx-entities", _xlsx(_GOOD, laughs), 0, ("!bad_spreadsheet",))
    outside = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    yield Case("xlsx-outside-entity", _xlsx(_GOOD, outside), 0, ("!bad_spreadsheet",))
    remote = '<!DOCTYPE l SYSTEM "http://example.invalid/x.dtd">'
    yield Case("xlsx-remote-doctype", _xlsx(_GOOD, remote), 0, ("!bad_spreadsheet",))
    yield Case("xlsx-cut", _xlsx(_GOOD)[:-40], 0, ("!bad_zip",))
    yield Case("xlsx-broken-xml", _xlsx(_GOOD[:-8]), 0, ("!bad_spreadsheet",))
    bomb = _HEAD + _row(2, "x" * 150_000_000)
    yield Case("xlsx-bomb", _xlsx(bomb), 0, ("!bomb",))
    yield Case("xlsx-empty", _xlsx(""), 0, ("!empty_file",))
    formula = _HEAD + _row(2, "=1+1", "+1", "-1", "@x", "00123")
    yield Case("xlsx-formula-text", _xlsx(formula), 1)
    yield Case("xlsx-column-twice", _xlsx(_row(1, "a", "a")), 0, ("!duplicate_columns",))
    deep = "<is>" * 50_000
    yield Case("xlsx-deep", _xlsx(f'{_HEAD}<row r="2"><c r="A2">{deep}'), 0, ("!bad_spreadsheet",))


def _ods(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}"/>')
        archive.writestr("content.xml", content)
    return out.getvalue()


def _table(rows: str) -> str:
    base = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{name}="{base}{name}:1.0"' for name in ("office", "table", "text"))
    return (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="s">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )


def _of_ods() -> Iterator[Case]:
    cell = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'
    row = "<table:table-row{}>" + cell.format("") + "</table:table-row>"
    yield Case("ods-whole", _ods(_table(row.format("") * 3)), 2)
    wide = cell.format(' table:number-columns-repeated="2000000000"')
    far = f"<table:table-row>{wide}</table:table-row>"
    yield Case("ods-repeated-columns", _ods(_table(far)), 0, ("!sparse_spreadsheet",))
    long = row.format(' table:number-rows-repeated="2000000000"')
    yield Case("ods-repeated-rows", _ods(_table(long)), 0, ("!sparse_spreadsheet",))
    laughs = '<!DOCTYPE l [<!ENTITY a "ha">]>' + _table(row.format(""))
    yield Case("ods-entities", _ods(laughs), 0, ("!bad_spreadsheet",))


def cases() -> Iterator[Case]:
    """All cases of this kind."""
    for suffix, group in ((".parquet", _of_parquet), (".xlsx", _of_xlsx), (".ods", _of_ods)):
        for case in group():
            yield Case(case.name, case.data, case.good, case.faults, suffix)
