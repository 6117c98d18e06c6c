"""Memos: which lines are claims, and what became of earlier answers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.claims.memos import (
    LONGEST,
    MOST_CLAIMS,
    Line,
    answer_memo,
    figure_of,
    read_before,
    read_memo,
)
from harmscope.errors import UserError
from harmscope.reading import LoadedReport
from harmscope.render.claim_text import claims_document

Reports = Callable[[str], list[LoadedReport]]
MEMO = """\
# For the board

- Aperture acted on **fewer than 1.4 million** pieces of hate speech in 2025-Q2.[^1]
2. Aperture acted on more hate speech than Cinema in 2025-Q3
> - [ ] Aperture reports [hate speech](https://example.org) separately
| a | table |
<!-- a comment -->
```
code
```
Aperture is lovely

[^1]: a footnote
"""


@pytest.fixture
def memo(tmp_path: Path) -> Path:
    path = tmp_path / "memo.md"
    path.write_text(MEMO, encoding="utf-8")
    return path


def test_one_claim_a_line_and_the_rest_is_counted(memo: Path) -> None:
    lines, passed_over = read_memo(memo)
    assert lines == [
        Line(3, "Aperture acted on fewer than 1.4 million pieces of hate speech in 2025-Q2."),
        Line(4, "Aperture acted on more hate speech than Cinema in 2025-Q3"),
        Line(5, "Aperture reports hate speech separately"),
        Line(11, "Aperture is lovely"),
    ]
    assert passed_over == 7


def test_a_file_without_a_claim_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.md"
    path.write_text("# Nothing\n", encoding="utf-8")
    with pytest.raises(UserError, match="it holds no claim"):
        read_memo(path)


def test_too_many_claims_and_too_long_a_line_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "memo.md"
    path.write_text("Aperture is lovely\n" * 100_000, encoding="utf-8")
    with pytest.raises(UserError, match=f"it holds 100,000 claims, and at most {MOST_CLAIMS:,}"):
        read_memo(path)
    path.write_text(f"Aperture is lovely\n{'[<!--' * 200_000}\n", encoding="utf-8")
    with pytest.raises(UserError, match=f"memo.md, line 2: a line is longer than {LONGEST:,} char"):
        read_memo(path)
    path.write_text("# heading\n" * 100_000 + "Aperture is lovely\n", encoding="utf-8")
    assert read_memo(path) == ([Line(100_001, "Aperture is lovely")], 100_000)


def test_a_restatement_breaks_a_sentence(memo: Path, tmp_path: Path, reports: Reports) -> None:
    lines, passed_over = read_memo(memo)
    first = answer_memo(lines, reports("third_quarter"), passed_over)
    assert [one.mark for one in first.answered] == [None] * 4
    assert first.refused
    assert not first.clean
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(claims_document(first)), encoding="utf-8")
    before = read_before(path)
    again = answer_memo(lines, reports("third_quarter"), passed_over, before)
    assert [one.mark for one in again.answered] == ["same", "same", "same", None]
    later = answer_memo(lines, reports("fourth_quarter"), passed_over, before)
    assert [one.mark for one in later.answered][:2] == ["broken", "same"]
    back = read_before(_written(later, tmp_path))
    restored = answer_memo(lines[:1], reports("third_quarter"), 0, back)
    assert [one.mark for one in restored.answered] == ["now_supported"]
    assert restored.gone == 2


def _written(memo: object, folder: Path) -> Path:
    path = folder / "later.json"
    path.write_text(json.dumps(claims_document(memo)), encoding="utf-8")  # type: ignore[arg-type]
    return path


def test_other_numbers_and_new_claims_are_said(tmp_path: Path, reports: Reports) -> None:
    lines = [Line(0, "Aperture acted on more than 1 million pieces of hate speech in 2025-Q2")]
    first = answer_memo(lines, reports("third_quarter"))
    before = read_before(_written(first, tmp_path))
    more = [*lines, Line(0, "Cinema acted on more than 5 million posts about spam in 2025-Q2")]
    later = answer_memo(more, reports("fourth_quarter"), 0, before)
    assert [one.mark for one in later.answered] == ["restated", "new"]
    answered = later.answered[0].answer
    assert answered is not None
    assert figure_of(answered.sides[0])["value"] == 1_600_000


@pytest.mark.parametrize("text", ['{"record": "difference"}', "[]", '{"record": "claims"}'])
def test_a_file_of_something_else_holds_no_earlier_answers(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="no file of earlier answers"):
        read_before(path)
