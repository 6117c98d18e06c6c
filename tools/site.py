"""``make site``: the Markdown of this repository as a site, in ``build/docs/site``.

Zensical reads one folder. The pages are copied there as they lie in the tree, with every file that
they link to, so that a link leads to the same place on the site as in a clone. Nothing else is
changed, but that a link to a folder leads to the list of what it holds.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "docs"
LINK = re.compile(r"(\]\()([^)\s:#]+)((?:#[\w-]+)?\))")
"""A link to a file of the tree: what stands before the path, the path, what stands behind it."""
FENCE = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """The Markdown files of the site."""
    named = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
    found = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    return [*(ROOT / name for name in named), *sorted(found)]


def links(text: str) -> Iterator[re.Match[str]]:
    """The links of a page to files, those inside code left out."""
    for part in FENCE.split(text)[::2]:
        yield from LINK.finditer(part)


def gather(target: Path) -> None:
    """Copy the pages into the folder ``target``, and the files that they link to."""
    shutil.rmtree(target, ignore_errors=True)
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for link in links(text):
            _bring(Path(os.path.normpath(page.parent / link[2])), target)
        place = target / page.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_to_lists(text, page), encoding="utf-8")


def _bring(aim: Path, target: Path) -> None:
    """Copy what a link leads to; a folder gets a page that lists its files."""
    place = target / aim.relative_to(ROOT)
    if aim.is_file() and aim.suffix != ".md":
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(aim, place)
    elif aim.is_dir() and not (aim / "README.md").exists():
        shutil.copytree(aim, place, dirs_exist_ok=True)
        names = sorted(path.relative_to(aim).as_posix() for path in aim.rglob("*"))
        lines = [f"# {aim.relative_to(ROOT).as_posix()}", "", *(f"- [{n}]({n})" for n in names)]
        (place / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _to_lists(text: str, page: Path) -> str:
    def aimed(link: re.Match[str]) -> str:
        folder = (page.parent / link[2]).is_dir()
        return f"{link[1]}{link[2].rstrip('/')}/README.md{link[3]}" if folder else link[0]

    parts = FENCE.split(text)
    parts[::2] = [LINK.sub(aimed, part) for part in parts[::2]]
    return "".join(parts)


def build(work: Path = WORK) -> Path:
    """Build the site below the folder ``work``; a broken link ends the build. Gives its folder."""
    gather(work / "pages")
    config = shutil.copy(ROOT / "docs" / "zensical.toml", work)
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "-f", config]
    subprocess.run(command, cwd=work, check=True)
    return work / "site"


if __name__ == "__main__":
    print(build() / "index.html")
