"""One byte changed anywhere in a registry, or in what a sender holds, is found and named."""

import json
import random
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from desks import Desk
from harmscope.model.period import parse_period
from harmscope.registry.folder import create
from harmscope.registry.publications import Wish
from harmscope.registry.publish import publish
from harmscope.registry.verify import checked
from harmscope.submission import manifest
from harmscope.submission.manifest import SIGNATURE, TAGS
from harmscope.submission.verify import Trust, verify
from senders import TODAY

AT = datetime(2026, 5, 2, 9)
LEDGER = "ledger.sqlite"
Told = Callable[[], list[str]]


@dataclass
class House:
    """A registry with submissions, a correction of one, and an edition; and what a sender has."""

    folder: Path
    receipt: Path
    package: Path
    trust: Trust


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    top = tmp_path_factory.mktemp("house")
    with create(top / "registry", "authority", TODAY, None, "automatic") as registry:
        desk = Desk(registry, top)
        for name, notices in (("alpha", 40), ("beta", 31), ("gamma", 52)):
            desk.add(name)
            package = desk.senders[name].submission(notices=notices)
            seq = desk.receive(package)["seq"]
        publish(registry, Wish(parse_period("2026-Q1")), top / "out", AT)
        (top / "gamma.receipt.json").write_text(registry.ledger.receipts()[seq][1])
        trust = Trust([desk.senders["gamma"].public], TODAY)
    return House(top / "registry", top / "gamma.receipt.json", package, trust)


def changed(path: Path, share: float, seed: int) -> Iterator[int]:
    """The places of a share of the file's bytes, at least eight, each changed in turn."""
    good, draw = path.read_bytes(), random.Random(f"{seed} {path.name[-20:]}")
    mode = path.stat().st_mode
    path.chmod(0o600)
    count = min(len(good), max(8, int(share * len(good))))
    try:
        for place in sorted(draw.sample(range(len(good)), count)):
            bad = bytearray(good)
            bad[place] ^= draw.randrange(1, 256)
            path.write_bytes(bad)
            yield place
    finally:
        path.write_bytes(good)
        path.chmod(mode)


def rows_of(path: Path) -> object:
    """Every row of every table and every definition, or what SQLite says instead of them."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            tables = connection.execute("SELECT * FROM sqlite_master ORDER BY name").fetchall()
            names = [row[1] for row in tables if row[0] == "table"]
            typed = {
                name: connection.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall()
                for name in names
            }
            return [(row[0], row[1], row[2], row[4]) for row in tables], typed
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return type(error)


@pytest.mark.parametrize("share", [0.002, pytest.param(0.05, marks=pytest.mark.fuzz)])
def test_the_ledger_file_is_found_altered_or_says_the_same(house: House, share: float) -> None:
    path, tally = house.folder / LEDGER, Counter[str]()
    good = path.read_bytes()
    rows = rows_of(path)
    for place in changed(path, share, 1):
        answer = checked(house.folder)
        if answer.ok:
            # An independent reader: what was changed is used by no row.
            assert rows_of(path) == rows, place
            tally["unused"] += 1
            tally["unused zero" if good[place] == 0 else "unused other"] += 1
        else:
            assert any(LEDGER in line or "entry" in line for line in answer.body["faults"]), (
                answer.body["faults"]
            )
            tally["found"] += 1
    print(tally)
    assert tally["found"] > 10, tally
    assert checked(house.folder).ok


@pytest.mark.parametrize("share", [0.002, pytest.param(0.05, marks=pytest.mark.fuzz)])
def test_every_other_file_of_a_registry_is_found_altered(house: House, share: float) -> None:
    tally = Counter[str]()
    files = [path for path in sorted(house.folder.rglob("*")) if path.is_file()]
    assert {"registry.json", LEDGER, "seal.json"} <= {path.name for path in files}
    for path in files:
        if path.name == LEDGER or not path.stat().st_size:
            continue
        whole = path.parent.name == "keys" or path.parent == house.folder
        for place in changed(path, share * 20 if whole else share, 2):
            answer = checked(house.folder)
            assert not answer.ok, (path.name, place)
            assert any(path.name in line for line in answer.body["faults"]), (
                path.name,
                answer.body["faults"],
            )
            tally[path.name] += 1
    print(tally)
    assert len(tally) > 8, tally
    assert checked(house.folder).ok


def members(path: Path) -> object:
    """What an independent reader finds in a package: names and bytes, the signature as JSON."""
    with zipfile.ZipFile(path) as archive:
        return {name: said(name, archive.read(name)) for name in archive.namelist()}


def said(name: str, data: bytes) -> object:
    if name.endswith(SIGNATURE):
        return json.loads(data)
    return manifest.read_manifest(data, TAGS) if name.endswith(TAGS) else data


@pytest.mark.parametrize("share", [0.03, pytest.param(1.0, marks=pytest.mark.fuzz)])
def test_a_package_is_found_altered_or_says_the_same(house: House, share: float) -> None:
    tally, there = Counter[str](), members(house.package)
    for place in changed(house.package, share, 3):
        outcome = verify(house.package, house.trust)
        if outcome.ok:
            # What changed is what a zip file says beside its contents: days, rights, versions.
            assert members(house.package) == there, place
        assert outcome.ok or all(problem.words for problem in outcome.problems)
        tally["says the same" if outcome.ok else "found"] += 1
    print(tally)
    assert tally["found"] > 50, tally


@pytest.mark.parametrize("share", [0.02, pytest.param(1.0, marks=pytest.mark.fuzz)])
def test_a_receipt_that_was_altered_is_named(house: House, share: float) -> None:
    assert checked(house.folder, house.receipt).ok
    for place in changed(house.receipt, share, 4):
        answer = checked(house.folder, house.receipt)
        assert not answer.ok, place
        assert house.receipt.name in answer.body["faults"][0]
