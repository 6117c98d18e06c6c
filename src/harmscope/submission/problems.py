"""Each way in which a submission can fail its check, in words."""

from dataclasses import dataclass

PROBLEMS: dict[str, tuple[str, str]] = {
    # the package
    "not_a_bag": (
        "it is no BagIt bag in a zip file or folder",
        "make it with harmscope submit pack",
    ),
    "unsafe_name": ("a file name leads out of the bag", "write plain relative names"),
    "twin_names": ("two file names differ in case or spelling only", "give each file its own name"),
    "special_file": ("it holds a link or a special file", "put the file itself there"),
    "bad_manifest": ("a manifest cannot be read", "make the package again with submit pack"),
    "too_large": (
        "it is larger than the limit when unpacked",
        "split it, or ask for a higher limit",
    ),
    "too_many_files": ("it holds more files than the limit", "put fewer files in"),
    "too_deep": ("its files lie in folders inside folders", "put files right under data/"),
    "bomb": ("it grows out of proportion when unpacked", "pack it without such compression"),
    "damaged": ("it is damaged or cut off", "send it again"),
    "too_slow": (
        "checking it took longer than the limit",
        "send it again, in smaller parts, or ask for a longer limit",
    ),
    "check_stopped": (
        "checking it ended before its time, for want of memory or by a fault of the reader",
        "send it again, in smaller parts",
    ),
    # the contents
    "altered": ("the bytes differ from what the manifest says", "send the file that was packed"),
    "missing": ("a file that the manifest names is missing", "send every file that was packed"),
    "extra": ("there is a file that the manifest does not name", "take it out, or pack again"),
    "row_count": ("the number of rows differs from the manifest", "pack the complete file"),
    "wrong_schema_version": (
        "it is written for a version of the submission format that is not known here",
        "pack it with a version of harmscope that fits",
    ),
    "bad_statement": ("its description cannot be read", "make it with harmscope submit pack"),
    # the signature
    "unsigned": ("it carries no signature", "sign it with harmscope submit sign"),
    "bad_signature": ("the signature does not fit the contents", "sign it again"),
    "wrong_key": ("it is signed with a key that is not the sender's", "sign with the right key"),
    "expired_key": ("the signing key has expired", "register a new key and sign again"),
    "early_key": ("the signing key is not valid yet", "wait, or sign with a valid key"),
    "revoked_key": ("the signing key was revoked", "register a new key and sign again"),
    "cannot_unseal": ("it cannot be decrypted with this identity", "encrypt it to the right key"),
}

PASSING = ("too_slow", "check_stopped")
"""Problems that say nothing of the package itself: the same bytes may fare better another time."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure: its code, and the file it concerns (escaped for display) where there is one."""

    code: str
    member: str = ""

    @property
    def words(self) -> str:
        """What is wrong and how to mend it, in one line."""
        fault, fix = PROBLEMS[self.code]
        return f"{self.member}: {fault}; {fix}" if self.member else f"{fault}; {fix}"

    def as_dict(self) -> dict[str, str]:
        """The problem as JSON output shows it."""
        fault, fix = PROBLEMS[self.code]
        shown = {"code": self.code, "fault": fault, "fix": fix}
        return {**shown, "member": self.member} if self.member else shown


class Refused(Exception):  # noqa: N818 - read as what happened to the package
    """A package that cannot be gone on with."""

    def __init__(self, code: str, member: str = "") -> None:
        super().__init__(code)
        self.problem = Problem(code, member)
