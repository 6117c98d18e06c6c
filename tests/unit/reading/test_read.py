from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.reading import read, write_published


def test_keeps_one_service(enforcement: Path) -> None:
    reading = read([enforcement], "meta-cser", service="Photos")
    assert (reading.service, len(reading.figures)) == ("Photos", 2)


def test_sets_the_edition_on_every_figure(enforcement: Path) -> None:
    reading = read([enforcement], "meta-cser", edition="2022Q2")
    assert {figure.edition for figure in reading.figures} == {"2022Q2"}


def test_two_files_that_differ_contest_each_other(enforcement: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(enforcement.read_text().replace("3,300", "3,400"))
    reading = read([enforcement, other], "meta-cser")
    assert [f.value for f in reading.figures if f.status == "contested"] == [3300, 3400]


@pytest.mark.parametrize("options", [{"kind": "pdf"}, {"kind": "meta-cser", "service": "Chat"}])
def test_wrong_options_are_said(enforcement: Path, options: dict[str, str]) -> None:
    with pytest.raises(UserError):
        read([enforcement], **options)


def test_our_own_report_keeps_its_figures(enforcement: Path, tmp_path: Path) -> None:
    first = read([enforcement], "meta-cser", service="Photos", edition="1")
    write_published(first, tmp_path / "m.json")
    again = read([tmp_path / "m.json"], "report")
    assert (again.figures, again.service, again.edition) == (first.figures, "Photos", "1")


def test_a_cell_beyond_measure_is_said_without_its_words(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(f"app,policy_area,metric,period,value\n{'x' * 600},Spam,UBP,2022Q1,1%\n")
    with pytest.raises(UserError, match="more than a figure can take") as caught:
        read([path], "meta-cser")
    assert "xxx" not in str(caught.value)
