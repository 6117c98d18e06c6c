"""A quarter at an authority: three platforms submit, one corrects, one sends twice, one is tampered
with; everything is on record, and an earlier publication can be made again byte for byte."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app
from senders import Sender, sender

CLOCK = ("--clock", "2026-04-20")
PERIOD = ("--period", "2026-Q1")


def run(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["registry", *map(str, words)], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("show")


@pytest.fixture(scope="module")
def registry(place: Path) -> Path:
    """The registry after everything has come in; receipts lie in ``receipts``."""
    folder = place / "registry"
    run("init", folder, "--name", "authority", *CLOCK)
    senders = [sender(place / "keys", name) for name in ("alpha", "beta", "gamma")]
    for one in senders:
        key = one.folder / f"{one.name}.public.json"
        run("senders", "add", folder, one.name, "--key", key, "--service", one.service, *CLOCK)
    alpha, beta, gamma = senders
    first = take(folder, alpha.submission(notices=40))
    assert take(folder, beta.submission(notices=60))["status"] == "accepted"
    assert take(folder, beta.submission(notices=60))["seq"] == first["seq"] + 1
    assert take(folder, tampered(gamma, place), code=1)["code"] == "CRPT"
    assert take(folder, gamma.submission(notices=80))["status"] == "accepted"
    run("publish", folder, *PERIOD, "-o", place / "before", *CLOCK)
    mended = alpha.submission("mended", notices=44, replaces=first["submission"], because="late")
    assert take(folder, mended)["replaces"] == first["submission"]
    return folder


def take(folder: Path, package: Path, code: int = 0) -> dict[str, object]:
    where = ("--receipts", folder.parent / "receipts")
    out = run("receive", folder, package, *where, "--format", "json", *CLOCK, code=code)
    (found,) = json.loads(out)
    return dict(found)


def tampered(one: Sender, place: Path) -> Path:
    data = bytearray(one.submission(notices=80).read_bytes())
    data[len(data) // 3] ^= 1
    path = place / "tampered.zip"
    path.write_bytes(data)
    return path


def test_the_list_says_what_became_of_each(registry: Path) -> None:
    listed = json.loads(run("list", registry, "--format", "json"))
    found = [(one["status"], (one["rows"] or {}).get("accepted")) for one in listed]
    assert found == [
        ("superseded", 41),
        ("accepted", 61),
        ("corrupt", 0),
        ("accepted", 81),
        ("accepted", 45),
    ]


def test_totals_are_those_of_what_is_current(registry: Path) -> None:
    totals = {}
    for words in ((), ("--as-of", 7)):
        body = json.loads(run("pool", registry, *PERIOD, *words, "--format", "json"))
        (figure,) = [
            one
            for one in body["figures"]
            if one["metric"] == "notices.received" and not one["dimensions"]
        ]
        totals[words] = (figure["value"], figure["senders"])
    assert totals == {(): (184, 3), ("--as-of", 7): (180, 3)}


def test_an_earlier_publication_is_made_again_byte_for_byte(registry: Path, place: Path) -> None:
    run("publish", registry, *PERIOD, "--as-of", 7, "-o", place / "again", *CLOCK)
    before = {path.name: path.read_bytes() for path in (place / "before").iterdir()}
    again = {path.name: path.read_bytes() for path in (place / "again").iterdir()}
    assert before == again


def test_every_receipt_holds_and_a_flipped_byte_is_named(registry: Path, place: Path) -> None:
    assert run("verify", registry).startswith("sound:")
    for receipt in sorted((place / "receipts").iterdir()):
        assert "what the receipt of entry" in run("verify", registry, "--receipt", receipt)
    victim = next(path for path in sorted((registry / "objects").glob("*/*.jsonl.zst")))
    good = victim.read_bytes()
    victim.chmod(0o644)
    victim.write_bytes(good[:50] + bytes([good[50] ^ 1]) + good[51:])
    assert victim.name in run("verify", registry, code=1)
    victim.write_bytes(good)
    assert run("verify", registry).startswith("sound:")
