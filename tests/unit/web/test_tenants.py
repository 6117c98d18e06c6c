"""Two organisations against each other: nothing of one is seen by the other."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harmscope.web import accounts, jobs
from harmscope.web.configuration import Limits

PASSWORD = "a long password"
RECORDS = Path(__file__).parents[3] / "examples" / "platform-export" / "records.jsonl"
PUBLIC = ("/taxonomy", "/rules", "/publications", "/static", "/api/", "/categories", "/{")
"""What is the same for everybody, or asks for a token."""


@dataclass
class Side:
    """One organisation: a browser, a finished check of its own, and ids of what it has."""

    name: str
    browser: Any
    job: str
    ids: tuple[str, ...]


@pytest.fixture
def sides(opened):
    first = opened(server=True, limits=Limits(rate=100_000))
    shelves, made = first.app.state.shelves, []
    for name in ("alpha", "beta"):
        account = accounts.add(shelves, name, f"Org {name}", "platform", PASSWORD)
        browser = type(first)(first.app, base_url=str(first.base_url))
        assert browser.enter(name).status_code == 303
        with RECORDS.open("rb") as file:
            sent = browser.fill("/check", files=[("files", (f"of-{name}.jsonl", file))])
        address = sent.headers["location"]
        assert "No errors" in browser.finished(address).text
        job = jobs.find(shelves, account.tenant, address.rpartition("/")[2])
        ids = (job.id, job.asked["upload"], account.id, account.tenant)
        made.append(Side(name, browser, job.id, ids))
    return made


def attempts(browser, ids) -> list[tuple[str, str]]:
    """Every route with a part to fill in, with each id in it."""
    found = []
    for method, pattern in browser.routes():
        if "{" not in pattern or pattern.startswith(PUBLIC) or method == "HEAD":
            continue
        for one in ids:
            address = re.sub(r"{(?:number|index|page|edition)[^}]*}", "0", pattern)
            found.append((method, re.sub(r"{[^}]+}", one, address)))
    return found


def test_two_hundred_requests_cross_nothing(sides):
    alpha, beta = sides
    tried = []
    for me, other in ((alpha, beta), (beta, alpha)):
        csrf = me.browser.token("/check")
        tried += [(me, other, csrf, *one) for one in attempts(me.browser, other.ids)]
    tried = (tried * (200 // len(tried) + 1))[: max(200, len(tried))]

    def ask(one) -> list[tuple[object, ...]]:
        me, other, csrf, method, address = one
        body = {"data": {"csrf": csrf}} if method == "POST" else {}
        answer = me.browser.request(method, address, follow_redirects=False, **body)
        nobody = address
        for known in other.ids:
            nobody = nobody.replace(known, "0" * 32)
        made_up = answer.status_code
        if made_up != 404:  # refused by role or form alone: as for an id that nobody has
            made_up = me.browser.request(method, nobody, follow_redirects=False, **body).status_code
        right = answer.status_code == made_up in (403, 404, 422)
        right = right and f"of-{other.name}" not in answer.text
        return [] if right else [(method, address, answer.status_code, made_up)]

    with ThreadPoolExecutor(4) as threads:
        crossed = [one for found in threads.map(ask, tried) for one in found]
    assert crossed == []
    for me in sides:
        assert "No errors" in me.browser.get(f"/jobs/{me.job}").text
        assert me.browser.get(f"/jobs/{me.job}/files/0").status_code == 200
        listed = me.browser.get("/check").text
        assert me.job in listed
        assert [one.job for one in sides if one.job in listed] == [me.job]


def test_an_account_that_nobody_has_sees_nothing_either(sides):
    alpha, _ = sides
    stranger = type(alpha.browser)(alpha.browser.app, base_url=str(alpha.browser.base_url))
    for method, address in attempts(alpha.browser, alpha.ids):
        answer = stranger.request(method, address, follow_redirects=False)
        assert answer.status_code in (303, 403, 404), (method, address)
        assert "of-alpha" not in answer.text


def test_the_files_of_an_organisation_lie_in_its_own_folder(sides):
    data = sides[0].browser.app.state.configuration.data
    for side in sides:
        tenant = side.ids[3]
        held = list(data.rglob(f"of-{side.name}.jsonl"))
        assert held
        assert all(path.is_relative_to(data / "tenants" / tenant) for path in held)
