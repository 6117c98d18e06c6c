"""The lines of docs/server-api.md, run against a server."""

import json
import os
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

from harmscope.registry.receipts import read
from harmscope.submission.keys import read_public
from harmscope.web import tokens
from harmscope.web.shelves import TENANTS, Shelves
from served import served

BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def test_the_lines_of_the_page_run(root: Path, tmp_path: Path, loaded: Path) -> None:
    page = (root / "docs" / "server-api.md").read_text(encoding="utf-8")
    lines = "set -euo pipefail\n" + "\n".join(BLOCK.findall(page)).replace("curl ", "curl -f ")
    with served(tmp_path, loaded) as running:
        work = tmp_path / "work"
        work.mkdir()
        shutil.copy(root / "examples" / "platform-export" / "records.jsonl", work)
        shutil.copy(root / "examples" / "advertiser-compare" / "figures.csv", work)
        shutil.copy(
            root / "examples" / "importers" / "home-made" / "raw" / "meldungen.csv",
            work / "table.csv",
        )
        shutil.copy(running.sender.submission(), work / "package.zip")
        told = subprocess.run(
            ["bash", "-c", lines],
            cwd=work,
            env={**os.environ, "SERVER": running.address, "TOKEN": _token(running.data)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert told.returncode == 0, told.stderr
    assert "<html" in (work / "page.html").read_text(encoding="utf-8")
    receipt = read(
        (work / "receipt.json").read_bytes(),
        read_public(running.registry / "keys" / "registry.public.json"),
    )
    assert receipt["sender"] == "alpha"
    assert json.loads((work / "job.json").read_text(encoding="utf-8"))["task"] == "read"
    assert json.loads((work / "kept.json").read_text(encoding="utf-8"))["services"]
    assert told.stdout.count('data: {"state": "done"') == 2


def _token(data: Path) -> str:
    """A token of alpha's that may do anything."""
    shelves = Shelves(data)
    try:
        with shelves.reading() as connection:
            [tenant] = connection.execute(TENANTS.select().where(TENANTS.c.name == "Alpha")).all()
        last = (date.today() + timedelta(days=90)).isoformat()
        return tokens.make(shelves, tenant.id, "all", tokens.SCOPES, last, "ada", "alpha")[0]
    finally:
        shelves.close()
