"""Explains figures of a report: bases, a recount, what moved and which records moved it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from pydantic import ValidationError

from harmscope.aggregation.report import STATUTORY, Made
from harmscope.disclosure.level import level, levels
from harmscope.disclosure.reading_back import treated
from harmscope.errors import UserError, many
from harmscope.formats.door import REPORT, read_bytes
from harmscope.model.explanation import (
    ChangedRecord,
    Disclosed,
    EarlierEdition,
    ExplainedReport,
    Explanation,
    InputState,
    Moved,
    MovedRecord,
    Recounted,
    Role,
)
from harmscope.model.figure import Figure
from harmscope.model.report import Input, Report
from harmscope.profiles import load, shipped
from harmscope.tracing.asked import Placed, by_key, placed
from harmscope.tracing.bases import Bases, why
from harmscope.tracing.inventory import (
    FILE,
    Entry,
    Name,
    changes,
    inventory,
    read_inventory,
)
from harmscope.tracing.standing import Standing

FIGURES: Final = "figures"
"""The subfolder of a folder of explanations that holds one file a figure."""

_NOT_SHOWN: Final = "Not shown: that report has another disclosure level."

Adds = dict[tuple[Role, Name], int]
"""Role in a figure and name of a record → what it adds."""


@dataclass(frozen=True, slots=True)
class Given:
    """A report with the name and the digest of its file."""

    report: Report
    file: str
    sha256: str

    @property
    def protects(self) -> bool:
        """Whether its level hides something that records would show."""
        return self.report.disclosure != STATUTORY


class Origin(Protocol):
    """The records that a report was made of, as far as they are known."""

    entries: list[Entry]

    def adds(self, one: Placed) -> Adds | None:
        """What each record added to a figure; None where that is not known."""
        ...


class FromRecords:
    """The records themselves, counted."""

    def __init__(self, made: Made, sources: Sequence[str | Path], *, full: bool = True) -> None:
        self.made = made
        self.entries = inventory(made, sources)
        self.standing = Standing(made)
        self.bases = Bases(self.standing, self.entries, full=full)

    def adds(self, one: Placed) -> Adds:
        """What each record adds to a figure."""
        return {
            (stand.role, self.bases.entry(seq).name): found.value
            for stand in self.standing.stands(one)
            for seq, found in self.standing.adds(stand).items()
            if found.value
        }

    def reasons(self, one: Placed) -> dict[tuple[Role, Name], str]:
        """Why each record of the right kind does not count in a figure."""
        return {
            (stand.role, name): reason
            for stand in self.standing.stands(one)
            for name, reason in self.bases.reasons(stand).items()
        }


class FromFolder:
    """A folder of explanations that was written with the report."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.entries, self.report_sha256, self._figures = read_inventory(folder / FILE)

    def adds(self, one: Placed) -> Adds | None:
        """What each record added to a figure, as the folder says; nothing where none stood on
        it."""
        if one.id not in self._figures:
            return {}
        path = self._folder / FIGURES / f"{one.id}.json"
        if not path.is_file():
            return None
        try:
            found = Explanation.model_validate_json(read_bytes(path, REPORT))
        except ValidationError:
            fix = "make the report again with --explain"
            raise UserError(path.name, "it is no explanation of harmscope", fix) from None
        if found.report.sha256 != self.report_sha256:  # it was left by an earlier report
            return None
        return {
            (basis.role, (taken.kind, taken.service, taken.id)): taken.adds
            for basis in found.basis
            for taken in basis.counted or ()
        }


@dataclass(slots=True)
class Explainer:
    """Explains figures of the report ``given``. ``now`` are records to count it from again;
    ``origin`` are the records that it was made of, where they are at hand; ``before`` is an earlier
    edition. ``declared`` says that the file of declarations was given, too."""

    given: Given
    now: FromRecords | None = None
    origin: Origin | None = None
    before: Given | None = None
    declared: bool = False
    recount: bool = True
    _changed: list[ChangedRecord] | None = field(default=None, init=False)
    _again: dict[Any, Placed] | None = field(default=None, init=False)
    _moves: list[Moved] | None = field(default=None, init=False)

    def explain(self, one: Placed, place: dict[str, str] | None = None) -> Explanation:
        """How one figure came to be; ``place`` adds where it stands in an official template."""
        report = self.given.report
        members: dict[str, Any] = {
            "record": "explanation",
            "version": "1.0",
            "id": one.id,
            "report": _head(self.given),
            "place": {"section": one.section, "panel": one.panel, **(place or {})},
            "figure": one.figure,
            "basis": [],
            "notes": list(self._notes(one)),
        }
        members |= self._disclosed(one)
        defined = [each for each in report.definitions if each.metric == one.figure.metric]
        members |= {"definition": defined[0]} if defined else {}
        if self.now is not None:
            bases = self.now.bases
            members["basis"] = bases.outline(one) if self.given.protects else bases.of(one)
            if self.recount:
                members |= self._recounted(one, self.now)
        if self.before is not None:
            members["before"] = earlier(self.given, self.before, one)
        return Explanation.model_validate(members)

    def _disclosed(self, one: Placed) -> dict[str, Any]:
        """What the level of the report did to a figure."""
        report = self.given.report
        if not self.given.protects or report.disclosure not in levels():
            return {}
        profile = report.profile
        if self.now is not None:
            given = frozenset(self.now.made.request.profile.traits)
        elif profile.sha256 is None and profile.id in shipped():
            given = frozenset(load(profile.id).traits)
        else:  # A profile of one's own that is not at hand: the limits stay right, and are wider.
            given = frozenset()
        split = _split(report, one) if one.instead else ()
        found = treated(level(report.disclosure), one.figure, given, split)
        if found is None:
            return {}
        told = {"how": found.how, "rule": found.rule, "low": found.low, "high": found.high}
        kept = {name: value for name, value in told.items() if value is not None}
        return {"disclosed": Disclosed.model_validate({"level": report.disclosure} | kept)}

    def _recounted(self, one: Placed, now: FromRecords) -> dict[str, Any]:
        report, made = self.given.report, now.made.report
        members: dict[str, Any] = {"inputs": list(_inputs(report.inputs, made.inputs))}
        # What was counted again, and what moved, is the same for every figure.
        if self._again is None:
            self._again = by_key(placed(made))
        again = self._again
        if not self._is_stated(one.figure):
            found = again.get(one.key)
            members["recounted"] = self._compared(one.figure, found.figure if found else None)
        if not self.given.protects:
            changed = self.changed()
            if changed is not None:
                members["changed_records"] = changed
            if self._moves is None:
                self._moves = list(self._moved(by_key(placed(report)), again))
            members["moved"] = self._moves
        return members

    def _is_stated(self, figure: Figure) -> bool:
        return figure.estimand == "declared" and not self.declared

    def _compared(self, old: Figure, new: Figure | None) -> Recounted:
        if new is None:
            return Recounted(equal=False, differs=["figure"])
        one, other = old.as_dict(), new.as_dict()
        differs = sorted(n for n in {*one, *other} if one.get(n) != other.get(n))
        equal = not set(differs) - {"notes"}
        if self.given.protects:
            return Recounted(equal=equal, differs=[] if equal else ["figure"])
        return Recounted(equal=equal, differs=differs, figure=new)

    def changed(self) -> list[ChangedRecord] | None:
        """What changed among the records since the report was made; None where the records of then
        are not at hand."""
        if self.origin is None or self.now is None:
            return None
        if self._changed is None:
            self._changed = changes(self.origin.entries, self.now.entries)
        return self._changed

    def _moved(self, old: dict[Any, Placed], new: dict[Any, Placed]) -> Iterator[Moved]:
        for key in [*old, *(key for key in new if key not in old)]:
            before, after = old.get(key), new.get(key)
            found = before or after
            assert found is not None
            if self._is_stated(found.figure) or _says(before) == _says(after):
                continue
            one, other = before and before.figure, after and after.figure
            members: dict[str, Any] = {
                "before": one and one.value,
                "after": other and other.value,
                "status_before": one and one.status,
                "status_after": other and other.status,
                "records": self._movers(found),
            }
            yield Moved.model_validate(
                {
                    "id": found.id,
                    "metric": found.figure.metric,
                    "dimensions": dict(found.figure.place),
                    "panel": found.panel,
                    **{name: value for name, value in members.items() if value is not None},
                }
            )

    def _movers(self, one: Placed) -> list[MovedRecord] | None:
        """The records that add something else to a figure than before."""
        before = None if self.origin is None else self.origin.adds(one)
        if before is None or self.now is None:
            return None
        now, reasons = self.now.adds(one), self.now.reasons(one)
        ways = {(c.kind, c.service, c.id): c.way for c in self.changed() or ()}
        found = []
        for role, name in sorted({*before, *now}):
            then, adds = before.get((role, name), 0), now.get((role, name), 0)
            if then != adds:
                reason = reasons.get((role, name))
                words = why(reason) if reason and not adds else None
                gone = "not among the records any more" if not adds and not words else None
                members = {"way": ways.get(name), "why": words or gone}
                kept = {n: value for n, value in members.items() if value is not None}
                found.append(
                    MovedRecord.model_validate(
                        {
                            "role": role,
                            "kind": name[0],
                            "id": name[2],
                            "adds_before": then,
                            "adds_now": adds,
                            **kept,
                        }
                    )
                )
        return found

    def _notes(self, one: Placed) -> Iterator[str]:
        report = self.given.report
        if self.given.protects:
            yield (
                f"The report's disclosure level is {report.disclosure}: no records and no numbers "
                "of records are shown."
            )
        if self.now is None:
            yield "Give --records to count the figure again and to list its records."
        if one.figure.estimand == "declared":
            stated = "It is stated by the provider and not counted from records."
            yield stated if self.declared else f"{stated} Give --declared to compare it."
        yield from _replaced(report, one.figure)
        left = report.quality.other_services
        if left and not self.given.protects:
            verb = "was" if left == 1 else "were"
            yield f"{many(left, 'record')} of other services {verb} read and not counted."


def _split(report: Report, one: Placed) -> Sequence[str]:
    """What the table is split by in which a figure stands."""
    panels = (panel for section in report.sections for panel in section.panels)
    return next((panel.split or () for panel in panels if panel.id == one.panel), ())


def _replaced(report: Report, figure: Figure) -> Iterator[str]:
    """What the report itself says of this figure in the edition that it replaces."""
    for change in report.replaces.changes if report.replaces else ():
        if (change.metric, change.dimensions or {}) == (figure.metric, dict(figure.place)):
            edition = report.replaces and f"{report.replaces.clock}. {report.replaces.because}"
            values = f"{_shown(change.before)} before, {_shown(change.after)} now"
            yield f"{values}: this edition replaces one of {edition}"


_SAYS: Final = ("value", "status", "text", "bounds", "numerator", "denominator", "interval")


def _says(one: Placed | None) -> object:
    """What a figure says, without its notes."""
    if one is None:
        return None
    return [getattr(one.figure, name) for name in _SAYS]


def _head(given: Given) -> ExplainedReport:
    report = given.report
    return ExplainedReport(
        file=given.file,
        sha256=given.sha256,
        profile=f"{report.profile.id} {report.profile.version}",
        service=report.service,
        period=report.period,
        time_zone=report.time_zone,
        clock=report.clock,
        disclosure=report.disclosure,
    )


def _inputs(old: Iterable[Input], new: Iterable[Input]) -> Iterator[InputState]:
    """Every file of records: as the report names it, and as it is now. Files of one name, out of
    several folders, are told apart by what they hold."""
    before, after = list(old), list(new)
    for one in before:
        same = [each for each in after if each.name == one.name]
        other = next((each for each in same if each.sha256 == one.sha256), None)
        kept = {each.sha256 for each in before if each.name == one.name}
        other = other or next((each for each in same if each.sha256 not in kept), None)
        if other is not None:
            after.remove(other)
        known = other is not None and one.sha256 == other.sha256 and one.sha256 is not None
        yield _state(one, other, "missing" if other is None else "same" if known else "changed")
    for other in after:
        yield _state(None, other, "new")


def _state(one: Input | None, other: Input | None, state: str) -> InputState:
    digests = {"sha256": one and one.sha256, "sha256_now": other and other.sha256}
    kept = {member: digest for member, digest in digests.items() if digest}
    found = one or other
    assert found is not None
    return InputState.model_validate({"name": found.name, "state": state, **kept})


def earlier(given: Given, before: Given, one: Placed) -> EarlierEdition:
    """The same figure in an earlier edition, or in the report on an earlier period."""
    report, old = given.report, before.report
    same_period = report.period == old.period
    found = next(
        (
            each
            for each in placed(old)
            if (each.key if same_period else _anywhen(each))
            == (one.key if same_period else _anywhen(one))
        ),
        None,
    )
    figure = found.figure if found else None
    # The figure of another level may be the very number that this report withholds or rounds.
    hidden = given.protects and old.disclosure != report.disclosure
    return EarlierEdition(
        file=before.file,
        sha256=before.sha256,
        period=old.period,
        figure=None if hidden else figure,
        change=_NOT_SHOWN if hidden else compared_text(figure, one.figure),
        reasons=list(_reasons(report, old, one)),
    )


def compared_text(then: Figure | None, now: Figure) -> str:
    """What a figure was in an earlier edition, beside what it is."""
    if then is None:
        return "It is not in the earlier edition."
    if all(getattr(then, name) == getattr(now, name) for name in ("value", "status", "bounds")):
        return "It is the same."
    return f"{_told(then)} then, {_told(now)} now."


def _anywhen(one: Placed) -> object:
    return one.section, one.panel, one.figure.metric, one.figure.place, one.number


def _reasons(report: Report, old: Report, one: Placed) -> Iterator[str]:
    """What else is different between the reports that may explain a change."""
    pairs = {
        "The periods": (old.period, report.period),
        "The services": (old.service, report.service),
        "The profiles": (_profile(old), _profile(report)),
        "The versions of the harm taxonomy": (old.taxonomy, report.taxonomy),
        "The versions of harmscope": (old.made_by.version, report.made_by.version),
        "The time zones": (old.time_zone, report.time_zone),
        "The days on which the reports were made": (old.clock, report.clock),
        "The disclosure levels": (old.disclosure, report.disclosure),
    }
    if report.disclosure in {STATUTORY, old.disclosure}:
        pairs["Records counted"] = (f"{old.quality.counted:,}", f"{report.quality.counted:,}")
    for what, (then, now) in pairs.items():
        if then != now:
            yield f"{what} differ: {then} then, {now} now."
    texts = [
        next((d.definition for d in each.definitions if d.metric == one.figure.metric), None)
        for each in (old, report)
    ]
    if None not in texts and texts[0] != texts[1]:
        yield "The definition of the metric is worded differently."
    if old.choices != report.choices:
        yield "The choices that the provider declares are different."
    if {i.sha256 for i in old.inputs} != {i.sha256 for i in report.inputs}:
        yield "The files of records are different."
    for each in report.breaks or ():
        yield each.text


def _profile(report: Report) -> str:
    return f"{report.profile.id} {report.profile.version}"


def _told(figure: Figure) -> str:
    return figure.status.replace("_", " ") if figure.value is None else _shown(figure.value)


def _shown(number: float | None) -> str:
    return "no number" if number is None else f"{number:,}"
