import pytest

from harmscope.errors import UserError
from harmscope.importers.toml_file import TomlFile

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


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        TomlFile.read(tmp_path / "none.toml", "--mapping")
