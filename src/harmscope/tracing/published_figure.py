"""How one figure of a registry's publication came to be: which authorities and services stand
behind it, what the publications that were taken in say of it, and what was corrected.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from harmscope.errors import UserError, offer
from harmscope.formats.door import digested_json, document_in, shown
from harmscope.model.period import parse_period
from harmscope.model.publication import (
    Correction,
    CountedTwice,
    Publication,
    PublicationTaken,
    PublishedFigure,
    Said,
)
from harmscope.tracing.asked import named, notation

DIMENSIONS: Final = ("harm", "service", "territory", "order_state")
"""What a published figure can be split by, besides the months of its period."""

_FIX: Final = "name the folder that harmscope registry publish wrote, or its publication.json"
_SEE: Final = "or take one from figures.csv"
_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Edition:
    """A publication that was read: its file, and the digest of that."""

    file: str
    sha256: str
    document: Publication


@dataclass(frozen=True, slots=True)
class Part:
    """An authority whose publication was taken in, and its services behind the figure. ``said`` is
    its own figure, where its publication is at hand and has one."""

    taken: PublicationTaken
    services: tuple[str, ...]
    at_hand: bool = False
    said: PublishedFigure | None = None


@dataclass(frozen=True, slots=True)
class Restated:
    """What an edition changed of the figure, and why."""

    edition: int
    before: Said | None
    after: Said | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedExplanation:
    """How a published figure came to be. ``own`` are services of the registry that publishes,
    ``not_behind`` those without whom the figure is made, by authority (None: its own)."""

    edition: Edition
    row: PublishedFigure
    own: tuple[str, ...]
    parts: tuple[Part, ...]
    not_behind: tuple[tuple[str | None, str], ...]
    twice: tuple[CountedTwice, ...]
    restated: tuple[Restated, ...]

    @property
    def name(self) -> str:
        """The figure in the notation that commands take."""
        return notation(self.row.metric, _place(self.row, self.edition.document))


def read_edition(path: Path) -> Edition:
    """A publication by its folder or its file. Raises UserError where it is none."""
    inner = document_in(path)
    return edition_of(inner, *digested_json(inner, _FIX))


def edition_of(path: Path, record: object, digest: str) -> Edition:
    """The publication that the file at ``path`` holds, whose value and digest are at hand. Raises
    UserError where it is none."""
    name = shown(path.name)
    try:
        return Edition(name, digest, Publication.model_validate(record))
    except ValidationError:
        raise UserError(name, "it is not a publication of a registry", _FIX) from None


def explain_published(
    edition: Edition, cell: str, others: Sequence[Edition] = ()
) -> PublishedExplanation:
    """How the figure that ``cell`` means came to be; ``others`` are publications that were taken
    in. Raises UserError where no figure or several are meant, and where one of ``others`` was not
    taken in."""
    document, row = edition.document, _find(edition.document, cell)
    behind, missing = _holders(document, row)
    parts = tuple(_parts(document, row, behind, _by_digest(document, others)))
    return PublishedExplanation(
        edition,
        row,
        tuple(service for authority, service in behind if authority is None),
        parts,
        tuple(missing),
        tuple(
            one
            for one in document.counted_twice or ()
            if one.service in {service for _, service in behind}
        ),
        tuple(_restated(document.corrections, row)),
    )


def _find(document: Publication, cell: str) -> PublishedFigure:
    """The figure that ``cell`` means, ``metric[dimension=code,…]``."""
    rows = document.figures
    metric, wanted = named(cell, sorted({one.metric for one in rows}), _SEE)
    if "period" in wanted:
        wanted = {**wanted, "period": str(parse_period(wanted["period"]))}
    own = [one for one in rows if one.metric == metric]
    exact = [one for one in own if _place(one, document) == wanted]
    fitting = exact or [one for one in own if wanted.items() <= _place(one, document).items()]
    names = [notation(metric, _place(one, document)) for one in fitting or own]
    if not fitting:
        raise UserError("CELL", "the metric is not split so", offer(cell, names, _SEE))
    if len(fitting) > 1:
        more = f"; {len(names) - _MOST:,} more" if len(names) > _MOST else ""
        fix = f"give one dimension more: {'; '.join(names[:_MOST])}{more}"
        raise UserError("CELL", f"{len(fitting):,} figures fit", fix)
    return fitting[0]


def _place(row: PublishedFigure, document: Publication) -> dict[str, str]:
    """What a figure is split by, with its codes; a month is a period of its own."""
    codes = {name: getattr(row, name) for name in DIMENSIONS}
    if row.period not in (None, document.period):
        codes["period"] = row.period
    return {name: code for name, code in codes.items() if code is not None}


def _holders(
    document: Publication, row: PublishedFigure
) -> tuple[list[tuple[str | None, str]], list[tuple[str | None, str]]]:
    """Authority and service of each that stands behind a figure, and of each that does not."""
    if document.behind is None:
        return [], []
    split = set(_place(row, document))
    absent = {
        number
        for one in document.behind.without
        if any(each.metric == row.metric and set(each.split) == split for each in one.figures)
        for number in one.holders
    }
    found: tuple[list[tuple[str | None, str]], list[tuple[str | None, str]]] = ([], [])
    for number, holder in enumerate(document.behind.holders):
        if row.service in (None, holder.service):
            one = (holder.authority, holder.service)
            kept = found[number in absent]
            if one not in kept:
                kept.append(one)
    return found


def _by_digest(document: Publication, others: Sequence[Edition]) -> dict[str, Edition]:
    taken = {one.sha256 for one in document.taken_in or ()}
    for other in others:
        if other.sha256 not in taken:
            fix = "name the folder that was taken in, as it was then"
            raise UserError(other.document.registry, "its edition is not in this publication", fix)
    return {one.sha256: one for one in others}


def _parts(
    document: Publication,
    row: PublishedFigure,
    behind: Sequence[tuple[str | None, str]],
    at_hand: Mapping[str, Edition],
) -> Iterator[Part]:
    for taken in document.taken_in or ():
        services = tuple(service for authority, service in behind if authority == taken.authority)
        other = at_hand.get(taken.sha256)
        if other is not None:
            yield Part(taken, services, at_hand=True, said=_same(other, row, document))
        elif services:
            yield Part(taken, services)


def _same(other: Edition, row: PublishedFigure, document: Publication) -> PublishedFigure | None:
    """The figure of another publication that says the same as ``row``."""
    wanted = _place(row, document)
    same = (
        one
        for one in other.document.figures
        if one.metric == row.metric and _place(one, other.document) == wanted
    )
    return next(same, None)


def _restated(corrections: Sequence[Correction], row: PublishedFigure) -> Iterator[Restated]:
    for correction in corrections:
        for one in correction.figures:
            same = [getattr(one, name) == getattr(row, name) for name in (*DIMENSIONS, "metric")]
            if all(same) and one.period in (None, row.period):
                because = tuple(cause.because or cause.kind for cause in correction.because)
                yield Restated(correction.edition, one.from_, one.to, because)
