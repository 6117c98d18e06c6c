"""TOML, in which people declare what no log holds: one document is one record."""

import tomllib
from collections.abc import Iterator

from harmscope.formats.member import Member
from harmscope.formats.rows import BadCell, Row, RowFault, StreamFault, plain, row_fault


def read(member: Member) -> Iterator[Row | RowFault]:
    """The document as one row, on line 1; days and times are text as TOML writes them.

    Raises StreamFault ``broken_toml``, ``row_too_large``, and as the member does.
    """
    data = b""
    for chunk in member.chunks():
        data += chunk
        if len(data) > member.limits.line:
            raise StreamFault("row_too_large", member.name)
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
        value = plain(document)
    except BadCell as bad:
        yield row_fault(str(bad), 1, 0)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        raise StreamFault("broken_toml", member.name) from None
    else:
        assert isinstance(value, dict)
        yield Row(1, 0, value)
