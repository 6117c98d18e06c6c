"""The explanation of a published figure as text, as JSON and as a table."""

from collections.abc import Iterator
from typing import Any, Final

from harmscope.errors import many
from harmscope.model.period import parse_period
from harmscope.model.publication import PublishedFigure, Said
from harmscope.render.figure_text import amount, period
from harmscope.render.table import Cell, Column, Table
from harmscope.taxonomy import harm
from harmscope.tracing.published_figure import Part, PublishedExplanation, Restated

_POOLING: Final = {
    "sum": "The counts of the services were added.",
    "from_records": "Counted from the records of all services together; where only publications "
    "are at hand, it lies between the smallest and the largest of the parts.",
    "bounds": "People may be in the counts of several services: at least the largest part, at most "
    "the sum.",
    "never": "Not added up: it stands for one service alone.",
}
_WITHHELD: Final = (
    "A rounded part may be any number that rounds to it, and a withheld one any number that the "
    "numbers around it allow. The truth lies between the limits; nothing was estimated."
)


def published_text(found: PublishedExplanation) -> str:
    """What the figure says, how it was made, who stands behind it, and a sentence to say."""
    lines = [*_head(found), "", *_behind(found)]
    if found.restated:
        lines += ["", "Corrected:", *(f"  {_change(one)}" for one in found.restated)]
    return "\n".join([*lines, "", f"To say: {sentence(found)}"])


def sentence(found: PublishedExplanation) -> str:
    """The figure in one sentence, with its limits and who stands behind it, safe to say aloud."""
    row, document = found.row, found.edition.document
    title = document.definitions[row.metric].title
    place = [f"{name}: {_label(name, code)}" for name, code in _codes(row)]
    about = f"{title} in {period(parse_period(row.period or document.period))}"
    about += f" ({', '.join(place)})" if place else ""
    told = words_of(row)
    if row.value is None and row.low is None:
        return f"{about}: {told}."
    if row.low is not None and row.high is not None:
        told = f"between {amount(row.low, row.unit)} and {amount(row.high, row.unit)}"
    who = f"{row.senders:,} of {many(row.of, 'service')}"
    if row.authorities:
        who += f" under {many(row.authorities, 'authority', 'authorities')}"
    return f"{about}: {told}, as {who} report."


_NONE: Final = {"Q": "withheld", "O": "not recorded", "M": "there is no such number"}
"""Why there is no number, by the code of its status."""


def words_of(row: PublishedFigure | Said) -> str:
    """A published figure in words: a number, its limits, or why there is none."""
    unit = row.unit if isinstance(row, PublishedFigure) else ""
    if row.value is not None:
        step = row.rounding if isinstance(row, PublishedFigure) else None
        return amount(row.value, unit) + (f", rounded to the nearest {step}" if step else "")
    if row.low is None:
        status = row.obs_status if isinstance(row, PublishedFigure) else row.status
        return _NONE.get(status or "", "no number")
    if row.high is None:
        return f"at least {amount(row.low, unit)}"
    return f"{amount(row.low, unit)} to {amount(row.high, unit)}"


def published_document(found: PublishedExplanation) -> dict[str, Any]:
    """``{"publication": {"file", "sha256", "registry", "title", "edition", "as_of", "level"},
    "cell", "figure", "definition", "own", "authorities": [{"authority", "edition",
    "published_on", "level", "sha256", "withheld", "services", "figure"}], "not_behind",
    "counted_twice", "corrections", "sentence"}``."""
    document = found.edition.document
    return {
        "publication": {
            "file": found.edition.file,
            "sha256": found.edition.sha256,
            "registry": document.registry,
            "title": document.title,
            "edition": document.edition,
            "as_of": document.as_of,
            "level": document.disclosure.level,
        },
        "cell": found.name,
        "figure": found.row.model_dump(mode="json", exclude_none=True),
        "definition": document.definitions[found.row.metric].model_dump(mode="json"),
        "own": list(found.own),
        "authorities": [_authority(one) for one in found.parts],
        "not_behind": [
            {"authority": authority, "service": service} for authority, service in found.not_behind
        ],
        "counted_twice": [one.model_dump(mode="json") for one in found.twice],
        "corrections": [
            {
                "edition": one.edition,
                "from": one.before and one.before.model_dump(mode="json", exclude_none=True),
                "to": one.after and one.after.model_dump(mode="json", exclude_none=True),
                "because": list(one.because),
            }
            for one in found.restated
        ],
        "sentence": sentence(found),
    }


def published_table(found: PublishedExplanation) -> Table:
    """One row an authority: its edition, its services behind the figure, and what it says."""
    names = ["authority", "edition", "published_on", "level", "services", "withheld", "figure"]
    numbers = {"edition", "withheld"}
    columns = [Column(one, "integer") if one in numbers else Column(one) for one in names]
    rows: list[list[Cell]] = []
    if found.own:
        rows.append([None, None, None, None, "; ".join(found.own), None, None])
    for one in found.parts:
        told = _authority(one)
        told["services"] = "; ".join(one.services)
        told["figure"] = words_of(one.said) if one.said else None
        rows.append([told[name] for name in names])
    return Table(columns, rows, section="Authorities")


def _authority(one: Part) -> dict[str, Any]:
    taken = one.taken
    return {
        "authority": taken.authority,
        "edition": taken.edition,
        "published_on": None if taken.published_on is None else str(taken.published_on),
        "level": taken.level,
        "sha256": taken.sha256,
        "withheld": taken.withheld,
        "services": list(one.services),
        "figure": one.said.model_dump(mode="json", exclude_none=True) if one.said else None,
    }


def _head(found: PublishedExplanation) -> Iterator[str]:
    row, document = found.row, found.edition.document
    meant = document.definitions[row.metric]
    yield f"{found.name}: {words_of(row)}"
    yield f"  {meant.title}, in {meant.unit}; {row.period or document.period}"
    yield f"  {found.edition.file} of {document.registry}, edition {document.edition}"
    yield f"  {meant.definition}"
    yield f"  {_POOLING[meant.pooling]}"
    if row.low is not None and row.high != row.low:
        yield f"  {_WITHHELD}"
    yield f"  Disclosure level {document.disclosure.level}: {document.disclosure.title}"


def _behind(found: PublishedExplanation) -> Iterator[str]:
    row, document = found.row, found.edition.document
    yield f"Behind it: {row.senders:,} of {row.of:,} services"
    if document.behind is None:
        yield "  The publication does not name them."
    if found.own:
        yield f"  {document.registry} (own): {', '.join(found.own)}"
    for one in found.parts:
        taken = one.taken
        withheld = f", withholds {many(taken.withheld, 'count')}" if taken.withheld else ""
        yield f"  {taken.authority}, edition {taken.edition}, {taken.level}{withheld}"
        yield f"    services: {', '.join(one.services) or 'none'}"
        if one.at_hand:
            said = "nothing of this" if one.said is None else words_of(one.said)
            yield f"    it publishes: {said}"
    for two in found.twice:
        held = " and ".join(two.authorities)
        yield f"  {two.service} is held by {held}:"
        yield "    the lower limit counts it once, the upper limit every time"
    if found.not_behind and not (found.own or any(one.services for one in found.parts)):
        yield "  None of the services behind the publication reports it."
    elif found.not_behind:
        named = [service if who is None else f"{service} ({who})" for who, service in _few(found)]
        more = len(found.not_behind) - len(named)
        yield f"  made without: {', '.join(named)}{f' and {more:,} more' if more else ''}"
    if any(not one.at_hand for one in found.parts):
        yield "  Give their folders with --original to see what each publishes of it."


_FEW: Final = 12


def _few(found: PublishedExplanation) -> tuple[tuple[str | None, str], ...]:
    return found.not_behind[:_FEW]


def _change(one: Restated) -> str:
    before, after = (
        "not there" if each is None else words_of(each) for each in (one.before, one.after)
    )
    why = f": {'; '.join(one.because)}" if one.because else ""
    return f"edition {one.edition}: {before} → {after}{why}"


def _codes(row: PublishedFigure) -> Iterator[tuple[str, str]]:
    names = {"harm": row.harm, "service": row.service}
    names |= {"country": row.territory, "state of the order": row.order_state}
    for name, code in names.items():
        if code is not None:
            yield name, code


def _label(name: str, code: str) -> str:
    known = harm().categories.get(code) if name == "harm" else None
    return code if known is None else known.label
