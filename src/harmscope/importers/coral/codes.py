"""Coral's codes."""

SCHEME = "coral@2026"
OTHER_FLAG = "COMMENT_REPORTED_OTHER"
OTHER_REJECTION = "OTHER"
ILLEGAL_CONTENT = "ILLEGAL_CONTENT"
DETECTED = "COMMENT_DETECTED_"

METHODS = {
    "COMMENT_DETECTED_TOXIC": "classifier",
    "COMMENT_DETECTED_SPAM": "classifier",
    "COMMENT_DETECTED_LINKS": "keyword",
    "COMMENT_DETECTED_BANNED_WORD": "keyword",
    "COMMENT_DETECTED_SUSPECT_WORD": "keyword",
    "COMMENT_DETECTED_RECENT_HISTORY": "behaviour",
    "COMMENT_DETECTED_PREMOD_USER": "behaviour",
    "COMMENT_DETECTED_NEW_COMMENTER": "behaviour",
    "COMMENT_DETECTED_REPEAT_POST": "behaviour",
}
"""How Coral detects, by the reason of its own flags."""

OF_COMMENT: dict[str, object] = {"subject_kind": "content", "content": {"medium": ["text"]}}
"""What is known of every comment."""


DSA_REPORTS = "dsaReports"
"""The collection of reports under law; rejections name one of them in ``reportID``."""


def comment(id_: str) -> str:
    """The name of a comment as a subject."""
    return f"comment {id_}"
