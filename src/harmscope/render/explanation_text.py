"""An explanation of a figure as text and as JSON."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from harmscope.model.explanation import (
    Basis,
    Carrier,
    ChangedRecord,
    Disclosed,
    Explanation,
    LeftOut,
    Moved,
    TakenRecord,
)
from harmscope.render.figure_text import amount, edition_text, figure_text
from harmscope.render.table import Cell, Column, Table
from harmscope.tracing.asked import notation
from harmscope.tracing.standing import NO_ROW, OTHER_CODE

SHOWN: Final = 20
"""Ids in one list of the text; JSON has all of them."""

FEW: Final = 5
FAR: Final = frozenset({OTHER_CODE, "not_met", "outside", NO_ROW})
"""Reasons that leave no doubt: of these the text names few records."""

ROLES: Final = {
    "count": "Counted",
    "numerator": "Upper count of the share",
    "denominator": "Lower count of the share",
    "cases": "Cases of the time",
    "sample": "Sample",
}
HOW: Final = {"rounded": "Rounded", "band": "Put into a band", "withheld": "Withheld"}
_STATES: Final = {
    "same": "the same file",
    "changed": "changed since the report",
    "missing": "not among the records given",
    "new": "not named by the report",
}


def explanation_document(found: Explanation) -> dict[str, Any]:
    """The record ``explanation``; members of which nothing is known are left out."""
    return found.model_dump(mode="json", exclude_none=True)


def explanation_text(found: Explanation) -> str:
    """What the figure says, what it means, how it was counted, and whether that is still so."""
    lines = [*_figure(found)]
    for basis in found.basis:
        lines += ["", *basis_lines(basis)]
    recount = list(recount_lines(found))
    lines += ["", *recount] if recount else []
    if found.before is not None:
        lines += ["", f"Earlier report {found.before.file}: {found.before.change}"]
        lines += [f"  {reason}" for reason in found.before.reasons]
    lines += ["", *found.notes] if found.notes else []
    return "\n".join(lines)


COLUMNS: Final = (
    Column("role"),
    Column("kind"),
    Column("id"),
    Column("service"),
    Column("adds", "integer"),
    Column("reason"),
)


def explanation_table(found: Explanation) -> Table:
    """One row a record: what it adds where it counts, and the reason where it does not."""
    rows: list[list[Cell]] = []
    for basis in found.basis:
        rows += [
            [basis.role, one.kind, one.id, one.service, one.adds, "counted"]
            for one in basis.counted or ()
        ]
        rows += [
            [basis.role, None, id_, None, 0, one.reason]
            for one in basis.left_out or ()
            for id_ in one.ids or ()
        ]
    return Table(COLUMNS, rows, section="Records")


def name_of(found: Explanation) -> str:
    """The figure in the notation that commands take."""
    return notation(found.figure.metric, found.figure.dimensions or {})


def _figure(found: Explanation) -> Iterator[str]:
    title = found.definition.title if found.definition else found.figure.metric
    yield f"{name_of(found)}: {figure_text(found.figure)}"
    yield f"  {title}; status {found.figure.status}; id {found.id}"
    report, place = found.report, found.place
    how = report.profile or report.format
    parts = [report.file, how, report.service, report.period]
    edition = f", {edition_text(report.edition)}" if report.edition else ""
    yield f"  {', '.join(each for each in parts if each)}{edition}"
    if place.section is None:
        yield from _source(found)
    else:
        if place.sheet is not None:
            yield f"  template: {place.sheet}!{place.cell} ({place.words})"
        yield f"  section {place.section}, panel {place.panel}"
    if found.definition is not None:
        yield f"  {found.definition.definition}"
    for note in found.figure.notes or ():
        yield f"  note: {note}"
    if found.disclosed is not None:
        yield f"  {disclosed_text(found.disclosed, found.figure.unit)}"


def disclosed_text(told: Disclosed, unit: str) -> str:
    """How the level shows the figure, and between which limits the true value lies."""
    low, high = amount(told.low, unit), amount(told.high, unit)
    if told.high is None:
        limits = f"{low} or more"
    else:
        limits = low if told.low == told.high else f"{low} to {high}"
    return f"{HOW[told.how]} by the level {told.level}: {told.rule}. The true value is {limits}."


def _source(found: Explanation) -> Iterator[str]:
    """Where a figure that was read stands, and what reading met there."""
    place = found.place
    sheet = place.sheet if not (place.file or "").startswith(place.sheet or " ") else None
    spot = " ".join(each for each in (place.file, sheet, place.cell, place.address) if each)
    yield f"  read from: {spot or 'a place that is not stated'}"
    if place.quoted:
        yield f"  as it stands there: “{place.quoted}”"
    for name, said in sorted((found.figure.basis or {}).items()):
        yield f"  the publisher states, {name.replace('_', ' ')}: {said}"
    for each in found.remarks or ():
        yield f"  {each.rule}, {each.place or 'the whole file'}: {each.message}"


def basis_lines(basis: Basis) -> Iterator[str]:
    """One set of records: filters, the records that count, those that do not, and why."""
    yield f"{ROLES[basis.role]}: {basis.title} ({basis.metric})"
    yield from (f"  {line}" for line in basis.filters)
    if basis.counted is not None:
        yield f"  {counted_text(basis)}{_listed(map(taken_text, basis.counted))}"
    for one in basis.left_out or ():
        ids = _listed(one.ids or (), FEW if one.reason in FAR else SHOWN)
        yield f"  {left_text(one)}{ids}"
    for step in basis.carried or ():
        yield f"  {carrier_text(step)}"


def counted_text(basis: Basis) -> str:
    """How many records count, and what they add up to."""
    number = len(basis.counted or ())
    adds = "" if basis.number is None else f", together {basis.number:,}"
    return f"{number:,} {'record' if number == 1 else 'records'} counted{adds}"


def taken_text(taken: TakenRecord) -> str:
    """A counted record: its id, and what it adds where that is not 1, or its times."""
    if taken.values is not None:
        values = ("not known" if one is None else f"{one:,}" for one in taken.values)
        return f"{taken.id} ({', '.join(values)})"
    return taken.id if taken.adds == 1 else f"{taken.id} ({taken.adds:,})"


def left_text(one: LeftOut) -> str:
    """How many records are left out for a reason."""
    return f"{one.records:,} not counted ({one.reason}: {one.text})"


def carrier_text(step: Carrier) -> str:
    """A row of a crosswalk, and how many counted records came over it."""
    noun = "record" if step.records == 1 else "records"
    if step.crosswalk is None:
        about = " ".join(part for part in (step.code, step.to) if part)
        return f"{step.records:,} {noun}, {step.rule}{f' ({about})' if about else ''}: {step.text}"
    to = step.to or "nothing"
    row = f"{step.code} → {to} ({step.rule})"
    return f"{step.records:,} {noun} over crosswalk {step.crosswalk}: {row}, {step.text}"


def recount_lines(found: Explanation) -> Iterator[str]:
    """Whether the figure is the same when it is counted again, and what changed where it is not."""
    if found.recounted is not None:
        yield _equal(found)
    for file in found.inputs or ():
        yield f"  {file.name}: {_STATES[file.state]}"
    if found.changed_records is not None:
        number = len(found.changed_records)
        noun = "record" if number == 1 else "records"
        end = ":" if number else "."
        yield f"{number:,} {noun} added, changed or removed since the report{end}"
        yield from (f"  {changed_text(one)}" for one in found.changed_records[:SHOWN])
        if number > SHOWN:
            yield f"  and {number - SHOWN:,} more; --format json lists them"
    elif any(one.state != "same" for one in found.inputs or ()) and found.moved is not None:
        yield "Which record changed is not known without the records of then: give --original."
    if found.moved:
        alone = len(found.moved) == 1
        what = "figure of the report is" if alone else "figures of the report are"
        yield f"{len(found.moved):,} {what} different now:"
        for one in found.moved[:SHOWN]:
            yield from (f"  {line}" for line in moved_lines(one))
        if len(found.moved) > SHOWN:
            yield f"  and {len(found.moved) - SHOWN:,} more; --format json lists them"
    elif found.moved is not None:
        yield "Every figure of the report is the same."


def _equal(found: Explanation) -> str:
    again = found.recounted
    assert again is not None
    if again.equal and found.disclosed is not None:
        how = HOW[found.disclosed.how].lower()
        return f"Counted again, and {how} by the same rules: equal."
    if again.equal:
        return "Counted again: equal."
    if again.figure is None:
        return "Counted again: not equal."
    return f"Counted again: not equal. It is {figure_text(again.figure)} now."


def changed_text(one: ChangedRecord) -> str:
    """A record that changed, and whether it counts."""
    states = f"{one.before or 'not there'} before, {one.after or 'not there'} now"
    return f"{one.kind} {one.id}: {one.way} ({states})"


def moved_lines(one: Moved) -> Iterator[str]:
    """A figure that moved, and the records that moved it."""
    before = amount(one.before, "") or (one.status_before or "absent").replace("_", " ")
    after = amount(one.after, "") or (one.status_after or "absent").replace("_", " ")
    if before == after:
        before, after = f"{before} ({one.status_before})", f"{after} ({one.status_after})"
    name = notation(one.metric, one.dimensions)
    yield f"{name}, panel {one.panel}: {before} → {after}"
    for record in one.records or ():
        way = f", {record.way}" if record.way else ""
        words = f" ({record.why})" if record.why else ""
        adds = f"{record.adds_before:,} → {record.adds_now:,}"
        yield f"  {record.kind} {record.id}{way}: {adds}{words}"


def _listed(ids: Iterable[str], most: int = SHOWN) -> str:
    found = list(ids)
    if not found:
        return ""
    left = len(found) - most
    more = f" and {left:,} more; --format json lists them" if left > 0 else ""
    return f": {', '.join(found[:most])}{more}"
