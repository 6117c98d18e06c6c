"""Whether a decoder has lost anything of a line: it keeps the last of two members of one name."""

ESCAPED = (b"\\\\", b'\\"')


def lossless(line: bytes, again: bytearray) -> bool:
    """Whether ``again``, the record of ``line`` written anew, holds all its members.

    Written anew nothing becomes longer, since records with fractions are not decoded at all; and
    where it is shorter, blanks and escapes are not needed or a member was lost. A lost member
    takes the quotes around its name away, and nothing else takes quotes away: those within texts
    are escaped, and are not counted.
    """
    return len(line) == len(again) or _quotes(line) == _quotes(again)


def _quotes(text: bytes | bytearray) -> int:
    if b"\\" in text:
        for pair in ESCAPED:
            text = text.replace(pair, b"")
    return text.count(b'"')
