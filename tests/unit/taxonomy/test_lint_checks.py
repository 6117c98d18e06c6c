import pytest

from harmscope.taxonomy.foreign import Row
from harmscope.taxonomy.lint_checks import is_tier, names_of, plain, tier_fault, tier_of


@pytest.mark.parametrize(
    ("text", "tier"),
    [("Floor", "floor"), ("High Risk", "high"), ("low", "low"), ("Brand Safety Floor", "floor")],
)
def test_tiers_are_recognised(text, tier):
    assert tier_of(Row(label=text)) == tier
    assert is_tier(Row(id=text))


def test_other_words_are_no_tiers():
    assert not is_tier(Row(label="Floor lamps"))


def rows(names, numbers=None, field="severity"):
    if numbers is None:
        return [Row(label=name) for name in names]
    pairs = zip(names, numbers, strict=True)
    return [Row(label=name, number=number, number_field=field) for name, number in pairs]


RISING = ["low", "medium", "high", "floor"]


@pytest.mark.parametrize(
    "fine",
    [
        [],
        rows(RISING),
        rows(RISING[::-1]),
        rows(RISING, [0, 1, 2, 3]),
        rows(RISING, [4, 3, 2, 1], "rank"),
        rows(["floor", "low", "medium", "high"], [3, 0, 1, 2]),
    ],
)
def test_right_orders(fine):
    assert list(tier_fault(fine)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        rows(["floor", "low", "medium", "high"]),
        rows(RISING, [3, 2, 1, 0]),
        rows(["floor", "low", "medium", "high"], [1, 2, 3, 4], "rank"),
        [Row(label="floor", text="The safest content"), *rows(RISING[:3])],
    ],
)
def test_wrong_orders_give_one_fault(wrong):
    assert len(list(tier_fault(wrong))) == 1


def test_plain_labels_compare():
    assert plain("Arms  & Ammunition!") == plain("arms and ammunition")


@pytest.mark.parametrize(
    ("row", "fault", "key"),
    [
        (Row(label="Terrorism"), "", "terrorism"),
        (Row(id="my-own", label="Terrorism"), "", "terrorism"),
        (Row(label="Human Rights Violations"), "LT004", None),
        (Row(label="Sensitive Social Issues"), "", "debated_social_issue"),
        (Row(label="Terorism"), "LT005", "terrorism"),
        (Row(id="8FD8nI", label="Misinformation"), "LT006", None),
        (Row(id="8FD8nl"), "LT009", "terrorism"),
        (Row(id="8FD8nI", label="Something quite different"), "LT006", "terrorism"),
        (Row(label="Alcohol"), "LT002", None),
        (Row(label="Dating"), "LT004", None),
    ],
)
def test_a_row_finds_its_code_or_its_fault(row, fault, key):
    match = names_of("garm@2022-06").match(row)
    assert match.fault == fault
    assert (match.code.key if match.code else None) == key


def test_a_code_with_many_parents_is_told_apart_by_parent():
    row = Row(id="KEYWORD_OTHER", parent="STATEMENT_CATEGORY_VIOLENCE")
    match = names_of("dsa@v2").match(row)
    assert match.code is not None
    assert match.code.parent == "STATEMENT_CATEGORY_VIOLENCE"


def test_the_parent_may_be_given_by_label():
    names = names_of("dsa@v2")
    right = names.match(Row(id="KEYWORD_SUICIDE", parent="Self-harm"))
    wrong = names.match(Row(id="KEYWORD_SUICIDE", parent="Violence"))
    assert names.wrong_parent(right) == ""
    assert names.wrong_parent(wrong) == "STATEMENT_CATEGORY_SELF_HARM"


def test_own_codes_are_more_familiar_than_names():
    names = names_of("iab-content@3.1")
    assert names.familiarity(Row(id="8FD8nI")) == 2
    assert names.familiarity(Row(label="Terrorism")) == 1
    assert names.familiarity(Row(label="apples")) == 0


def test_the_other_version_is_recognised_by_its_codes():
    names = names_of("garm@2022-06")
    old = {code.key for code in names.of_kind("category")} - {"misinformation"}
    assert names.other_version(old) == "garm@2020-09"
    assert names.other_version(set()) == ""
    assert names.kinds == ("category",)
