"""Submissions: a sealed, signed bag of records or figures that anybody can check offline."""

from harmscope.submission.keys import new_key, read_public
from harmscope.submission.pack import Contents, pack, sign
from harmscope.submission.verify import Outcome, verify

__all__ = ["Contents", "Outcome", "new_key", "pack", "read_public", "sign", "verify"]
