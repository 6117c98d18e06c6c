"""A memo: one claim a line, answered by reports, beside the answers of an earlier run."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from harmscope.claims.claim import Answer, NotKnownError, Refusal
from harmscope.claims.decide import answer
from harmscope.claims.sentences import parse
from harmscope.claims.subjects import placed
from harmscope.errors import UserError
from harmscope.formats.door import REPORT, read_json, read_text
from harmscope.reading import LoadedReport

Mark = Literal["same", "restated", "broken", "now_supported", "changed", "new"]
"""What became of an earlier answer: the same on the same numbers; the same on other numbers; no
longer supported; supported now; another one otherwise; none before."""

MOST_CLAIMS = 2_000
"""Claims of one memo; more take minutes."""

LONGEST = 10_000
"""Characters of a line of a memo; no claim is nearly so long."""

FIX = "give the JSON file that harmscope claim --claims MEMO -o FILE wrote"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a memo that is a claim; ``number`` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier answer: its state, and the figures it stood on."""

    state: str
    figures: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A line with its answer or its refusal, and what became of an earlier answer."""

    line: Line
    answer: Answer | None = None
    refusal: Refusal | None = None
    mark: Mark | None = None
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Memo:
    """Every claim answered. ``passed_over`` counts lines that are no claims: headings, comments;
    ``gone`` counts earlier claims that are no longer among them."""

    answered: tuple[Answered, ...]
    reports: tuple[LoadedReport, ...]
    passed_over: int = 0
    compared: bool = False
    gone: int = 0

    @property
    def refused(self) -> bool:
        """Whether a line is no claim of the grammar."""
        return any(one.refusal for one in self.answered)

    @property
    def clean(self) -> bool:
        """Whether every claim is supported."""
        return all(one.answer and one.answer.state == "supported" for one in self.answered)


# Reading a memo.

_NO_CLAIM = re.compile(r"^(?:#|---|===|\||\[\^[^\]]*\]:)")
_FENCE = re.compile(r"^(?:`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?-->")
_LEAD = re.compile(r"^(?:[-*+>]\s+|\d+[.)]\s+|\[[ xX]\]\s+)+")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]|\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(\*\*|__|`|(?<!\w)[*_]|[*_](?!\w))")


def read_memo(path: Path) -> tuple[list[Line], int]:
    """The claims of a memo, one a line, and how many lines are no claims.

    Bullets, numbers, emphasis, links and marks of footnotes are taken off. Headings, tables,
    comments, code and footnotes are no claims. Raises UserError where the file cannot be read,
    holds no claim or too many, or has a line that is too long.
    """
    lines, passed_over = [], 0
    given = read_text(path, REPORT).splitlines()
    for number, text in enumerate(given, start=1):
        if len(text) > LONGEST:
            fault = f"a line is longer than {LONGEST:,} characters"
            raise UserError(f"{path.name}, line {number:,}", fault, "write one claim a line")
    for number, text, apart in _parts(given):
        if apart or _NO_CLAIM.match(text):
            passed_over += 1
        elif text:
            bare = _FOOTNOTE.sub(lambda found: found[1] or "", _LEAD.sub("", text))
            lines.append(Line(number, _MARKS.sub("", bare).strip()))
    if not lines:
        raise UserError(path.name, "it holds no claim", "write one claim a line")
    if len(lines) > MOST_CLAIMS:
        fault = f"it holds {len(lines):,} claims, and at most {MOST_CLAIMS:,} are taken"
        raise UserError(path.name, fault, "write several files")
    return lines, passed_over


def _parts(given: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """Number and text of each line, and whether it stands in a block that holds no claims: code, a
    comment of several lines, or settings of the file between two ``---`` at the very beginning. A
    comment inside of a line is taken off."""
    closes, front = "", _has_front(given)
    for number, raw in enumerate(given, start=1):
        text = raw.strip()
        if front:
            front = number == 1 or text != "---"
            yield number, text, True
        elif closes:
            ended = closes in text if closes == "-->" else text.startswith(closes)
            closes = "" if ended else closes
            yield number, text, True
        elif fence := _FENCE.match(text):
            closes = fence[0]
            yield number, text, True
        else:
            shown, opened, _ = _COMMENT.sub(" ", text).partition("<!--")
            closes = "-->" if opened else ""
            kept = " ".join(shown.split())
            yield number, kept, kept == "" and text != ""


def _has_front(given: Sequence[str]) -> bool:
    """Whether the file begins with settings, ``name: value``, between two ``---``."""
    if not given or given[0].strip() != "---":
        return False
    for line in given[1:]:
        if line.strip() == "---":
            return True
        if line.strip() and not _SETTING.match(line):
            return False
    return False


_SETTING = re.compile(r"^(?:[A-Za-z_][\w-]*:|\s)")


# Answers.


def answer_memo(
    lines: Sequence[Line],
    reports: Sequence[LoadedReport],
    passed_over: int = 0,
    before: Mapping[str, Earlier] | None = None,
) -> Memo:
    """Every claim with its answer; one that the grammar does not know is refused by itself."""
    services = sorted({service for _, service, _ in placed(reports)})
    found = [_answered(line, reports, services, before) for line in lines]
    texts = {_key(line.text) for line in lines}
    gone = sum(text not in texts for text in before or ())
    return Memo(tuple(found), tuple(reports), passed_over, before is not None, gone)


def _answered(
    line: Line,
    reports: Sequence[LoadedReport],
    services: Sequence[str],
    before: Mapping[str, Earlier] | None,
) -> Answered:
    earlier = before.get(_key(line.text)) if before is not None else None
    try:
        given = answer(parse(line.text, services), reports)
    except UserError as error:
        lost: Mark | None = "broken" if earlier and earlier.state == "supported" else None
        refusal = _refusal(line.text, error, services)
        return Answered(line, None, refusal, lost, earlier if lost else None)
    mark = None if before is None else _mark(given, earlier)
    return Answered(line, given, None, mark, earlier)


def _refusal(text: str, error: UserError, services: Sequence[str]) -> Refusal:
    """A sentence that was not understood, with the claims that it may have meant."""
    close = error.instead_of(text) if isinstance(error, NotKnownError) else ()
    return Refusal(text, error.fault, error.fix, tuple(o for o in close if _is_claim(o, services)))


def _is_claim(text: str, services: Sequence[str]) -> bool:
    try:
        found = parse(text, services)
    except UserError:
        return False
    return found.a != found.b


def _mark(given: Answer, earlier: Earlier | None) -> Mark:
    if earlier is None:
        return "new"
    if earlier.state == given.state:
        then = [_says(one) for one in earlier.figures]
        now = [_says(figure_of(side)) for side in given.sides]
        return "same" if then == now else "restated"
    if earlier.state == "supported":
        return "broken"
    return "now_supported" if given.state == "supported" else "changed"


def figure_of(side: Any) -> dict[str, Any]:
    """What of a figure is compared with an earlier answer: whose it is, and its numbers."""
    limits = side.range
    return {
        "service": side.service, "metric": side.metric, "period": side.figure.period,
        "category": {"code": side.category.code or None}, "value": side.figure.value,
        "low": limits.low if limits else None, "high": limits.high if limits else None,
    }  # fmt: skip


def _says(figure: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("service", "metric", "period", "value", "low", "high")
    return (*(figure.get(name) for name in names), figure.get("category", {}).get("code"))


def _key(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


def read_before(path: Path) -> dict[str, Earlier]:
    """Earlier answers by the words of their claims. Raises UserError where the file holds none."""
    record: Any = read_json(path, FIX)
    try:
        if record["record"] != "claims":
            raise KeyError
        return {
            _key(one["text"]): Earlier(one["state"], tuple(one["figures"]))
            for one in record["claims"]
        }
    except (KeyError, TypeError, AttributeError):
        raise UserError(path.name, "this is no file of earlier answers", FIX) from None
