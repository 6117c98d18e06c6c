"""Published reports in the browser: read, said what they were taken for, kept, deleted."""

import re
from pathlib import Path

import harmscope as hs

EXAMPLES = Path(__file__).parents[3] / "examples" / "advertiser-compare"


def sent(visitor, paths: list[Path], data: dict | None = None, to: str = ""):
    files = [("files", (path.name, path.read_bytes())) for path in paths]
    return visitor.fill("/library", data, files, to)


def read(visitor, paths: list[Path], data: dict | None = None):
    """The page of a report that was read, and the address of its job."""
    answer = sent(visitor, paths, data)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    return visitor.finished(address, 120), address


def keep(visitor, address: str, title: str) -> str:
    answer = visitor.fill(address, {"title": title}, to=address.replace("/jobs/", "/library/keep/"))
    assert answer.status_code == 303
    return answer.headers["location"].partition("#r-")[2]


def test_an_empty_library_says_where_reports_come_from(visitor):
    text = visitor.get("/library").text
    assert "Your library is empty" in text
    assert "EU template" in text


def test_sheets_of_one_report_are_read_as_one_kept_and_deleted(visitor):
    shown, address = read(visitor, sorted(EXAMPLES.glob("halcyon/*.csv")))
    assert "133 figures read" in shown.text
    assert "Halcyon" in shown.text
    assert re.search(r"All \d+ files: taken for an EU transparency report", shown.text)
    assert str(EXAMPLES.parent) not in shown.text
    assert "/tenants/" not in shown.text
    assert "--from" not in shown.text
    assert not re.search(
        r"\b[0-9a-f]{32}\b", shown.text.partition("What was met")[2].partition("Files")[0]
    )
    assert 'href="/rules/HS604"' in shown.text
    made = keep(visitor, address, "Halcyon, second half")
    text = visitor.get("/library").text
    assert f'value="{made}"' in text
    assert "Halcyon, second half" in text
    record = visitor.get(f"/library/{made}/report.json").json()
    asked = hs.read(EXAMPLES / "halcyon").to_dict()
    assert record["figures"] == asked["figures"]
    page = visitor.get(f"/library/{made}")
    assert "2025-H2" in page.text
    gone = visitor.fill(f"/library/{made}", to=f"/library/{made}/delete")
    assert gone.status_code == 303
    assert visitor.get(f"/library/{made}").status_code == 404
    assert "Your library is empty" in visitor.get("/library").text


def test_what_files_were_taken_for_can_be_overruled(visitor):
    paths = [EXAMPLES / "enforcement-2025Q3.csv"]
    shown, address = read(visitor, paths, {"kind": "figures"})
    assert "Failed" in shown.text
    again = visitor.fill(
        "/library",
        {"kind": "", "service": "Aperture", "edition": "2025-11"},
        to=address.replace("/jobs/", "/library/again/"),
    )
    shown = visitor.finished(again.headers["location"])
    assert "enforcement-2025Q3.csv: taken for Meta" in shown.text.replace("&#39;", "'")
    assert '<option value="meta-cser" selected>' in shown.text
    assert "2025-11" in shown.text


def test_only_what_a_job_read_is_kept(visitor):
    records = EXAMPLES.parent / "platform-export" / "records.jsonl"
    with records.open("rb") as file:
        checked = visitor.fill("/check", files=[("files", ("records.jsonl", file))])
    address = checked.headers["location"]
    visitor.finished(address)
    for act in ("keep", "again"):
        refused = visitor.fill("/library", to=address.replace("/jobs/", f"/library/{act}/"))
        assert refused.status_code == 404
    assert visitor.fill("/library", to="/library/unknown/delete").status_code == 404
    assert visitor.get("/library/unknown/report.json").status_code == 404


def test_the_library_is_behind_the_sign_in_of_a_server(opened):
    visitor = opened(server=True)
    for address in ("/library", "/library/x", "/question"):
        answer = visitor.get(address, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")
