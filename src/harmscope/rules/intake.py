"""What becomes of a submission: SP001 to SP099 what a package can fail, RR001 to RR099 why a sound
package is not taken in, RC001 to RC099 what does not add up in a pool.

Receipts and the ledger name each by its slug, and by its code beside it.
"""

from typing import Final

from harmscope.findings import FindingKind, Severity

BAGIT: Final = "RFC 8493 (BagIt); the submission format of harmscope"
FORMAT: Final = "the submission format of harmscope"
KEYS: Final = "the keys that senders register; DSSE and Ed25519 (RFC 8032)"
LEDGER: Final = "the rules of intake of the registry"
POOLING: Final = "the checks of a pool, registry/pooling.toml"
ASK: Final = "ask the sender which of the two holds, and for a correction"

_WHAT_IT_IS: Final = "A package that cannot be read is not accepted, not even in part"
_BOUNDS: Final = "Files beyond the limits are often made to exhaust the memory of a reader"
_CONTENTS: Final = "The content is not what the sender signed"
_SIGNED: Final = "Only the sender's own valid key proves that the sender stands behind it"


def _problem(  # noqa: PLR0917 - a table, read by column
    code: str, slug: str, what: str, why: str, fix: str, source: str
) -> FindingKind:
    return FindingKind(code, slug, "error", "intake", ("package",), what, why, fix, source)


def _of_key(code: str, slug: str, what: str, fix: str) -> FindingKind:
    return _problem(code, slug, what, _SIGNED, fix, KEYS)


PACKAGE: Final = (
    _problem(
        "SP001",
        "not_a_bag",
        "It is no BagIt bag in a zip file or folder",
        _WHAT_IT_IS,
        "make it with harmscope submit pack",
        BAGIT,
    ),
    _problem(
        "SP002",
        "unsafe_name",
        "A file name leads out of the bag",
        _WHAT_IT_IS,
        "write plain relative names",
        BAGIT,
    ),
    _problem(
        "SP003",
        "alike_names",
        "Two file names differ in case or spelling only",
        _WHAT_IT_IS,
        "give each file its own name",
        BAGIT,
    ),
    _problem(
        "SP004",
        "special_file",
        "It holds a link or a special file",
        _WHAT_IT_IS,
        "put the file itself there",
        BAGIT,
    ),
    _problem(
        "SP005",
        "bad_manifest",
        "A manifest cannot be read",
        _WHAT_IT_IS,
        "make the package again with submit pack",
        BAGIT,
    ),
    _problem(
        "SP006",
        "too_large",
        "It is larger than the limit when unpacked",
        _BOUNDS,
        "split it, or ask for a higher limit",
        FORMAT,
    ),
    _problem(
        "SP007",
        "too_many_files",
        "It holds more files than the limit",
        _BOUNDS,
        "put fewer files in",
        FORMAT,
    ),
    _problem(
        "SP008",
        "too_deep",
        "Its files lie in folders inside folders",
        _BOUNDS,
        "put files right under data/",
        FORMAT,
    ),
    _problem(
        "SP009",
        "bomb",
        "It grows out of proportion when unpacked",
        _BOUNDS,
        "pack it without such compression",
        FORMAT,
    ),
    _problem("SP010", "damaged", "It is damaged or cut off", _WHAT_IT_IS, "send it again", BAGIT),
    _problem(
        "SP011",
        "too_slow",
        "Checking it took longer than the limit",
        _BOUNDS,
        "send it again, in smaller parts, or ask for a longer limit",
        FORMAT,
    ),
    _problem(
        "SP012",
        "check_stopped",
        "Checking it stopped early: out of memory, or a fault of the reader",
        _BOUNDS,
        "send it again, in smaller parts",
        FORMAT,
    ),
    _problem(
        "SP013",
        "altered",
        "The bytes differ from what the manifest says",
        _CONTENTS,
        "send the file that was packed",
        BAGIT,
    ),
    _problem(
        "SP014",
        "missing",
        "A file that the manifest names is missing",
        _CONTENTS,
        "send every file that was packed",
        BAGIT,
    ),
    _problem(
        "SP015",
        "extra",
        "There is a file that the manifest does not name",
        _CONTENTS,
        "take it out, or pack again",
        BAGIT,
    ),
    _problem(
        "SP016",
        "row_count",
        "The number of rows differs from the manifest",
        _CONTENTS,
        "pack the complete file",
        BAGIT,
    ),
    _problem(
        "SP017",
        "wrong_schema_version",
        "It is written for a version of the submission format that is not known here",
        "Without this statement, sender, service and period are not known",
        "pack it with a version of harmscope that fits",
        FORMAT,
    ),
    _problem(
        "SP018",
        "bad_statement",
        "Its description cannot be read",
        "Without this statement, sender, service and period are not known",
        "make it with harmscope submit pack",
        FORMAT,
    ),
    _of_key("SP019", "unsigned", "It carries no signature", "sign it with harmscope submit sign"),
    _of_key("SP020", "bad_signature", "The signature does not fit the contents", "sign it again"),
    _of_key(
        "SP021",
        "wrong_key",
        "It is signed with a key that is not the sender's",
        "sign with the right key",
    ),
    _of_key(
        "SP022", "expired_key", "The signing key has expired", "register a new key and sign again"
    ),
    _of_key(
        "SP023", "early_key", "The signing key is not valid yet", "wait, or sign with a valid key"
    ),
    _of_key(
        "SP024", "revoked_key", "The signing key was revoked", "register a new key and sign again"
    ),
    _problem(
        "SP025",
        "cannot_unseal",
        "It cannot be decrypted with this identity",
        "What cannot be decrypted cannot be checked",
        "encrypt it to the right key",
        KEYS,
    ),
    _of_key(
        "SP026",
        "bad_envelope",
        "The file of the signature is not a DSSE envelope",
        "write payload, payloadType and signatures as JSON, in base64 with its padding",
    ),
)
"""What a package can fail before anything in it is judged."""


def _refusal(code: str, slug: str, what: str, why: str, fix: str) -> FindingKind:
    return FindingKind(code, slug, "error", "intake", ("package",), what, why, fix, LEDGER)


ADMISSION: Final = (
    _refusal(
        "RR001",
        "unknown_sender",
        "Its sender is not registered",
        "There is nobody to ask about the submission",
        "register the sender and its key first",
    ),
    _refusal(
        "RR002",
        "unknown_service",
        "The service is not registered for this sender",
        "A sender speaks for its own services alone",
        "check the spelling, or have it registered",
    ),
    _refusal(
        "RR003",
        "nothing_valid",
        "No record in it is valid",
        "There is nothing that could be counted",
        "fix what the rules name and submit again",
    ),
    _refusal(
        "RR004",
        "bad_report",
        "Its report is not valid",
        "Figures of a report that is not valid cannot be pooled",
        "make it with harmscope report",
    ),
    _refusal(
        "RR005",
        "old_report",
        "Its report is of an older version, and something in it can mean several things now",
        "Converting it would be a guess",
        "make it again with a newer version of harmscope report",
    ),
    _refusal(
        "RR006",
        "other_service",
        "It holds records of another service",
        "Its counts would stand under the wrong service",
        "submit each service by itself",
    ),
    _refusal(
        "RR007",
        "other_period",
        "Its records say another period than it does",
        "Its counts would stand in the wrong period",
        "pack it with the period of the records",
    ),
    _refusal(
        "RR008",
        "already_reported",
        "There is a submission for this service and period",
        "The same period would be counted twice",
        "correct that one with --replaces and --because",
    ),
    _refusal(
        "RR009",
        "overlap",
        "Its period overlaps with one already reported",
        "Some days would be counted twice",
        "submit the rest of the period",
    ),
    _refusal(
        "RR010",
        "replaces_unknown",
        "What it replaces is not here",
        "A correction must correct something that is here",
        "check the id",
    ),
    _refusal(
        "RR011",
        "replaces_other",
        "What it replaces is of another sender, service or period",
        "A correction must be of the same sender, service and period",
        "check the id",
    ),
    _refusal(
        "RR012",
        "replaces_not_current",
        "What it replaces was replaced or withdrawn before",
        "Two corrections of one submission would both count",
        "replace the newest one",
    ),
)
"""Why a sound package is not taken in beside what is there already."""


def _doubt(  # noqa: PLR0917 - a table, read by column
    code: str, slug: str, severity: Severity, what: str, why: str, fix: str
) -> FindingKind:
    return FindingKind(code, slug, severity, "pool", ("pool",), what, why, fix, POOLING)


DOUBTS: Final = (
    _doubt(
        "RC001",
        "shared_records",
        "warning",
        "Two services handed in records of the same content",
        "The same cases would be counted twice",
        "ask both senders which of them took the decisions",
    ),
    _doubt(
        "RC002",
        "part_of_period",
        "warning",
        "The submissions of a service cover some days of the period only",
        "Counts of the service are too low for the period",
        "ask the sender for the days that are missing",
    ),
    _doubt(
        "RC003",
        "reaches_beyond",
        "warning",
        "A submission reaches beyond the period and is left out",
        "Counts of the service are missing from the pool",
        "pool the period that the submission covers, or ask for it in parts",
    ),
    _doubt(
        "RC004",
        "absent",
        "warning",
        "A registered service has no submission for the period",
        "The pool says nothing of this service",
        "ask the sender for its submission",
    ),
    _doubt(
        "RC005",
        "period_gap",
        "warning",
        "Days between two submissions of a service are covered by none",
        "What happened on these days is in no period",
        "ask the sender for the days that are missing",
    ),
    _doubt(
        "RC006",
        "sum_fails",
        "error",
        "Parts do not add up to their total",
        "One of the numbers is wrong",
        ASK,
    ),
    _doubt(
        "RC007",
        "parts_fall_short",
        "error",
        "The figures of a split do not reach the total",
        "Cases are missing from the split",
        ASK,
    ),
    _doubt(
        "RC008",
        "forward_unclear",
        "error",
        "A report of an older version cannot be brought forward without a guess",
        "None of its figures is pooled",
        "ask the sender for a report of the newest version",
    ),
    _doubt(
        "RC009",
        "contested",
        "error",
        "The sender's report gives two different figures for one thing",
        "Neither is taken, so the figure is missing from the pool",
        ASK,
    ),
    _doubt(
        "RC010",
        "inexact",
        "info",
        "The sender's report rounds or estimates a figure",
        "Such figures are not pooled",
        "ask the sender for the exact figure, or for records",
    ),
    _doubt(
        "RC011",
        "much_unknown",
        "warning",
        "More than a fifth of a count is of unknown category",
        "Comparing categories would mislead",
        "ask the sender how it assigns categories",
    ),
    _doubt(
        "RC012",
        "report_differs",
        "error",
        "The sender's report says something else than its records",
        "One of the two is wrong",
        ASK,
    ),
    _doubt(
        "RC013",
        "jump",
        "info",
        "A figure changed by a large factor against the period before",
        "Mostly something changed in the counting",
        "ask the sender what changed",
    ),
    _doubt(
        "RC014",
        "share_flipped",
        "warning",
        "A share turned into its complement against the period before",
        "Mostly a flag changed its meaning",
        "ask the sender what the flag means in both periods",
    ),
)
"""What does not add up in a pool, or in a report at intake."""

RULES: Final[tuple[FindingKind, ...]] = (*PACKAGE, *ADMISSION, *DOUBTS)

BY_SLUG: Final[dict[str, FindingKind]] = {kind.slug: kind for kind in RULES}
"""Every kind of this module by the word that receipts and the ledger hold."""
