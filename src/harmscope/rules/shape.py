"""HS001 to HS029 and VS001 to VS009: can a record be read, has it the shape that its schema asks
for, and is its version the newest."""

from harmscope.formats.faults import FAULTS
from harmscope.rules.rule import Rule

ALL = (
    *("dataset", "notice", "incident", "exposure", "measure"),
    *("report", "published", "submission", "key", "dsa-sor"),
    *("receipt", "pool", "publication", "registry"),
    *("comparison", "difference", "reconciliation", "claims"),
)
SCHEMA = "JSON Schema of the record kind, schemas/"
JSON = "RFC 8259; measured behaviour of JSON readers"


def _shape(  # noqa: PLR0917 - a table, read by column
    code: str, slug: str, what: str, why: str, fix: str, source: str = SCHEMA
) -> Rule:
    return Rule(code, slug, "error", "record", ALL, what, why, fix, source)


VERSIONED = (
    *("dataset", "notice", "incident", "exposure", "measure"),
    *("report", "published", "submission", "key"),
)
CHANGES = "schemas/changes.toml"


RULES = (
    _shape(
        "HS001",
        "unreadable_line",
        "The line is not one complete JSON object",
        "A line that cannot be read is a record that is not counted",
        "write one JSON object a line, to the end of the line",
        JSON,
    ),
    _shape(
        "HS002",
        "member_missing",
        "A member that every record of this kind has is missing",
        "Without it the record cannot be counted, or distinguished from others",
        "add the member",
    ),
    _shape(
        "HS003",
        "member_unknown",
        "Records of this kind do not have this member",
        "A misspelt member would be ignored, and what it says would be lost",
        "rename or remove the member",
    ),
    _shape(
        "HS004",
        "type_wrong",
        "A value has the wrong JSON type",
        "Many readers silently turn a wrong type into something else",
        "write the value in the expected type",
    ),
    _shape(
        "HS005",
        "code_unlisted",
        "A code is not in the list that its member takes",
        "A code outside the list ends up in no category",
        "use a listed code (harmscope rules HS005 shows them); open lists take x-<org>.<code>",
    ),
    _shape(
        "HS006",
        "value_malformed",
        "A text has the wrong form",
        "Dates, ids and tags of another form cannot be compared",
        "write the value in the expected form",
    ),
    _shape(
        "HS007",
        "null_value",
        "A value is null",
        "Null, empty and missing would be three ways to say one thing",
        "leave the member out",
    ),
    _shape(
        "HS008",
        "key_duplicate",
        "An object names a member twice",
        "Most readers keep the last one and silently drop the others",
        "give each member once",
        JSON,
    ),
    _shape(
        "HS009",
        "list_empty",
        "A list is empty",
        "An empty list and a missing one would be two ways to say one thing",
        "leave the member out",
    ),
    _shape(
        "HS010",
        "text_damaged",
        "The text is not UTF-8, or holds NUL or half a character",
        "Damaged text fails later, when it is written again",
        "write the file as UTF-8",
        JSON,
    ),
    _shape(
        "HS011",
        "number_inexact",
        "A number is not finite, or JSON readers do not keep it exactly",
        "NaN, infinity and integers beyond 2^53 - 1 change their value on the way",
        "leave the member out where there is no number; write large identifiers as text",
        JSON,
    ),
    _shape(
        "HS012",
        "limit_exceeded",
        "A line, a row, a nesting or an unpacked size is beyond the limit",
        "Files beyond it are often made to use up all memory",
        "split the file, or flatten the record",
        "the limits of harmscope.formats",
    ),
    _shape(
        "HS013",
        "kind_unknown",
        "The member record, which names the kind, is missing or unknown",
        "A record of no known kind cannot be checked or counted",
        "set record to a known kind, or give --kind",
    ),
    _shape(
        "HS014",
        "version_unknown",
        "The member version is missing, or names no published version",
        "Members change their meaning between versions",
        "set version to a published one",
    ),
    _shape(
        "HS015",
        "file_damaged",
        "The file, archive or compressed stream is damaged or cut off",
        "Every record after the damage is lost",
        "fetch or write the file again",
        "measured behaviour of gzip, zstd and zip readers",
    ),
    _shape(
        "HS016",
        "row_ragged",
        "The row does not have as many cells as the header, or is not quoted after RFC 4180",
        "One shifted cell puts every value after it in the wrong column",
        "quote cells that hold delimiters, quotes or line breaks",
        "RFC 4180",
    ),
    _shape(
        "HS017",
        "value_out_of_range",
        "A text is outside its length, or a number outside its range",
        "Values beyond the limits are mostly wrong units or pasted documents",
        "shorten the text, or correct the number",
    ),
    _shape(
        "HS018",
        "file_refused",
        "The file is of a kind that is not read, or not safe to open",
        "Links, encrypted members and names that lead out of an archive are never followed",
        "give plain files: JSONL, CSV or Parquet, plain or in gzip, zstd or zip",
        "the readers of harmscope.formats",
    ),
    Rule(
        "HS019",
        "other_encoding",
        "warning",
        "file",
        ALL,
        "The file is not UTF-8; read as Windows-1252",
        "Letters of another encoding are read as wrong ones, and nobody notices",
        "write the file as UTF-8",
        JSON,
    ),
    Rule(
        "HS020",
        "name_against_content",
        "warning",
        "file",
        ALL,
        "The name of the file says one format, and its content is another",
        "Programs that go by the name fail on it, or read it wrongly",
        "give the file the ending of its content, or write the content again",
        "RFC 4180; RFC 8259",
    ),
    Rule(
        "VS001",
        "forward_unclear",
        "error",
        "record",
        VERSIONED,
        "A record of an older version cannot be converted without a guess",
        "A code that was split or retired since can mean several things now, or none",
        "choose the new code by hand, and set version to the newer one",
        CHANGES,
    ),
    Rule(
        "VS002",
        "version_old",
        "info",
        "record",
        VERSIONED,
        "A record does not follow the newest version of its schema",
        "Older records are checked by their own schema, and converted every time they are read",
        "run harmscope migrate on the file",
        CHANGES,
    ),
    Rule(
        "VS003",
        "version_newer",
        "error",
        "record",
        VERSIONED,
        "A record is newer than the version asked for",
        "Going back would lose what the newer version added",
        "choose a newer version",
        CHANGES,
    ),
)
OF_FAULT: dict[str, str] = {slug: fault.part_of for slug, fault in FAULTS.items()}
"""The rule that speaks for each fault of the readers."""
