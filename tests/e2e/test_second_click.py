"""A form that was just sent is not sent again by a second click; each button counts for itself."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page

SCRIPT = files("harmscope.web").joinpath("static", "app.js").read_text("utf-8")
FORM = """<form method="post" action="/there"><button id="one">One</button>
<button id="two" name="act" value="two">Two</button></form>"""
COUNT = """() => { window.sent = []; document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) window.sent.push(event.submitter.id);
  event.preventDefault();
}); }"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page()
    made.set_content(FORM)
    made.add_script_tag(content=SCRIPT)
    made.evaluate(COUNT)
    yield made
    made.close()


def sent(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.sent")
    return found


def test_a_second_click_on_the_same_button_sends_nothing(page: Page) -> None:
    page.dblclick("#one")
    assert sent(page) == ["one"]


def test_another_button_sends_at_once(page: Page) -> None:
    page.click("#one")
    page.click("#two")
    assert sent(page) == ["one", "two"]


def test_later_the_same_button_sends_again(page: Page) -> None:
    page.click("#one")
    page.evaluate(
        """() => { const later = new SubmitEvent("submit", {
          bubbles: true, cancelable: true, submitter: document.querySelector("#one")});
        Object.defineProperty(later, "timeStamp", {value: performance.now() + 4000});
        document.forms[0].dispatchEvent(later); }"""
    )
    assert sent(page) == ["one", "one"]
