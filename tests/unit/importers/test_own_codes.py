import pytest

from harmscope.errors import UserError
from harmscope.importers.own_codes import OwnCodes, read_own_codes


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
        read_own_codes(written(tmp_path, "", "ozone"), "ozone")


@pytest.mark.parametrize("text", ['mapping = "9.0"\nfrom = "coop"\n', 'from = "coop"\n'])
def test_a_file_of_another_version_is_refused(tmp_path, text):
    path = tmp_path / "mapping.toml"
    path.write_text(text)
    with pytest.raises(UserError, match="another version"):
        read_own_codes(path, "coop")
