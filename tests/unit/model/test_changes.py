from pathlib import Path

from harmscope.model.changes import steps, steps_of
from harmscope.model.kinds import CURRENT

TEXT = """
[[step]]
kind = "thing"
from = "1.0"
to = "1.1"
why = "growth"

[[step.renamed]]
at = "parts.*.name"
code = "old"
to = "new"

[[step.split]]
at = "colour"
into = ["hue", "shade"]

[[step]]
kind = "thing"
from = "1.1"
to = "2.0"
"""


def test_a_file_is_read_into_steps(tmp_path: Path) -> None:
    path = tmp_path / "changes.toml"
    path.write_text(TEXT, encoding="utf-8")
    first, second = steps(path)
    assert (first.kind, first.before, first.after, first.why) == ("thing", "1.0", "1.1", "growth")
    renamed, split = first.changes
    assert (renamed.what, renamed.codes, renamed.into) == ("renamed", ("old",), ("new",))
    assert (split.what, split.at, split.codes, split.into) == (
        *("split", "colour", ()),
        ("hue", "shade"),
    )
    assert steps_of("thing", "1.0", (first, second)) == [first, second]
    assert steps_of("thing", "2.0", (first, second)) == []


def test_every_way_ends_at_the_model() -> None:
    for step in steps():
        assert steps_of(step.kind, step.before)[-1].after == CURRENT[step.kind]


def test_no_version_has_two_ways_forward() -> None:
    starts = [(step.kind, step.before) for step in steps()]
    assert len(set(starts)) == len(starts)
