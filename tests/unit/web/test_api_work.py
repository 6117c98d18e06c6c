"""Work through the API: a log is brought in, reported on; a report is read, kept and compared."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from api_client import ApiServer, Program, refused
from harmscope.web.configuration import Limits
from harmscope.web.shelves import AUDIT, JOBS, UPLOADS, new_id, now
from harmscope.web.uploads import Tenant

EXAMPLES = Path(__file__).parents[3] / "examples"
RECORDS = EXAMPLES / "platform-export" / "records.jsonl"
OZONE = sorted((EXAMPLES / "importers" / "ozone" / "raw").iterdir())
HALCYON = sorted((EXAMPLES / "advertiser-compare" / "halcyon").glob("*.csv"))
LANTERN = sorted((EXAMPLES / "advertiser-compare" / "lantern").glob("*.csv"))
DATASET = b'service = "Bluesky"\n'


@pytest.fixture
def program(server) -> Program:
    return server.program()


def form(*paths: Path, **beside: bytes) -> list:
    own = [(name, (f"{name}.toml", data)) for name, data in beside.items()]
    return [("files", (path.name, path.read_bytes())) for path in paths] + own


def done(program: Program, asked) -> dict:
    """A job that is done; neither it nor its files say where the server keeps anything."""
    job = program.ended(asked, 200)
    assert job["state"] == "done", job
    texts = [program.get(one["url"]).content.decode("utf-8", "replace") for one in job["files"]]
    folder = str(program.app.state.configuration.data)
    for text in (*texts, json.dumps(job)):
        assert folder not in text
        assert "/tenants/" not in text
    return job


def named(program: Program, job: dict, name: str):
    """A file of a job."""
    return program.get(next(one["url"] for one in job["files"] if one["name"] == name))


def checked(server, accepted: int = 500) -> str:
    """The id of a check that is done, of the example's records."""
    state, made, owner = server.app.state, new_id(), server.tenant("Alpha")
    configuration = state.configuration
    tenant = Tenant(server.shelves, configuration.data, owner, configuration.limits)
    with RECORDS.open("rb") as file:
        [path] = tenant.take([("records.jsonl", file)]).paths
    outcome = json.dumps({"verdict": {"rows": {"accepted": accepted}}})
    values = {"id": made, "tenant": owner, "task": "validate", "state": "done", "made": now()}
    values |= {"asked": json.dumps({"files": [str(path)]}), "outcome": outcome}
    with server.shelves.writing() as connection:
        connection.execute(insert(JOBS).values(**values, ended=now(), tries=1, beat=0))
    return made


def many(server, table) -> int:
    with server.shelves.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


# A platform: from the log to the report.


def test_a_log_becomes_records_and_they_a_report(program):
    brought = program.post("imports?system=ozone", files=form(*OZONE))
    job = done(program, brought)
    assert job["task"] == "import"
    assert job["outcome"]["records"] > 0
    records = named(program, job, "records.jsonl").text.splitlines()
    assert json.loads(records[0])
    wanted = {"job": job["id"], "period": "2026-H1", "disclosure": "public"}
    made = done(program, program.post("reports", json=wanted))
    assert made["task"] == "report"
    assert "report" not in made["outcome"]
    assert {"report.zip", "report/report.html"} <= {one["name"] for one in made["files"]}
    report = named(program, made, "report/report.json").json()
    assert report["period"] == "2026-01-01/2026-06-30"


def test_what_no_log_holds_stands_in_the_report(server, program):
    job = checked(server)
    figure = (
        '[[figures]]\nmetric = "x.moderators"\ntitle = "Moderators"\nvalue = 1234\n'
        'unit = "people"\nsource = "payroll, 30 June 2026"\nassurance = "self_reported"\n'
    )
    head = 'profile = "core"\nperiod = "2026-H1"\nservice = "Lanternfish"\n'
    wanted = {"job": job, "period": "2026-H1", "service": "Lanternfish"}
    made = done(program, program.post("reports", json={**wanted, "declared": head + figure}))
    assert named(program, made, "report/declared.toml").text == head + figure
    assert "payroll, 30 June 2026" in named(program, made, "report/report.json").text


def test_a_table_of_ones_own_is_drafted_first(program):
    table = EXAMPLES / "importers" / "home-made" / "raw" / "meldungen.csv"
    job = done(program, program.post("imports?system=mapping", files=form(table)))
    assert job["task"] == "draft"
    draft = named(program, job, "draft.toml").content
    assert b"[columns]" in draft
    mapping = (EXAMPLES / "importers" / "home-made" / "mapping.toml").read_bytes()
    asked = program.post(
        "imports?system=mapping", files=form(table, mapping=mapping, dataset=DATASET)
    )
    job = done(program, asked)
    assert job["task"] == "import"
    assert named(program, job, "mapping.toml").content == mapping
    assert '"service":"Bluesky"' in named(program, job, "records.jsonl").text.replace(" ", "")


def test_a_log_that_cannot_be_read_is_a_job_that_failed(server, program):
    asked = program.post("imports?system=dsa-sor", files=form(OZONE[0], mapping=b"no = toml = "))
    job = program.ended(asked)
    assert job["state"] == "failed"
    assert job["problem"]["fix"]
    assert str(server.app.state.configuration.data) not in json.dumps(job)


@pytest.mark.parametrize(
    ("way", "files", "fault"),
    [
        ("imports", [("files", ("a.csv", b"a"))], "system"),
        ("imports?system=ozon", [("files", ("a.csv", b"a"))], "system"),
        ("imports?system=ozone&tz=UTC", [("files", ("a.csv", b"a"))], "tz"),
        ("imports?system=ozone", [("mapping", ("a.toml", b"a"))], "no file"),
        (
            "imports?system=ozone",
            [("files", ("a", b"a")), ("maping", ("b", b"b"))],
            "field that is not known",
        ),
        (
            "imports?system=ozone",
            [("files", ("a", b"a")), ("mapping", ("b", b"b")), ("mapping", ("c", b"c"))],
            "several files",
        ),
        ("validations", [("files", ("a", b"a")), ("mapping", ("b", b"b"))], "not known"),
        ("readings?kind=dsa", [("files", ("a.csv", b"a"))], "kind"),
        ("readings?service=", [("files", ("a.csv", b"a"))], "service"),
    ],
)
def test_files_that_are_asked_for_wrongly_are_not_kept(server, program, way, files, fault):
    refused(program.post(way, files=files), 422, fault)
    assert many(server, UPLOADS) == many(server, JOBS) == 0


def test_an_option_among_the_files_is_not_passed_over(server, program):
    files = [("files", ("a.jsonl", b"{}\n"))]
    told = refused(program.post("validations", files=files, data={"kind": "incident"}), 422)
    assert "into the address" in told["fix"]
    assert many(server, UPLOADS) == 0


def test_a_report_is_made_of_records_that_are_sent_along(server, program):
    way = "reports/of-files?profile=core&period=2026-H1&service=Lanternfish"
    made = done(program, program.post(way, files=form(RECORDS)))
    report = named(program, made, "report/report.json").json()
    assert report["profile"]["id"] == "core"
    declared = b'declared = "1.0"\nprofile = "wrong"\n'
    files = [*form(RECORDS), ("declared", ("declared.toml", declared))]
    refused(program.post(way, files=files), 422)
    refused(program.post(f"{way}&tz=Nowhere", files=form(RECORDS)), 422, "no such time zone")
    refused(program.post("reports/of-files", files=form(RECORDS)), 422, "period")
    refused(server.program(scopes=["validate"]).post(way, files=form(RECORDS)), 403, "report")
    assert many(server, UPLOADS) == 1


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"profile": "coar"}, "no such profile"),
        ({"period": "soon"}, "period"),
        ({"tz": "Mars"}, "time zone"),
        ({"disclosure": "secret"}, "no such level"),
        ({"period": ""}, "period"),
        ({"level": "public"}, "level"),
        ({"declared": "no = toml = "}, "declared"),
        ({"declared": 'profile = "core"\nperiod = "2025-H1"\nservice = "all"\n'}, "period"),
        ({"\ud800": 1}, ""),
        ({"service": "\ud800"}, ""),
    ],
)
def test_a_report_that_cannot_be_made_is_refused(server, program, change, fault):
    job = checked(server)
    before = many(server, UPLOADS), many(server, JOBS)
    wanted = json.dumps({"job": job, "period": "2026-H1", **change})
    headers = {"Content-Type": "application/json"}
    refused(program.post("reports", content=wanted, headers=headers), 422, fault)
    assert (many(server, UPLOADS), many(server, JOBS)) == before


def test_a_report_needs_a_job_with_records(server, program):
    nothing = checked(server, accepted=0)
    wanted = {"period": "2026-H1"}
    refused(program.post("reports", json={**wanted, "job": nothing}), 422, "no records")
    refused(program.post("reports", json={**wanted, "job": "unknown"}), 404, "no such job")
    for other in (server.program("Beta"), server.program(scopes=["report"])):
        refused(other.post("reports", json={**wanted, "job": nothing}), 404)


@pytest.mark.parametrize("way", ["reports", "comparisons", "library"])
def test_a_body_that_is_no_json_is_refused(program, way):
    headers = {"Content-Type": "text/plain"}
    refused(program.post(way, content=b"{}", headers=headers), 415, "not JSON")
    headers = {"Content-Type": "application/json"}
    refused(program.post(way, content=b"{", headers=headers), 422)
    large = json.dumps({"job": "x" * 1_100_000}).encode()
    refused(program.post(way, content=large, headers=headers), 413, "too large")
    refused(program.post(way, content=iter([large]), headers=headers), 413)


# Published reports: read, kept and compared.


def read(program: Program, paths: list[Path]) -> dict:
    return done(program, program.post("readings?edition=2026-02", files=form(*paths)))


def test_reports_are_read_kept_and_compared(server, program):
    ids = []
    for paths, service in ((HALCYON, "Halcyon"), (LANTERN, "Lantern")):
        job = read(program, paths)
        assert job["outcome"]["services"] == [service]
        kept = program.post("library", json={"job": job["id"]})
        assert kept.status_code == 201
        again = program.post("library", json={"job": job["id"], "title": "Once more"})
        assert again.json() == kept.json()
        assert (kept.json()["services"], kept.json()["edition"]) == ([service], "2026-02")
        ids.append(kept.json()["id"])
    first = program.get("library?limit=1").json()
    rest = program.get(first["next"]).json()
    assert [one["id"] for one in first["reports"] + rest["reports"]] == ids
    assert "next" not in rest
    wanted = {"reports": ids, "metrics": ["items"], "system": "harm"}
    made = done(program, program.post("comparisons", json=wanted))
    document = named(program, made, "comparison.json").json()
    assert document["services"] == ["Halcyon", "Lantern"]
    assert document["options"] == {"metrics": ["items"]}
    with server.shelves.reading() as connection:
        acts = set(connection.execute(select(AUDIT.c.act)).scalars())
    assert {"read", "keep report", "compare"} <= acts


def test_a_report_that_was_made_here_is_kept(server, program):
    job = checked(server)
    wanted = {"job": job, "period": "2026-H1", "service": "Lanternfish"}
    made = done(program, program.post("reports", json=wanted))
    kept = program.post("library", json={"job": made["id"]}).json()
    assert (kept["services"], kept["format"]) == (["Lanternfish"], "report")
    assert kept["title"]


def test_a_report_of_the_library_is_shown_fetched_and_deleted(server, program):
    job = read(program, HALCYON)
    kept = program.post("library", json={"job": job["id"]}).json()
    other, way = server.program("Beta"), f"library/{kept['id']}"
    assert program.get(way).json() == kept
    record = program.get(f"{way}/report.json").json()
    assert record["record"] == "published"
    for asked in (other.get(way), other.get(f"{way}/report.json"), other.delete(way)):
        refused(asked, 404, "no such report")
    refused(server.program(scopes=["compare"]).delete(way), 403, "read or report")
    assert program.delete(way).status_code == 204
    refused(program.get(way), 404)
    refused(program.delete(way), 404)
    assert program.get("library").json() == {"reports": []}
    with server.shelves.reading() as connection:
        assert "delete report" in connection.execute(select(AUDIT.c.act)).scalars().all()


def test_another_organisation_compares_and_keeps_nothing(server, program):
    job = read(program, HALCYON)
    own = program.post("library", json={"job": job["id"]}).json()["id"]
    other = server.program("Beta")
    refused(other.post("library", json={"job": job["id"]}), 404, "no such job")
    refused(other.post("comparisons", json={"reports": [own]}), 404, "no such report")
    refused(program.post("comparisons", json={"reports": [own, "unknown"]}), 404)
    assert other.get("library").json() == {"reports": []}
    refused(other.get(f"library?after={own}"), 404)
    job = checked(server)
    refused(program.post("library", json={"job": job}), 422, "no report")


def test_each_kind_of_work_asks_for_its_scope(server):
    stranger = server.program(scopes=["metrics"])
    files = [("files", ("a.csv", b"a"))]
    refused(stranger.post("imports?system=ozone", files=files), 403, "import")
    refused(stranger.post("readings", files=files), 403, "read")
    refused(stranger.post("reports", json={"job": "x", "period": "2026"}), 403, "report")
    refused(stranger.post("comparisons", json={"reports": ["x"]}), 403, "compare")
    refused(stranger.post("library", json={"job": "x"}), 403, "read or report")
    refused(stranger.get("library"), 403, "read or compare")
    assert server.program(scopes=["compare"]).get("library").json() == {"reports": []}


def test_work_sent_again_under_its_key_is_done_once(server, program):
    job = checked(server)
    before = many(server, JOBS)
    wanted = {"job": job, "period": "2026-H1"}
    headers = {"Idempotency-Key": "one"}
    first = program.post("reports", json=wanted, headers=headers)
    again = program.post("reports", json=wanted, headers=headers)
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    assert many(server, JOBS) == before + 1
    other = {**wanted, "period": "2025-H2"}
    refused(program.post("reports", json=other, headers=headers), 422, "another request")


# Limits.


def test_one_job_too_many_is_to_be_sent_later(opened):
    server = ApiServer(opened(server=True, limits=Limits(waiting=0)).app)
    answer = server.program().post("imports?system=ozone", files=form(*OZONE))
    assert "when some are done" in refused(answer, 429, "Too many jobs")["fix"]
    assert int(answer.headers["Retry-After"]) > 0
    assert many(server, UPLOADS) == 0


def test_requests_are_counted_for_each_token_wherever_they_come_from(opened):
    server = ApiServer(opened(server=True, limits=Limits(rate=3)).app)
    program, other = server.program(), server.program()
    answers = [
        Program(server.app, program.token, client=f"192.0.2.{n}").get("jobs") for n in range(4)
    ]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    refused(answers[-1], 429, "too many requests")
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert Program(server.app, other.token, client="192.0.2.9").get("jobs").status_code == 200
