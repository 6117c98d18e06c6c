import pytest

from harmscope.errors import UserError
from harmscope.importers.platform_codes import (
    OwnCodes,
    TomlFile,
    allocate,
    is_known,
    read_own_codes,
)

TEXT = """\
a = 1
[values."decision.action"]
# a comment
"Gel\u00f6scht" = "x"
plain = 2
[other]
'quoted' = 3
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "m.toml"
    path.write_text(TEXT, encoding="utf-8")
    return TomlFile.read(path, "--mapping")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 1),
        (("values", "decision.action"), 2),
        (("values", "decision.action", "Gel\u00f6scht"), 4),
        (("values", "decision.action", "plain"), 5),
        (("other", "quoted"), 7),
        (("other", "missing"), 6),
        (("nowhere",), 0),
    ],
)
def test_members_are_found_by_line(file, path, line):
    assert file.line(path) == line


def test_tables(file):
    assert file.table(("other",)) == {"quoted": 3}
    assert file.table(("nowhere",)) == {}
    with pytest.raises(UserError, match="no table"):
        file.table(("a",))


def test_broken_syntax_names_its_line(tmp_path):
    path = tmp_path / "m.toml"
    path.write_text("a = 1\nb = \n")
    with pytest.raises(UserError, match=r"m\.toml:2"):
        TomlFile.read(path, "--mapping")


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(UserError, match="there is no such file"):
        TomlFile.read(tmp_path / "none.toml", "--mapping")


def test_a_code_leads_to_a_category_and_says_what_it_implies():
    found = allocate("ozone@2026", ["reasonSexualDeepfake"])
    assert found.harms == ("ncii.synthetic",)
    assert dict(found.implied)["depicted.real_person"] == "yes"


def test_a_code_without_a_counting_link_leads_nowhere():
    assert allocate("mastodon@4", ["other"]).harms == ()


def test_a_list_without_a_crosswalk_leads_nowhere():
    assert allocate("lemmy@1.0", ["admin_ban"]).harms == ()


def test_codes_under_several_parents_are_known_by_both():
    assert is_known("ozone@2026", "reasonOther", "com.atproto.moderation.defs")
    assert not is_known("ozone@2026", "reasonOther", "nowhere")
    assert not is_known("mastodon@4", "invented")


def test_an_unknown_list_is_refused():
    with pytest.raises(UserError):
        is_known("nothing@1", "x")


def written(tmp_path, text, system="coop"):
    path = tmp_path / "mapping.toml"
    path.write_text(f'mapping = "1.0"\nfrom = "{system}"\n{text}')
    return path


def test_words_lead_to_harms_and_actions(tmp_path):
    actions = '[actions]\nDelete = "visibility.removed"\nAllow = ""\n'
    text = actions + '[policies]\np = ["hate", "fraud"]\nq = ""\n'
    own = read_own_codes(written(tmp_path, text), "coop")
    assert own.actions == {"Delete": "visibility.removed"}
    assert own.harm("policies", "p") == ("hate", "fraud")
    assert own.harm("policies", "q") == ()
    assert own.harm("policies", "r") is None


def test_nothing_is_mapped_without_a_file():
    assert not OwnCodes().maps("rules")
    assert OwnCodes().harm("rules", "1") is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[policies]\np = "nothing"\n', "mapping.toml:4"),
        ("[policies]\n\np = 3\n", "mapping.toml:5"),
        ('[actions]\nDelete = "visibility.invented"\n', "mapping.toml:4"),
        ('[rules]\n1 = "hate"\n', "mapping.toml:3"),
    ],
)
def test_faults_name_their_line(tmp_path, text, place):
    with pytest.raises(UserError) as caught:
        read_own_codes(written(tmp_path, text), "coop")
    assert caught.value.where.startswith(place)


def test_a_file_for_another_system_is_refused(tmp_path):
    with pytest.raises(UserError, match="not for coop"):
        read_own_codes(written(tmp_path, "", "lemmy"), "coop")


def test_a_system_without_codes_of_its_own_takes_no_file(tmp_path):
    with pytest.raises(UserError, match="no codes of its own"):
        read_own_codes(written(tmp_path, "", "coral"), "coral")


@pytest.mark.parametrize("text", ['mapping = "9.0"\nfrom = "coop"\n', 'from = "coop"\n'])
def test_a_file_of_another_version_is_refused(tmp_path, text):
    path = tmp_path / "mapping.toml"
    path.write_text(text)
    with pytest.raises(UserError, match="another version"):
        read_own_codes(path, "coop")
