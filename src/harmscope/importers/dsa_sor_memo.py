"""Statements that say the same in all but their ids, days and texts are translated once.

What was translated is kept as the bytes of its record with holes, and the holes of each further
statement are filled with its own id, days, reference, facts and digest. The bytes are those that
the translation gives: a statement with anything in these cells that would be a finding, or that is
read in another way, is left to the translation.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Protocol

import msgspec
import orjson

from harmscope.importers.columns import Columns, is_no_value
from harmscope.importers.contract import ReadyRecord
from harmscope.importers.dsa_sor_cells import LABEL, Cells
from harmscope.model.typed import Incident
from harmscope.rules.rule import Rule

Fault = tuple[Rule, str]

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,509}")
"""What the id of a record can be."""
CHANGE = "2025-07-01"
"""The day on which the second version of the codes came into force."""
FACTS = 5000
"""Letters in the facts of a decision at most."""

DATES = (
    *("application_date", "content_date", "created_at"),
    *("end_date_visibility_restriction", "end_date_monetary_restriction"),
    *("end_date_service_restriction", "end_date_account_restriction"),
)
IDS = ("uuid", "puid", "platform_uid")
_TEXTS = ("decision_ground_reference_url", "category_specification_other", "source_identity")
"""What is read where texts are kept, and not where they are not."""
_SAID = (
    *("decision_visibility", "decision_visibility_other", "decision_monetary"),
    *("decision_monetary_other", "decision_provision", "decision_account", "account_type"),
    *("decision_ground", "illegal_content_legal_ground", "incompatible_content_ground"),
    *("incompatible_content_illegal", "category", "category_addition", "category_specification"),
    *("content_type", "content_type_other", "content_language", "content_id", "content_id_ean"),
    *("territorial_scope", "source_type", "automated_detection", "automated_decision"),
    "platform_name",
)
"""The cells that statements of one kind have in common."""

_MOST, _MOST_DAYS = 8192, 65_536
"""What is remembered at most; then all is forgotten."""

# Holes. Each stands for a cell in the bytes of a record; none of them may stand in a cell.

_HOLE, _HOUR = "harmscope.hole.", "T03:17:4"
_OWN_ID, _REFERENCE, _FACTS = f"{_HOLE}0", f"{_HOLE}1", f"{_HOLE}2"
_DIGEST = "5ca1ab1e" * 8
_CLOCKS = tuple(f"{_HOUR}{number}Z" for number in range(len(DATES)))


class Translate(Protocol):
    """Makes the record of a statement; its faults stand in the cells then."""

    def __call__(
        self, cells: Cells, service: str, digest: str, *, keep_text: bool, place: int = 1
    ) -> Incident:
        """As :func:`harmscope.importers.dsa_sor.incident`."""


@dataclass(frozen=True, slots=True)
class _Own:
    """What a statement has of its own: ``day`` the texts of its dates, ``values`` the bytes for
    the holes, and ``key`` for all that the rest of the record follows from."""

    id: str
    values: tuple[bytes, ...]
    key: bytes


@dataclass(frozen=True, slots=True)
class _Known:
    """A translated kind of statement: its record, and its sorted form, with holes."""

    line: bytes
    in_line: Callable[[tuple[bytes, ...]], tuple[bytes, ...]]
    form: bytes
    in_form: Callable[[tuple[bytes, ...]], tuple[bytes, ...]]
    service: str
    faults: tuple[Fault, ...]
    words: Counter[tuple[str, str]]


class Memo:
    """The kinds of statement that were seen before, for one import."""

    def __init__(self, translate: Translate, service: str, *, keep_text: bool) -> None:
        self._translate = translate
        self._service = service
        self._keep_text = keep_text
        self._columns = (*_SAID, *_TEXTS) if keep_text else _SAID
        self._known: dict[bytes, _Known | None] = {}
        self._seen: set[int] = set()
        self._dates: dict[str, tuple[str, str, bytes, bytes]] = {}
        self._ends: dict[str, tuple[str, str, bytes, bytes]] = {}

    def record(
        self, data: dict[str, object], digest: str, columns: Columns
    ) -> tuple[ReadyRecord, tuple[Fault, ...]] | None:
        """The record of a statement and its faults; None where it must be translated."""
        own = self._own(data, digest)
        if own is None:
            return None
        known = self._known.get(own.key)
        if known is None:
            known = self._learnt(data, own)
            if known is None:
                return None
        if known.words:
            columns.words.update(known.words)
        line, form = known.line % known.in_line(own.values), known.form % known.in_form(own.values)
        return ReadyRecord("incident", own.id, known.service, line, form), known.faults

    def _own(self, data: dict[str, object], digest: str) -> _Own | None:
        """What the statement has of its own; None where a cell of it is not plain."""
        told = _ids(data)
        if told is None:
            return None
        id_, reference = told
        facts = _facts(data) if self._keep_text else ""
        times = self._times(data)
        if facts is None or times is None:
            return None
        moments, applied = [one[2] for one in times], times[0][0]
        moments[2] = times[2][3]
        filed = times[2][1]
        pattern = (
            [one != b"" for one in moments],
            *(reference != "", facts != "", "content_id" in data, "content_id_ean" in data),
            *(filed < CHANGE, applied < CHANGE),
        )
        said = list(map(data.get, self._columns))
        try:
            key = msgspec.msgpack.encode((said, pattern))
            texts = orjson.dumps(reference), orjson.dumps(facts)
        except (UnicodeEncodeError, OverflowError, TypeError):
            return None
        return _Own(id_, (id_.encode(), digest.encode(), *texts, *moments), key)

    def _times(self, data: dict[str, object]) -> list[tuple[str, str, bytes, bytes]] | None:
        """The dates of a statement as a record has them, and as times; None where one is no good
        one, or contradicts another."""
        found = []
        for number, name in enumerate(DATES):
            text = data.get(name)
            if text is None or text == "":
                found.append(_NO_TIME)
                continue
            if type(text) is not str:
                return None
            kept = self._dates if number < _ENDS else self._ends
            time = kept.get(text) or _time(kept, name, text)
            if time is None:
                return None
            found.append(time)
        applied = found[0][0]
        if applied and (
            _is_before(applied, found[1][0])
            or (found[2][1] and _is_before(found[2][1], applied))
            or any(one[0] and _is_before(one[0], applied) for one in found[_ENDS:])
        ):
            return None
        return found

    def _learnt(self, data: dict[str, object], own: _Own) -> _Known | None:
        """Translate the kind of a statement that is seen for the second time."""
        if own.key in self._known:
            return None
        if (mark := hash(own.key)) not in self._seen:
            if len(self._seen) >= _MOST_DAYS:
                self._seen.clear()
            self._seen.add(mark)
            return None
        if len(self._known) >= _MOST:
            self._known.clear()
        known = self._known[own.key] = self._with_holes(data, own)
        return known

    def _with_holes(self, data: dict[str, object], own: _Own) -> _Known | None:
        if any(mark.encode() in own.key for mark in (_HOLE, _HOUR, _DIGEST)):
            return None
        cells = Cells(_holed(data, own, keep_text=self._keep_text), columns := Columns())
        record = self._translate(cells, self._service, _DIGEST, keep_text=self._keep_text)
        if "service" not in record:
            return None
        line, in_line = _template(orjson.dumps(record) + b"\n")
        form, in_form = _template(orjson.dumps(record, option=orjson.OPT_SORT_KEYS))
        faults = tuple({(rule.code, name): (rule, name) for rule, name in cells.faults}.values())
        return _Known(line, in_line, form, in_form, record["service"], faults, columns.words)


_ENDS = 3
"""Where the dates begin that may lie ahead."""
_NO_TIME = ("", "", b"", b"")


def _time(
    kept: dict[str, tuple[str, str, bytes, bytes]], name: str, text: str
) -> tuple[str, str, bytes, bytes] | None:
    """A date as the record has it and as a time. What is good today is so tomorrow, so it is
    kept; anything else is read again."""
    cells = Cells({name: text})
    moment, time = cells.moment(name), cells.time(name)
    if cells.faults or not moment:
        return None
    if len(kept) >= _MOST_DAYS:
        kept.clear()
    found = kept[text] = (moment, time, moment.encode(), time.encode())
    return found


_DAY = len(CHANGE)


def _is_before(at: str, other: str) -> bool:
    """As :func:`harmscope.importers.timestamps.is_before`, for the two forms of a cell."""
    if len(at) == _DAY or len(other) == _DAY:
        return at[:_DAY] < other[:_DAY]
    return at < other


def _ids(data: dict[str, object]) -> tuple[str, str] | None:
    """The id and the platform's own reference beside it; None where a cell is not plain."""
    id_, texts = "", []
    for name in IDS:
        text = data.get(name)
        if text is None:
            text = ""
        if type(text) is not str:
            return None
        text = text.strip()
        if text and (len(text) > LABEL or is_no_value(text)):
            return None
        texts.append(text)
        if not id_ and ID.fullmatch(text):
            id_ = text
    own = texts[2] or texts[1]
    return (id_, own if own != id_ else "") if id_ else None


def _facts(data: dict[str, object]) -> str | None:
    text = data.get("decision_facts")
    if text is None:
        return ""
    if type(text) is not str:
        return None
    text = text.strip()
    return None if text and (len(text) > FACTS or is_no_value(text)) else text


def _holed(data: dict[str, object], own: _Own, *, keep_text: bool) -> dict[str, object]:
    """The statement with marks in place of its own cells."""
    _, _, reference, facts, *moments = own.values
    holed = {name: value for name, value in data.items() if name not in IDS}
    holed["uuid"] = _OWN_ID
    if reference != b'""':
        holed["platform_uid"] = _REFERENCE
    if keep_text:
        holed["decision_facts"] = _FACTS if facts != b'""' else ""
    for name, clock, moment in zip(DATES, _CLOCKS, moments, strict=True):
        day = "2025-07-02" if moment.decode() >= CHANGE else "2025-06-30"
        if name == "content_date":
            day = "2025-01-01"
        if name.startswith("end_"):
            day = "2025-08-01"
        holed[name] = f"{day}{clock}" if moment else ""
    return holed


_HOLES = re.compile(
    "|".join(
        (
            *(f"({re.escape(_OWN_ID)})", f"({_DIGEST})", f'("{re.escape(_REFERENCE)}")'),
            f'("{re.escape(_FACTS)}")',
            *(f"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{clock})" for clock in _CLOCKS),
        )
    ).encode()
)
"""The marks, in the order of the values that fill them."""


def _template(written: bytes) -> tuple[bytes, Callable[[tuple[bytes, ...]], tuple[bytes, ...]]]:
    """Bytes in which ``%b`` stands for each mark, and what picks the values for them."""
    holes = [(found.lastindex or 1) - 1 for found in _HOLES.finditer(written)]
    # An id and a digest are in every record, so there are always several.
    pick = itemgetter(*holes)
    return _HOLES.sub(b"%b", written.replace(b"%", b"%%")), pick
