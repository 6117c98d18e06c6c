"""``make screenshots``: pictures of the pages that harmscope writes, in ``docs/images``.

The pages are made by the commands that the README and the tutorials show, and in the web app, on
shipped data and with a day that is set; so a picture changes where a page does.
"""

import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser

from tools.app_pictures import APP_PAGES, served
from tools.browser import chromium

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
EXAMPLES = ROOT / "examples"
SIZES = ((1440, 1200), (375, 812))
"""A desk's and a phone's window."""
COLOURS = 256


def _run(folder: Path, *commands: str) -> None:
    """Run commands of harmscope one after another in a folder; findings do not stop them."""
    for command in commands:
        line = [sys.executable, "-m", "harmscope", *shlex.split(command)]
        done = subprocess.run(line, cwd=folder, capture_output=True, text=True)
        if done.returncode > 1:
            raise SystemExit(f"{command}\n{done.stderr}")


def report(folder: Path) -> Path:
    """The page of a report: the one that `make demo` writes."""
    _run(folder, "demo --out demo-out")
    return folder / "demo-out" / "report" / "report.html"


def validation(folder: Path) -> Path:
    """The page of a check, of the same records."""
    _run(folder, "demo --out demo-out",
         "validate demo-out/records.jsonl --clock 2026-01-15 -o validate.html")  # fmt: skip
    return folder / "validate.html"


def comparison(folder: Path) -> Path:
    """The page of a comparison: two published reports of the tutorial for an advertiser."""
    data = (EXAMPLES / "advertiser-compare").as_posix()
    read = "read '{}/{}' --from dsa-report --edition 2026-02 -o {}.json"
    _run(folder, *(read.format(data, name, name) for name in ("halcyon", "lantern")),
         "compare halcyon.json lantern.json -o compare.html")  # fmt: skip
    return folder / "compare.html"


def publication(folder: Path) -> Path:
    """The page of a publication: the tutorial for a regulator, in one go."""
    _registry(folder)
    _run(folder, "registry publish registry --period 2026-Q1 --clock 2026-05-04 -o published")
    return folder / "published" / "index.html"


def _registry(folder: Path) -> None:
    """The registry of the tutorial for a regulator, with the packages of its three platforms."""
    data = (EXAMPLES / "regulator-pool").as_posix()
    names = ("lumen", "quill", "harbour")
    _run(folder, 'registry init registry --name "Digital Office" --clock 2026-04-01')
    for name in names:
        who = f"--sender {name} --service {name.title()} --period 2026-Q1 --clock 2026-04-10"
        _run(folder,
             f"submit keys new --name {name} --out keys --clock 2026-04-01",
             f"registry senders add registry {name} --key keys/{name}.public.json "
             f"--service {name.title()} --clock 2026-04-01",
             f"submit pack '{data}/{name}.jsonl' {who} -o {name}.zip",
             f"submit sign {name}.zip --key keys/{name}.key.pem")  # fmt: skip
    _run(folder,
         f"registry receive registry {' '.join(f'{name}.zip' for name in names)} "
         "--receipts receipts --clock 2026-04-10")  # fmt: skip


PAGES: dict[str, Callable[[Path], Path]] = {
    "report": report,
    "validate": validation,
    "compare": comparison,
    "publish": publication,
}


def pictures(browser: Browser, name: str) -> Iterator[tuple[str, bytes]]:
    """The pictures of the page ``name``: the name of the file and a small PNG."""
    with tempfile.TemporaryDirectory() as folder:
        address = PAGES[name](Path(folder)).as_uri()
        for width, height in SIZES:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(address)
            yield f"{name}-{width}.png", small(page.screenshot())
            page.close()


def app_pictures(browser: Browser, *names: str) -> Iterator[tuple[str, bytes]]:
    """Pictures of the app's pages, or of those named, in the order of their steps."""
    with tempfile.TemporaryDirectory() as folder:
        _registry(Path(folder))
        with served(Path(folder)) as address:
            page = browser.new_page(base_url=address)
            for name in names or APP_PAGES:
                APP_PAGES[name](page)
                for width, height in SIZES:
                    page.set_viewport_size({"width": width, "height": height})
                    yield f"{name}-{width}.png", small(page.screenshot())
            page.close()


def small(picture: bytes) -> bytes:
    """The same PNG in its most common colours, which stay as they are; rare ones (edges of
    letters) become the nearest of them."""
    with Image.open(BytesIO(picture)) as image:
        full = np.asarray(image.convert("RGB"))
    colours, place, counts = np.unique(
        full.reshape(-1, 3).astype(np.int32), axis=0, return_inverse=True, return_counts=True
    )
    kept = colours[np.argsort(-counts, kind="stable")[:COLOURS]]
    nearest = ((colours[:, None] - kept[None]) ** 2).sum(axis=2).argmin(axis=1)
    few = Image.fromarray(nearest[place.reshape(full.shape[:2])].astype(np.uint8), "P")
    few.putpalette(kept.astype(np.uint8).tobytes())
    target = BytesIO()
    few.save(target, "PNG", optimize=True)
    return target.getvalue()


def main() -> None:
    """Make every picture anew."""
    with chromium() as browser:
        made = (pictures(browser, name) for name in PAGES)
        for file, picture in chain(*made, app_pictures(browser)):
            (IMAGES / file).write_bytes(picture)
            print(f"docs/images/{file}: {len(picture) // 1000} kB")


if __name__ == "__main__":
    main()
