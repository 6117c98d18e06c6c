import json
import tomllib

import pytest

from harmscope.errors import UserError
from harmscope.importers.drafting import draft_mapping
from harmscope.importers.mapping_file import read_mapping


def drafted(tmp_path, text, **more):
    names = {"t": text} | more
    for name, content in names.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    return draft_mapping(*(str(tmp_path / f"{name}.csv") for name in names))


def draft(tmp_path, text, **more):
    return tomllib.loads(drafted(tmp_path, text, **more))


def test_a_draft_is_a_mapping_file(tmp_path):
    text = drafted(tmp_path, "id,category,closed at,outcome\n1,Spam,2026-01-02 10:00,removed\n")
    (tmp_path / "m.toml").write_text(text)
    mapping = read_mapping(tmp_path / "m.toml")
    assert mapping.columns["decision.decided_at"] == "closed at"
    assert mapping.values["decision.action"] == {"removed": ("visibility.removed",)}


def test_values_of_columns_about_people_are_not_written(tmp_path):
    assert "planted" not in drafted(
        tmp_path, "reported by,closed\nplanted@mail.example,2026-01-02\n"
    )


def test_times_without_an_hour_need_no_zone(tmp_path):
    draft = tomllib.loads(drafted(tmp_path, "id,closed\n1,2026-01-02\n"))
    assert draft["times"] == {"formats": ["%Y-%m-%d"]}


def test_an_empty_table_is_refused(tmp_path):
    with pytest.raises(UserError):
        drafted(tmp_path, "")


TICKETS = "id,reported,closed,category,outcome\n"


def test_columns_that_late_rows_have_are_drafted(tmp_path):
    row = {"reported": "2026-01-02", "category": "spam"}
    rows = [json.dumps({"id": number} | row) for number in range(6000)]
    rows.append('{"id": 6001, "reported": "2026-01-02", "appealed at": "2026-02-01"}')
    (tmp_path / "t.jsonl").write_text("\n".join(rows))
    text = draft_mapping(str(tmp_path / "t.jsonl"))
    assert text.startswith("# Draft from 6,001 rows of t.jsonl. ")
    assert tomllib.loads(text)["columns"]["appealed at"] == "appeal.filed_at"


@pytest.mark.parametrize("word", ["Real", "Image", "Video", "User", "Drawing", "Age", "Closed"])
def test_a_part_of_a_name_is_no_category(tmp_path, word):
    found = draft(tmp_path, f"{TICKETS}1,2025-07-01,2025-07-02,{word},Removed\n")
    assert found["values"]["category"] == {word: ""}


def test_a_time_without_a_reporter_is_no_notice(tmp_path):
    text = drafted(tmp_path, "statement_id,created_at,moderation_status\ns-1,2026-09-01,rejected\n")
    found = tomllib.loads(text)
    assert found["columns"]["created_at"] == ""
    assert found["columns"]["moderation_status"] == "decision.action"
    assert found["values"]["decision.action"] == {"rejected": ""}
    assert "visibility.removed where a post was refused" in text
    assert "No column surely says when" in text
    assert "content.created_at (of posts)" in text.replace("\n# ", " ")
    assert found["times"] == {"formats": ["%Y-%m-%d"]}


def test_a_time_beside_a_reporter_is_a_notice(tmp_path):
    found = draft(tmp_path, "id,created at,reported by\n1,2026-09-01,somebody\n")
    assert found["columns"]["created at"] == "notice.received_at"


MIXED = """\
id,reported,closed,outcome
1,01/02/2026 10:00,2026-02-01T12:00,removed
2,13/02/2026 10:00,13.02.2026 12:00,removed
3,03/02/2026 10:00,04/02/2026 12:00,removed
4,2026-02-05 10:00,05.02.26,removed
"""


def test_columns_of_mixed_styles_are_drafted_with_the_styles(tmp_path):
    text = drafted(tmp_path, MIXED)
    found = tomllib.loads(text)
    assert found["columns"]["reported"] == "notice.received_at"
    assert found["columns"]["closed"] == "decision.decided_at"
    assert set(found["times"]["formats"]) == {
        "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M", "%d.%m.%y",
    }  # fmt: skip
    assert "reported: 2 cells fit the day first and the month first (lines 2, 4)" in text
    assert "closed: 1 cell fits the day first and the month first (lines 4)" in text


def test_an_order_that_nothing_proves_is_a_comment(tmp_path):
    text = drafted(tmp_path, "id,closed,outcome\n1,01/02/2026,removed\n")
    assert "formats" not in tomllib.loads(text)["times"]
    assert '# Not known: "%d/%m/%Y"' in text
    assert "nothing in the table says which" in text


APPEALS = "Fall;Eingegangen am;Ergebnis\n1;2026-03-01;abgelehnt\n2;2026-03-02;stattgegeben\n"


def test_a_second_table_joins_by_the_column_with_the_ids(tmp_path):
    log = "Fallnummer;Gemeldet am;Entschieden am;Maßnahme\n" + "".join(
        f"{n};2026-02-01;2026-02-02;gelöscht\n" for n in range(1, 5)
    )
    found = draft(tmp_path, log, widersprüche=APPEALS)
    assert found["more"] == [
        {
            "file": "widersprüche.csv",
            "key": "Fall",
            "columns": {"Eingegangen am": "appeal.filed_at", "Ergebnis": "appeal.outcome"},
        }
    ]
    assert found["values"]["appeal.outcome"] == {"abgelehnt": "denied", "stattgegeben": "granted"}


def test_a_table_that_does_not_belong_is_named(tmp_path):
    text = drafted(tmp_path, TICKETS + "1,2025-07-01,2025-07-02,Spam,Removed\n", b="x,y\n8,9\n")
    assert "# b.csv is not drafted" in text


def test_inner_members_are_columns(tmp_path):
    (tmp_path / "t.jsonl").write_text(
        '{"id": 1, "report": {"reported at": "2026-01-02"}, "notes": [{"a": 1}]}'
    )
    text = draft_mapping(str(tmp_path / "t.jsonl"))
    assert tomllib.loads(text)["more"] == [{"list": "notes", "columns": {"a": ""}}]
    assert "report.reported at" in tomllib.loads(text)["columns"]


def test_several_values_in_one_cell_are_split_where_every_part_is_known(tmp_path):
    found = draft(tmp_path, TICKETS + '1,2025-07-01,2025-07-02,"Spam; Hate speech",Removed\n')
    assert found["splits"] == {"category": ";"}
    assert found["values"]["category"] == {"Spam": "platform-abuse.spam", "Hate speech": "hate"}


def test_empty_cells_of_actions_are_asked_about(tmp_path):
    found = draft(
        tmp_path, TICKETS + "1,2025-07-01,2025-07-02,Spam,\n2,2025-07-01,2025-07-02,Spam,Removed\n"
    )
    assert found["values"]["decision.action"] == {"": "", "Removed": "visibility.removed"}


def test_a_field_with_a_value_that_nothing_fits_lists_what_it_takes(tmp_path):
    table = tmp_path / "log.csv"
    table.write_text(
        "id,reported,decided,category,decided by,country\n"
        "1,2025-07-01,2025-07-02,Odd,bot,DE\n2,2025-07-01,2025-07-03,Odd,human,FR\n",
        encoding="utf-8",
    )
    text = draft_mapping(str(table))
    assert "# decision.automation takes none, partial, full.\n[values" in text
    assert "To find one: harmscope taxonomy search WORD.\n[values.category]" in " ".join(
        text.split("\n# ")
    )
    assert "# 2 times; nothing fits" in text
    assert "# once; " in text
    assert "perhaps also notice.jurisdiction" in " ".join(text.split("\n# "))


def test_columns_of_marks_are_drafted(tmp_path):
    table = "id,reported,closed,Spam,Hate speech,Removed\n1,2026-01-02,2026-01-03,x,,x\n"
    found = draft(tmp_path, table + "2,2026-01-02,2026-01-03,,x,x\n")
    assert found["flags"] == {
        "Spam": {"category": "platform-abuse.spam"},
        "Hate speech": {"category": "hate"},
        "Removed": {"decision.action": "visibility.removed"},
    }


def test_lists_inside_rows_are_drafted(tmp_path):
    row = {"id": 1, "reported": "2026-01-02", "closed": "2026-01-03", "report": {"reason": "spam"}}
    appeals = [{"filed_at": "2026-01-04", "outcome": "granted", "type": "x"}]
    (tmp_path / "t.jsonl").write_text(json.dumps(row | {"appeals": appeals}))
    found = tomllib.loads(draft_mapping(str(tmp_path / "t.jsonl")))
    assert found["columns"]["report.reason"] == "category"
    assert found["more"] == [
        {
            "list": "appeals",
            "columns": {"filed_at": "appeal.filed_at", "outcome": "appeal.outcome", "type": ""},
        }
    ]


def test_a_column_of_days_with_a_wrong_one_is_drafted(tmp_path):
    text = drafted(tmp_path, "Nr;Eingang;Grund\n1;31.02.2025;x\n2;01.03.2025;x\n")
    assert tomllib.loads(text)["columns"]["Eingang"] == "notice.received_at"
    assert "1 are in no form that is known" in text
