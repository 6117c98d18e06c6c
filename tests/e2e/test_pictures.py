"""Pictures in the documents: there, small, described, of the sizes they say; one is made anew."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tools.app_pictures import APP_PAGES
from tools.screenshots import IMAGES, PAGES, ROOT, SIZES, pictures
from tools.site import pages

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
MOST = 150_000
"""Bytes of a picture."""
MADE = {f"{name}-{width}.png": size for name in (*PAGES, *APP_PAGES)
        for width, *_ in SIZES for size in SIZES if size[0] == width}  # fmt: skip


def shown() -> list[tuple[str, str, str]]:
    """Each picture in a document: the document, the words for those who do not see it, its file."""
    return [
        (page.relative_to(ROOT).as_posix(), words, (page.parent / name).resolve().as_posix())
        for page in pages()
        for words, name in PICTURE.findall(page.read_text(encoding="utf-8"))
    ]


def test_every_picture_is_there_small_and_described() -> None:
    for page, words, name in shown():
        assert len(words.split()) >= 4, f"{page} says too little of {name}"
        assert (IMAGES / name).stat().st_size <= MOST
    assert len(shown()) >= 5


def test_every_picture_that_is_made_is_shown_and_none_is_left_over() -> None:
    there = {path.name for path in IMAGES.glob("*.png")}
    assert there == set(MADE)
    assert {name.rpartition("/")[2] for _, _, name in shown()} >= there


@pytest.mark.parametrize(("name", "size"), MADE.items(), ids=MADE)
def test_a_picture_has_the_size_that_its_name_says(name: str, size: tuple[int, int]) -> None:
    with Image.open(IMAGES / name) as image:
        assert image.size == size
        assert len(image.convert("RGB").getcolors(size[0] * size[1])) > 10, "it is not blank"


@pytest.mark.parametrize("guide", ["platform", "advertiser", "regulator"])
def test_each_tutorial_shows_its_page_in_both_widths(guide: str) -> None:
    names = [name for page, _, name in shown() if page == f"docs/tutorial-{guide}.md"]
    assert {name.rpartition("-")[2] for name in names} == {"1440.png", "375.png"}


@pytest.mark.parametrize("page", ["validate", "compare"])
def test_the_command_makes_them(browser: Browser, page: str) -> None:
    made = dict(pictures(browser, page))
    assert list(made) == [f"{page}-{width}.png" for width, _ in SIZES]
    for name, picture in made.items():
        assert len(picture) <= MOST
        with Image.open(BytesIO(picture)) as image:
            assert image.format == "PNG"
            assert image.size == MADE[name]
