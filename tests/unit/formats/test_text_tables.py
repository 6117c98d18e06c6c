"""Published files as tables of text."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.formats import text_tables
from harmscope.formats.text_tables import BROKEN, text_files

RUN = """
import re, sys
from pathlib import Path
from harmscope.errors import UserError
from harmscope.readers.result import read_tables
try:
    read_tables(Path(sys.argv[1]))
except UserError as error:
    print(error.fault)
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
"""Prints the most memory that reading took. What the system calls the maximum of a process may be
that of the process that started it, so the number is taken from the memory itself."""


def test_small_archives_of_large_tables_are_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "report.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(5):
            archive.writestr(f"{number}.csv", "1,2,3,4,5\n" * 3_000_000)
    assert path.stat().st_size < 400_000
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(path)], capture_output=True, text=True, check=True
    )
    fault, memory = done.stdout.splitlines()
    assert fault == "the data grows out of proportion when unpacked"
    assert int(memory) < 200


def test_all_files_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_tables, "MOST", 10)
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    (tmp_path / "b.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UserError, match=r"b\.csv: the unpacked data is larger than the limit"):
        text_files(tmp_path)


def test_each_file_has_its_name_size_and_digest(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "b.csv").write_text("p;q\n")
    (tmp_path / "x" / "b.txt").write_text("")
    (found,), aside = text_files(tmp_path)
    assert (found.name, found.size, len(found.sha256)) == ("x/b.csv", 4, 64)
    assert (found.tables[0].name, found.tables[0].delimiter) == ("b", ";")
    assert aside == ["x/b.txt"]


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "secret.csv").write_text("a\n")
    (tmp_path / "r" / "a.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(UserError, match=r"a\.csv: it is a link"):
        text_files(tmp_path / "r")


def test_standard_input_is_no_report() -> None:
    with pytest.raises(UserError, match="standard input"):
        text_files(Path("-"))


def test_rows_of_any_length_and_quotes_of_any_kind_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('title\n\na,"b ""c"\nx,y"z,\n')
    (found,), _ = text_files(path)
    assert found.tables[0].rows == [["title"], [], ["a", 'b "c'], ["x", 'y"z', ""]]


def test_one_damaged_byte_is_no_other_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("ä,ö\nü,1\n".encode() + b"\xff,2\n")
    (found,), _ = text_files(path)
    assert found.tables[0].encoding == "utf-8"
    assert [bool(BROKEN.search(row[0])) for row in found.tables[0].rows] == [False, False, True]


def test_a_file_of_another_encoding_keeps_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xe4,\xf6\n\xfc,1\n" + "é,2\n".encode())
    (found,), _ = text_files(path)
    assert found.tables[0].encoding == "cp1252"
    assert found.tables[0].rows == [["ä", "ö"], ["ü", "1"], ["é", "2"]]


def test_a_table_named_as_a_workbook_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("a,b\n1,2\n")
    (found,), _ = text_files(path)
    assert (found.tables[0].rows, found.said) == ([["a", "b"], ["1", "2"]], ("HS020",))
