"""Whatever stands in the columns of a home-made table, no record comes of it that ``validate``
refuses."""

import json
import random

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.importers.mapping_fields import FIELDS, codes_of

LIKELY = {"notice.received_at": 0.8, "decision.decided_at": 0.8, "decision.action": 0.9}
FORMS = {"language": ["de", "fr", "EN"], "country": ["DE", "fr", "AT"], "law": ["EU", "US", "in"]}
OTHER = ["", "nan", "something", "7", "ja", "2026-01-05", "31.02.2026"]


def cell(field, dice):
    if dice.random() > LIKELY.get(field.name, 0.35):
        return dice.choice(OTHER)
    if field.form == "time":
        day = f"2026-01-{dice.randint(1, 28):02d}"
        return day if dice.random() < 0.3 else f"{day}T{dice.randint(0, 23):02d}:30:00Z"
    if field.form == "count":
        return str(dice.randint(0, 9))
    if field.form == "text":
        return f"{dice.choice('abc')}{dice.randint(1, 40)}"
    return dice.choice(list(codes_of(field.name)) or FORMS[field.form])


@pytest.mark.parametrize("seed", range(3))
def test_no_record_is_refused(tmp_path, seed):
    dice = random.Random(seed)
    rows = [
        {"id": str(number)}
        | {name: cell(one, dice) for name, one in FIELDS.items() if name != "id"}
        for number in range(300)
    ]
    (tmp_path / "log.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    lines = ['mapping = "1.0"', 'from = "table"', "[columns]"]
    lines += [f'"{name}" = "{name}"' for name in FIELDS]
    (tmp_path / "m.toml").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "d.toml").write_text('service = "Plauderecke"', encoding="utf-8")
    records = str(tmp_path / "r.jsonl")
    options = ["--mapping", str(tmp_path / "m.toml"), "--dataset", str(tmp_path / "d.toml")]
    run = CliRunner()
    run.invoke(
        app, ["import", str(tmp_path / "log.jsonl"), "--from", "mapping", *options, "-o", records]
    )
    result = run.invoke(app, ["validate", records, "--clock", "2026-12-01", "--format", "json"])
    found = json.loads(result.stdout)
    assert found["rows"]["accepted"] > 100
    refused = [one for one in found["samples"] if one["severity"] == "error"]
    assert not [(one["rule"], one["pointer"]) for one in refused]
