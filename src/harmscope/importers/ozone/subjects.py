"""What an Ozone event is about: an account, a record, a message, a conversation."""

from dataclasses import dataclass

from harmscope.importers.entry import BadRow, Entry

_OTHER_COLLECTIONS = {
    "app.bsky.feed.generator",
    "app.bsky.labeler.service",
    "app.bsky.graph.list",
    "app.bsky.graph.starterpack",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """``name`` tells it apart, ``account`` is the DID that it belongs to, ``kind`` the model's."""

    name: str
    account: str
    kind: str

    @property
    def is_account(self) -> bool:
        """Whether it is the account itself."""
        return self.kind == "account"


def subject_of(entry: Entry) -> Subject:
    """The subject of an event or report. Raises BadRow."""
    subject = entry.sub("subject")
    # A report's subject is wrapped once more, in a view.
    if not subject.text("$type") and subject.has("subject"):
        return _by_name(subject.text("subject"))
    kind = subject.text("$type").rpartition("#")[2]
    did = subject.text("did")
    if kind == "repoRef" and did:
        return Subject(did, did, "account")
    if kind == "messageRef" and did:
        return Subject(f"{did}/{subject.need('messageId')}", did, "content")
    if kind == "convoRef" and did:
        return Subject(f"{did}/{subject.need('convoId')}", did, "other")
    if subject.has("uri"):
        return _by_name(subject.text("uri"))
    raise BadRow("subject")


def _by_name(name: str) -> Subject:
    """A DID, or an at-uri: ``at://DID/COLLECTION/KEY``."""
    if name.startswith("did:"):
        return Subject(name, name, "account")
    account, _, rest = name.removeprefix("at://").partition("/")
    if not name.startswith("at://") or not account or not rest:
        raise BadRow("subject")
    collection = rest.partition("/")[0]
    return Subject(name, account, "other" if collection in _OTHER_COLLECTIONS else "content")
