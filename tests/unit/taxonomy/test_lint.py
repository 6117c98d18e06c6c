import csv
import io
import json

import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.lint import lint
from harmscope.taxonomy.list_faults import LIST_FAULTS
from harmscope.taxonomy.systems import load_system

GARM = [code.label for code in load_system("garm@2022-06").of_kind("category")]
TOPICS = load_system("iab-content").of_kind("topic")
DSA = list(load_system("dsa@v2").codes.values())


def lint_json(tmp_path, data):
    path = tmp_path / "list.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return lint(path)


def lint_csv(tmp_path, head, rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([head, *rows])
    path = tmp_path / "list.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return lint(path)


def rules(result):
    return [finding.rule for finding in result.findings]


def test_right_lists_are_clean(tmp_path):
    tiers = ["floor", "high", "medium", "low"]
    assert rules(lint_json(tmp_path, {"categories": GARM, "tiers": tiers})) == []
    old = lint_json(tmp_path, GARM[:11])
    assert (old.system, rules(old)) == ("garm@2020-09", [])
    rows = [(code.code, code.parent, code.label) for code in TOPICS]
    iab = lint_csv(tmp_path, ("Unique ID", "Parent", "Name"), rows)
    assert (iab.system, rules(iab)) == ("iab-content@3.1", [])
    rows = [(code.code, code.parent, code.label) for code in DSA]
    dsa = lint_csv(tmp_path, ("code", "parent", "label"), rows)
    assert (dsa.system, rules(dsa)) == ("dsa@v2", [])


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ([*GARM[:11], "Military Conflict"], "LT002"),
        (GARM[:10], "LT003"),
        ([*GARM, "Gambling"], "LT004"),
        (["Terorism" if one == "Terrorism" else one for one in GARM], "LT005"),
        ([*GARM, "Terrorism"], "LT007"),
        ({"categories": GARM, "tiers": ["floor", "low", "medium", "high"]}, "LT001"),
    ],
)
def test_one_classic_error_is_one_finding(tmp_path, data, rule):
    assert rules(lint_json(tmp_path, data)) == [rule]


def test_an_id_beside_another_label(tmp_path):
    rows = [(code.code, code.label) for code in TOPICS]
    rows[0] = (rows[0][0], rows[1][1])
    rows[1] = (rows[1][0], rows[1][1])
    result = lint_csv(tmp_path, ("id", "name"), rows)
    assert rules(result) == ["LT006"]
    assert result.findings[0].line == 2


def test_all_classic_errors_in_one_list_are_one_finding_each(tmp_path):
    rows = [{"label": label} for label in GARM[:10]]
    rows[9] = {"label": "Terorism"}
    rows[0] = {"id": "avbNf2", "label": GARM[0]}
    rows += [{"label": "Gambling"}, {"label": "Military Conflict"}]
    order = ["floor", "low", "medium", "high"]
    tiers = [{"name": name, "severity": number} for number, name in enumerate(order)]
    result = lint_json(tmp_path, {"categories": rows, "tiers": tiers})
    assert sorted(rules(result)) == ["LT001", "LT002", "LT003", "LT004", "LT005", "LT006"]


def test_a_mistyped_id(tmp_path):
    rows = [(code.code.replace("I4GWl6", "I4GWI6"), code.label) for code in TOPICS]
    assert rules(lint_csv(tmp_path, ("id", "name"), rows)) == ["LT009"]


def test_a_wrong_parent_and_an_old_label(tmp_path):
    rows = [[code.code, code.parent, code.label] for code in DSA]
    place = [row[0] for row in rows].index("KEYWORD_SUICIDE")
    rows[place][1] = "STATEMENT_CATEGORY_VIOLENCE"
    hate = [row[0] for row in rows].index("KEYWORD_HATE_SPEECH")
    rows[hate][2] = "Hate speech"
    result = lint_csv(tmp_path, ("code", "parent", "label"), rows)
    assert sorted(rules(result)) == ["LT008", "LT010"]


def test_a_short_label_that_stands_alone_is_a_cut_label(tmp_path):
    short = ["Hate Speech" if one.startswith("Hate") else one for one in GARM]
    assert rules(lint_json(tmp_path, short)) == ["LT005"]


def test_findings_repeat_nothing_of_the_list(tmp_path):
    result = lint_json(tmp_path, [*GARM, "zebra secret"])
    assert "zebra" not in json.dumps([finding.as_dict() for finding in result.findings])


def test_a_list_of_something_else_is_refused(tmp_path):
    with pytest.raises(UserError, match="does not look like"):
        lint_json(tmp_path, ["apples", "pears"])


def test_tiers_alone_are_checked(tmp_path):
    tiers = [
        {"name": one, "severity": n} for n, one in enumerate(["floor", "high", "medium", "low"])
    ]
    assert rules(lint_json(tmp_path, tiers)) == ["LT001"]


def test_every_fault_of_a_list_has_a_slug_of_its_own():
    assert len({kind.slug for kind in LIST_FAULTS.values()}) == len(LIST_FAULTS)


def test_a_code_under_many_parents_may_stand_once_or_under_each(tmp_path):
    each = [(code.code, code.label) for code in DSA]
    assert rules(lint_csv(tmp_path, ["code", "label"], each)) == []
    once = list(dict.fromkeys(each))
    assert len(once) < len(each)
    assert rules(lint_csv(tmp_path, ["code", "label"], once)) == []


def test_a_code_twice_under_one_parent_is_a_duplicate(tmp_path):
    rows = [(code.code, code.label, code.parent) for code in DSA]
    again = next(row for row in rows if row[0] == "KEYWORD_OTHER")
    assert rules(lint_csv(tmp_path, ["code", "label", "parent"], [*rows, again])) == ["LT007"]
