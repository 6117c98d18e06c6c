"""An appeal against a strike, and what came of it."""

from harmscope.importers.entry import Entry
from harmscope.importers.mastodon.accounts import subject
from harmscope.importers.scribe import Scribe


def translate_appeal(entry: Entry, scribe: Scribe) -> None:
    """One appeal. The account that appeals is the one that got the strike. Raises BadRow."""
    id_, at = entry.need("id"), scribe.time(entry, "created_at")
    account, version = subject(entry.need("account_id")), entry.text("updated_at")
    strike = ("account_warnings", entry.need("account_warning_id"))
    scribe.event(entry, "appeal", id_, at, account, target=strike, version=version)
    for column, outcome in (("approved_at", "granted"), ("rejected_at", "denied")):
        if closed := scribe.time_or_none(entry, column):
            scribe.event(
                entry, "appeal_end", id_, closed, account,
                part="closed", target=("appeals", id_), members={"outcome": outcome},
                version=version,
            )  # fmt: skip
            return
