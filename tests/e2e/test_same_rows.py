"""Rows of a report are the same, under the same keys, in every form of it."""

import csv
import io
import json
import re
from collections import Counter
from html import unescape

import pytest
from python_calamine import CalamineWorkbook

from harmscope.api.making import Options, report_to
from harmscope.model.report import Report
from harmscope.profiles import shipped
from harmscope.render.figure_text import figure_text
from harmscope.render.panel_table import panel_table, words_of
from harmscope.render.table import shown

HEAD = {
    "record": "dataset",
    "version": "1.1",
    "service": "Lanternfish",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
}
HARMS = (
    "hate",
    "fraud.phishing",
    "platform-abuse.spam",
    "platform-abuse.malware",
    "ncii.synthetic",
)
OTHERS = ("VIOLENCE", "SELF_HARM", "ANIMAL_WELFARE")


def cases():
    """Cases of many harms, and own codes "other" of three categories with other numbers each."""
    for number, harm in enumerate(HARMS):
        yield {"harm": {"primary": harm}}, number + 1
    for number, parent in enumerate(OTHERS):
        code = {
            "scheme": "dsa@v2",
            "code": "KEYWORD_OTHER",
            "parent": f"STATEMENT_CATEGORY_{parent}",
        }
        yield {"native": [code], "harm": {"primary": "other.unspecified"}}, number + 2


def records():
    yield HEAD
    for kind, (members, times) in enumerate(cases()):
        for number in range(times):
            name = f"{kind}-{number}"
            yield {
                "record": "incident",
                "version": "1.0",
                "incident_id": f"i{name}",
                "service": "Lanternfish",
                "subject_kind": "content",
                "detection": {"source": "own_initiative", "automated": number % 2 == 0},
                "decisions": [
                    {
                        "id": "d",
                        "decided_at": f"2025-{8 + number % 3:02d}-03T10:00:00Z",
                        "actions": [{"kind": "visibility.removed"}],
                        "ground": "terms",
                        "policy_ref": "4",
                    }
                ],
                **members,
            }
            yield {
                "record": "notice",
                "version": "1.0",
                "notice_id": f"n{name}",
                "service": "Lanternfish",
                "kind": "legal_notice",
                "received_at": "2025-08-02T10:00:00Z",
                "outcome": "pending",
                **members,
            }


@pytest.fixture(scope="module", params=shipped())
def folder(request, tmp_path_factory):
    out = tmp_path_factory.mktemp(request.param)
    source = out / "records.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in records()), encoding="utf-8")
    options = Options(request.param, "2025-H2", "Lanternfish", clock="2026-01-01")
    report_to([source], options, out)
    return out


@pytest.fixture(scope="module")
def report(folder):
    return Report.model_validate_json((folder / "report.json").read_bytes())


def tables(report):
    words = words_of(report)
    return [panel_table(panel, words) for one in report.sections for panel in one.panels]


def keys(rows, heads):
    return Counter(tuple(str(cell or "") for cell in row[:heads]) for row in rows)


def test_every_figure_has_a_cell_of_its_own(report):
    """No row takes the place of another: keys are told apart, and each number stands once."""
    for panel, table in zip(
        (p for s in report.sections for p in s.panels), tables(report), strict=True
    ):
        rows = [[shown(cell) for cell in row] for row in table.rows]
        found = Counter(cell for row in rows for cell in row)
        wanted = Counter(figure_text(one) for one in panel.figures if one.value is not None)
        assert all(found[text] >= times for text, times in wanted.items()), panel.id
        heads = next(
            (n for n, c in enumerate(table.columns) if c.type != "text"), len(table.columns)
        )
        if panel.chart != "curve":
            assert max(keys(rows, heads).values(), default=1) == 1, panel.id


def plain(text):
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]*>", "", text))).strip()


def page_tables(folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    for table in re.findall(r"<table.*?</table>", text, re.DOTALL):
        yield Counter(
            tuple(plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL))
            for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        )


def text_tables(folder):
    text = (folder / "report.md").read_text(encoding="utf-8")
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        yield Counter(
            tuple(
                plain(re.sub(r"\\(.)", r"\1", cell)) for cell in re.split(r"(?<!\\)\|", line)[1:-1]
            )
            for line in block.splitlines()
            if not line.startswith("|---")
        )


def test_page_and_text_hold_every_row_of_every_panel(folder, report):
    for made in (list(page_tables(folder)), list(text_tables(folder))):
        for table in tables(report):
            rows = Counter(tuple(plain(cell) for cell in row) for row in table.shown())
            if rows:
                assert any(rows <= one for one in made), table.title


def official(folder, report):
    """(sheet, code with its parent, description, country) → cells, from the CSV files."""
    for path in sorted((folder / "dsa").glob("[3456]_*.csv")):
        above = ""
        for row in list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))[1:]:
            above = row[3] if row[3].startswith("STATEMENT") else above
            code = f"{above}/{row[3]}" if row[3] == "KEYWORD_OTHER" else row[3]
            yield (path.name[0], code, row[4]), row[5:]


def test_the_official_sheets_hold_the_same_keys_and_numbers(folder, report):
    if report.profile.id != "dsa-harmonised":
        assert not (folder / "dsa").exists()
        return
    cells = dict(official(folder, report))
    found = {table.title[5]: table for table in tables(report) if table.title[5] in "456"}
    for number, table in found.items():
        at = {name: place for place, name in enumerate(table.head)}
        main = ("Notices under Article 16 received", "Measures at own initiative: ")
        column = next(place for name, place in at.items() if name.startswith(main))
        described = at.get("Description")
        ours = {}
        for row in table.shown():
            text = row[described] if described is not None else ""
            ours[number, row[0], text] = row[column].removeprefix("at least ")
        theirs = {key: row[0] for key, row in cells.items() if key[0] == number}
        assert ours == theirs
    other = "STATEMENT_CATEGORY_SELF_HARM/KEYWORD_OTHER"
    assert [row[0] for key, row in cells.items() if key[0] == "6" and key[1] == other] == ["3"]
    book = CalamineWorkbook.from_path(folder / "dsa-report.xlsx")
    for path in (folder / "dsa").glob("*.csv"):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        sheet = book.get_sheet_by_name(path.stem).to_python()
        assert [[as_text(cell) for cell in row] for row in sheet] == rows


def as_text(cell):
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def test_the_table_of_figures_and_the_workbook_hold_them_all(folder, report):
    text = (folder / "figures.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    figures = list(report.figures())
    assert len(rows) == len(figures) + len(report.mapping) + len(report.completeness)
    for row, figure in zip(rows, figures, strict=False):
        named = {
            name[10:]: code for name, code in row.items() if name.startswith("dimension.") and code
        }
        assert (row["metric"], named) == (figure.metric, figure.dimensions or {})
        assert row["value"] == ("" if figure.value is None else str(figure.value))
    if not (folder / "report.xlsx").exists():
        return
    book = CalamineWorkbook.from_path(folder / "report.xlsx")
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    inside = Counter(as_text(cell) for sheet in sheets for row in sheet for cell in row)
    for table in tables(report):
        assert all(inside[str(row[0])] for row in table.rows), table.title
    whole = book.get_sheet_by_name("All figures").to_python()
    at = {name: place for place, name in enumerate(whole[0])}
    assert [row[at["metric"]] for row in whole[1:]] == [row["metric"] for row in rows]
    values = [as_text(row[at["value"]]) for row in whole[1:]]
    assert values == [row["value"].removesuffix(".0") for row in rows]
