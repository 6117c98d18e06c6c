"""Display names of files and archive members to addresses of the files on disk."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from harmscope.formats.names import shown


class Addresses:
    """Where the files of a run lie: ``paths`` as the user named them.

    A display name starts with the last part of one of the paths, or is that of a file in a folder
    among them (the sheets of a report). Two paths that end alike cannot
    be told apart, and then the display name stands as it is.
    """

    def __init__(self, paths: Iterable[str | Path]) -> None:
        named = [Path(path) for path in paths if str(path) != "-"]
        ends = Counter(path.name for path in named)
        self._roots = {shown(path.name): path for path in named if ends[path.name] == 1}

    def of(self, name: str) -> tuple[str, str]:
        """The address of the file as a relative or absolute URI reference, and the place inside
        it: empty, or the member of an archive."""
        first, _, rest = name.partition("/")
        root = self._roots.get(first)
        if root is None:
            inside = [path / name for path in self._roots.values() if (path / name).is_file()]
            return (_address(inside[0]) if len(inside) == 1 else quote(name)), ""
        if not root.is_dir():
            return _address(root), rest
        parts = rest.split("/")
        for count in range(1, len(parts) + 1):
            path = root.joinpath(*parts[:count])
            if path.is_file():
                return _address(path), "/".join(parts[count:])
        return quote(name), ""


def _address(path: Path) -> str:
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix())
