"""What officials write into the ledger: it must say something, and be text."""

from harmscope.errors import UserError


def said(where: str, text: str) -> str:
    """``text`` without space around it. Raises UserError where nothing is left, or where it holds
    what no encoding of text has."""
    kept = text.strip()
    try:
        kept.encode()
    except UnicodeEncodeError:
        raise UserError(where, "this is no text", "write it in UTF-8") from None
    if not kept:
        raise UserError(where, "it is empty", "say it in a few words; it stays on record")
    return kept
