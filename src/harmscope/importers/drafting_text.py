"""Keys, values and comments of TOML as text. (Python reads TOML and does not write it.)"""

import json
import re
import textwrap

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def key(text: str) -> str:
    """A key, quoted where it has to be."""
    return text if _BARE.fullmatch(text) else value(text)


def value(text: str) -> str:
    """A basic string. JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def commented(text: str) -> list[str]:
    """A comment in lines of at most 100 characters; line breaks in it are gone."""
    return [f"# {line}" for line in textwrap.wrap(" ".join(text.split()), 98)]
