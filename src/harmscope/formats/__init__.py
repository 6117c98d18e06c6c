"""Bytes to rows and rows to bytes, with proof: every stream is read to a proven end."""

from harmscope.formats.member import Member
from harmscope.formats.rows import Limits, Line, Row, RowFault, StreamFault
from harmscope.formats.sources import members

__all__ = ["Limits", "Line", "Member", "Row", "RowFault", "StreamFault", "members"]
