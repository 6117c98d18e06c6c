"""A pipe or a device in place of any file that any command takes: one line, at once."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from harmscope.registry import senders
from harmscope.registry.folder import create
from harmscope.registry.intake import receive
from senders import TODAY, header, notice, sender, write_records

MEGABYTES = 400
SECONDS = 120

RUN = f"""
import json, re, signal, sys
from pathlib import Path
from harmscope.__main__ import main
for words in json.load(sys.stdin):
    sys.argv = ["harmscope", *words]
    signal.alarm({SECONDS})
    print("BEGINS", *words, file=sys.stderr, flush=True)
    try:
        main()
        code = 0
    except SystemExit as end:
        code = end.code
    signal.alarm(0)
    print("ENDS", code, file=sys.stderr, flush=True)
memory = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print(int(memory) // 1024, file=sys.stderr)
"""
"""Runs many commands in one process, none longer than some seconds."""

PERIOD = ["--period", "2026-Q1"]
PACK = ["--sender", "a", "--service", "b", *PERIOD, "-o", "out.zip"]
REPORT = ["--profile", "core", "--service", "all", *PERIOD, "-o", "out"]

COMMANDS = [
    "read {}.json --from report",
    "read {}.csv --from figures",
    "read {}.xlsx --from dsa-report",
    "read {}.zip --from dsa-report",
    "read {}.csv --from meta-cser",
    "read {}.xlsx --from tiktok-cger",
    "compare {}.json {}.json",
    "diff {}.json {}.json",
    "reconcile {}.json good.jsonl",
    "taxonomy lint {}.csv",
    "taxonomy lint {}.json",
    "taxonomy map dsa garm --counts {}.csv",
    "plan-sample {}.csv --size 100",
    "validate {}.jsonl",
    "validate good.jsonl --waivers {}.toml",
    "validate good.jsonl --ruleset {}.toml",
    "validate {}.xlsx --kind dsa-report",
    "validate {}.csv --kind dsa-sor",
    "validate good.jsonl --previous {}.json",
    f"report {{}}.jsonl {' '.join(REPORT)}",
    f"report good.jsonl --declared {{}}.toml {' '.join(REPORT)}",
    f"report good.jsonl --replaces {{}}.json --because x {' '.join(REPORT)}",
    f"report good.jsonl {' '.join(REPORT)} --profile {{}}.toml",
    "export good.jsonl --to dsa-sor -o out.json --fill {}.toml",
    "export {}.jsonl --to dsa-sor -o out.json",
    "migrate {}.jsonl --to dataset@1.1 -o out.jsonl",
    "import --from ozone {}.jsonl -o out.jsonl",
    "import --from mastodon good.jsonl --mapping {}.toml -o out.jsonl",
    "import --from ozone good.jsonl --dataset {}.toml -o out.jsonl",
    "import --from ozone good.jsonl --key-file {}.key -o out.jsonl",
    "init-mapping {}.csv",
    "submit keys show {}.json",
    f"submit pack {{}}.jsonl {' '.join(PACK)}",
    f"submit pack --report {{}}.json {' '.join(PACK)}",
    f"submit pack good.jsonl --declared {{}}.toml {' '.join(PACK)}",
    f"submit pack good.jsonl --encrypt-to {{}}.age {' '.join(PACK)}",
    "submit sign {}.zip --key example.key.pem",
    "submit sign sub.zip --key {}.pem",
    "submit verify {}.zip --key example.public.json",
    "submit verify sub.zip --key {}.json",
    "submit verify sub.zip --key example.public.json --identity {}.age",
    "registry receive registry {}.zip",
    "registry senders add registry a --service b --key {}.json",
    "registry verify registry --receipt {}.json",
    "registry publish registry --period 2026-Q1 --known {}.json -o out",
    "registry measures {}.json good.jsonl -o out.html",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry, a key, a submission and records, that the commands are run beside."""
    made = tmp_path_factory.mktemp("door")
    write_records(made / "good.jsonl", [header("Example"), notice("Example", 1)])
    some = sender(made, "example")
    some.submission(notices=1).rename(made / "sub.zip")
    registry = create(made / "registry", "Authority", TODAY, None, "automatic")
    at = datetime(2026, 4, 20, 10)
    senders.add(registry, "example", ["Example"], some.public, at)
    with (made / "sub.zip").open("rb") as package:
        receive(registry, package, at)
    registry.ledger.close()
    return made


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_no_command_waits_for_what_is_no_file(folder: Path, kind: str) -> None:
    before = sorted(folder.iterdir())
    commands = [command.format(*[kind] * 2).split() for command in COMMANDS]
    names = {word for words in commands for word in words if word.startswith(f"{kind}.")}
    for name in names:
        if kind == "pipe":
            os.mkfifo(folder / name)
        else:
            (folder / name).symlink_to("/dev/zero")
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        cwd=folder,
    )
    *_, memory = done.stderr.splitlines()
    wrong = []
    for command in done.stderr.split("BEGINS ")[1:]:
        words, *told = command.splitlines()
        refused = told and "pipe, device or socket" in told[0] and f"{kind}." in told[0]
        if not refused or told[1:2] != ["ENDS 2"]:
            wrong.append((words, told[:3]))
    assert not wrong
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(memory) < MEGABYTES
    for name in names:
        (folder / name).unlink()
    assert sorted(folder.iterdir()) == before
