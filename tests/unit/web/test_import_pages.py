"""The pages that bring a log in, from the file to the records."""

import html
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import select, update

from harmscope.api.importing import importable
from harmscope.api.table_form import codes_for, columns_of, draft_answers, drafted_form, words_of
from harmscope.formats.door import parsed_toml
from harmscope.importers.drafting_text import document
from harmscope.web.shelves import JOBS

RAW = Path(__file__).parents[3] / "examples" / "importers"
TABLE = RAW / "home-made" / "raw" / "meldungen.csv"

HOME_MADE = (
    b"ticket;reported;what;verdict;when decided\n"
    b"1;2026-03-01 10:00;rude;deleted;2026-03-02 10:00\n"
    b"2;2026-03-03 10:00;odd;kept;2026-03-04 09:00\n"
)


def fields(page: str) -> dict[str, object]:
    """What the form of a page holds as it stands: names with one value, or a list of them."""
    found: dict[str, list[str]] = {}
    form = page[page.index('class="mapping"') :]
    pattern = (
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>|<input([^>]*)>|'
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>'
    )
    for choice, inner, given, area, text in re.findall(pattern, form, re.DOTALL):
        if choice:
            chosen = re.search(r'value="([^"]*)" selected', inner)
            found.setdefault(choice, []).append(chosen[1] if chosen else "")
        elif area:
            found.setdefault(area, []).append(text)
        elif name := re.search(r' name="([^"]*)"', given):
            value = re.search(r'value="([^"]*)"', given)
            found.setdefault(name[1], []).append(value[1] if value else "")
    return {html.unescape(k): [html.unescape(v) for v in vs] for k, vs in found.items()}


def drafted(visitor, name="t.csv", data=HOME_MADE, **more):
    sent = visitor.fill(
        "/import", data={"system": "mapping", **more}, files=[("files", (name, data))]
    )
    assert sent.status_code == 303, sent.text
    way = sent.headers["location"]
    return way, visitor.finished(way)


def answered(visitor, way, page, act, **change):
    body = {**fields(page.text), **change, "act": act}
    return visitor.post(
        f"/import/mapping/{way.rpartition('/')[2]}", data=body, follow_redirects=False
    )


def test_every_system_is_offered_with_what_it_takes(visitor):
    shown = html.unescape(visitor.get("/import").text)
    assert len(importable()) >= 8
    for one in importable():
        assert one.title in shown
        assert one.name == "mapping" or one.reads[1:] in shown


def test_a_systems_log_becomes_records_that_are_checked_with_one_click(visitor):
    files = sorted((RAW / "ozone" / "raw").iterdir())
    sent = visitor.fill(
        "/import",
        data={"system": "ozone", "service": "Bluesky"},
        files=[("files", (one.name, one.read_bytes())) for one in files],
    )
    way = sent.headers["location"]
    shown = visitor.finished(way)
    assert "written</h1>" in shown.text
    assert "Choices that were made" in shown.text
    first = visitor.get(f"{way}/files/0").text.splitlines()[0]
    assert '"service":"Bluesky"' in first.replace(" ", "")
    again = visitor.fill(way, to=f"/check/of/{way.rpartition('/')[2]}")
    assert "checked" in visitor.finished(again.headers["location"]).text


def test_a_table_is_mapped_in_the_page_and_imported(visitor):
    way, page = drafted(visitor, "meldungen.csv", TABLE.read_bytes())
    assert "6 rows" in page.text
    assert "Only you see these rows" in page.text
    saved = answered(visitor, way, page, "save")
    assert saved.headers["content-disposition"].endswith('"mapping.toml"')
    answers = parsed_toml(saved.content, Path("m.toml"), "")
    assert answers["columns"]["Gemeldet am"] == "notice.received_at"
    assert answers["values"]["decision.action"]["Gelöscht"] == "visibility.removed"
    sent = answered(visitor, way, page, "run")
    done = visitor.finished(sent.headers["location"])
    assert "Correct the mapping" in done.text
    assert "6 rows read" in done.text
    names = re.findall(r'<span class="small">([\w.]+)</span>', done.text)
    assert names == ["records.jsonl", "findings.csv", "mapping.toml"]


def test_words_of_a_column_that_was_changed_are_asked_for_and_kept(visitor):
    way, page = drafted(visitor)
    form = fields(page.text)
    names = [f"field.0.{n}" for n in range(5)]
    assert set(names) <= form.keys()
    change = dict(
        zip(
            names,
            ("id", "notice.received_at", "category", "decision.action", "decision.decided_at"),
            strict=True,
        )
    )
    shown = answered(visitor, way, page, "show", **change)
    assert "What was done: words of the table" in shown.text
    assert "Field <code>category</code>." in shown.text
    assert "What was done (decision.action)</option>" in shown.text
    more = fields(shown.text)
    more["code.category"] = ["harassment", "hate"]
    more["code.decision.action"] = ["visibility.removed", "no-action"]
    words = dict(zip(more["word.category"], more["code.category"], strict=True))
    again = answered(visitor, way, shown, "save", **more)
    answers = parsed_toml(again.content, Path("m.toml"), "")
    assert answers["values"]["category"] == words
    sent = answered(visitor, way, shown, "run", **more)
    done = visitor.finished(sent.headers["location"])
    assert "2 rows read, 2 of them part of a record" in done.text
    back = visitor.get(f"{way}?from={sent.headers['location'].rpartition('/')[2]}")
    assert fields(back.text)["code.category"] == more["code.category"]


def test_a_mapping_is_tried_on_the_first_rows_before_the_whole_table(visitor):
    head, first, _ = HOME_MADE.splitlines(keepends=True)
    rows = [first.replace(b"1;", b"%d;" % number, 1) for number in range(150)]
    way, page = drafted(visitor, data=b"".join([head, *rows]))
    assert "Try it on the first 100 rows" in page.text
    names = ("id", "notice.received_at", "category", "decision.action", "decision.decided_at")
    change = {f"field.0.{n}": name for n, name in enumerate(names)}
    shown = answered(visitor, way, page, "show", **change)
    codes = {"code.category": "harassment", "code.decision.action": "visibility.removed"}
    tried = answered(visitor, way, shown, "try", **codes).headers["location"]
    done = visitor.finished(tried).text
    assert "Trial on the first 100 rows" in done
    assert "100 rows read, 100 of them part of a record" in done
    assert "A trial: only the first 100 rows were read" in done
    assert "Make a report" not in done
    job = tried.rpartition("/")[2]
    refused = visitor.fill(tried, {"of": job}, to="/report")
    assert refused.status_code == 422
    assert "import the whole table first" in refused.text
    assert job not in visitor.get("/package").text
    whole = visitor.fill(tried, {}, to=f"/import/whole/{job}").headers["location"]
    done = visitor.finished(whole).text
    assert "150 rows read, 150 of them part of a record" in done
    assert "Make a report" in done


def test_a_short_table_and_one_with_further_files_are_not_tried(visitor):
    way, page = drafted(visitor)
    assert "Try it on the first" not in page.text
    change = {f"field.0.{n}": "" for n in range(5)} | {"field.0.1": "notice.received_at"}
    refused = answered(visitor, way, page, "try", **change)
    assert refused.status_code == 422
    assert "import it whole" in refused.text
    other = visitor.fill(way, {}, to=f"/import/whole/{way.rpartition('/')[2]}")
    assert other.status_code == 404


def test_rows_of_a_table_are_shown_to_who_uploaded_it_alone(visitor):
    way, page = drafted(visitor)
    assert "2026-03-01 10:00" in page.text
    with visitor.app.state.shelves.writing() as connection:
        asked = connection.execute(select(JOBS.c.asked)).scalar_one()
        other = json.dumps({**json.loads(asked), "by": "a colleague"})
        connection.execute(update(JOBS).values(asked=other))
    shown = visitor.get(way).text
    assert "Only the person who uploaded the table sees its rows" in shown
    assert "2026-03-01 10:00" not in shown


def test_a_wrong_mapping_says_what_to_do_in_the_page(visitor):
    way, page = drafted(visitor)
    none = {f"field.0.{n}": "" for n in range(5)}
    refused = answered(visitor, way, page, "run", **none)
    assert refused.status_code == 422
    assert "To fix it: give one column notice.received_at" in refused.text


@pytest.mark.parametrize("data", [b"", b"one,two\n", b"PK\x03\x04broken"])
def test_a_table_without_a_row_is_refused_with_a_fix(visitor, data):
    _, shown = drafted(visitor, "a.csv", data)
    assert "Failed" in shown.text
    assert "To fix it: " in shown.text


def test_a_system_has_to_be_named(visitor):
    sent = visitor.fill("/import", data={"system": "no"}, files=[("files", ("a", b"x"))])
    assert sent.status_code == 422
    assert "pick a system" in sent.text


def test_one_day_of_two_is_refused(visitor):
    sent = visitor.fill(
        "/import",
        data={"system": "mapping", "first": "2026-01-01"},
        files=[("files", ("t.csv", HOME_MADE))],
    )
    assert sent.status_code == 422
    assert "give the first and the last day" in sent.text


def test_a_document_is_read_back_as_it_was():
    data = {
        "a": '1 " é',
        "b": [True, 2, "x"],
        "t": {"x": "y", "inner": {"": "empty"}},
        "none": {},
        "more": [{"list": "l", "columns": {"a b": ["c", "d"]}}, {"list": "m"}],
    }
    assert parsed_toml(document(data).encode(), Path("a.toml"), "") == data


def test_codes_come_with_their_meaning():
    assert codes_for("content.language") == ()
    assert all(one.about for one in codes_for("category"))
    assert {"no-action"} <= {one.code for one in codes_for("decision.action")}


def test_the_form_is_what_the_draft_says():
    form = drafted_form([str(TABLE)])
    answers = draft_answers(form)
    assert columns_of(answers, form["tables"][0]) == {
        one["name"]: one["field"] for one in form["tables"][0]["columns"]
    }
    assert {one.word: one.code for one in words_of(form, answers)["subject_kind"]} == {
        "Beitrag": "content",
        "Kommentar": "content",
        "Konto": "account",
    }
