"""The work behind the pages on published reports, done in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest

import harmscope as hs
from harmscope.errors import UserError
from harmscope.web import research_tasks
from harmscope.web.work import Work

EXAMPLES = Path(__file__).parents[3] / "examples" / "advertiser-compare"


@pytest.fixture
def work(tmp_path: Path) -> Callable[..., Work]:
    """Work with what it is asked; what it says is not kept."""

    def make(**asked: object) -> Work:
        return Work(tmp_path, tmp_path, asked, lambda line: None)

    return make


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Reports that were read, as files by name."""
    folder = tmp_path_factory.mktemp("library")
    names = ("halcyon", "enforcement-2025Q3.csv", "enforcement-2025Q4.csv")
    for name in names:
        hs.read(EXAMPLES / name).write(folder / f"{Path(name).stem}.json")
    return {Path(name).stem: str(folder / f"{Path(name).stem}.json") for name in names}


def test_a_table_is_read_and_written_in_every_form(work):
    made = work(files=[str(EXAMPLES / "figures.csv")])
    told = research_tasks.read(made)
    assert told["taken_for"] == ["figures.csv: taken for a table of figures filled in by hand"]
    assert told["services"] == ["Plover", "Tern", "Wren"]
    assert told["figures"] == len(hs.read(EXAMPLES / "figures.csv").reading.figures)
    for one in told["files"]:
        assert (made.out / one["name"]).stat().st_size


def test_a_wrong_format_is_a_fault_of_the_user(work):
    with pytest.raises(UserError):
        research_tasks.read(work(files=[str(EXAMPLES / "figures.csv")], kind="meta-cser"))


def test_reports_are_compared(work, library):
    made = work(reports=[library["enforcement-2025Q4"]], metrics=["items"])
    told = research_tasks.compare(made)
    assert told["files"][0]["name"] == "comparison.html"
    assert (made.out / research_tasks.PARTS).is_file()


def test_a_question_names_who_is_silent_and_why_nothing_is_compared(work, library):
    told = research_tasks.question(
        work(reports=list(library.values()), category="animal.cruelty", metrics=[])
    )
    assert told["alone"] == "no figure lies in the category"
    assert told["files"] == []
    assert set(told["silent"]) <= {"Halcyon", "Aperture", "Cinema"}
    told = research_tasks.question(work(reports=list(library.values()), category="hate"))
    assert "Halcyon" not in told["silent"]
    assert {"Aperture", "Cinema"} <= {one["service"] for one in told["said"] if one["travels"]}


def test_editions_are_held_against_each_other(work, library):
    old, new = library["enforcement-2025Q3"], library["enforcement-2025Q4"]
    assert research_tasks.difference(work(old=old, new=new))["restates"] is True
    assert research_tasks.difference(work(old=old, new=old))["restates"] is False
