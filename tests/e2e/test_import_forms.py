"""The same rows as CSV and as JSON Lines give the same records, for every table of the examples."""

import csv
import json

import pytest

from harmscope.importers import IMPORTERS
from harmscope.importers.run import Request, run

TABLES = (
    ("mastodon", "account_warnings.csv"),
    ("mastodon", "appeals.csv"),
    ("discourse", "reviewable_scores.csv"),
    ("discourse", "user_histories.csv"),
    ("coop", "reports.csv"),
    ("coop", "appeals.csv"),
    ("coop-recent", "recent-decisions.csv"),
)
TYPED = (
    ("coop", "action_executions.jsonl"),
    ("coral", "commentModerationActions.json"),
    ("coral", "commentActions.json"),
    ("mastodon", "admin-reports.json"),
)


def value(text):
    """A cell as a database's JSON has it."""
    if text == "":
        return None
    if text in ("t", "f", "true", "false"):
        return text[0] == "t"
    return int(text) if text.isdigit() and str(int(text)) == text else text


def cell(item):
    """A value as a table has it."""
    if item is None:
        return ""
    if isinstance(item, bool):
        return "true" if item else "false"
    return json.dumps(item) if isinstance(item, dict | list) else str(item)


def records(folder, name, source):
    mapping = folder / "mapping.toml"
    request = Request(
        (str(source),),
        str(source.parent / "out.jsonl"),
        mapping=mapping if mapping.exists() else None,
        key_file=source.parent / "key",
    )
    run(IMPORTERS[name.partition("-")[0]], request)
    lines = (source.parent / "out.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    found = [json.loads(line) for line in lines]
    for one in found:
        # A list has more than one form in a cell; the digest is of the one that stands there.
        one["source"].pop("digest")
    return found


@pytest.mark.parametrize(("name", "file"), TABLES)
def test_a_table_as_json_lines(root, tmp_path, name, file):
    folder = root / "examples" / "importers" / name
    text = (folder / "raw" / file).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    lines = [json.dumps({name: value(text) for name, text in row.items()}) for row in rows]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    as_table = records(folder, name, tmp_path / "a.csv")
    assert as_table
    assert records(folder, name, tmp_path / "a.jsonl") == as_table


@pytest.mark.parametrize(("name", "file"), TYPED)
def test_json_as_a_table(root, tmp_path, name, file):
    folder = root / "examples" / "importers" / name
    text = (folder / "raw" / file).read_text(encoding="utf-8")
    rows = json.loads(text) if text.startswith("[") else map(json.loads, text.splitlines())
    rows = list(rows)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    as_json = records(folder, name, tmp_path / "a.jsonl")
    assert as_json
    assert records(folder, name, tmp_path / "a.csv") == as_json
