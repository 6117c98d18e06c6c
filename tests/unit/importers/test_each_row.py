"""What importers of one form share: rows that are records, options, times that have been."""

from datetime import timedelta
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.exporters.run import own_codes
from harmscope.formats.rows import Row
from harmscope.importers.contract import Table, Task, each_row
from harmscope.importers.mapping_file import zone_in
from harmscope.importers.platform_codes import TomlFile
from harmscope.importers.timestamps import BadTime, past
from harmscope.times import today


def test_each_row_gives_what_is_made_of_it_in_order():
    tables = [
        Table(name, iter([Row(n, 0, {"n": n}) for n in numbers]))
        for name, numbers in (("a", (1, 2)), ("b", (3,)))
    ]
    made = each_row(
        iter(tables), lambda table, row: None if row.line == 2 else (table.name, row.line)
    )
    assert list(made) == [("a", 1), ("b", 3)]


def test_options_without_use_are_refused_or_noted():
    Task().without_mapping("xarf")
    with pytest.raises(UserError, match="xarf takes no mapping"):
        Task(mapping=Path("m.toml")).without_mapping("xarf")
    task = Task(key_file=Path("k"))
    task.without_key("cybertip")
    assert task.notes == {"--key-file was not used: cybertip makes no pseudonyms": 1}
    quiet = Task()
    quiet.without_key("cybertip")
    assert not quiet.notes


def test_a_time_that_lies_ahead_is_none():
    assert past("") == ""
    assert past("2026-03-01") == "2026-03-01"
    assert past("2026-03-01T10:00:00+02:00") == "2026-03-01T08:00:00.000000Z"
    for text in ("soon", (today() + timedelta(days=2)).isoformat()):
        with pytest.raises(BadTime):
            past(text)


def test_own_codes_are_those_of_any_version_of_a_list():
    codes = [("xarf@4", "content/csam"), ("xarf@3", "content/phishing"), ("xarf@4", "no/such")]
    native = [
        {"scheme": scheme, "code": code} for scheme, code in [*codes, ("own@1", "content/csam")]
    ]
    found = own_codes({"native": native}, "xarf@4")
    assert [one["code"] for one in found] == ["content/csam", "content/phishing"]


def test_a_time_zone_is_one_of_the_database(tmp_path):
    path = tmp_path / "m.toml"
    path.write_text('[exposure]\nzone = "Asia/Tokyo"\n[times]\nzone = "Sea"\n', encoding="utf-8")
    file = TomlFile.read(path, "--mapping")
    assert zone_in(file, ("exposure", "zone")).key == "Asia/Tokyo"
    assert zone_in(file, ("none", "zone")).key == "UTC"
    with pytest.raises(UserError, match=r"times\.zone.*no such time zone"):
        zone_in(file, ("times", "zone"))
