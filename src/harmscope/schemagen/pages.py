"""Writes a folder of generated pages."""

from pathlib import Path


def write_folder(folder: Path, pages: dict[str, str]) -> list[str]:
    """Make ``folder`` hold exactly ``pages`` (text by file name); gives the names that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
            changed.append(path.name)
    for name, text in pages.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(name)
    return sorted(changed)
