"""What validate, read, compare, diff and claim do with the folder that a registry published."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

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


def changed(folder: Path, edition: int, change: Callable[[dict[str, Any]], object]) -> Path:
    """A later edition of a publication, as a document alone."""
    document = json.loads((folder / PUBLICATION).read_bytes())
    document["edition"] = edition
    change(document)
    later = folder.parent / "later.json"
    later.write_text(json.dumps(document), encoding="utf-8")
    return later


def total(document: dict[str, Any], period: str = "2026-01-01/2026-03-31") -> dict[str, Any]:
    """The row of all notices that all services received."""
    asked = {"metric": "notices.received", "harm": None, "service": None, "period": period}
    return next(r for r in document["figures"] if asked.items() <= r.items())


def withhold(document: dict[str, Any]) -> None:
    total(document).update(value=None, rounding=None, obs_status="Q", conf_status="C")


def states(reports: object, *claims: str) -> list[str | None]:
    return hs.claim(claims, reports).states  # type: ignore[arg-type,return-value]


def test_of_two_editions_the_later_one_is_compared_even_where_it_withholds(
    published: tuple[Path, Path], copy: Path
) -> None:
    found = hs.compare([published[0], changed(copy, 10, withhold), published[1]])
    assert "left out: an earlier edition of another publication here" in str(found)
    rows = [side for group in found.comparison.groups for side in group.sides]
    ours = [one for one in rows if one.service == "Avia"]
    assert {one.edition for one in ours} == {"edition 10"}
    hidden = [one for one in ours if one.metric == "notices.received" and not one.category.code]
    assert [one.figure.value for one in hidden if one.figure.period == "2026-01-01/2026-03-31"] == [
        None
    ]


def test_a_restatement_is_listed_and_a_withheld_value_is_not(
    published: tuple[Path, Path], copy: Path
) -> None:
    found = hs.diff(published[0], changed(copy, 2, withhold))
    assert "Notices: received, 2026-Q1: 125 (rounded) → suppressed (no number on one side)" in str(
        found
    )
    assert found.restates


def test_rounded_figures_decide_claims_by_their_limits(published: tuple[Path, Path]) -> None:
    assert states(
        published[0],
        "Avia received more than 120 notices in 2026-Q1",
        "Avia received more than 125 notices in 2026-Q1",
        "Avia received fewer than 122 notices in 2026-Q1",
    ) == ["supported", "cannot_say", "not_supported"]


def test_claims_on_withheld_figures_cannot_be_said_unless_limits_decide(
    published: tuple[Path, Path], copy: Path
) -> None:
    claims = (
        "Avia received more than 100 notices in 2026-Q1",
        "Avia received fewer than 1,000 notices in 2026-Q1",
    )
    assert states(changed(copy, 2, withhold), *claims) == ["cannot_say", "cannot_say"]

    def limit(document: dict[str, Any]) -> None:
        total(document).update(value=None, rounding=None, low=110, high=140)

    assert states(changed(copy, 2, limit), *claims) == ["supported", "supported"]

    def floor(document: dict[str, Any]) -> None:
        total(document).update(value=None, rounding=None, low=110, high=None)

    assert states(changed(copy, 2, floor), *claims) == ["supported", "cannot_say"]


def test_limits_alone_leave_a_claim_open_and_the_authority_is_named(
    published: tuple[Path, Path], copy: Path
) -> None:
    def limit(document: dict[str, Any]) -> None:
        row = total(document)
        row.update(value=None, rounding=None, low=0, high=1235)
        document["figures"].append(row | {"service": "Wideweb"})

    place = changed(copy, 2, limit)
    open_ = str(hs.claim("Wideweb received more than 10 notices in 2026-Q1", place))
    assert "Missing against zero: a report gives limits alone, and they leave it open" in open_
    said = str(hs.claim("Wideweb received fewer than 2000 notices in 2026-Q1", place))
    assert said.startswith("supported:")
    assert "Avia (on Wideweb) reported 0 to 1,235 notices" in " ".join(said.split())
    assert "Source: Avia, edition" in said


def test_shares_of_rounded_counts_have_limits(published: tuple[Path, Path], copy: Path) -> None:
    def share(document: dict[str, Any]) -> None:
        row = next(
            r
            for r in document["figures"]
            if r["metric"] == "notices.acted_share" and not (r["service"] or r["harm"])
        )
        row["value"] = 0.8
        acted = {**total(document), "metric": "notices.acted", "value": 100}
        document["figures"] = [
            acted if all(r[n] == acted[n] for n in ("metric", "harm", "service", "period")) else r
            for r in document["figures"]
        ]

    later = changed(copy, 2, share)
    figure = next(
        one
        for one in hs.read(later, "publication").reading.figures
        if one.metric == "notices.acted_share" and one.scope and one.scope.service == "Avia"
    )
    # 97.5 of 127.5 to 102.5 of 122.5, rounded outwards.
    assert figure.bounds is not None
    assert (figure.bounds.low, figure.bounds.high, figure.status) == (0.7647, 0.8368, "approx")


def test_a_quarter_is_compared_before_its_months(published: tuple[Path, Path]) -> None:
    found = hs.compare(published, metrics=["notices.received"], services=["Avia", "Borea"])
    assert [one.figure.period for one in found.comparison.groups[0].sides] == [
        "2026-01-01/2026-03-31"
    ] * 2
    assert not any(len(one.points) > 1 for one in found.comparison.trends)


def test_publications_of_two_periods_are_no_editions_and_show_a_trend(
    published: tuple[Path, Path], tmp_path: Path
) -> None:
    text = (published[0] / PUBLICATION).read_text(encoding="utf-8")
    for old, new in (
        ("01-01/2026-03-31", "04-01/2026-06-30"),
        ("02-01/2026-02-28", "05-01/2026-05-31"),
    ):
        text = text.replace(old, new)
    later = tmp_path / "q2.json"
    later.write_text(text.replace('"value": 125', '"value": 190'), encoding="utf-8")
    said = str(hs.diff(published[0], later))
    assert "the periods differ, 2026-Q1 and 2026-Q2: these are no two editions of one" in said
    found = hs.compare([published[0], later], services=["Avia"], metrics=["notices.received"])
    points = [[one.figure.value for one in trend.points] for trend in found.comparison.trends]
    assert [125, 190] in points
    assert f"write its {len(points)} series over time with -o FILE.html" in str(found)
    claims = (
        "Avia received more notices in 2026-Q2 than in 2026-Q1",
        "Avia's notices fell since 2026-Q1",
    )
    assert states([published[0], later], *claims) == ["supported", "not_supported"]
