"""Why a sound package is not taken in, and what is noted beside one that is, in words."""

from dataclasses import dataclass

REFUSALS: dict[str, tuple[str, str]] = {
    "unknown_sender": ("its sender is not registered", "register the sender and its key first"),
    "unknown_service": (
        "the service is not registered for this sender",
        "check the spelling, or have it registered",
    ),
    "nothing_valid": ("no record in it is valid", "mend what the rules name and submit again"),
    "bad_report": ("its report is not valid", "make it with harmscope report"),
    "old_report": (
        "its report is of an older version, and something in it can mean several things now",
        "make it again with a newer version of harmscope report",
    ),
    "other_service": ("it holds records of another service", "submit each service by itself"),
    "other_period": (
        "its records say another period than it does",
        "pack it with the period of the records",
    ),
    "already_reported": (
        "there is a submission for this service and period",
        "correct that one with --replaces and --because",
    ),
    "overlap": ("its period overlaps with one already reported", "submit the rest of the period"),
    "replaces_unknown": ("what it replaces is not here", "check the id"),
    "replaces_other": (
        "what it replaces is of another sender, service or period",
        "check the id",
    ),
    "replaces_not_current": (
        "what it replaces was replaced or withdrawn before",
        "replace the newest one",
    ),
}


CIRCUMSTANCES = (
    "unknown_sender",
    "unknown_service",
    "already_reported",
    "overlap",
    "replaces_unknown",
    "replaces_not_current",
    "wrong_key",
    "early_key",
)
"""Reasons that lie in the registry or in the day, not in the package: once a key is registered, or
an older submission withdrawn, the same bytes may come in."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason, as it stands in the ledger and on the receipt."""

    code: str
    member: str = ""

    def as_dict(self) -> dict[str, str]:
        """Code, fault and fix."""
        fault, fix = REFUSALS[self.code]
        return {"code": self.code, "fault": fault, "fix": fix}
