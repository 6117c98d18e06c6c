"""The library: what one organisation keeps, no other sees."""

from pathlib import Path

import pytest

import harmscope as hs
from harmscope.errors import UserError
from harmscope.web import report_library
from harmscope.web.configuration import Limits
from harmscope.web.problem_details import Problem
from harmscope.web.shelves import Shelves
from harmscope.web.uploads import Tenant


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    made = Shelves(tmp_path)
    made.create()
    yield made
    made.close()


@pytest.fixture
def tenant(shelves: Shelves, tmp_path: Path) -> Tenant:
    return Tenant(shelves, tmp_path, "one", Limits())


@pytest.fixture(scope="module")
def record(root: Path) -> dict:
    return hs.read(root / "examples/advertiser-compare/figures.csv", "figures").to_dict()


def test_a_report_is_kept_listed_and_deleted(shelves: Shelves, tenant: Tenant, record: dict):
    made = report_library.add(shelves, tenant, record, "Figures of two services")
    (kept,) = report_library.listed(shelves, tenant)
    assert (kept.id, kept.title) == (made, "Figures of two services")
    assert kept == report_library.find(shelves, tenant, made)
    assert kept.service == "Plover, Tern, Wren"
    assert kept.format == "figures"
    assert hs.compare([kept.path]).comparison.services == ("Plover", "Tern", "Wren")
    report_library.drop(shelves, tenant, made)
    assert report_library.listed(shelves, tenant) == []
    assert not kept.path.exists()


def test_the_same_report_again_is_kept_once(shelves: Shelves, tenant: Tenant, record: dict):
    made = report_library.add(shelves, tenant, record, "")
    assert report_library.add(shelves, tenant, record, "another title") == made
    assert [one.title for one in report_library.listed(shelves, tenant)] == ["Plover, Tern, Wren"]
    assert len(list(tenant.folder.glob("library/*"))) == 1


def test_what_is_no_report_leaves_nothing(shelves: Shelves, tenant: Tenant):
    with pytest.raises(UserError, match="not a report of harmscope"):
        report_library.add(shelves, tenant, {"record": "incident"}, "x")
    assert report_library.listed(shelves, tenant) == []
    assert list(tenant.folder.glob("library/*")) == []


def test_another_tenant_finds_nothing(
    shelves: Shelves, tenant: Tenant, record: dict, tmp_path: Path
):
    made = report_library.add(shelves, tenant, record, "x")
    other = Tenant(shelves, tmp_path, "two", Limits())
    assert report_library.listed(shelves, other) == []
    assert report_library.picked(shelves, other, [made]) == []
    for act in (report_library.find, report_library.drop):
        with pytest.raises(Problem):
            act(shelves, other, made)
    assert report_library.picked(shelves, tenant, [made, "unknown"]) == [
        report_library.find(shelves, tenant, made)
    ]
