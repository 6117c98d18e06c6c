"""Every page of the web app for everybody: axe-core finds nothing, and nothing sticks out sideways.

The pages are those of the app's routes, on a phone and on a desk, light and dark. Pages of jobs are
looked at where they come to be: in test_web_app.py.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser

from desks import AT
from harmscope.model.period import parse_period
from harmscope.registry.folder import Registry
from harmscope.registry.publications import Wish
from harmscope.web.application import application
from harmscope.web.configuration import Configuration
from harmscope.web.publication_shelf import PublicationShelf
from looks import faults_of
from served import Served, served, sign_in

NOT_PAGES = ("/style.css", "/healthz", "/metrics", "/api/", "/static/", "/jobs/", "/publications/")
SHOWN = {
    "/rules/{name}": ["/rules/HS003", "/rules/HS205", "/rules/XX000"],
    "/systems/{name}": ["/systems/dsa@v2"],
    "/systems/{name}/{key:path}": ["/systems/mastodon@4/spam"],
    "/taxonomy/{code}": ["/taxonomy/hate", "/taxonomy/ncii", "/taxonomy/none-such"],
}
"""Pages with an id in their address: some of each kind."""

DONE_BY_THE_STEPS = ("/library/{report}", "/inbox/{submission}", "/inbox/{submission}/erase")
"""Pages that test_web_app.py comes to."""

FILES = (
    "/inbox/{submission}/receipt",
    "/inbox/{submission}/notices/{number}/{form}",
    "/library/{report}/report.json",
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, loaded: Path) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("access"), loaded) as running:
        yield running


def pages(app: Served, names: tuple[str, ...] = NOT_PAGES) -> Iterator[str]:
    """The address of every page that can be opened without doing something first."""
    made = application(Configuration(app.folder / "listed", registry=app.registry, server=True))
    parts = [one.original_router for one in made.routes if hasattr(one, "original_router")]
    for route in (route for part in parts for route in part.routes if isinstance(route, APIRoute)):
        if "GET" in route.methods and not route.path.startswith(names):
            if "{" not in route.path:
                yield route.path
            elif route.path not in (*DONE_BY_THE_STEPS, *FILES):
                yield from SHOWN[route.path]


def test_every_page_suits_everybody(app: Served, browser: Browser) -> None:
    page = sign_in(app.visit(browser), "ada")
    faults, seen = [], list(pages(app))
    assert len(seen) > 10
    for address in seen:
        page.goto(address)
        faults += faults_of(page)
    assert not faults, "\n".join(faults)


def test_pages_for_anybody_suit_everybody(app: Served, browser: Browser) -> None:
    page = app.visit(browser)
    faults = []
    for address in ("/", "/sign-in", "/taxonomy?q=doxxing", "/rules?q=date", "/no-such-page"):
        page.goto(address)
        faults += faults_of(page)
    assert not faults, "\n".join(faults)


def test_the_page_of_a_published_edition_suits_everybody(app: Served, browser: Browser) -> None:
    with Registry(app.registry) as registry:
        PublicationShelf(app.data).put(registry, Wish(parse_period("2026-Q1")), AT)
    page = app.visit(browser)
    faults = []
    for address in ("/publications", "/publications/2026-Q1-public/1/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
        faults += faults_of(page)
    assert not faults, "\n".join(faults)


def test_what_does_not_suit_everybody_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<html lang='en'><title>A page</title><main><h1>A page</h1><input>"
        "<p style='color: #ccc; background: #fff'>pale</p><div style='width: 500px'>wide</div>"
    )
    found = faults_of(page)
    # In the dark nothing but colours is other here, so a missing label is named once a width.
    assert len([one for one in found if ": label: " in one]) == 2
    assert len([one for one in found if ": color-contrast: " in one]) == 4
    assert len([one for one in found if "500px" in one and " 375: " in one]) == 1
    page.add_style_tag(content="@media (prefers-color-scheme: dark) { p { display: none; } }")
    found = faults_of(page)
    page.close()
    assert len([one for one in found if ": label: " in one]) == 4
