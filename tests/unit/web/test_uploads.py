"""Uploads: whatever a file is called, it lies where it belongs; limits on number and size."""

import io
import shutil

import pytest

from harmscope.errors import UserError
from harmscope.web.configuration import Limits
from harmscope.web.shelves import Shelves
from harmscope.web.uploads import Tenant, plain_name

NAMES = [
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "C:relative.csv",
    "a\x00b.csv",
    "a\nb.csv",
    "CON",
    "con.csv",
    "aux.tar.gz",
    "LPT1.csv",
    "name.csv. . .",
    "...",
    ".",
    "..",
    "",
    " ",
    ".htaccess",
    "-rf",
    "a:stream.csv",
    "a*b?c<d>e|f.csv",
    "x" * 5000 + ".csv",
    "x." + "y" * 5000,
    "x" * 200 + "/.con." + "z" * 96,
    "Übergröße-報告-отчёт.csv",
    "\u202egnp.exe",
    "e\u0301.csv",
    "\ud800.csv",
    "%2e%2e%2fx.csv",
    "a;b&&c$(d)`e`.csv",
]


@pytest.fixture
def shelves(tmp_path):
    made = Shelves(tmp_path)
    made.create()
    yield made
    made.close()


def tenant(shelves, tmp_path, **limits) -> Tenant:
    return Tenant(shelves, tmp_path, "0" * 32, Limits(**limits))


@pytest.mark.parametrize("given", NAMES)
def test_of_a_name_only_a_plain_one_stays(given):
    kept = plain_name(given)
    assert kept.isascii()
    assert kept.isprintable()
    assert 1 <= len(kept) <= 101
    assert not set('/\\:*?"<>|\0') & set(kept)
    assert kept[0] not in ". "
    assert kept[-1] not in ". "
    stem = kept.partition(".")[0].casefold()
    assert stem not in ("con", "prn", "aux", "nul", "com1", "lpt1")


def test_all_names_together_lie_in_the_folder_of_the_upload(shelves, tmp_path):
    names = [*NAMES, *NAMES]
    files = [(name, io.BytesIO(str(number).encode())) for number, name in enumerate(names)]
    made = tenant(shelves, tmp_path).take(files)
    assert len({name.casefold() for name in made.names}) == len(names)
    assert sorted(one.name for one in made.folder.iterdir()) == sorted(made.names)
    assert [path.read_text() for path in made.paths] == [str(n) for n in range(len(names))]
    here = {path.name for path in tmp_path.iterdir()}
    assert here == {"app.sqlite", "tenants"}


def test_the_ending_stays_for_it_says_what_form_a_file_has():
    assert plain_name("x" * 300 + ".jsonl").endswith(".jsonl")
    assert plain_name("My Report (final).XLSX") == "My Report (final).XLSX"


def test_too_many_too_large_or_nothing_leaves_nothing_behind(shelves, tmp_path):
    for files, limits in (
        ([], {}),
        ([("a", io.BytesIO(b"x" * 11))], {"upload": 10}),
        ([(str(n), io.BytesIO(b"x" * 6)) for n in range(2)], {"upload": 10}),
        ([(str(n), io.BytesIO(b"x")) for n in range(3)], {"files": 2}),
    ):
        mine = tenant(shelves, tmp_path, **limits)
        with pytest.raises(UserError):
            mine.take(files)
        assert mine.listed() == []
        assert list(mine.folder.glob("uploads/*")) == []


def test_an_organisation_may_store_so_much_and_no_more(shelves, tmp_path):
    mine = tenant(shelves, tmp_path, stored=10)
    first = mine.take([("a", io.BytesIO(b"x" * 6))])
    with pytest.raises(UserError, match="too large"):
        mine.take([("a", io.BytesIO(b"x" * 6))])
    mine.take([("a", io.BytesIO(b"x" * 4))])
    with pytest.raises(UserError, match="space of your organisation is full"):
        mine.take([("a", io.BytesIO(b"x"))])
    mine.drop(first)
    assert mine.find(first.id) is None
    assert not first.folder.exists()
    mine.take([("a", io.BytesIO(b"x"))])


def test_another_tenant_finds_nothing(shelves, tmp_path):
    made = tenant(shelves, tmp_path).take([("a", io.BytesIO(b"x"))])
    other = Tenant(shelves, tmp_path, "1" * 32, Limits())
    assert other.find(made.id) is None
    assert other.listed() == []


def test_a_page_sends_odd_names_and_they_are_kept_in_its_folder(visitor):
    names = [one for one in NAMES if one and "\ud800" not in one and len(one) < 1000]
    files = [("files", (name, b"{}")) for name in names]
    sent = visitor.fill("/check", files=files)
    assert sent.status_code == 303, sent.text
    visitor.fill(sent.headers["location"], to=f"{sent.headers['location']}/stop")
    data = visitor.app.state.configuration.data
    [folder] = data.glob("tenants/*/uploads/*")
    assert len(list(folder.iterdir())) == len(files)
    shutil.rmtree(folder)
