"""HS201 to HS230: what only a whole file, or several files together, can show."""

from harmscope.rules.rule import Rule

RECORDS = ("notice", "incident", "exposure", "measure")
TABLES = ("dataset", *RECORDS, "dsa-sor")

RULES = (
    Rule(
        "HS201",
        "duplicate_id",
        "error",
        "file",
        (*RECORDS, "dsa-sor"),
        "Two different records do not have the same id",
        "Distinct ids are counted, so one of the two is lost",
        "give each record its own id; a correction names the old one in supersedes",
        "announcements of 2024-04-08 and 2024-05-14 of the DSA Transparency Database",
        cost="distinct",
    ),
    Rule(
        "HS202",
        "duplicate_record",
        "warning",
        "file",
        (*RECORDS, "dsa-sor"),
        "A record stands in the data once",
        "The same record again is counted once; mostly a file was read twice",
        "remove the second copy",
        "announcement of 2024-05-14 of the DSA Transparency Database",
        cost="distinct",
    ),
    Rule(
        "HS203",
        "header_missing",
        "warning",
        "file",
        RECORDS,
        "Records come with a header that says whose they are and what was not recorded",
        "Without it nobody can tell zero from not recorded",
        "write a record of kind dataset as the first line",
    ),
    Rule(
        "HS204",
        "header_not_first",
        "error",
        "file",
        ("dataset",),
        "The header is the first record of a file and the only one",
        "Records before it would be read without knowing what they are",
        "move the header to the first line, one header a file",
    ),
    Rule(
        "HS205",
        "empty_file",
        "error",
        "file",
        TABLES,
        "A file holds at least one record",
        "An empty file is mostly an export that failed",
        "check how the file was written",
        "digital-services-act/transparency-database, issue 361",
    ),
)
