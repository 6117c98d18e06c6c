"""``explain`` of a publication: who stands behind a figure, and how it was added up."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import harmscope as hs
from desks import AT, Desk
from harmscope.api.explaining import Asked, explained
from harmscope.cli.app import app
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.model.publication import Correction, Said
from harmscope.registry.folder import create
from harmscope.registry.publications import Wish
from harmscope.registry.publish import publish
from harmscope.render.published_explanation import (
    published_document,
    published_table,
    published_text,
    sentence,
    words_of,
)
from harmscope.tracing.asked import named
from harmscope.tracing.published_figure import edition_of, explain_published, read_edition
from offices import office
from senders import QUARTER, TODAY


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two authorities and three services of the joint office; Ant reports to both authorities."""
    home = tmp_path_factory.mktemp("offices")
    with create(home / "union", "Union", TODAY, None, "automatic") as registry:
        union = Desk(registry, home / "u")
        for name, notices in (
            ("Avia", {"Ant": 40, "Bee": 31, "Cat": 53}),
            ("Borea", {"Dog": 44, "Eel": 38, "Fox": 61, "Ant": 25}),
        ):
            one = office(home, name, notices)
            one.publish()
            one.register_at(union)
            one.hand_in(union)
        for name, count in (("gnu", 33), ("hen", 21), ("ibis", 46)):
            union.add(name)
            union.receive(union.senders[name].submission(notices=count))
        publish(registry, Wish(parse_period(QUARTER)), home / "joint", AT)
    return home


def test_a_joint_figure_with_all_who_stand_behind_it(folder: Path) -> None:
    found = explain_published(read_edition(folder / "joint"), "notices.received")
    assert found.name == "notices.received"
    assert found.own == ("Gnu", "Hen", "Ibis")
    assert [(one.taken.authority, one.services) for one in found.parts] == [
        ("Avia", ("Ant", "Bee", "Cat")),
        ("Borea", ("Ant", "Dog", "Eel", "Fox")),
    ]
    assert [one.service for one in found.twice] == ["Ant"]
    text = published_text(found)
    assert text.startswith("notices.received: 362 to 401\n")
    assert "  Union (own): Gnu, Hen, Ibis\n" in text
    assert "  Ant is held by Avia and Borea:\n" in text
    assert "Give their folders with --original" in text
    assert sentence(found) == (
        "Notices received in January to March 2026: between 362 and 401, as 9 of 9 services under "
        "3 authorities report."
    )


def test_what_the_publications_taken_in_say_of_it(folder: Path) -> None:
    others = [read_edition(folder / name / "p") for name in ("Avia", "Borea")]
    found = explain_published(read_edition(folder / "joint"), "notices.received", others)
    text = published_text(found)
    assert "    it publishes: 125, rounded to the nearest 5\n" in text
    assert "--original" not in text
    told = published_document(found)
    assert [one["figure"]["value"] for one in told["authorities"]] == [125, 170]
    assert told["sentence"] == sentence(found)
    assert [row[-1] for row in published_table(found).rows] == [
        None,
        "125, rounded to the nearest 5",
        "170, rounded to the nearest 5",
    ]
    with pytest.raises(UserError, match="is not in this publication"):
        explain_published(others[0], "notices.received", [others[1]])


def test_cells_of_a_publication(folder: Path) -> None:
    joint = read_edition(folder / "joint")
    month = explain_published(joint, "notices.received[period=2026-02]")
    assert month.name == "notices.received[period=2026-02-01/2026-02-28]"
    one = explain_published(joint, "notices.received service=Ant")
    assert [part.taken.authority for part in one.parts] == ["Avia", "Borea"]
    assert one.own == ()
    assert "(service: Ant)" in sentence(one)
    with pytest.raises(UserError, match="not split so"):
        explain_published(joint, "notices.received[harm=nonsense]")
    with pytest.raises(UserError, match="no figure of that name"):
        explain_published(joint, "notices.sent")
    nobody = explain_published(joint, "items.actioned")
    assert "None of the services behind the publication reports it." in published_text(nobody)
    assert sentence(nobody) == "Items actioned in January to March 2026: not recorded."
    assert named("a.b[c=d, e=f]", ["a.b"]) == ("a.b", {"c": "d", "e": "f"})


def test_what_an_edition_changed_of_it(folder: Path) -> None:
    joint = read_edition(folder / "joint")
    changed = Correction.model_validate(
        {
            "edition": 2,
            "replaces": 1,
            "since_entry": 4,
            "because": [{"entry": 5, "service": "Gnu", "kind": "corrected", "because": "a day"}],
            "figures": [
                {
                    "metric": "notices.received",
                    "period": joint.document.period,
                    "from": {"value": 380},
                    "to": {"low": 362, "high": 401},
                }
            ],
        }
    )
    document = joint.document.model_copy(update={"corrections": [changed]})
    found = explain_published(type(joint)(joint.file, joint.sha256, document), "notices.received")
    assert "Corrected:\n  edition 2: 380 → 362 to 401: a day\n" in published_text(found)
    assert published_document(found)["corrections"][0]["from"] == {"value": 380}
    assert [words_of(Said(status=code)) for code in ("Q", "O")] == ["withheld", "not recorded"]
    assert words_of(Said(low=1200)) == "at least 1,200"


def test_the_command_and_the_function(folder: Path) -> None:
    file = folder / "joint" / "publication.json"
    assert str(hs.explain(file, "notices.received")) == str(
        hs.explain(folder / "joint", "notices.received")
    )
    for name in ("disclosure.json", "figures.csv"):
        with pytest.raises(UserError, match=r"not a report of this version|not JSON"):
            hs.explain(folder / "joint" / name, "notices.received")
    words = ["explain", str(folder / "joint"), "notices.received", "--format", "json"]
    done = CliRunner().invoke(app, [*words, "--original", str(folder / "Avia" / "p")])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    found = hs.explain(folder / "joint", "notices.received", original=folder / "Avia" / "p")
    assert isinstance(found, hs.ExplainPublishedResult)
    assert found.to_dict() == told
    assert found.ok
    assert found.sentence() in str(found)
    assert list(found.to_pandas()["authority"][1:]) == ["Avia", "Borea"]
    (made,) = found.write(folder / "said.json")
    assert json.loads(made.read_text(encoding="utf-8")) == told
    with pytest.raises(UserError, match="a publication holds no records"):
        explained(str(folder / "joint"), "notices.received", Asked(records=("a.jsonl",)))
    made_of = hs.export(folder / "joint", "sqlite", folder / "joint.sqlite", clock=str(TODAY))
    assert made_of.to_dict()["reports"] == 1
    assert "\nedition 1\n" in f"{hs.read(folder / 'joint')}\n"
    (folder / "no").mkdir()
    (folder / "no" / "publication.json").write_text('{"record": "publication"}', encoding="utf-8")
    with pytest.raises(UserError, match="not a publication of a registry"):
        read_edition(folder / "no")
    with pytest.raises(UserError, match="not a publication of a registry"):
        edition_of(file, {"record": "report"}, "0" * 64)
