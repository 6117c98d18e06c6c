""""""

from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.reading import load, read, write_published
from harmscope.reading.collection import add_to_library, find_report, slug


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


def test_a_report_is_found_by_service_and_period(enforcement: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    path = add_to_library(read([enforcement], "meta-cser", service="Photos"), library)
    assert find_report(f"{library}/Photos@2022-H1") == path
    assert find_report(f"{library}/Photos@2022-01-01/2022-06-30") == path
    assert load(path).service == "Photos"


def test_editions_stand_side_by_side_and_the_last_is_meant(
    enforcement: Path, tmp_path: Path
) -> None:
    for edition in ("2022-08", "2022-11"):
        add_to_library(read([enforcement], "meta-cser", "Photos", edition), tmp_path)
    assert find_report(f"{tmp_path}/photos@2022-H1").stem == "2022-11"
    assert find_report(f"{tmp_path}/photos@2022-H1#2022-08").stem == "2022-08"


def test_the_same_report_again_replaces_itself(enforcement: Path, tmp_path: Path) -> None:
    paths = {add_to_library(read([enforcement], "meta-cser"), tmp_path) for _ in range(2)}
    assert len(paths) == 1


def test_a_restated_report_never_replaces_another(enforcement: Path, tmp_path: Path) -> None:
    add_to_library(read([enforcement], "meta-cser", edition="V1"), tmp_path)
    enforcement.write_text(enforcement.read_text() + "\n")
    with pytest.raises(UserError, match="other files under this edition"):
        add_to_library(read([enforcement], "meta-cser", edition="V1"), tmp_path)


def test_a_file_is_taken_as_it_is(enforcement: Path) -> None:
    assert find_report(str(enforcement)) == enforcement


def test_a_report_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such report"):
        find_report(f"{tmp_path}/photos@2022-H1")


def test_names_for_files_are_plain() -> None:
    assert slug("Some Service: EU/2!") == "some-service-eu-2"
    assert slug("///") == "unnamed"
    assert (slug("CON"), slug("nul.2025")) == ("con_", "nul_.2025")


def test_the_folder_of_a_report_stands_for_it(tmp_path: Path) -> None:
    assert find_report(str(tmp_path)) == tmp_path
    (tmp_path / "report.json").write_text("{}", encoding="utf-8")
    assert find_report(str(tmp_path)) == tmp_path / "report.json"
