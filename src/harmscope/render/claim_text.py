"""Answers to claims as text, Markdown, rows and JSON, with wordings that are safe to print."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import harmscope
from harmscope.claims.claim import Answer
from harmscope.claims.grammar import measurements
from harmscope.claims.memos import Answered, Memo
from harmscope.comparison.axes import AXES
from harmscope.comparison.document import outcome_document, report_document, side_document
from harmscope.comparison.side import Side
from harmscope.model.period import Period, parse_period
from harmscope.reading import LoadedReport
from harmscope.render.comparison_text import publisher_of, source_text
from harmscope.render.figure_text import amount, edition_text, period, period_text, side_text
from harmscope.render.safe_text import markdown, paragraph
from harmscope.render.table import Cell, Column, Table

STATES: Final = {
    "supported": "supported",
    "not_supported": "not supported",
    "cannot_say": "these reports cannot say",
}
MARKS: Final = {
    "same": "as before, on the same numbers",
    "restated": "as before, on other numbers",
    "broken": "BROKEN: it was supported before",
    "now_supported": "supported now, and was not before",
    "changed": "another answer than before",
    "new": "not in the earlier answers",
}
_TITLES: Final = {axis.id: axis.title for axis in AXES}
_MADE_OF: Final = {ratio.name for one in measurements().values() for ratio in one.ratios}
_AREAS: Final = {"EU": "in the EU", "world": "worldwide"}

# Wordings that are safe to print: the figures as they stand, with period, place and category.


def wording(answer: Answer) -> str:
    """A sentence to print in place of the claim: what the reports give, and nothing more."""
    claim, sides = answer.claim, answer.sides
    if claim.form == "reports":
        return _reporting(answer)
    if answer.state == "cannot_say" or not sides:
        who = f"{claim.a} and {claim.b}" if claim.b else claim.a
        return f"These reports do not show it for {who}: {answer.reason}."
    first = sides[0]
    if claim.form == "limit":
        said = f"{_said(answer, first)}{_of(first)}"
        return f"{_when(first)}{_where(first)}, {_who(answer, first)} reported {said}."
    second = sides[1]
    if claim.form == "change":
        return (
            f"{_who(answer, first)} reported {_said(answer, first)}{_of(first)}{_where(first)} for "
            f"{_span(first)}, and {_number(second)} for {_span(second)}."
        )
    other = "" if second.category == first.category else _of(second)
    return (
        f"{_when(first)}{_where(first)}, {_who(answer, first)} reported {_said(answer, first)}"
        f"{_of(first)}, and {_who(answer, second)} {_number(second)}{other}."
    )


def _who(answer: Answer, side: Side) -> str:
    """Who reported a figure: the service, or the authority that published a figure about it."""
    publisher = publisher_of(answer.reports, side)
    return side.service if publisher is None else f"{publisher} (on {side.service})"


def _reporting(answer: Answer) -> str:
    claim = answer.claim
    topic = claim.measure.said.replace("{n} ", "").replace(" of {n}", "") if claim.measure else ""
    what = " ".join(each for each in (topic, f"“{claim.what}”" if claim.what else "") if each)
    if answer.sides and answer.state != "cannot_say":
        first = answer.sides[0]
        if first.has_number:
            under = f" under “{first.category.label}”" if first.category.code else ""
            return f"{claim.a} reports {what}{under} with figures of its own, {_span(first)}."
        return f"{claim.a}'s report has a row for {what} and gives no number there."
    if answer.state == "cannot_say":
        return f"These reports do not show whether {claim.a} reports {what}: {answer.reason}."
    return f"These reports hold no figures of {claim.a} for {what} alone."


def _said(answer: Answer, side: Side) -> str:
    measure = answer.claim.measure
    assert measure is not None
    name = side.figure.denominator_name
    said = next((one.said for one in measure.ratios if one.name == name), measure.said)
    return said.replace("{n}", _number(side))


def _number(side: Side) -> str:
    """A value with its limits; those of a share that was made of counts are shown short."""
    limits, figure = side.range, side.figure
    if figure.status == "at_least" and figure.bounds is None and limits is not None:
        return f"at least {amount(limits.low, figure.unit)}"
    if limits is None or limits.low is None or side.figure.denominator_name not in _MADE_OF:
        return side_text(side)
    low, high = round(limits.low * 100, 1), round((limits.high or 1) * 100, 1)
    if not limits.low:
        return f"at most {high:g} %"
    return f"{low:g} %" if low == high else f"{low:g} to {high:g} %"


def _of(side: Side) -> str:
    return f" in its category “{side.category.label}”" if side.category.code else ""


def _where(side: Side) -> str:
    area = side.figure.scope.geography if side.figure.scope else None
    return f" {_AREAS.get(area, f'in {area}')}" if area else ""


def _span(side: Side) -> str:
    return period(parse_period(side.figure.period)) if side.figure.period else "no stated period"


def _when(side: Side) -> str:
    span = _span(side)
    return f"From {span}" if " to " in span else f"In {span}"


def footnote(answer: Answer) -> str:
    """The source of the figures, and the limits to print with them."""
    if not answer.sides:
        return ""
    places = dict.fromkeys(_source(answer.reports, side) for side in answer.sides)
    notes = "; ".join(answer.notes)
    limits = f" Limits: {notes}." if notes and answer.state != "cannot_say" else ""
    return f"Source: {'; '.join(places)}.{limits}"


def _source(reports: Sequence[LoadedReport], side: Side) -> str:
    edition = f", {edition_text(side.edition)}" if side.edition else ""
    publisher = publisher_of(reports, side) or side.service
    return f"{publisher}{edition}, {source_text(reports, side)}"


# Text and Markdown.


def claims_text(memo: Memo) -> str:
    """Each claim with its answer, its figures with their places, and what to print; then counts."""
    blocks = ["\n".join(_block(one)) for one in memo.answered]
    return "\n\n".join([*blocks, _counted(memo)] if len(blocks) > 1 or memo.compared else blocks)


def _block(one: Answered) -> list[str]:
    number = f"{one.line.number}: " if one.line.number else ""
    if one.refusal is not None:
        head = f"{number}not understood: {one.line.text}"
        lost = [f"  {MARKS[one.mark]}{_moved(one)}"] if one.mark is not None else []
        return [head, *lost, f"  {one.refusal.fault}", *_lines("  ", one.refusal.fix)]
    answer = one.answer
    assert answer is not None
    lines = [f"{number}{STATES[answer.state]}: {one.line.text}"]
    if one.mark is not None:
        lines.append(f"  {MARKS[one.mark]}{_moved(one)}")
    lines += _lines("  ", _deciding(answer)) if _deciding(answer) else []
    lines += [f"  {_figure(answer, side)}" for side in answer.sides]
    if answer.instead is not None:
        said = (
            f"These reports do answer: {answer.instead.claim.text}: {STATES[answer.instead.state]}"
        )
        lines += _lines("  ", said)
    lines += _lines("  ", f"To print: {wording(answer)}")
    return [*lines, *(_lines("  ", footnote(answer)) if footnote(answer) else [])]


def _lines(indent: str, text: str) -> list[str]:
    return paragraph(text, indent).splitlines()


def _deciding(answer: Answer) -> str:
    title = _TITLES.get(answer.axis or "", "")
    return ": ".join(each for each in (title, answer.reason) if each)


def _figure(answer: Answer, side: Side) -> str:
    """One figure with its place."""
    place, period_ = source_text(answer.reports, side), period_text(side.figure.period)
    return f"{side.service}, {period_}: {_figure_said(answer, side)} ({place})"


def _figure_said(answer: Answer, side: Side) -> str:
    if answer.claim.measure is None:
        said = f"{_number(side)}, {side.title.lower()}"
    else:
        said = _said(answer, side) if side.has_number else _number(side)
    return f"{said}, {side.category.label}" if side.category.code else said


def _moved(one: Answered) -> str:
    """The earlier numbers of a claim whose numbers are others now."""
    if one.earlier is None or one.mark in ("same", "new"):
        return ""
    then = [
        f"{figure.get('service')} {period_text(figure.get('period'))} "
        f"{_then(figure)}{_edition(figure)}"
        for figure in one.earlier.figures
    ]
    return f" ({'; '.join(then)})" if then else ""


def _then(figure: Any) -> str:
    value, unit = figure.get("value"), str(figure.get("unit", ""))
    if value is not None:
        return amount(value, unit)
    return f"{amount(figure.get('low'), unit)} to {amount(figure.get('high'), unit)}"


def _edition(figure: Any) -> str:
    return f" in {edition_text(figure['edition'])}" if figure.get("edition") else ""


def _counted(memo: Memo) -> str:
    counts = counts_of(memo)
    words = [f"{counts[state]:,} {said}" for state, said in STATES.items()]
    words += [f"{counts['refused']:,} not understood"] if counts["refused"] else []
    claims = "claim" if len(memo.answered) == 1 else "claims"
    lines = [f"{len(memo.answered):,} {claims}: {', '.join(words)}"]
    if memo.compared:
        marks = Counter(one.mark for one in memo.answered if one.mark)
        lines.append(
            f"since the earlier answers: {marks['broken']:,} broken, "
            f"{marks['restated']:,} on other numbers, {memo.gone:,} gone"
        )
    if memo.passed_over:
        are = "line is no claim" if memo.passed_over == 1 else "lines are no claims"
        lines.append(f"{memo.passed_over:,} {are} (headings, tables, comments, footnotes)")
    return "\n".join(lines)


def claims_md(memo: Memo) -> str:
    """Each claim with its answer and what to print, sources and limits as footnotes."""
    lines, notes = ["# Claims and what the reports say", ""], []
    for one in memo.answered:
        text = markdown(one.line.text)
        if one.refusal is not None:
            fix = markdown(f"{one.refusal.fault}; {one.refusal.fix}")
            lines += [f"- **Not understood**: {text}", f"  - {fix}"]
            if one.mark is not None:
                lines.append(f"  - {markdown(MARKS[one.mark] + _moved(one))}")
            continue
        answer = one.answer
        assert answer is not None
        lines.append(f"- **{STATES[answer.state].capitalize()}**: {text}")
        if one.mark is not None:
            lines.append(f"  - {markdown(MARKS[one.mark] + _moved(one))}")
        if _deciding(answer):
            lines.append(f"  - {markdown(_deciding(answer))}")
        note = footnote(answer)
        notes += [note] if note else []
        mark = f"[^{len(notes)}]" if note else ""
        lines.append(f"  - To print: {markdown(wording(answer))}{mark}")
        if answer.instead is not None:
            said = f"{answer.instead.claim.text}: {STATES[answer.instead.state]}"
            lines.append(f"  - These reports do answer: {markdown(said)}")
    lines += ["", *(f"[^{at}]: {markdown(note)}" for at, note in enumerate(notes, start=1))]
    return "\n".join(lines).rstrip() + "\n"


# Rows and JSON.

COLUMNS: Final = (
    Column("line", "integer"), Column("claim"), Column("answer"), Column("axis"), Column("reason"),
    Column("wording"), Column("footnote"), Column("before"), Column("instead"),
)  # fmt: skip


def claims_table(memo: Memo) -> Table:
    """One row a claim."""
    return Table(COLUMNS, [_row(one) for one in memo.answered], section="Claims")


def _row(one: Answered) -> list[Cell]:
    line = one.line.number or None
    if one.answer is None:
        refusal = one.refusal
        assert refusal is not None
        said = f"{refusal.fault}; {refusal.fix}"
        return [line, one.line.text, "not understood", None, said, None, None, one.mark, None]
    answer = one.answer
    return [
        line, one.line.text, STATES[answer.state], answer.axis, answer.reason or None,
        wording(answer), footnote(answer) or None, one.mark,
        answer.instead.claim.text if answer.instead else None,
    ]  # fmt: skip


def counts_of(memo: Memo) -> dict[str, int]:
    """How many claims have each answer, and how many were refused."""
    found: Counter[str] = Counter(one.answer.state for one in memo.answered if one.answer)
    refused = sum(one.refusal is not None for one in memo.answered)
    return {**{state: found[state] for state in STATES}, "refused": refused}


def claims_document(memo: Memo) -> dict[str, Any]:
    """The record ``claims``: each claim with its answer, figures, wording and what became of it."""
    answered = [_claim(one) for one in memo.answered if one.answer is not None]
    return {
        "record": "claims",
        "version": "1.0",
        "made_by": {"name": "harmscope", "version": harmscope.__version__},
        "reports": [report_document(report) for report in memo.reports],
        "claims": answered,
        "refused": [
            {
                **_line(one),
                "text": one.line.text,
                "fault": one.refusal.fault,
                "fix": one.refusal.fix,
                **({"nearest": list(one.refusal.nearest)} if one.refusal.nearest else {}),
                **({"before": _before(one)} if one.mark is not None else {}),
            }
            for one in memo.answered
            if one.refusal is not None
        ],
        "counts": counts_of(memo),
        "passed_over": memo.passed_over,
        **({"gone": memo.gone} if memo.compared else {}),
    }


def _line(one: Answered) -> dict[str, Any]:
    return {"line": one.line.number} if one.line.number else {}


def _claim(one: Answered) -> dict[str, Any]:
    answer = one.answer
    assert answer is not None
    pair, instead = answer.pair, answer.instead
    spans = dict.fromkeys(side.figure.period for side in answer.sides if side.figure.period)
    optional = {
        "axis": answer.axis,
        "reason": answer.reason or None,
        "footnote": footnote(answer) or None,
        "axes": None if pair is None else {
            axis: outcome_document(outcome)
            for axis, outcome in pair.axes.items()
            if outcome.state not in ("same", "not_applicable")
        },
        "instead": None if instead is None else {
            "text": instead.claim.text, "state": instead.state, "wording": wording(instead),
        },
        "before": _before(one),
    }  # fmt: skip
    return {
        **_line(one),
        "text": one.line.text,
        "state": answer.state,
        "wording": wording(answer),
        "period": [str(each) for each in spans] or [str(each) for each in _asked(answer)],
        "figures": [
            {
                **side_document(side),
                "said": _figure_said(answer, side),
                "place": source_text(answer.reports, side),
            }
            for side in answer.sides
        ],
        **{name: value for name, value in optional.items() if value is not None},
    }


def _asked(answer: Answer) -> Sequence[Period]:
    return answer.claim.periods


def _before(one: Answered) -> dict[str, Any] | None:
    if one.mark is None:
        return None
    earlier = one.earlier
    then = {"state": earlier.state, "figures": list(earlier.figures)} if earlier else {}
    return {"mark": one.mark, **then}
