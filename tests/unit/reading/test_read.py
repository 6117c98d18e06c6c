from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.reading import read


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
