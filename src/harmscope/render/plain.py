"""Text out of published files, made safe for terminals, tables and Markdown."""

import re

RISKY = ("=", "+", "-", "@", "\t", "\r")
_MARKUP = re.compile(r"([\\`*\[\]<>|])")


def printable(text: str) -> str:
    """Text of which no character steers a terminal; line breaks stay."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{printable(text)}" if text.startswith(RISKY) else printable(text)


def markdown(text: str) -> str:
    """Text in one line that means nothing to Markdown or HTML."""
    return _MARKUP.sub(r"\\\1", printable(text).replace("\n", " ")).replace("\\<", "&lt;")
