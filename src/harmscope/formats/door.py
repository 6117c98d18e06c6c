"""Names of files and members as they may be shown: no control character reaches a terminal."""

_LONGEST = 200
_CLUTTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def shown(name: str) -> str:
    """The name with control characters, quotes of direction and surrogates escaped, cut in the
    middle where it is very long."""
    text = "".join(char if char.isprintable() else _escaped(char) for char in name)
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]}…{text[-half:]}"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "backslashreplace").decode("ascii")


def leads_out(name: str) -> bool:
    """Whether an archive member's name is absolute or climbs out of its folder."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "" or ".." in parts or parts[0].endswith(":") or "\0" in name


def is_clutter(name: str) -> bool:
    """Whether a desktop has put the file there beside the real ones, without being asked: what
    macOS and Windows remember of a folder, and the ``._`` twins that macOS packs."""
    base = name.replace("\\", "/").rpartition("/")[2].lower()
    return base in _CLUTTER or base.startswith("._")
