"""Mapping files of logs of verdicts."""

import pytest

from harmscope.errors import UserError
from harmscope.importers.guard_mapping import read_guard_mapping, safeguard_ref

GOOD = """\
mapping = "1.0"
from = "guard-log"
[columns]
at = "verdict.at"
stage = "verdict.on"
hazards = "verdict.code"
[constants]
"verdict.scheme" = "llama-guard@3"
[values."verdict.on"]
in = "prompts"
out = "outputs"
[sample]
design = "simple"
frame = "Requests of one hour a day"
reviewers = { sensitivity = 0.9, specificity = 0.99 }
[exposure]
every = "log"
assurance = "audited"
"""


@pytest.fixture
def read(tmp_path):
    def make(text):
        path = tmp_path / "mapping.toml"
        path.write_text(text, encoding="utf-8")
        return read_guard_mapping(path)

    return make


def test_a_good_file(read):
    found = read(GOOD)
    assert found.scheme == "llama-guard@3"
    assert found.mapping.columns["verdict.code"] == "hazards"
    assert (found.terms.design, found.terms.monthly, found.terms.assurance) == (
        "simple",
        False,
        "audited",
    )
    assert found.terms.same == {
        "frame": "Requests of one hour a day",
        "reviewers": {"sensitivity": 0.9, "specificity": 0.99},
    }


def test_without_a_file_nothing_is_read():
    with pytest.raises(UserError, match="missing"):
        read_guard_mapping(None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('from = "guard-log"', 'from = "table"', 'from = "guard-log"'),
        ('at = "verdict.at"\n', "", "when a verdict was given"),
        ('stage = "verdict.on"\n', "", r"prompts or outputs"),
        ('hazards = "verdict.code"\n', "", "what a verdict says"),
        ("llama-guard@3", "llama-guard@9", "no such list of codes"),
        ('"simple"', '"stratified"', "give simple, systematic, census, unknown"),
        ("0.99", "99.0", "between 0 and 1"),
        ('hazards = "verdict.code"', 'hazards = "decision.action"', "no such field"),
        ('in = "prompts"', 'in = "views"', "does not take it"),
    ],
)
def test_what_is_wrong_is_said(read, old, new, said):
    assert old in GOOD
    with pytest.raises(UserError, match=said):
        read(GOOD.replace(old, new))


def test_the_list_of_codes_is_the_same_for_all_lines(read):
    with pytest.raises(UserError, match="cannot name the list"):
        read(GOOD.replace("[constants]", 'list = "verdict.scheme"\n[constants]'))


@pytest.mark.parametrize(
    ("name", "version", "wanted"),
    [
        ("Prompt filter", "Llama-Guard-3-8B", "prompt-filter@Llama-Guard-3-8B"),
        ("", "omni-moderation-2024-09-26", "safeguard@omni-moderation-2024-09-26"),
        ("gate", "v2 (beta)", "gate@v2-beta"),
        ("gate", "", ""),
        ("gate", "word " * 40, ""),
    ],
)
def test_names_of_safeguards(name, version, wanted):
    assert safeguard_ref(name, version) == wanted
