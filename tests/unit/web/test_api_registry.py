"""The API of a registry: packages come in, and every sender sees its own alone."""

import json
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import select

from api_client import ApiServer, refused
from desks import Desk
from harmscope.registry.folder import create
from harmscope.registry.receipts import read
from harmscope.registry.submissions import decide
from harmscope.times import time_asked
from harmscope.web.application import from_environment
from harmscope.web.configuration import NAME, Configuration, Limits, hand_over
from harmscope.web.shelves import AUDIT
from senders import TODAY

NOW = time_asked(TODAY.isoformat())


@pytest.fixture
def office(tmp_path: Path):
    with create(tmp_path / "registry", "Digital Office", TODAY, None, "automatic") as registry:
        made = Desk(registry, tmp_path)
        for name in ("alpha", "beta"):
            made.add(name)
        yield made


@pytest.fixture
def server(opened, office) -> ApiServer:
    more = {"registry": office.registry.folder, "clock": TODAY.isoformat()}
    return ApiServer(opened(server=True, **more).app)


def test_a_package_is_handed_in_and_answered_with_its_signed_receipt(server, office):
    alpha = server.program()
    given = alpha.hand_over("submissions", office.senders["alpha"].submission())
    assert given.status_code == 201, given.text
    told = read(given.text, office.registry.public_key)
    assert (told["sender"], told["status"]) == ("alpha", "accepted")
    assert given.headers["Receipt-Status"] == "accepted"
    assert alpha.get(given.headers["Location"]).content == given.content


def test_packages_come_in_however_long_the_path_of_the_data_is(tmp_path, office, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv(NAME, "")
    folder = tmp_path / ("long" * 25)
    hand_over(Configuration(folder, registry=office.registry.folder, clock="2026-04-20"))
    with ApiServer(from_environment()).stranger() as here:
        given = here.hand_over("submissions", office.senders["alpha"].submission())
        assert given.headers["Receipt-Status"] == "accepted"


def test_the_same_package_gives_the_same_receipt(server, office):
    alpha, package = server.program(), office.senders["alpha"].submission()
    first = alpha.hand_over("submissions", package)
    again = alpha.hand_over("submissions", package)
    keyed = [alpha.hand_over("submissions", package, Idempotency_Key="k") for _ in range(2)]
    form = alpha.post("submissions", files=[("files", (package.name, package.read_bytes()))])
    assert {one.content for one in (again, form, *keyed)} == {first.content}
    assert keyed[1].headers["Idempotent-Replayed"] == "true"
    assert keyed[1].headers["Location"] == first.headers["Location"]
    assert len(office.state.submissions) == 1


def test_a_refused_package_has_a_receipt_that_says_why(server, office):
    alpha = server.program()
    alpha.hand_over("submissions", office.senders["alpha"].submission("a"))
    given = alpha.hand_over("submissions", office.senders["alpha"].submission("b", notices=31))
    assert given.headers["Receipt-Status"] == "rejected"
    [problem] = read(given.text, office.registry.public_key)["problems"]
    assert problem["code"] == "already_reported"


def test_a_file_that_is_no_package_is_answered_too(server, office, tmp_path):
    (tmp_path / "no.zip").write_bytes(b"no package")
    given = server.program().hand_over("submissions", tmp_path / "no.zip")
    assert given.headers["Receipt-Status"] == "corrupt"


def test_a_package_of_another_sender_is_refused_and_leaves_nothing(server, office):
    package = office.senders["beta"].submission()
    refused(server.program().hand_over("submissions", package), 403, "another sender")
    assert not office.state.submissions
    beta = server.program("Beta", sender="beta")
    assert beta.hand_over("submissions", package).status_code == 201
    refused(server.program().hand_over("submissions", package), 403, "another sender")


def test_a_sender_sees_its_own_submissions_alone(server, office):
    alpha, beta = server.program(), server.program("Beta", sender="beta")
    package = office.senders["alpha"].submission()
    receipt = alpha.hand_over("submissions", package).headers["Location"]
    [row] = alpha.get("submissions").json()["submissions"]
    assert (row["status"], row["period"]) == ("accepted", "2026-01-01/2026-03-31")
    full = alpha.get(row["url"]).json()
    assert full["rows"]["read"] == 31
    assert full["receipt"] == receipt
    assert alpha.get(f"submissions/{full['submission'][:12]}").json() == full
    assert beta.get("submissions").json()["submissions"] == []
    for way in (row["url"], f"submissions/{full['submission']}", receipt):
        refused(beta.get(way), 404)
        refused(server.stranger().get(way), 401)


def test_a_decision_shows_on_the_submission(server, office):
    alpha = server.program()
    alpha.hand_over("submissions", office.senders["alpha"].submission())
    seq = alpha.get("submissions").json()["submissions"][0]["seq"]
    told = {"outcome": "reject", "official": "o", "reason": "two days are missing"}
    decide(office.registry, str(seq), {**told, "rules": "1", "remedy": "send them"}, NOW)
    shown = alpha.get(f"submissions/{seq}").json()
    assert shown["status"] == "rejected"
    assert shown["decisions"][0]["reason"] == "two days are missing"


def test_submissions_are_listed_page_by_page(server, office):
    alpha = server.program()
    for day in range(1, 4):
        package = office.senders["alpha"].submission(f"p{day}", notices=30 + day)
        alpha.hand_over("submissions", package)
    way, seen = "submissions?limit=2", []
    while way:
        page = alpha.get(way).json()
        seen += [one["seq"] for one in page["submissions"]]
        way = page.get("next")
    assert len(seen) == 3
    assert seen == sorted(seen)


@pytest.mark.parametrize("way", ["submissions/0", "submissions/none", "submissions/" + "9" * 99])
def test_an_unknown_submission_is_not_found(server, way):
    refused(server.program().get(way), 404)


def test_what_a_token_does_not_allow_is_refused(server, office):
    package = office.senders["alpha"].submission()
    reader = server.program(scopes=["submissions:read"])
    refused(reader.hand_over("submissions", package), 403, "submissions:write")
    writer = server.program(scopes=["submissions:write"])
    assert writer.hand_over("submissions", package).status_code == 201
    refused(writer.get("submissions"), 403, "submissions:read")
    nobody = server.program(scopes=["submissions:read"], sender=None)
    refused(nobody.get("submissions"), 403, "no sender")


def test_several_files_are_no_package(server, office):
    package = office.senders["alpha"].submission()
    files = [("files", (name, package.read_bytes())) for name in ("a.zip", "b.zip")]
    refused(server.program().post("submissions", files=files), 422, "several")


def test_a_server_without_a_registry_says_so(opened):
    server = ApiServer(opened(server=True).app)
    refused(server.program().get("submissions"), 404, "no registry")


def test_at_the_machine_itself_all_submissions_are_seen(opened, office):
    app = opened(registry=office.registry.folder, clock=TODAY.isoformat()).app
    here = ApiServer(app).stranger()
    for name in ("alpha", "beta"):
        assert here.hand_over("submissions", office.senders[name].submission()).status_code == 201
    rows = here.get("submissions").json()["submissions"]
    assert [one["sender"] for one in rows] == ["alpha", "beta"]
    assert here.get(rows[1]["receipt"]).status_code == 200


def test_a_package_beyond_the_limit_is_refused(opened, office):
    more = {"registry": office.registry.folder, "limits": Limits(upload=100)}
    server = ApiServer(opened(server=True, **more).app)
    given = server.program().hand_over("submissions", office.senders["alpha"].submission())
    refused(given, 413)
    assert not office.state.submissions


def test_the_audit_log_names_the_entry(server, office):
    alpha = server.program()
    alpha.hand_over("submissions", office.senders["alpha"].submission())
    with server.shelves.reading() as connection:
        [line] = connection.execute(select(AUDIT).where(AUDIT.c.act == "submit")).all()
    assert (line.account, line.outcome) == (f"token {alpha.name}", "accepted")
    assert json.loads(line.about) == office.state.submissions[0].seq
