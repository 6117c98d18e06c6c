"""The pages of a check, from the files to the fixed ones."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from harmscope.api.checking import FoundFindings, mend
from harmscope.web.configuration import Limits
from harmscope.web.job_pages import PART_OF
from harmscope.web.tasks import TASKS
from harmscope.web.uploads import Tenant

EXAMPLES = Path(__file__).parents[3] / "examples"
RECORDS = EXAMPLES / "platform-export" / "records.jsonl"


def faulty() -> bytes:
    """Six records: one without its id, one with an unknown member, a copy, an empty list."""
    lines = [json.loads(line) for line in RECORDS.read_text("utf-8").splitlines()[:5]]
    lines[1].pop("notice_id", None)
    lines[1].pop("incident_id", None)
    lines[2]["colour"] = "red"
    lines[4]["subject"] = {**lines[4].get("subject", {}), "facets": None}
    lines.insert(4, lines[3])
    return "".join(json.dumps(one) + "\n" for one in lines).encode()


def checked(visitor, *files, **fields):
    sent = visitor.fill("/check", data=fields, files=[("files", one) for one in files])
    assert sent.status_code == 303, sent.text
    return sent.headers["location"], visitor.finished(sent.headers["location"])


def test_a_file_is_checked_and_its_findings_can_be_read(visitor):
    way, shown = checked(visitor, ("records.jsonl", RECORDS.read_bytes()))
    assert "No errors" in shown.text
    assert '<a href="/check" aria-current="page">' in shown.text
    page = visitor.get(f"{way}/files/0")
    assert page.status_code == 200
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert "<style>" in page.text


def test_every_task_belongs_to_a_part_of_the_app(visitor):
    assert set(PART_OF) == set(TASKS)
    assert {visitor.get(part).status_code for part in set(PART_OF.values()) - {"/inbox"}} == {200}


def test_findings_come_by_rule_file_and_field(visitor):
    way, shown = checked(visitor, ("a.jsonl", faulty()))
    assert "errors to fix" in shown.text
    assert 'href="/rules/HS002"' in shown.text
    assert "To fix it: add the member." in shown.text
    one = visitor.get(f"{way}?rule=HS003")
    assert set(re.findall(r'<a href="/rules/(\w+)">', one.text)) == {"HS003"}
    assert "colour" not in one.text
    assert "None with these choices" in visitor.get(f"{way}?rule=HS003&file=none").text
    assert visitor.get(f"{way}?page=999999&field=%27").status_code == 200


def test_every_form_of_the_findings_can_be_downloaded(visitor):
    way, _ = checked(visitor, ("a.jsonl", faulty()))
    rows = list(csv.DictReader(io.StringIO(visitor.get(f"{way}/files/1").text)))
    assert {"HS002", "HS003"} <= {row["rule"] for row in rows}
    assert visitor.get(f"{way}/files/2").json()["findings"]["error"] >= 2
    assert visitor.get(f"{way}/files/3").json()["version"] == "2.1.0"


@pytest.mark.parametrize("zipped", [False, True])
def test_what_has_one_right_answer_is_fixed_and_checked_again(visitor, zipped):
    name, data = "a.jsonl", faulty()
    if zipped:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr(name, data)
        name, data = "a.zip", made.getvalue()
    way, shown = checked(visitor, (name, data))
    assert "Fix faults that have only one fix" in shown.text
    sent = visitor.fill(way, to=f"/check/fix/{way.rpartition('/')[2]}")
    fixed = visitor.finished(sent.headers["location"])
    assert "Fixed copies are ready" in fixed.text
    with zipfile.ZipFile(
        io.BytesIO(visitor.get(f"{sent.headers['location']}/files/0").content)
    ) as z:
        assert sorted(z.namelist()) == ["a.changes.csv", "a.fixed.jsonl"]
        assert len(z.read("a.fixed.jsonl").splitlines()) == len(faulty().splitlines()) - 1
    again = visitor.fill(
        sent.headers["location"], to=f"/check/of/{sent.headers['location'].rpartition('/')[2]}"
    )
    assert "HS202" not in visitor.finished(again.headers["location"]).text


def test_the_kinds_are_those_of_the_code(visitor):
    shown = visitor.get("/check").text
    for kind in ("incident", "exposure", "measure", "dsa-sor", "dsa-report"):
        assert f"<option>{kind}</option>" in shown


@pytest.mark.parametrize(
    ("name", "data"), [("empty.jsonl", b""), ("broken.zip", b"PK\x03\x04 and no more")]
)
def test_bad_files_give_a_finding_with_its_fix(visitor, name, data):
    _, shown = checked(visitor, (name, data))
    assert "To fix it: " in shown.text
    assert "There is nothing to check" in shown.text


def test_no_file_at_all_is_said(visitor):
    sent = visitor.fill("/check", files=[("files", ("", b""))])
    assert sent.status_code == 422
    assert "there is no file" in sent.text


def test_a_form_without_the_token_is_refused(visitor):
    refused = visitor.post("/check", files=[("files", ("a.jsonl", b"{}"))])
    assert refused.status_code == 403


def test_another_host_name_is_refused(visitor):
    assert visitor.get("/", headers={"host": "evil.example"}).status_code == 400


def test_what_cannot_be_fixed_says_why(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"\x00\x01")
    (one,) = mend([path], tmp_path / "out")
    assert one.fixed is None
    assert "can be fixed" in one.why


def test_findings_are_counted_by_fields_without_their_numbers(tmp_path):
    import harmscope as hs

    (tmp_path / "a.jsonl").write_bytes(faulty())
    hs.validate(tmp_path / "a.jsonl").write(tmp_path / "f.parquet")
    found = FoundFindings(tmp_path / "f.parquet")
    assert found.total({}) == sum(one.count for one in found.counts("rule", {}))
    assert found.total({"rule": "HS002"}) == len(found.page({"rule": "HS002"}, 0, 10))
    assert all("/0" not in one.name for one in found.counts("field", {}))


def test_a_file_of_another_tenant_is_none_of_ours(tmp_path):
    ours, theirs = (tmp_path / "tenants" / one for one in ("a", "b"))
    for one in (ours, theirs):
        one.mkdir(parents=True)
        (one / "x.jsonl").write_bytes(b"{}")
    tenant = Tenant(None, tmp_path, "a", Limits())
    assert tenant.holds(str(ours / "x.jsonl"))
    assert not tenant.holds(str(theirs / "x.jsonl"))
    assert not tenant.holds(f"{ours}/../b/x.jsonl")
    assert not tenant.holds(str(ours / "gone.jsonl"))
    assert not tenant.holds("")
