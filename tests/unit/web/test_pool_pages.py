"""An official pools, tries an edition out and publishes it."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from desks import AT, Desk
from harmscope.model.period import parse_period
from harmscope.registry import publish as registry_publish
from harmscope.registry.publications import Wish
from harmscope.registry.submissions import decide
from harmscope.web import accounts
from harmscope.web.registry_tasks import plan, pool, preview, publish, shelve
from harmscope.web.tasks import OF_OFFICIALS, TASKS
from harmscope.web.work import Work

ASKED = {
    "period": "2026-01-01/2026-03-31",
    "level": "public",
    "services": True,
    "as_of": None,
    "known": [],
    "clock": "2026-05-04",
}


@pytest.fixture
def official(opened, desk: Desk):
    return opened(registry=desk.registry.folder, clock="2026-05-04")


@pytest.fixture
def work(desk: Desk, tmp_path: Path):
    def make(**more: object) -> Work:
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        folders = {"registry": str(desk.registry.folder), "data": str(tmp_path / "app")}
        return Work(out, tmp_path, {**ASKED, **folders, **more}, lambda _: None)

    return make


def test_a_pool_shows_exact_figures_and_the_senders_behind(official) -> None:
    assert "3 submissions" in official.get("/pool").text
    sent = official.fill("/pool", {"period": "2026-Q1"})
    shown = official.finished(sent.headers["location"], 180)
    assert "Do not publish them as they are" in shown.text
    assert "123" in shown.text
    assert "3 of 3" in shown.text
    assert "Alpha 40" in shown.text
    rows = list(
        csv.DictReader(io.StringIO(official.get(f"{sent.headers['location']}/files/0").text))
    )
    total = next(
        one
        for one in rows
        if one["metric"] == "notices.received"
        and not one["dimension.service"]
        and not one["dimension.harm_top"]
        and not one["dimension.month"]
    )
    assert (total["value"], total["senders"]) == ("123", "3")


def test_a_pool_as_of_an_entry_is_the_one_of_then(desk: Desk, work) -> None:
    first = desk.state.submissions[0].seq
    outcome = pool(work(as_of=first))
    body = json.loads((work().out / "pool.json").read_text())
    assert (outcome["as_of"], len(body["submissions"])) == (first, 1)


@pytest.mark.parametrize("told", [{"period": "spring"}, {"period": "2026-Q1", "as_of": "x"}])
def test_a_pool_that_cannot_be_is_refused_at_its_form(official, told: dict[str, str]) -> None:
    shown = official.fill("/pool", told)
    assert shown.status_code == 422
    assert f'value="{told["period"]}"' in shown.text


def test_an_edition_is_seen_then_published_then_corrected(official, desk: Desk) -> None:
    told = {"period": "2026-Q1", "level": "public", "services": "yes"}
    tried = official.fill("/publish", told, to="/publish/preview")
    shown = official.finished(tried.headers["location"], 180)
    assert "Edition 1 can be published" in shown.text
    assert "first edition" in shown.text
    assert desk.state.publications == []
    assert official.get(f"{tried.headers['location']}/files/0").status_code == 200
    sent = official.fill(
        tried.headers["location"], {**told, "as_of": str(desk.state.seq)}, to="/publish"
    )
    done = official.finished(sent.headers["location"], 180)
    assert "Edition 1 is published" in done.text
    assert official.get("/publications/2026-Q1-public/1/").status_code == 200


def test_what_changed_stands_beside_the_last_edition(official, desk: Desk, work) -> None:
    assert publish(work())["address"] == "/publications/2026-Q1-public/1/"
    again = preview(work())
    assert again["again"]
    old = desk.state.submissions[0].id
    desk.receive(desk.senders["alpha"].submission("b", notices=60, replaces=old, because="more"))
    sent = official.fill(
        "/publish", {"period": "2026-Q1", "services": "yes"}, to="/publish/preview"
    )
    shown = official.finished(sent.headers["location"], 180).text
    assert "figures changed" in shown
    assert "125" in shown  # 123 rounded, as edition 1 has it
    assert "145" in shown


def test_a_refused_edition_is_explained_and_not_put_out(desk: Desk, work, monkeypatch) -> None:
    from harmscope.disclosure.protect import Protected

    monkeypatch.setattr(Protected, "refused", property(lambda _: True))
    outcome = publish(work())
    assert (outcome["address"], outcome["refused"]) == (None, True)
    assert desk.state.publications == []
    tried = preview(work())
    assert [one["name"] for one in tried["files"]] == ["disclosure.json"]


def test_the_page_of_a_refused_edition_says_what_to_do(official, desk: Desk, work) -> None:
    publish(work())
    old = desk.state.submissions[0].id
    desk.receive(desk.senders["alpha"].submission("b", notices=60, replaces=old, because="more"))
    told = {"outcome": "reject", "official": "a", "reason": "b", "rules": "c", "remedy": "none"}
    decide(desk.registry, str(desk.state.submissions[1].seq), told, AT)
    sent = official.fill(
        "/publish", {"period": "2026-Q1", "services": "yes"}, to="/publish/preview"
    )
    shown = official.finished(sent.headers["location"], 180).text
    assert "This edition would be refused" in shown
    assert "Try which split could be left out" in shown
    assert "Publish edition" not in shown


def test_coarsenings_are_tried(official, work) -> None:
    outcome = plan(work())
    assert outcome["proposals"]
    assert {"change", "cells", "shown", "refused"} == set(outcome["proposals"][0])
    sent = official.fill("/publish", {"period": "2026-Q1"}, to="/publish/plan")
    assert "Passes" in official.finished(sent.headers["location"], 300).text


def test_a_level_that_withholds_nothing_is_not_published_here(official) -> None:
    told = {"period": "2026-Q1", "level": "statutory"}
    shown = official.fill("/publish", told, to="/publish")
    assert shown.status_code == 422
    assert "cannot be published here" in shown.text
    assert 'value="2026-Q1"' in shown.text


def test_licence_and_contact_are_set(official, desk: Desk) -> None:
    told = {"licence": "CC-BY-4.0", "contact": "figures desk"}
    assert official.fill("/publish", told, to="/publish/imprint").status_code == 303
    assert desk.state.imprint == told
    wrong = official.fill("/publish", {"licence": "MIT"}, to="/publish/imprint")
    assert wrong.status_code == 422


def test_a_job_of_an_official_is_closed_to_others_of_the_house(opened, desk: Desk) -> None:
    visitor = opened(registry=desk.registry.folder, server=True)
    shelves = visitor.app.state.shelves
    accounts.add(shelves, "odile", "Office", "official", "correct horse battery")
    accounts.add(shelves, "pat", "Office", "platform", "correct horse battery")
    visitor.fill("/sign-in", {"name": "odile", "password": "correct horse battery"})
    job = visitor.fill("/pool", {"period": "2026-Q1"}).headers["location"]
    assert visitor.get(job).status_code == 200
    visitor.fill("/pool", to="/sign-out")
    visitor.fill("/sign-in", {"name": "pat", "password": "correct horse battery"})
    for place in (job, f"{job}/events", f"{job}/files/0"):
        assert visitor.get(place).status_code == 403, place


def test_tasks_of_officials_are_found_by_their_names(work) -> None:
    assert set(OF_OFFICIALS) < set(TASKS)
    assert TASKS["plan"](work())["proposals"]


def test_an_edition_of_a_command_goes_onto_the_public_page(opened, desk, tmp_path):
    visitor = opened(registry=desk.registry.folder, clock="2026-05-04")
    registry_publish.publish(desk.registry, Wish(parse_period("2026-Q1")), tmp_path / "made", AT)
    page = visitor.get("/publish").text
    assert "On record, not on the public page" in page
    entry = re.search(r'name="entry" value="(\d+)"', page)[1]
    wrong = visitor.fill("/publish", {"entry": "x"}, to="/publish/shelve")
    assert (wrong.status_code, "no entry" in wrong.text) == (422, True)
    sent = visitor.fill("/publish", {"entry": entry}, to="/publish/shelve")
    shown = visitor.finished(sent.headers["location"]).text
    way = re.search(r'href="(/publications/[^"]+)">Open the edition', shown)[1]
    assert visitor.get(way).status_code == 200
    assert "On record, not on" not in visitor.get("/publish").text
    asked = {"registry": str(desk.registry.folder), "data": str(tmp_path / "other")}
    work = Work(tmp_path, tmp_path, {**asked, "entry": int(entry)}, lambda _: None)
    assert shelve(work)["address"] == way
    again = visitor.fill("/publish", {"entry": entry}, to="/publish/shelve")
    assert "none under this entry" in visitor.finished(again.headers["location"]).text
