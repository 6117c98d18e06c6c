"""The web app as people use it: a real server with accounts, real Chromium, one step after another.

The steps build on each other as a case does: a platform checks and reports, an official decides and
publishes, anybody reads.
"""

import base64
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from looks import Looker
from senders import header, notice, write_records
from served import Served, finished, served, sign_in

EXAMPLES = Path(__file__).parents[2] / "examples"
TABLE = EXAMPLES / "importers" / "home-made" / "raw" / "meldungen.csv"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, loaded: Path) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served"), loaded) as running:
        yield running


@pytest.fixture(scope="module")
def platform(app: Served, browser: Browser) -> Page:
    """A browser in which somebody of a platform is signed in."""
    return sign_in(app.visit(browser), "pat")


@pytest.fixture(scope="module")
def official(app: Served, browser: Browser) -> Page:
    """A browser in which an official is signed in, with a second factor."""
    return sign_in(app.visit(browser), "odile")


@pytest.fixture(scope="module")
def seen(app: Served) -> Looker:
    return Looker(app.data)


@pytest.fixture(scope="module")
def bad(app: Served) -> Path:
    """A header and five notices, of which the third holds a member that there is not."""
    rows = [header("Alpha"), *(notice("Alpha", number) for number in range(5))]
    rows[3]["colour"] = "red"
    return write_records(app.folder / "bad.jsonl", rows)


def check(page: Page, file: Path) -> Page:
    page.goto("/check")
    page.get_by_label("Files to check").set_input_files(file)
    page.get_by_role("button", name="Check", exact=True).click()
    return finished(page)


def test_a_bad_file_is_read_fixed_and_checked_again(
    platform: Page, seen: Looker, bad: Path
) -> None:
    seen(check(platform, bad))
    expect(platform.get_by_role("heading", level=1)).to_have_text("1 error to fix")
    found = platform.locator(".found li")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("bad.jsonl, line 4")
    expect(found).to_contain_text("To fix it")
    found.get_by_role("link", name="HS003").click()
    expect(platform.get_by_role("heading", level=1)).to_contain_text("do not have this member")
    fixed = bad.with_name("good.jsonl")
    fixed.write_text(bad.read_text("utf-8").replace(', "colour": "red"', ""), encoding="utf-8")
    check(platform, fixed)
    expect(platform.get_by_role("heading", level=1)).to_have_text("No errors")


def test_a_check_works_without_scripts(app: Served, browser: Browser, bad: Path) -> None:
    page = sign_in(app.visit(browser, java_script_enabled=False), "pat")
    check(page, bad)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 error to fix")
    page.get_by_role("link", name=re.compile("By rule|HS003")).first.click()
    expect(page.locator(".found li")).to_have_count(1)


def test_anybody_finds_a_category_by_another_name(app: Served, browser: Browser) -> None:
    page = app.visit(browser)
    page.goto("/taxonomy")
    page.get_by_label("Find a category by any name").fill("doxxing")
    page.keyboard.press("Enter")
    page.locator("#found + .doors a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    address = page.url
    page.goto(address)
    expect(page).to_have_url(address)


def test_reports_are_read_kept_and_compared(platform: Page, seen: Looker) -> None:
    for name in ("halcyon", "lantern"):
        platform.goto("/library")
        files = sorted((EXAMPLES / "advertiser-compare" / name).glob("*.csv"))
        platform.get_by_label("Files of one report").set_input_files(files)
        platform.get_by_role("button", name="Read it", exact=True).click()
        seen(finished(platform))
        platform.get_by_label("Title").fill(f"{name.title()}, second half of 2025")
        platform.get_by_role("button", name="Keep it", exact=True).click()
    for name in ("Halcyon", "Lantern"):
        platform.get_by_label(f"{name}, second half of 2025", exact=True).check()
    seen(platform)
    platform.get_by_role("button", name="Compare", exact=True).click()
    seen(finished(platform))
    expect(platform.locator("main")).to_contain_text("Lantern")
    expect(platform.locator("main")).to_contain_text("not comparable")


def test_a_question_is_answered_for_all_reports(platform: Page, seen: Looker) -> None:
    platform.goto("/question?category=hate")
    seen(platform)
    platform.get_by_role("button").last.click()
    seen(finished(platform))
    expect(platform.locator("main")).to_contain_text("Halcyon")


def test_a_claim_is_refused_corrected_by_one_click_and_supported(
    platform: Page, seen: Looker
) -> None:
    platform.goto("/library")
    for name in ("Halcyon", "Lantern"):
        platform.get_by_label(f"{name}, second half of 2025", exact=True).check()
    platform.get_by_role("button", name="Test a claim").click()
    lines = (
        "Lantern was sent more notices than Halcyon",
        "Lantern removed more scams and fraud than Halcyon in 2025-H2",
    )
    platform.get_by_label("Claims, one a line").fill("\n".join(lines))
    seen(platform)
    platform.get_by_role("button", name="Test", exact=True).click()
    seen(finished(platform))
    expect(platform.get_by_role("heading", level=1)).to_have_text("0 of 2 claims supported")
    platform.get_by_role("button", name="Lantern received more notices than Halcyon").click()
    finished(platform)
    expect(platform.get_by_role("heading", level=1)).to_have_text("1 of 2 claims supported")


def test_a_home_made_table_is_mapped_in_the_page(platform: Page, seen: Looker) -> None:
    platform.goto("/import")
    platform.get_by_label("Files", exact=True).set_input_files(TABLE)
    platform.get_by_label("Name of the service").fill("Alpha")
    platform.get_by_role("button", name="Go on").click()
    seen(finished(platform))
    expect(platform.get_by_role("heading", level=1)).to_have_text("What is in your table?")
    expect(platform.locator(".sample")).to_contain_text("Gemeldet am")
    platform.get_by_label("Time zone of the times").fill("Europe/Berlin")
    platform.get_by_label("The hour that clocks repeat in autumn").select_option("earlier")
    with platform.expect_download() as saved:
        platform.get_by_role("button", name="Save mapping.toml").click()
    assert 'zone = "Europe/Berlin"' in saved.value.path().read_text("utf-8")
    platform.get_by_role("button", name="Import with this mapping").click()
    platform.wait_for_url("**/jobs/*")
    seen(finished(platform))
    expect(platform.get_by_role("heading", level=1)).to_have_text("11 records written")


def test_a_report_is_made_of_it_and_its_workbook_downloaded(platform: Page, seen: Looker) -> None:
    platform.get_by_role("button", name="Make a report").click()
    seen(finished(platform))
    platform.get_by_label("Or another period").fill("2025-10")
    platform.get_by_role("button", name="Next: what no log holds").click()
    expect(platform.get_by_role("heading", level=1)).to_have_text("What no log holds")
    seen(platform)
    platform.get_by_label("Name of the provider").fill("Alpha Ltd")
    platform.get_by_role("button", name="Make the report").click()
    seen(finished(platform))
    expect(platform.locator(".span").first).to_contain_text("Alpha, 2025-10")
    with platform.expect_download() as saved:
        platform.locator(".files li").filter(has_text=".xlsx").get_by_role("link").click()
    with zipfile.ZipFile(saved.value.path()) as book:
        text = book.read("xl/sharedStrings.xml").decode()
    assert "Alpha" in text
    assert "2025-10" in text
    platform.get_by_role("button", name="Keep it in the library").click()
    expect(platform.locator("main")).to_contain_text("Alpha")


def test_a_signed_package_comes_in_with_a_token(app: Served, browser: Browser) -> None:
    package = app.sender.submission(notices=40).read_bytes()
    programme = app.visit(browser).request
    told = {
        "Authorization": f"Bearer {app.token}",
        "Content-Type": "application/octet-stream",
        "File-Name": "alpha.zip",
    }
    answer = programme.post("/api/v1/submissions", data=package, headers=told)
    assert answer.status == 201, answer.text()
    assert answer.headers["receipt-status"] == "received"
    receipt = programme.get(answer.headers["location"], headers=told)
    assert receipt.text() == answer.text()
    wrong = {**told, "Authorization": f"Bearer {app.token[:-4]}AAAA"}
    refused = programme.post("/api/v1/submissions", data=package, headers=wrong)
    assert refused.status == 401


def test_an_official_reads_the_receipt_and_decides(official: Page, seen: Looker) -> None:
    official.goto("/inbox")
    expect(official.locator(".opening")).to_contain_text("1 waits for your decision")
    seen(official)
    official.get_by_role("link", name=re.compile("Submission of entry")).first.click()
    expect(official.get_by_role("heading", level=1)).to_have_text("Alpha")
    seen(official)
    with official.expect_download() as saved:
        official.get_by_role("link", name="Download the signed receipt").click()
    payload = json.loads(saved.value.path().read_text("utf-8"))["payload"]
    assert json.loads(base64.b64decode(payload))["sender"] == "alpha"
    official.get_by_label("Accept: it counts").check()
    official.get_by_label("Reason").fill("All notices of the quarter are there.")
    official.get_by_label("Version of the rules").fill("2026-1")
    official.get_by_role("button", name="Decide", exact=True).click()
    expect(official.locator(".opening")).to_contain_text("Accepted")
    seen(official)
    official.get_by_role("link", name="Erase its contents").click()
    seen(official)


def test_an_official_pools_and_publishes(official: Page, seen: Looker) -> None:
    official.goto("/pool")
    official.get_by_role("combobox", name="Period").fill("2026-Q1")
    official.get_by_role("button", name="Count").click()
    seen(finished(official))
    expect(official.locator("#totals ~ .scroll")).to_contain_text("123")
    expect(official.locator("#totals ~ .scroll")).to_contain_text("3 of 3")
    official.goto("/publish")
    official.get_by_role("combobox", name="Period").fill("2026-Q1")
    official.get_by_role("button", name="See what could be coarsened").click()
    seen(finished(official))
    official.goto("/publish")
    official.get_by_role("combobox", name="Period").fill("2026-Q1")
    official.get_by_role("button", name="See the edition").click()
    seen(finished(official))
    expect(official.get_by_role("heading", level=1)).to_have_text("Edition 1 can be published")
    before = official.url
    official.get_by_role("button", name="Publish edition 1").click()
    official.wait_for_url(lambda address: "/jobs/" in address and address != before)
    seen(finished(official))
    expect(official.get_by_role("heading", level=1)).to_have_text("Edition 1 is published")


def test_anybody_reads_the_publication(app: Served, browser: Browser, seen: Looker) -> None:
    page = app.visit(browser)
    page.goto("/publications")
    seen(page)
    page.get_by_role("heading", level=2).get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/publications/2026-Q1-public/1/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("body")).to_contain_text("Alpha")
    page.goto("/inbox")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_every_page_of_the_steps_suits_everybody(seen: Looker) -> None:
    assert not seen.faults, "\n".join(seen.faults)
