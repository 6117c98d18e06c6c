"""A reviewable says what its flags are about; the flags themselves are rows of their own."""

from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe

USER = "ReviewableUser"
_BY_TYPE = {
    "ReviewableFlaggedPost": ("Post", "post_id"),
    "ReviewablePost": ("Post", "post_id"),
    "ReviewableAkismetPost": ("Post", "post_id"),
    USER: ("User", "user_id"),
}


def translate_reviewable(entry: Entry, scribe: Scribe) -> None:
    """One item of the review queue. Raises BadRow."""
    subject = _target(entry)
    for score in entry.items("reviewable_score_ids"):
        scribe.link(f"score {score}", subject)
    scribe.link(alias(entry.need("id")), subject)


def alias(id_: str) -> str:
    """The name under which flags know a reviewable."""
    return f"reviewable {id_}"


def explode_page(entry: Entry) -> list[Entry]:
    """The rows of a page of ``/review.json``; each flag learns the type of its reviewable."""
    reviewables = list(entry.inner("reviewables", "reviewables"))
    types = {
        score: one.text("type")
        for one in reviewables
        for score in one.items("reviewable_score_ids")
    }
    scores = []
    for one in entry.inner("reviewable_scores", "reviewable_scores"):
        data = one.data | {"reviewable_type": types.get(one.text("id"), "")}
        scores.append(Entry(one.table, data, one.file, one.line, one.offset, one.pointer))
    return [*reviewables, *scores]


def _target(entry: Entry) -> str:
    kind, id_ = entry.text("target_type"), entry.text("target_id")
    if not id_:
        kind, column = _BY_TYPE.get(entry.text("type"), ("", ""))
        id_ = entry.text(column) if column else ""
    return f"{kind} {id_}" if kind and id_ else alias(entry.need("id"))
