"""``harmscope registry``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desks import AT, Desk
from harmscope.cli.registry import app
from harmscope.cli.submit import app as submit
from harmscope.errors import UserError
from harmscope.registry.folder import create
from senders import TODAY, Sender, sender

RUN = CliRunner()
CLOCK = ("--clock", "2026-04-20")


def run(*words: object) -> str:
    done = RUN.invoke(app, [str(word) for word in words])
    if isinstance(done.exception, UserError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def alpha(tmp_path: Path, database: str | None) -> Sender:
    made = sender(tmp_path / "keys", "alpha")
    where = ("--database", database) if database else ()
    run("init", tmp_path / "r", "--name", "a", "--acceptance", "by_decision", *where, *CLOCK)
    public = made.folder / "alpha.public.json"
    run("senders", "add", tmp_path / "r", "alpha", "--key", public, "--service", "Alpha", *CLOCK)
    return made


def state(folder: Path) -> tuple[str, str]:
    one = json.loads(run("list", folder, "--format", "json"))[-1]
    return one["submission"], one["status"]


def test_decide_withdraw_erase(alpha: Sender, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    run("receive", folder, alpha.submission(), *CLOCK)
    name, status = state(folder)
    assert status == "received"
    told = ("--official", "unit 7", "--reason", "complete", "--rules", "1.0")
    seq = json.loads(run("list", folder, "--format", "json"))[-1]["seq"]
    said = run("decide", folder, seq, "--outcome", "accept", *told, *CLOCK)
    about = f"entry {seq}, submission {name[:12]}, sender alpha, service Alpha, period 2026-01-01/"
    assert f"accept: {about}2026-03-31, now received" in said
    assert f"accepted (recorded as entry {seq + 1}): {about}2026-03-31, now accepted" in said
    assert state(folder)[1] == "accepted"
    run("withdraw", folder, name, "--because", "wrong file", *CLOCK)
    assert state(folder)[1] == "withdrawn"
    why = ("--official", "unit 7", "--because", "asked for")
    run("reverse", folder, name[:8], *why, *CLOCK)
    assert state(folder)[1] == "accepted"
    run("notice", folder, seq, "-o", tmp_path / "n")
    assert len(list((tmp_path / "n").glob("*.letter.md"))) == 3
    said = run("erase", folder, seq, *why, "--notice", tmp_path / "m", *CLOCK)
    assert "erased" in said
    (signed,) = (tmp_path / "m").glob("*.decision.json")
    assert str(signed) in said
    assert state(folder)[1] == "erased"
    key = folder / "keys" / "registry.public.json"
    done = RUN.invoke(submit, ["answer", str(signed), "--key", str(key)])
    assert done.output.startswith("signed by a: erased (entry ")
    with pytest.raises(UserError, match="--outcome"):
        run("decide", folder, name, "--outcome", "perhaps", *told)


def test_on_a_terminal_the_act_is_asked_about(
    alpha: Sender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "r"
    run("receive", folder, alpha.submission(), *CLOCK)
    words = ["withdraw", str(folder), "2", "--because", "x"]
    monkeypatch.setattr("harmscope.cli.output.at_terminal", lambda: True)
    done = RUN.invoke(app, words, input="n\n")
    assert isinstance(done.exception, UserError)
    assert state(folder)[1] == "received"
    assert RUN.invoke(app, words, input="y\n").exit_code == 0
    assert state(folder)[1] == "withdrawn"
    assert RUN.invoke(app, ["reverse", *words[1:], "--official", "o", "--yes"]).exit_code == 0
    assert state(folder)[1] == "received"


def test_the_imprint_is_set(alpha: Sender, tmp_path: Path) -> None:
    told = ("--licence", "CC0-1.0", "--contact", "room 7")
    assert run("imprint", tmp_path / "r", *told, *CLOCK) == "set (recorded as entry 2)\n"


def test_a_package_that_was_rejected_later_is_called_rejected(
    alpha: Sender, tmp_path: Path
) -> None:
    folder, package = tmp_path / "r", alpha.submission()
    run("receive", folder, package, *CLOCK)
    told = ("--official", "unit 7", "--reason", "days missing", "--rules", "1.0")
    run("decide", folder, 2, "--outcome", "reject", *told, *CLOCK)
    done = RUN.invoke(app, ["receive", str(folder), str(package), *CLOCK])
    assert done.exit_code == 1
    assert "rejected since 2026-04-20 (entry 3); its earlier receipt said" in done.output
    done = RUN.invoke(app, ["receive", str(folder), str(package), *CLOCK, "--format", "json"])
    (body,) = json.loads(done.output)
    assert body["since"]["status"] == "rejected"


def test_senders_can_be_listed_and_revoked(alpha: Sender, tmp_path: Path) -> None:
    folder, key = tmp_path / "r", alpha.public.key_id
    run("senders", "revoke", folder, key, "--because", "lost", *CLOCK)
    assert "revoked from 2026-04-20" in run("senders", "list", folder)
    (row,) = json.loads(run("senders", "list", folder, "--format", "json"))
    assert row["key_id"] == key
    assert "Alpha" in run("senders", "list", folder)


def test_the_calendar_shows_standings(alpha: Sender, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    run("calendar", "set", folder, "--period", "2026-Q1", "--due", "2026-04-30", *CLOCK)
    assert run("calendar", "show", folder, *CLOCK).startswith("2026-04-30  due ")
    (row,) = json.loads(run("calendar", "show", folder, *CLOCK, "--format", "json"))
    assert row["service"] == "Alpha"


def test_what_was_kept_long_enough_is_listed(alpha: Sender, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    run("receive", folder, alpha.submission(), *CLOCK)
    assert run("calendar", "retention", folder, *CLOCK) == "nothing is to be erased\n"
    later = ("--clock", "2031-04-20")
    assert run("calendar", "retention", folder, *later).startswith("2031-04-20  ")
    (row,) = json.loads(run("calendar", "retention", folder, *later, "--format", "json"))
    assert row["service"] == "Alpha"


PERIOD = ("--period", "2026-Q1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, database_of_module: str | None) -> Path:
    top = tmp_path_factory.mktemp("desk")
    with create(top / "registry", "authority", TODAY, database_of_module, "automatic") as registry:
        desk = Desk(registry, top)
        for name in ("alpha", "beta", "gamma"):
            desk.receive(desk.add(name).submission(notices=40))
    return top / "registry"


def run_of_registry_pool(*words: object, code: int = 0) -> str:
    done = RUN.invoke(app, [str(word) for word in words])
    if isinstance(done.exception, UserError):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def test_pool_prints_totals(folder: Path) -> None:
    body = json.loads(run_of_registry_pool("pool", folder, *PERIOD, "--format", "json"))
    totals = {f["metric"]: f["value"] for f in body["figures"] if not f["dimensions"]}
    assert totals["notices.received"] == 120


def test_publish_writes_a_folder(folder: Path, tmp_path: Path) -> None:
    clock = ("--clock", AT.date())
    out = run_of_registry_pool("publish", folder, *PERIOD, "-o", tmp_path / "p", *clock)
    assert out.startswith("edition 1 as of entry 6: 100.0% of ")
    assert (tmp_path / "p" / "index.html").is_file()
    said = run_of_registry_pool("verify-publication", tmp_path / "p")
    assert said.startswith("sound: authority: 2026-01-01/2026-03-31, edition 1")
    (tmp_path / "p" / "figures.csv").write_text("x")
    said = run_of_registry_pool("verify-publication", tmp_path / "p", code=1)
    assert said == "figures.csv was altered\n"
    told = run_of_registry_pool(
        "publish", folder, *PERIOD, "--as-of", 6, "-o", tmp_path / "q", "--format", "json"
    )
    assert json.loads(told)["published"] is True


def test_a_plan_publishes_nothing(folder: Path) -> None:
    out = run_of_registry_pool("publish", folder, *PERIOD, "--plan", "--no-services")
    assert "publish as it is" in out
    with pytest.raises(UserError, match="no folder to write into"):
        run_of_registry_pool("publish", folder, *PERIOD)


def test_export_writes_the_ledger(folder: Path, tmp_path: Path) -> None:
    assert "ledger.jsonl" in run_of_registry_pool("export", folder, "-o", tmp_path / "out")


def test_measures_stand_beside_a_publication(folder: Path, tmp_path: Path) -> None:
    run_of_registry_pool("publish", folder, *PERIOD, "-o", tmp_path / "p", "--clock", AT.date())
    shipped = Path(__file__).parents[3] / "examples" / "regulator-pool" / "measures.jsonl"
    page = tmp_path / "m.html"
    run_of_registry_pool("measures", tmp_path / "p" / "publication.json", shipped, "-o", page)
    assert "Komdigi" in page.read_text()


def run_of_registry(*words: object, code: int = 0) -> str:
    done = RUN.invoke(app, [str(word) for word in words])
    if isinstance(done.exception, UserError):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def alpha_of_registry(tmp_path: Path, database: str | None) -> Sender:
    made = sender(tmp_path / "keys", "alpha")
    where = ("--database", database) if database else ()
    run_of_registry("init", tmp_path / "r", "--name", "authority", *where, *CLOCK)
    public = made.folder / "alpha.public.json"
    run_of_registry(
        "senders", "add", tmp_path / "r", "alpha", "--key", public, "--service", "Alpha", *CLOCK
    )
    return made


def test_receive_list_show_verify(alpha_of_registry: Sender, tmp_path: Path) -> None:
    package, folder = alpha_of_registry.submission(), tmp_path / "r"
    out = run_of_registry("receive", folder, package, "--receipts", tmp_path / "out", *CLOCK)
    assert out.startswith("alpha-first.zip: accepted (ACPT), entry 2")
    (listed,) = json.loads(run_of_registry("list", folder, "--format", "json"))
    assert listed["status"] == "accepted"
    assert "accepted" in run_of_registry("list", folder)
    shown = json.loads(run_of_registry("show", folder, listed["submission"][:10]))
    assert shown["package"]
    assert run_of_registry("verify", folder).startswith("sound: 2 entries")
    (receipt,) = (tmp_path / "out").iterdir()
    assert "what the receipt of entry 2 says" in run_of_registry(
        "verify", folder, "--receipt", receipt
    )


def test_a_refused_package_ends_with_1(alpha_of_registry: Sender, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"x")
    out = run_of_registry(
        "receive", tmp_path / "r", tmp_path / "x.zip", *CLOCK, "--format", "json", code=1
    )
    assert json.loads(out)[0]["code"] == "CRPT"


def test_a_slow_package_ends_with_1_and_one_line(alpha_of_registry: Sender, tmp_path: Path) -> None:
    package = alpha_of_registry.submission(notices=5_000)
    out = run_of_registry("receive", tmp_path / "r", package, *CLOCK, "--time-limit", 0.05, code=1)
    assert out.splitlines() == [
        "alpha-first.zip: rejected (RJCT), entry 2: checking it took longer than the limit"
    ]
    assert "accepted" in run_of_registry("receive", tmp_path / "r", package, *CLOCK)


def test_a_changed_object_ends_with_1(alpha_of_registry: Sender, tmp_path: Path) -> None:
    run_of_registry("receive", tmp_path / "r", alpha_of_registry.submission(), *CLOCK)
    path = next((tmp_path / "r" / "objects").glob("??/*.jsonl.zst"))
    path.chmod(0o644)
    path.write_bytes(b"x")
    assert "was altered" in run_of_registry("verify", tmp_path / "r", code=1)
    assert (
        json.loads(run_of_registry("verify", tmp_path / "r", "--format", "json", code=1))["ok"]
        is False
    )


def test_no_registry_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no registry here"):
        run_of_registry("list", tmp_path)


def test_a_registry_is_named_after_its_folder_unless_told_otherwise(tmp_path: Path) -> None:
    run_of_registry("init", tmp_path / "coordinator", *CLOCK)
    text = "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "coordinator").rglob("*.json")
    )
    assert '"coordinator"' in text


def test_init_says_what_the_key_is_for(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["init", str(tmp_path / "r"), *CLOCK])
    assert done.exit_code == 0
    assert "\n" not in done.stdout.strip()
    assert "registry.public.json to senders, who check receipts with it" in done.stderr
