import pytest

from harmscope.errors import UserError
from harmscope.importers.mapping_file import Filter, read_mapping


def test_a_good_file(mapping_file):
    more = (
        '[times]\nzone = "Europe/Berlin"\n[values.category]\nHass = "hate"\n'
        '[splits]\nArt = ","\n[constants]\nsubject_kind = "account"\n'
        '[[filters]]\ncolumn = "Notiz"\ndrop = ["x"]\n'
    )
    mapping = read_mapping(mapping_file(more))
    assert mapping.columns["category"] == "Art"
    assert mapping.known == {"Nr", "Art", "Was", "Wann", "Notiz"}
    assert mapping.values == {"category": {"Hass": ("hate",)}}
    assert mapping.meant("category", "hass") == ("hate",)
    assert mapping.meant("category", "Neid") is None
    assert mapping.meant("decision.action", "no-action") == ("no-action",)
    assert mapping.has("decision.action")
    assert mapping.filters == (Filter("Notiz", frozenset({"x"}), keep=False),)


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ("[invented]\nx = 1\n", 9),
        ('[times]\nzone = "Europe/Nowhere"\n', 10),
        ('[times]\nrepeated_hour = "never"\n', 10),
        ('[values.category]\nHass = "nothing"\n', 10),
        ('[values.id]\nx = "y"\n', 9),
        ('[constants]\nsubject_kind = "nothing"\n', 10),
        ('[constants]\ninvented = "x"\n', 10),
        ('[splits]\nNr = ","\n', 10),
        ('[values."notice.kind"]\nx = ["user_flag", "legal_notice"]\n', 10),
    ],
)
def test_faults_name_their_line(mapping_file, more, line):
    with pytest.raises(UserError) as caught:
        read_mapping(mapping_file(more))
    assert caught.value.where.startswith(f"mapping.toml:{line} ")


@pytest.mark.parametrize(
    ("base", "fault"),
    [
        ('mapping = "1.0"\nfrom = "table"\n', "columns is missing"),
        ('mapping = "9"\nfrom = "table"\n[columns]\na = "id"\n', "another value"),
        ('mapping = "1.0"\nfrom = "table"\n[columns]\na = "nothing"\n', "no such field"),
        ('mapping = "1.0"\nfrom = "table"\n[columns]\na = "id"\nb = "id"\n', "another column"),
        ('mapping = "1.0"\nfrom = "table"\n[columns]\na = 3\n', "wrong kind"),
    ],
)
def test_what_a_file_must_hold(mapping_file, base, fault):
    with pytest.raises(UserError, match=fault):
        read_mapping(mapping_file(base=base))


def test_filters_keep_or_drop():
    assert Filter("a", frozenset({"x"}), keep=True).passes("x")
    assert not Filter("a", frozenset({"x"}), keep=False).passes("x")


@pytest.mark.parametrize(
    ("more", "listed"),
    [
        ('[values."decision.action"]\nweg = "gone"\n', "visibility.removed, visibility.disabled"),
        ('[values."notice.kind"]\nx = "flag"\n', "authority_order, no-notice"),
        ('[values."notice.valid"]\nx = "maybe"\n', "one of yes, no"),
        ('[values."content.language"]\nx = "Deutsch"\n', "a language tag such as de"),
        ('[values."content.language"]\nx = "xx"\n', "a language tag such as de"),
        ('[values."content.territory"]\nx = "UK"\n', "GB, not UK"),
        ('[values."content.territory"]\nx = "ZZ"\n', "a country after ISO 3166-1"),
        ('[values."notice.jurisdiction"]\nx = "EL"\n', "GR, not EL"),
        ('[values.category]\nx = "harrasment"\n', "perhaps harassment"),
        ('[values.category]\nx = "nothing"\n', "all ids: csea, "),
        ('[constants]\n"order.kind" = "gone"\n', "one of act, inform"),
    ],
)
def test_a_wrong_value_lists_what_its_field_takes(mapping_file, more, listed):
    with pytest.raises(UserError) as caught:
        read_mapping(mapping_file(more))
    assert listed in caught.value.fix
    assert " more" not in caught.value.fix


BASE = 'mapping = "1.0"\nfrom = "table"\n[columns]\na = "id"\n'


def test_one_column_may_fill_several_fields(mapping_file):
    base = BASE + 'b = ["decision.decided_at", "notice.removed_at"]\nc = "decision.action"\n'
    columns = read_mapping(mapping_file(base=base)).columns
    assert columns["decision.decided_at"] == columns["notice.removed_at"] == "b"


@pytest.mark.parametrize(
    ("base", "fault"),
    [
        (BASE, "no column says when"),
        (BASE + 'b = "decision.decided_at"\n', "and none what"),
    ],
)
def test_a_file_from_which_no_record_can_come_is_refused(mapping_file, base, fault):
    with pytest.raises(UserError, match=fault):
        read_mapping(mapping_file(base=base))


MORE = (
    '[[more]]\nname = "appeals"\nfile = "*.csv"\nkey = "k"\n[more.columns]\nw = "appeal.filed_at"\n'
)


def test_further_tables(mapping_file):
    (more,) = read_mapping(mapping_file(MORE)).more
    assert (more.name, more.key, more.to) == ("appeals", "k", "rows")
    assert more.columns == {"appeal.filed_at": "w"}
    assert more.known == {"w", "k"}
    assert more.is_in("raw/appeals.csv")
    assert not more.is_in("raw/appeals.jsonl")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('key = "k"\n', "", "file and key"),
        ('name = "appeals"', 'name = "rows"', "another table has that name"),
        ('key = "k"', 'key = "k"\nto = "others"', "no table before it"),
        ('"appeal.filed_at"', '"appeal.when"', "no such field"),
    ],
)
def test_faults_of_further_tables(mapping_file, old, new, fault):
    with pytest.raises(UserError, match=fault):
        read_mapping(mapping_file(MORE.replace(old, new)))


def test_constants_may_be_yes_or_a_number(mapping_file):
    more = '[constants]\n"detection.automated" = true\n"notice.item_count" = 3\n'
    constants = read_mapping(mapping_file(more)).main.constants
    assert constants == {"detection.automated": "yes", "notice.item_count": "3"}


def test_columns_of_marks(mapping_file):
    more = '[flags]\nSpam = { category = "platform-abuse.spam" }\n'
    mapping = read_mapping(mapping_file(more))
    assert mapping.flags == {"category": {"Spam": "platform-abuse.spam"}}
    assert "Spam" in mapping.known
    with pytest.raises(UserError, match="does not take it"):
        read_mapping(mapping_file('[flags]\nSpam = { category = "junk" }\n'))
