"""What a profile holds."""

from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.profiles import PanelPlan, Profile, SectionPlan, load, shipped


def test_its_metrics_stand_once_in_order() -> None:
    panels = (
        PanelPlan("a", "A", "bars", ("items.actioned", "appeals.filed")),
        PanelPlan("b", "B", "bars", ("items.actioned",)),
    )
    profile = Profile("p", "1", "P", (SectionPlan("s", "S", None, panels),))
    assert profile.metrics() == ["items.actioned", "appeals.filed"]


GOOD = """
id = "mine"
version = "1"
title = "Mine"
[[sections]]
id = "s"
title = "S"
[[sections.panels]]
id = "p"
title = "P"
chart = "bars"
metrics = ["items.actioned"]
split = ["harm"]
"""


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_profile_is_good(name: str) -> None:
    profile = load(name)
    assert profile.id == name
    assert profile.sha256 is None


def test_a_profile_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    profile = load(str(path))
    assert profile.sections[0].panels[0].split == ("harm",)
    assert profile.sha256 is not None
    assert profile.traits == ()


def test_a_profile_can_carry_a_trait(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('traits = ["intimate"]\n' + GOOD, encoding="utf-8")
    assert load(str(path)).traits == ("intimate",)
    assert load("synthetic-media").traits == ("intimate",)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "mine"', "id = 3", "its id is missing"),
        ('id = "mine"', 'id = "My profile"', "ids do not have"),
        ('version = "1"', "", "its version is missing"),
        ('"bars"', '"pie"', "its chart is not a known one"),
        ('"items.actioned"', '"items.loved"', "an unknown metric"),
        ('"harm"', '"mood"', "an unknown dimension"),
        ('"harm"', '"kind"', "items.actioned cannot be split by kind"),
        ('"harm"', '"harm", "month", "ground"', "more than two"),
        ("metrics = [", "metrics = 3 # [", "no list of ids"),
        ('title = "P"', 'title = "P"\ncolour = "red"', "an unknown member"),
        ("[[sections.panels]]", "[sections.panel]", "an unknown member"),
        ("id =", "id ==", "not TOML"),
    ],
)
def test_a_wrong_profile_says_what_is_wrong(tmp_path: Path, old: str, new: str, fault: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=fault):
        load(str(path))


ASKED = """
[[questions]]
metric = "court.cases"
title = "Cases in court"
unit = "incidents"
applies = "Article 1"
about = "How many there were."
"""


def test_a_profile_asks_for_what_no_record_holds(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD + ASKED, encoding="utf-8")
    (asked,) = load(str(path)).asks
    assert (asked.metric, asked.unit, asked.knows) == ("court.cases", "incidents", "")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"court.cases"', '"Court"', "not an id of a declared figure"),
        ('"court.cases"', '"items.actioned"', "not an id of a declared figure"),
        ('"incidents"', '"miles"', "its unit is not a known one"),
        ('applies = "Article 1"', "", "its applies is missing"),
        (
            'about = "How many there were."',
            'about = "How many there were."' + ASKED,
            "two questions",
        ),
    ],
)
def test_a_wrong_question_says_what_is_wrong(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD + ASKED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=fault):
        load(str(path))


def test_a_template_has_its_own_questions(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    head = GOOD[: GOOD.index("[[sections]]")] + 'template = "dsa-harmonised"\n'
    path.write_text(head + ASKED, encoding="utf-8")
    with pytest.raises(UserError, match="a template and questions"):
        load(str(path))


def test_ids_are_unique(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD + GOOD[GOOD.index("[[sections]]") :], encoding="utf-8")
    with pytest.raises(UserError, match="two sections"):
        load(str(path))


@pytest.mark.parametrize("name", ["nobody", "core.json", "../core", "missing.toml"])
def test_an_unknown_profile_names_the_known_ones(name: str) -> None:
    with pytest.raises(UserError, match="core"):
        load(name)


def test_a_profile_has_a_sane_size(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD + "#" * 1_000_001, encoding="utf-8")
    with pytest.raises(UserError, match="larger than 1 MB"):
        load(str(path))


def test_a_curve_draws_one_count_by_hours(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    head = GOOD[: GOOD.index("[[sections]]")]
    panel = (
        '[[sections]]\nid = "s"\ntitle = "S"\n[[sections.panels]]\nid = "p"\ntitle = "P"\n'
        'chart = "curve"\nmetrics = ["notices.acted"]\nsplit = ["SPLIT"]\n'
    )
    path.write_text(head + panel.replace("SPLIT", "hours_to_act"), encoding="utf-8")
    assert load(str(path)).sections[0].panels[0].chart == "curve"
    path.write_text(head + panel.replace("SPLIT", "outcome"), encoding="utf-8")
    with pytest.raises(UserError, match="by hours"):
        load(str(path))
