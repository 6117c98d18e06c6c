"""Validations of delivered advertisements after AdCP, the Ad Context Protocol: what stood beside
advertisements becomes totals of ``ad_adjacency``.

Sources, in adcontextprotocol/adcp, commit 4439b18: ``validate-content-delivery-request.json`` and
``-response.json``, ``get-media-buy-artifacts-response.json`` and ``artifact-webhook-payload.json``
under ``static/schemas/source/content-standards``; the members ``value`` and ``rule_id`` of a
feature are those of version 3.0.0-beta.1, ``policy_id`` is that of later ones. Nothing of an
artifact is read.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from harmscope import __version__
from harmscope.errors import UserError
from harmscope.importers.columns import Book
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.importers.judged_units import (
    TERMS_SCHEMA,
    JudgedUnits,
    SampleTerms,
    UnitGroup,
    sample_terms,
)
from harmscope.importers.log.entry import Entry
from harmscope.importers.mapping_file import check_form
from harmscope.importers.platform_codes import TomlFile
from harmscope.importers.pseudonyms import Pseudonyms, key_for
from harmscope.importers.timestamps import BadTime, from_iso, is_ahead
from harmscope.model.typed import Exposure
from harmscope.rules.import_ import BAD_TIME, CONTRADICTION, IN_FUTURE, UNKNOWN_ROW, UNREADABLE_ROW
from harmscope.spill import Database
from harmscope.taxonomy import codelist, crosswalk

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

SOURCE: Final = "adcp"

# The mapping file: how deliveries were drawn, and which policy means which tier.


@dataclass(frozen=True, slots=True)
class AdcpTerms:
    """What the mapping file says; ``tiers`` leads from a policy's id to a suitability tier."""

    terms: SampleTerms = field(default_factory=SampleTerms)
    tiers: Mapping[str, str] = field(default_factory=dict)


def read_adcp_mapping(path: Path | None) -> AdcpTerms:
    """Read and check a file; the terms of none where there is no file. Raises UserError that names
    the line."""
    if path is None:
        return AdcpTerms()
    file = TomlFile.read(path, "--mapping")
    check_form(file, _validator(), SOURCE)
    tiers = {policy: str(tier) for policy, tier in file.table(("tiers",)).items()}
    return AdcpTerms(sample_terms(file), tiers)


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator

    tiers = {"enum": [*codelist("suitability-tier").codes]}
    return Draft202012Validator(
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["mapping", "from"],
            "properties": {
                "mapping": {"const": "1.0"},
                "from": {"const": SOURCE},
                "tiers": {"type": "object", "additionalProperties": tiers},
                **TERMS_SCHEMA,
            },
        }
    )


@cache
def tier_named(word: str) -> str:
    """The suitability tier that a word means: a tier of GARM, ``high_risk``, or the id of a level
    of risk in the IAB Content Taxonomy; empty where it means none.

    >>> tier_named("high_risk"), tier_named("bsr001"), tier_named("safe")
    ('high', 'floor', '')
    """
    bare = word.strip().lower().replace(" ", "_").removesuffix("_risk")
    if bare in codelist("suitability-tier").codes:
        return bare
    link = crosswalk("iab-content@3.1", "garm@2022-06").counting(word.strip())
    tier = link.object if link is not None and link.level == "tier" else None
    return tier or ""


_GRAVITY: Final = ("", "low", "medium", "high", "floor")

# Deliveries and verdicts, joined by the id of the delivery.

_SETUP: Final = """
CREATE TABLE delivery (id TEXT PRIMARY KEY, day TEXT, channel TEXT, standards TEXT) WITHOUT ROWID;
CREATE TABLE verdict (id TEXT PRIMARY KEY, fails INTEGER, tier TEXT) WITHOUT ROWID;
"""
_KEEP: Final = """
INSERT INTO delivery VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  day = max(day, excluded.day), channel = max(channel, excluded.channel),
  standards = max(standards, excluded.standards)
"""
_GROUPS: Final = """
SELECT coalesce(day, ''), coalesce(channel, ''), coalesce(standards, ''), verdict.id IS NOT NULL,
  fails, coalesce(tier, ''), count(*)
FROM {} GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
"""
_DELIVERED: Final = "delivery LEFT JOIN verdict USING (id)"
_ALONE: Final = """(SELECT NULL AS day, NULL AS channel, NULL AS standards, verdict.* FROM verdict
  WHERE id NOT IN (SELECT id FROM delivery)) AS verdict"""
_WAITING: Final = "SELECT count(*) FROM delivery WHERE id NOT IN (SELECT id FROM verdict)"

_NOT_JUDGED: Final = ("record:", "delivery:")
"""Namespaces of features about the record itself: it could not be evaluated."""

_ENVELOPE: Final = (
    "$schema",
    "context",
    "ext",
    "status",
    "message",
    "feature_ids",
    "include_passed",
)
"""Members about the message."""

_SUITABILITY: Final = frozenset({"brand_safety", "brand_suitability"})


class Validations(Database):
    """Deliveries and verdicts of one import, on disk. Use as a context manager."""

    def __init__(self, task: Task, told: AdcpTerms, pseudonyms: Pseudonyms) -> None:
        super().__init__(_SETUP)
        self.book = Book()
        self.without_tier: set[str] = set()
        self.omitted = 0
        self._totals: dict[str, int] = {}
        self._task = task
        self._tiers, self._clock = told.tiers, told.terms.clock
        self._pseudonyms = pseudonyms

    @property
    def total(self) -> int | None:
        """The number of deliveries that the ones at hand were collected from, where it is known."""
        return sum(self._totals.values()) or None

    def take(self, page: Entry) -> None:
        """One document: a request, an answer, or the artifacts of a buy."""
        kinds = {"results": self._answer, "records": self._request, "artifacts": self._artifacts}
        name = next((one for one in kinds if isinstance(page.data.get(one), list)), "")
        if not name:
            self._finding(UNKNOWN_ROW, page)
            self._task.skip("answer that reports an error" if "errors" in page.data else FOREIGN)
            return
        rows = page.listed(name)
        # A document without rows stands for itself.
        self._task.read += max(len(rows), 1) - 1
        page.columns.take(page.data)
        page.columns.read.update(_ENVELOPE)
        inside = list(page.inner(name, name))
        for row in inside:
            row.columns.take(row.data)
        kinds[name](page, inside)
        if broken := sum(not isinstance(one, dict) for one in rows):
            self._task.skip("row that is no object", broken)

    def _finding(self, rule: Any, row: Entry, member: str = "", detail: str = "") -> None:
        place = f"{row.pointer}/{member}" if member else row.pointer
        self._task.tally.add(rule.finding(row.file, row.line, row.offset, place, detail))

    def _request(self, page: Entry, rows: list[Entry]) -> None:
        standards = page.text("standards_id")
        named = f" {self._pseudonyms.of('standards', standards)[:8]}" if standards else ""
        for row in rows:
            self._keep(row, row.text("record_id"), "timestamp", f"AdCP content standards{named}")

    def _artifacts(self, page: Entry, rows: list[Entry]) -> None:
        """Artifacts of a buy, asked for or sent: when advertisements were delivered, and out of
        how many they were collected."""
        info = page.sub("collection_info")
        buy, total = page.text("media_buy_id"), info.number("total_deliveries")
        if total is not None:
            self._totals[buy] = max(self._totals.get(buy, 0), total)
        for row in rows:
            sent = "delivered_at" if row.has("delivered_at") else "timestamp"
            self._keep(row, row.text("record_id") or row.text("impression_id"), sent, "")

    def _keep(self, row: Entry, id_: str, member: str, standards: str) -> None:
        if not id_:
            self._finding(UNREADABLE_ROW, row, "record_id")
            self._task.skip("row without the id of a delivery")
            return
        day = self._day(row, member)
        self.rows(_KEEP, (id_, day, row.text("channel"), standards))

    def _day(self, row: Entry, member: str) -> str:
        """The day of a delivery; empty where it is none that has been."""
        text = row.text(member)
        try:
            at = from_iso(text) if text else ""
        except BadTime:
            self._finding(BAD_TIME, row, member)
            return ""
        if at and is_ahead(at):
            self._finding(IN_FUTURE, row, member)
            return ""
        return self._clock.day(at)

    def _answer(self, page: Entry, rows: list[Entry]) -> None:
        summary = page.sub("summary")
        names = ("total_records", "passed_records", "failed_records")
        total, passed, failed = (summary.number(one) for one in names)
        fails = sum(row.text("verdict") == "fail" for row in rows)
        left = (total or 0) - len(rows)
        whole = total is None or total == (passed or 0) + (failed or 0)
        if (
            not whole
            or (failed is not None and failed != fails)
            or (total is not None and left < 0)
        ):
            self._finding(
                CONTRADICTION, page, "summary", "its numbers are not those of its results"
            )
        else:
            self.omitted += max(left, 0)
        for row in rows:
            self._verdict(row)

    def _verdict(self, row: Entry) -> None:
        id_, said = row.text("record_id"), row.text("verdict")
        if not id_ or said not in ("pass", "fail"):
            self._finding(UNREADABLE_ROW, row, "verdict" if id_ else "record_id")
            self._task.skip("row without a verdict on a delivery")
            return
        known = self.rows("SELECT fails FROM verdict WHERE id = ?", (id_,)).fetchone()
        if known is not None:
            self._task.skip("further verdict on a delivery")
            return
        failed = [one for one in row.parts("features") if one.get("status") == "failed"]
        names = [str(one.get("feature_id", "")) for one in failed]
        unread = bool(names) and all(name.startswith(_NOT_JUDGED) for name in names)
        fails = None if unread else said == "fail"
        if fails and names and not _SUITABILITY.intersection(names):
            self._task.notes[_ELSE] += 1
        tier = max((self._tier(one) for one in failed), key=_GRAVITY.index, default="")
        if fails and not tier:
            self.without_tier |= {_policy(one) for one in failed}
        self.rows("INSERT INTO verdict VALUES (?, ?, ?)", (id_, fails, tier if fails else ""))

    def _tier(self, feature: dict[str, object]) -> str:
        by_policy = self._tiers.get(_policy(feature), "")
        return by_policy or tier_named(str(feature.get("value", "")))

    def count_into(self, dated: JudgedUnits, undated: JudgedUnits, start: str) -> None:
        """Count every delivery and verdict; those without a day in ``undated``, where ``start`` is
        the first day of a period. Raises UserError where nothing says when they were delivered."""
        waiting = int(self.rows(_WAITING).fetchone()[0])
        passed = self.omitted == waiting > 0
        if waiting and not passed:
            self._task.notes["deliveries without a verdict, counted as not judged"] += waiting
        for table in (_DELIVERED, _ALONE):
            for day, channel, standards, said, fails, tier, times in self.rows(
                _GROUPS.format(table)
            ):
                violating = (None if fails is None else bool(fails)) if said else None
                violating = False if passed and not said else violating
                self._count(
                    (dated if day else undated, day or start),
                    (channel, standards),
                    (violating, tier, times),
                )
        if not waiting and self.omitted:
            self._count((undated, start), ("", ""), (False, "", self.omitted))

    def _count(
        self,
        where: tuple[JudgedUnits, str],
        named: tuple[str, str],
        what: tuple[bool | None, str, int],
    ) -> None:
        (units, day), (channel, standards), (violating, tier, times) = where, named, what
        if not day:
            fault = "nothing says when some of the advertisements were delivered"
            fix = "import the requests as well, or give period = { start = …, end = … }"
            raise UserError("--dataset", fault, fix)
        policies = standards or "AdCP content standards"
        group = UnitGroup("ad_adjacency", channel, "", policies)
        units.add(group, day, violating=violating, tier=tier, times=times)


def _policy(feature: Mapping[str, object]) -> str:
    """The id of the policy that a feature names; empty where it names none."""
    return str(feature.get("policy_id", feature.get("rule_id", "")))


_REGISTERED: Final = re.compile(r"[a-z0-9_-]{1,40}(?::[a-z0-9_-]{1,40}){1,3}")
"""Ids of policies that are public: those of the registry hold a colon, and an advertiser's own ones
must not."""
_MOST_NAMED: Final = 20


def tiers_to_give(policies: Collection[str]) -> str:
    """The line that a mapping file lacks, so that there are totals by tier. Policies of the
    registry are named; of an advertiser's own ones only the number is said.

    >>> tiers_to_give(["garm:brand_safety:violence", "own_rule"])[-70:]
    'tiers = { "garm:brand_safety:violence" = "?" } (and 1 other policies)'
    """
    public = sorted(one for one in policies if _REGISTERED.fullmatch(one))[:_MOST_NAMED]
    others = len({*policies} - {*public} - {""})
    named = ", ".join(f'"{one}" = "?"' for one in public or ["policy_id"])
    more = f" (and {others} other policies)" if others and public else ""
    return (
        "failed policies without a suitability tier, so there are no totals by tier. For them, put "
        "in the place of ? floor, high, medium or low, and write below the line from = … of the "
        f"mapping file: tiers = {{ {named} }}{more}"
    )


_ELSE: Final = "deliveries that failed features other than brand safety and brand suitability"

# The importer.

IMPORTER: Final = f"{SOURCE} {__version__}"


@dataclass(frozen=True, slots=True)
class AdcpImporter:
    """See :class:`harmscope.importers.contract.Importer`."""

    name: str = SOURCE
    reads: str = (
        "requests and answers of validate_content_delivery, answers of get_media_buy_artifacts "
        "and artifact webhooks, as JSON"
    )
    schemes: tuple[str, ...] = ()
    lists: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset({"results", "records", "artifacts"})
    capabilities: tuple[str, ...] = ()

    @property
    def not_recorded(self) -> Mapping[str, str]:
        """Validations are about advertisements alone."""
        reason = "Validations of deliveries say what stood beside advertisements, nothing else"
        parts = ("notices", "decisions", "appeals", "detection", "automation", "reach")
        return dict.fromkeys(parts, reason)

    @property
    def choices(self) -> Mapping[str, str]:
        """What the answers leave open."""
        return {
            "Which advertisements stood beside unsuitable content?": (
                "Those whose delivery failed the advertiser's content standards. Where only "
                "features about the record itself failed, it was not judged."
            ),
            "Which deliveries are the sample?": (
                "All that were validated. How they were drawn says the mapping file; without it "
                "a share holds for these deliveries alone, unless they are all that there were."
            ),
            "When was it, where a time names no zone?": "In UTC.",
            "What is the suitability tier?": (
                "The gravest that a failed feature names, by its value or by its policy's tier in "
                "the mapping file. Records by tier are written where every failure has one."
            ),
        }

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[Exposure]:
        """The totals. Raises UserError for a wrong mapping file, and where no day is known."""
        told = read_adcp_mapping(task.mapping)
        task.joins = True
        start, end = task.period or ("", "")
        dated = JudgedUnits(told.terms)
        undated = JudgedUnits(replace(told.terms, monthly=False))
        with Validations(task, told, Pseudonyms(key_for(task.key_file))) as found:
            for table in tables:
                columns = found.book.columns(table.name, "documents")
                for row in table.rows:
                    entry = Entry("documents", row.data, table.name, row.line, row.offset)
                    found.take(msgspec.structs.replace(entry, book=found.book, columns=columns))
            found.count_into(dated, undated, start)
            total = found.total
            if found.without_tier:
                task.notes[tiers_to_give(found.without_tier)] += len(found.without_tier)
            task.notes.update(dict(found.book.notes()))
        undated.first, undated.last = start, end
        if not task.service:
            task.notes[f"no service is named, so records name {self.name}: see --dataset"] += 1
        task.written = task.read - task.skipped.total()
        alone = not (dated.groups and undated.groups)
        for units in (dated, undated):
            yield from units.exposures(
                task.service or self.name, IMPORTER, total if alone else None
            )


ADCP = AdcpImporter()
