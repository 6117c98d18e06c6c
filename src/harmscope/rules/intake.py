"""What becomes of a submission: SP001 to SP099 what a package can fail, RR001 to RR099 why a sound
package is not taken in, RC001 to RC099 what does not add up in a pool.

Receipts and the ledger name each by its slug, and by its code beside it.
"""

from typing import Final

from harmscope.findings import FindingKind
from harmscope.rules.pool_doubts import DOUBTS

BAGIT: Final = "RFC 8493 (BagIt); the submission format of harmscope"
FORMAT: Final = "the submission format of harmscope"
KEYS: Final = "the keys that senders register; DSSE and Ed25519 (RFC 8032)"
LEDGER: Final = "the rules of intake of the registry"

_WHAT_IT_IS: Final = "A package that cannot be read is not accepted, not even in part"
_BOUNDS: Final = "Files beyond the limits are often made to use up all memory"
_CONTENTS: Final = "The content is not what the sender signed"
_SIGNED: Final = "Only the sender's own valid key proves who sent it"


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
        "It is not a BagIt bag in a zip file or folder",
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
        "Its version of the submission format is not known here",
        "Without its description, sender, service and period are not known",
        "pack it with a version of harmscope that fits",
        FORMAT,
    ),
    _problem(
        "SP018",
        "bad_statement",
        "Its description cannot be read",
        "Without its description, sender, service and period are not known",
        "make it with harmscope submit pack",
        FORMAT,
    ),
    _of_key("SP019", "unsigned", "It has no signature", "sign it with harmscope submit sign"),
    _of_key("SP020", "bad_signature", "The signature does not match the contents", "sign it again"),
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
        "A sender may report only its own services",
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
        "Its report is of an older version, and part of it is ambiguous now",
        "Converting it would be a guess",
        "make it again with a newer version of harmscope report",
    ),
    _refusal(
        "RR006",
        "other_service",
        "It holds records of another service",
        "Its counts would be added to the wrong service",
        "submit each service by itself",
    ),
    _refusal(
        "RR007",
        "other_period",
        "Its records are of another period than it states",
        "Its counts would be added to the wrong period",
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
    _refusal(
        "RR013",
        "bad_publication",
        "Its publication is not valid",
        "Figures of a publication that is not valid cannot be pooled",
        "take the folder that harmscope registry publish wrote, and pack it again",
    ),
    _refusal(
        "RR014",
        "publication_altered",
        "The publication is not the one that its manifest names, or the manifest is not signed",
        "Only the signature of the authority proves that the figures are its own",
        "take the folder from the authority that published it again",
    ),
    _refusal(
        "RR015",
        "publication_of_another",
        "The publication was signed with a key that is not registered for its sender",
        "An authority may hand in only its own publications",
        "register the key of the registry that published it for this sender",
    ),
    _refusal(
        "RR016",
        "services_not_named",
        "The publication does not name the services behind it",
        "A service in two publications would be counted twice, and nobody could see it",
        "publish it again with a newer version of harmscope",
    ),
    _refusal(
        "RR017",
        "unknown_authority",
        "The authority is not registered for this sender",
        "A sender may hand in the publications of its own registry only",
        "register it: harmscope registry senders add with --authority",
    ),
    _refusal(
        "RR018",
        "own_publication",
        "It is a publication of this registry",
        "Its figures would be counted twice",
        "take it into another registry",
    ),
    _refusal(
        "RR019",
        "older_edition",
        "The publication is older than the one that it replaces",
        "Figures that were corrected since would come back",
        "hand in the newest edition; to go back to an older one, withdraw the newer one first",
    ),
    _refusal(
        "RR020",
        "figures_contradict",
        "Figures of its publication contradict each other: parts do not add up to their whole",
        "Where both cannot be true, a sum with either of them means nothing",
        "ask the authority to correct the figures that the receipt names and to publish again",
    ),
)
"""Why a sound package is not taken in beside what is there already."""


RULES: Final[tuple[FindingKind, ...]] = (*PACKAGE, *ADMISSION, *DOUBTS)

BY_SLUG: Final[dict[str, FindingKind]] = {kind.slug: kind for kind in RULES}
"""Every kind of this module by the word that receipts and the ledger hold."""
