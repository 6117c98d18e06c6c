"""What validate, read, compare, diff and claim do with the folder that a registry published."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

import harmscope as hs
from harmscope.cli.app import app
from harmscope.formats.door import PUBLICATION
from harmscope.submission.published_folder import KEY, NAME, manifest_check
from offices import Office, office

ALTERED = "it was altered: its digest is not the one in manifest.dsse.json"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The publications of two offices, folders of one name."""
    folder = tmp_path_factory.mktemp("offices")
    avia = office(folder, "Avia", {"Ant": 40, "Bee": 31, "Cat": 53})
    borea = office(folder, "Borea", {"Dog": 80, "Elk": 92, "Fox": 61})
    avia.publish()
    borea.publish()
    return avia.folder / "p", borea.folder / "p"


@pytest.fixture
def copy(published: tuple[Path, Path], tmp_path: Path) -> Path:
    return shutil.copytree(published[0], tmp_path / "copy")


class Said(NamedTuple):
    code: int
    text: str


def run(*words: object) -> Said:
    """The exit code of a command, and all that it says."""
    found = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(found.exception, hs.UserError):
        return Said(2, f"{found.output}{found.exception}")
    return Said(found.exit_code, found.output)


def commands(place: object, other: object) -> dict[str, Said]:
    claim = "Avia received more notices than Borea in 2026-Q1"
    return {
        "read": run("read", place),
        "compare": run("compare", place, other),
        "diff": run("diff", place, other),
        "claim": run("claim", claim, "--reports", place, other),
    }


def test_a_folder_is_compared_with_its_signed_manifest_and_this_is_said(
    published: tuple[Path, Path],
) -> None:
    said = f"{published[0]}: every file is as {NAME} names it, signed with the {KEY} beside it"
    for found in (*commands(*published).values(), run("validate", published[0])):
        assert said in found.text
        assert "whose key that is was not checked" in found.text
    assert run("validate", published[0]).code == 0


@pytest.mark.parametrize("name", [PUBLICATION, "figures.csv"])
def test_a_file_that_is_not_the_signed_one_is_an_error(
    copy: Path, published: tuple[Path, Path], name: str
) -> None:
    (copy / name).write_bytes((copy / name).read_bytes() + b"\n")
    for command, found in commands(copy, published[1]).items():
        assert (found.code, f"{copy / name}: {ALTERED}" in found.text) == (2, True), command
    checked = run("validate", copy)
    assert checked.code == 1
    assert "RR014" in checked.text
    assert f"copy/{name}  ({ALTERED})" in checked.text
    for form in ("json", "html", "sarif", "csv"):
        found = run("validate", copy, "--select", "HS1", "--format", form)
        assert (found.code, "RR014" in found.text) == (1, True)
    assert not hs.validate(copy).ok


def test_a_manifest_that_another_key_signed_is_an_error_and_a_missing_one_is_said(
    copy: Path, published: tuple[Path, Path]
) -> None:
    shutil.copy(published[1] / KEY, copy / KEY)
    assert [name for name, _ in manifest_check(copy).faults] == [NAME]
    (copy / KEY).unlink()
    assert manifest_check(copy) == ([], f"every file is as {NAME} names it, but {KEY} is missing")
    (copy / NAME).write_text("{}")
    assert manifest_check(copy).faults == [(NAME, "it is damaged")]
    (copy / NAME).unlink()
    assert f"there is no {NAME} beside it" in run("read", copy).text


def _csv(folder: Path) -> Path:
    return folder / "figures.csv"


def _parquet(folder: Path) -> Path:
    return folder / "figures.parquet"


def _zip(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder), "zip", folder.parent, folder.name))


def _half(folder: Path) -> Path:
    (folder / PUBLICATION).unlink()
    return folder


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (_csv, "the table of a registry's publication; name its publication.json"),
        (_parquet, "the table of a registry's publication; name its publication.json"),
        (_zip, "the packed folder of a registry's publication; unpack it"),
        (_half, "the folder of a registry's publication without its publication.json"),
    ],
)
def test_a_part_of_a_publication_is_named_as_what_it_is(
    copy: Path, published: tuple[Path, Path], part: Callable[[Path], Path], said: str
) -> None:
    place = part(copy)
    for found in (*commands(place, published[1]).values(), run("validate", place)):
        assert (found.code, f"{place}: this looks like {said}" in found.text) == (2, True)


def test_a_package_for_a_registry_is_named_as_one(published: tuple[Path, Path]) -> None:
    made = Office("Avia", published[0].parent, None).package()  # type: ignore[arg-type]
    assert f"harmscope submit verify {made}" in run("validate", made).text


def test_a_document_that_is_cut_off_is_told_in_one_way(
    copy: Path, published: tuple[Path, Path]
) -> None:
    document = copy / PUBLICATION
    document.write_bytes(document.read_bytes()[:3000])
    for place in (document, copy):
        for found in (*commands(place, published[1]).values(), run("validate", place)):
            assert "the JSON document is cut off or damaged" in found.text
            assert "fetch or write the file again" in found.text


def test_figures_of_two_publications_have_places_of_their_own(
    published: tuple[Path, Path],
) -> None:
    found = hs.compare(published)
    files = [report["file"] for report in found.to_dict()["reports"]]
    assert files == ["Avia/p/publication.json", "Borea/p/publication.json"]
    rows = found.to_pandas()
    assert {(one.service_a, one.source_a) for one in rows.itertuples()} >= {("Avia", files[0])}
    assert {(one.service_b, one.source_b) for one in rows.itertuples()} >= {("Borea", files[1])}
    changes = hs.diff(*published).to_dict()
    assert [changes[side]["file"] for side in ("old", "new")] == files
    text = str(hs.claim("Avia received more notices than Borea in 2026-Q1", published))
    assert all(f"({name})" in text for name in files)
    assert hs.compare([published[0], published[0] / PUBLICATION]).to_dict()["reports"][0][
        "file"
    ] == (PUBLICATION)


def test_the_same_report_twice_is_said(published: tuple[Path, Path], tmp_path: Path) -> None:
    alone = hs.compare([published[0]] * 2, services=["Avia"])
    assert "0 pairs: the same report is given twice" in str(alone)
    found = hs.read("examples/advertiser-compare/halcyon", "dsa-report")
    found.write(tmp_path / "r.json")
    with pytest.raises(hs.UserError, match="one period: the same report is given twice"):
        hs.compare([tmp_path / "r.json"] * 2)
    other = str(hs.compare([published[0], published[1], published[0]]))
    assert "figures left out: the same report is given twice" in other


def test_of_two_editions_the_later_one_is_compared_even_where_it_withholds(
    published: tuple[Path, Path], copy: Path
) -> None:
    shutil.rmtree(copy / "none", ignore_errors=True)
    document = json.loads((copy / PUBLICATION).read_bytes())
    document["edition"] = 10
    row = next(
        one
        for one in document["figures"]
        if one["metric"] == "notices.received" and not one["harm"] and not one["service"]
    )
    row.update(value=None, rounding=None, obs_status="Q", conf_status="C")
    later = copy.parent / "later.json"
    later.write_text(json.dumps(document), encoding="utf-8")
    found = hs.compare([published[0], later, published[1]])
    assert "an earlier edition of another publication here" in str(found)
    rows = [side for group in found.comparison.groups for side in group.sides]
    ours = [one for one in rows if (one.service, one.metric) == ("Avia", "notices.received")]
    assert {one.edition for one in rows if one.service == "Avia"} == {"edition 10"}
    assert all(one.figure.value is None or one.category.code for one in ours)
