"""RF001 to RF099: what reading a file can meet.

Each fault has a rule of the validator that speaks for it (``part_of``): ``validate`` reports the
fault under that rule, and the words here say what was met.
"""

from typing import Final

from harmscope.findings import FindingKind

_READING: Final = "the readers of harmscope.formats"
_WHY: Final[dict[str, str]] = {
    "HS001": "The row is left out and not counted",
    "HS008": "Most readers keep the last one and silently drop the others",
    "HS010": "Damaged text fails later, when it is written again",
    "HS011": "Other programs would read another number",
    "HS012": "Files beyond the limits are often made to use up all memory",
    "HS015": "What follows the fault cannot be read, so rows are missing",
    "HS016": "Values would be read under the wrong column",
    "HS018": "A file that cannot be read, or that points elsewhere, is never opened",
    "HS205": "An empty file is mostly an export that failed",
}


def _fault(number: int, slug: str, part_of: str, what: str, fix: str) -> FindingKind:
    return FindingKind(
        f"RF{number:03}",
        slug,
        "error",
        "read",
        ("file",),
        what,
        _WHY[part_of],
        fix,
        _READING,
        part_of=part_of,
    )


_RFC4180: Final = "quote cells after RFC 4180"
_AGAIN: Final = "fetch or write the file again"

RULES: Final[tuple[FindingKind, ...]] = (
    _fault(
        1,
        "broken_json",
        "HS001",
        "The line is not JSON",
        "write one JSON object a line, after RFC 8259",
    ),
    _fault(
        2, "cut_off_line", "HS001", "The last line is cut off", "write the file again, to its end"
    ),
    _fault(3, "duplicate_key", "HS008", "An object names a member twice", "give each member once"),
    _fault(
        4,
        "not_finite",
        "HS011",
        "A number is NaN or infinite",
        "leave the member out where there is no number",
    ),
    _fault(
        5, "big_integer", "HS011", "An integer is beyond 2^53 - 1 either way", "write it as text"
    ),
    _fault(
        6,
        "lone_surrogate",
        "HS010",
        "Text holds half of a surrogate pair",
        "write complete characters",
    ),
    _fault(7, "bad_utf8", "HS010", "The line is not UTF-8", "write the file as UTF-8"),
    _fault(
        8,
        "nul_byte",
        "HS010",
        "The line holds a NUL byte",
        "write the file as UTF-8 text without NUL",
    ),
    _fault(9, "too_deep", "HS012", "Values are nested deeper than 64", "flatten the record"),
    _fault(
        10,
        "not_an_object",
        "HS001",
        "The line holds something other than an object",
        "write one object a line",
    ),
    _fault(
        11, "line_too_long", "HS012", "The line is longer than the limit", "write one record a line"
    ),
    _fault(12, "ragged_row", "HS016", "The row has more or fewer cells than the header", _RFC4180),
    _fault(13, "bad_quoting", "HS016", "A quoted cell does not end where it should", _RFC4180),
    _fault(
        14,
        "bad_cell",
        "HS001",
        "A cell holds a value that JSON cannot express",
        "write text or numbers",
    ),
    _fault(
        15,
        "row_too_large",
        "HS012",
        "The row is larger than the limit",
        "split the row or shorten its cells",
    ),
    _fault(16, "empty_file", "HS205", "The file is empty", "check how it was written"),
    _fault(18, "truncated", "HS015", "The compressed data is cut off", _AGAIN),
    _fault(19, "damaged", "HS015", "The compressed data is damaged", _AGAIN),
    _fault(20, "bad_checksum", "HS015", "The checksum does not match the data", _AGAIN),
    _fault(
        21,
        "trailing_data",
        "HS015",
        "Foreign data follows the compressed data",
        "write the file again",
    ),
    _fault(
        22,
        "bomb",
        "HS012",
        "The data grows out of proportion when unpacked",
        "unpack it if you trust it",
    ),
    _fault(
        23, "too_large", "HS012", "The unpacked data is larger than the limit", "split the file"
    ),
    _fault(
        24,
        "window_too_large",
        "HS012",
        "Zstd needs a window over 128 MiB",
        "compress without --ultra or --long",
    ),
    _fault(
        25,
        "bad_zip",
        "HS015",
        "The archive's directory is damaged or cut off",
        "write the archive again",
    ),
    _fault(
        26, "encrypted", "HS018", "The archive member is encrypted", "store it without a password"
    ),
    _fault(
        27,
        "unsafe_name",
        "HS018",
        "The member's name leads out of the archive",
        "write plain relative names",
    ),
    _fault(28, "linked", "HS018", "It is a link, not a file", "put the file itself there"),
    _fault(29, "overlapping", "HS015", "Members of the archive overlap", "write the archive again"),
    _fault(
        30,
        "unknown_method",
        "HS018",
        "The member's compression is not supported",
        "use deflate, zstd or none",
    ),
    _fault(
        31, "too_nested", "HS012", "Archives are nested too deeply", "unpack the outer archives"
    ),
    _fault(
        32, "too_many_members", "HS012", "The archive has too many members", "split the archive"
    ),
    _fault(
        33, "wrong_encoding", "HS010", "The text is UTF-16 or UTF-32", "write the file as UTF-8"
    ),
    _fault(
        34,
        "duplicate_columns",
        "HS016",
        "The header names a column twice",
        "give each column one name",
    ),
    _fault(
        35,
        "nameless_column",
        "HS016",
        "The header has a column without a name",
        "name every column",
    ),
    _fault(
        36,
        "too_many_columns",
        "HS012",
        "There are more columns than the limit",
        "keep the columns you need",
    ),
    _fault(
        37,
        "broken_document",
        "HS015",
        "The JSON document is cut off or damaged",
        "write the document again",
    ),
    _fault(
        38,
        "broken_toml",
        "HS015",
        "The TOML document cannot be read",
        "correct its syntax; see toml.io",
    ),
    _fault(
        39,
        "no_rows_found",
        "HS018",
        "The JSON document holds no list of records",
        "give a list of objects",
    ),
    _fault(40, "bad_parquet", "HS015", "The Parquet file cannot be read", "write the file again"),
    _fault(
        41, "bad_spreadsheet", "HS015", "The spreadsheet cannot be read", "save the workbook again"
    ),
    _fault(
        42,
        "sparse_spreadsheet",
        "HS012",
        "Cells lie far outside the table",
        "delete the cells beyond the table",
    ),
    _fault(43, "reader_stopped", "HS012", "Reading took too much memory or time", "split the file"),
    _fault(
        44,
        "unknown_kind",
        "HS018",
        "The content is not a known text, table or archive",
        "give JSON Lines, JSON, CSV, Parquet, XLSX or ODS, plain or in gzip, zstd or zip",
    ),
    _fault(
        45,
        "swallowed_rows",
        "HS016",
        "A quoted cell that starts here holds complete rows: one quote mark too many",
        _RFC4180,
    ),
    _fault(
        46,
        "unreadable_column",
        "HS018",
        "A column has a type that is not read",
        "leave the column out, or write it as text",
    ),
    _fault(
        47,
        "lost_text",
        "HS010",
        "A cell points to a text that the workbook does not hold",
        "save the workbook again from the program that wrote it",
    ),
    _fault(48, "broken_xml", "HS001", "The document is not XML", _AGAIN),
    _fault(
        49,
        "xml_declares",
        "HS018",
        "The XML declares a document type, which could read other files or grow without end",
        "leave the declaration (<!DOCTYPE …>) out",
    ),
)
"""Every fault of reading, in the order of its code."""

FAULTS: Final[dict[str, FindingKind]] = {kind.slug: kind for kind in RULES}
"""Every fault by the word that readers raise."""
