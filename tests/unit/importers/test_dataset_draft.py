import tomllib

import pytest

from harmscope.errors import UserError
from harmscope.importers.dataset_draft import draft_dataset
from harmscope.importers.run import given_header
from harmscope.taxonomy import codelist


def test_nothing_is_said_until_somebody_says_it():
    assert tomllib.loads(draft_dataset()) == {"capabilities": []}


def uncommented(text):
    """Every example line of the draft without its mark."""
    lines = []
    for line in text.splitlines():
        bare = line.removeprefix("#").strip()
        is_example = line.startswith("#") and (bare.startswith(('"', "[[")) or " = " in bare)
        lines.append(bare if is_example else line)
    return "\n".join(lines)


def test_every_line_of_the_draft_is_good(tmp_path):
    path = tmp_path / "d.toml"
    path.write_text(uncommented(draft_dataset()), encoding="utf-8")
    found = given_header(path)
    assert found["capabilities"] == list(codelist("capability").codes)
    assert found["period"] == {"start": "2026-01-01", "end": "2026-03-31"}
    assert {"service", "operator", "jurisdictions", "coverage", "not_recorded"} <= set(found)


@pytest.mark.parametrize(
    ("text", "place", "fix"),
    [
        ('capabilities = ["flying"]', "capabilities.0", "'user_flags'"),
        ('coverage = { extent = "all" }', "coverage.extent", "'complete'"),
        ("period = { start = 2026-01-01 }", "period.end", "init-dataset"),
    ],
)
def test_a_wrong_member_says_where_and_what_it_takes(tmp_path, text, place, fix):
    path = tmp_path / "d.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=place) as caught:
        given_header(path)
    assert fix in caught.value.fix
