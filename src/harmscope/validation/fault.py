"""A fault of one record, before it is known which file the record came from."""

from typing import NamedTuple


class Fault(NamedTuple):
    """``code`` names the rule, ``pointer`` the place in the record (RFC 6901).

    ``detail`` adds what the rule cannot know, such as the type that is asked for. It never holds
    a value or a name out of the record.
    """

    code: str
    pointer: str
    detail: str = ""
