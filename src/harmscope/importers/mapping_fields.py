"""The fields that a column of a table can fill, as data: what each means, and what it takes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from harmscope.errors import nearest
from harmscope.importers.platform_codes import NO_ACTION
from harmscope.taxonomy import codelist, harm, load_system
from harmscope.taxonomy.standards import is_country, is_jurisdiction, is_language

Form = Literal["text", "time", "code", "yes", "count", "language", "country", "law"]
"""What the cells of a field are. ``code`` is one out of a list, ``yes`` a yes or no."""

NO_NOTICE = "no-notice"
"""A value of ``notice.kind``: nobody asked, so the row holds no notice."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``codes`` names the list of its codes; ``member`` is where it stands in its part
    of the record, by default what follows the first dot of its name; ``many`` says that it can
    hold several values; ``part`` is what of a record is not recorded while no column feeds it."""

    name: str
    about: str
    form: Form = "text"
    codes: str = ""
    member: str = ""
    many: bool = False

    @property
    def place(self) -> tuple[str, ...]:
        """Names from the record's part (``notice``, ``decision``, ``appeal``, ``case``) down."""
        group, _, rest = self.name.partition(".")
        if group in ("notice", "order", "requester"):
            outer = () if group == "notice" else (group,)
            return ("notice", *outer, *(self.member or rest).split("."))
        if group in ("decision", "appeal"):
            return (group, *(self.member or rest).split("."))
        return ("case", *((group,) if rest else ()), *(self.member or rest or group).split("."))


_YES = "answer"

_FIELDS = (
    Field("id", "Id of the row or case; without it, every row is a separate case"),
    Field("subject", "Id of the subject; rows about one subject are joined to cases"),
    Field("account", "Account that the subject belongs to; becomes a keyed hash"),
    Field("account_type", "Kind of account", "code", "account-type"),
    Field("subject_kind", "Kind of thing that the case is about", "code", "subject-kind"),
    Field("origin", "Published here or on another server", "code", "subject-origin"),
    Field("category", "Kind of harm", "code", "harm", many=True),
    Field("no_harm", "Reviewed and found not to be a harm: why", "code", "no-harm"),
    Field("facets.target", "Whom it is aimed at", "code", "target", many=True),
    Field("facets.mode", "Exposed, approached, or taking part", "code", "mode"),
    Field("facets.legality", "Decided under the law or under the terms", "code", "legality"),
    Field("notice.received_at", "When somebody reported it; such a row has a notice", "time"),
    Field(
        "notice.kind",
        "Kind of notice; without the column, what detection.source says, else user_flag",
        "code",
        "notice-kind",
    ),
    Field("notice.reporter", "Who reported it; becomes a keyed hash"),
    Field("notice.text", "Text of the report; kept only with --keep-text"),
    Field("notice.acknowledged_at", "When receipt was confirmed", "time"),
    Field("notice.removed_at", "When the last item was gone", "time"),
    Field("notice.fulfilled_at", "When an order to inform was answered", "time"),
    Field("notice.notified_at", "When the person who asked was informed", "time"),
    Field(
        "notice.outcome",
        "Refused or a duplicate; all else follows from decisions",
        "code",
        "notice-outcome",
    ),
    Field("notice.refusal_reason", "Why it was refused", "code", "refusal-reason"),
    Field("notice.valid", "Whether it had everything that the law requires", "yes"),
    Field("notice.item_count", "Number of items that it names", "count"),
    Field("notice.language", "Language of the notice", "language", member="languages", many=True),
    Field(
        "notice.automation",
        "How far it was automated",
        "code",
        "automation",
        member="processing_automation",
    ),
    Field(
        "notice.jurisdiction",
        "Law that applies: EU, EEA, or a country such as US or IN",
        "law",
        member="jurisdictions",
        many=True,
    ),
    Field(
        "requester.relation",
        "Who asks, seen from the person depicted",
        "code",
        "requester-relation",
    ),
    Field("requester.trusted_flagger", "Whether it is a trusted flagger", "yes"),
    Field("order.kind", "What an authority orders: to act or to inform", "code", "order-kind"),
    Field("order.authority", "Which authority ordered it"),
    Field("order.state", "State whose authority ordered it", "country"),
    Field("order.legal_basis", "Law that the order names"),
    Field("order.legal_ground_stated", "Whether the order states its ground", "yes"),
    Field(
        "detection.source",
        "Source: who found or reported it",
        "code",
        "detection-source",
    ),
    Field("detection.automated", "Whether a machine alone found it", "yes"),
    Field("detection.method", "How it was found", "code", "detection-method"),
    Field("detection.detected_at", "When it was found", "time"),
    Field("decision.decided_at", "When it was decided; such a row has a decision", "time"),
    Field("decision.applied_at", "When it took effect", "time"),
    Field("decision.notified_at", "When the person concerned was informed", "time"),
    Field("decision.action", "What was done", "code", "action-kind", many=True),
    Field("decision.ends_at", "When the measure ends", "time"),
    Field("decision.ground", "By law or by the terms", "code", "decision-ground"),
    Field("decision.legal_basis", "Law that was applied"),
    Field("decision.also_illegal", "Under the terms, and also found illegal", "yes"),
    Field("decision.policy", "Clause of the terms"),
    Field("decision.keyword", "Keyword of the EU's list (dsa@v2)", "code", "keyword"),
    Field("decision.item_count", "Number of items that it covers", "count"),
    Field("decision.automation", "How far the decision was automated", "code", "automation"),
    Field("decision.territory", "Countries where it applies", "country", many=True),
    Field(
        "decision.misuse_reason", "Why somebody was suspended for misuse", "code", "misuse-reason"
    ),
    Field("content.medium", "Form of the content", "code", "medium", many=True),
    Field(
        "content.language",
        "Language of the content, as a tag such as de",
        "language",
        member="languages",
        many=True,
    ),
    Field("content.created_at", "When the content was made or published", "time"),
    Field("content.territory", "Countries where it was seen", "country", many=True),
    Field("depicted.real_person", "Whether a real person is shown", "code", _YES),
    Field("depicted.identifiable", "Whether the person can be recognised", "code", _YES),
    Field("depicted.minor", "Whether a minor is shown", "code", _YES),
    Field("depicted.age_band", "Age of the youngest person shown", "code", "age-band"),
    Field("depicted.public_figure", "Whether the person is a public figure", "code", _YES),
    Field("consent.capture", "Consent to be filmed or photographed", "code", "consent"),
    Field("consent.creation", "Consent to the making", "code", "consent"),
    Field("consent.distribution", "Consent to the sharing", "code", "consent"),
    Field(
        "generation.ai_involvement", "Part that a generative system had", "code", "ai-involvement"
    ),
    Field("generation.tool", "Tool that it was made with"),
    Field("generation.surface", "Where it was made", "code", "generation-surface"),
    Field("generation.input_kind", "Input of the tool", "code", "input-kind"),
    Field("generation.safeguard_state", "What the safeguard did", "code", "safeguard-state"),
    Field("provenance.c2pa_state", "What the C2PA manifest says", "code", "c2pa-state"),
    Field("provenance.visible_label", "Whether a label can be seen", "code", _YES),
    Field("provenance.watermark", "Whether it has a watermark", "code", _YES),
    Field("reach.views_before_action", "Views before action", "count"),
    Field("reach.copies_found", "Copies found", "count"),
    Field("reach.copies_removed", "Copies removed", "count"),
    Field("reversal.at", "When the decision was reversed", "time"),
    Field("reversal.cause", "Why it was reversed", "code", "reversal-cause"),
    Field("appeal.filed_at", "When somebody complained about the decision", "time"),
    Field("appeal.decided_at", "When the complaint was decided", "time"),
    Field("appeal.notified_at", "When the person who complained was informed", "time"),
    Field(
        "appeal.channel",
        "Where it was filed; without the column, internal",
        "code",
        "appeal-channel",
    ),
    Field("appeal.outcome", "Outcome", "code", "appeal-outcome"),
    Field("appeal.implemented", "Whether an outside decision was carried out", "yes"),
)

FIELDS: dict[str, Field] = {one.name: one for one in _FIELDS}
"""Every field of a table by its name."""

_VERDICTS = (
    Field("verdict.at", "When the verdict was given", "time"),
    Field("verdict.on", "What it was given on", "code", "exposure-unit"),
    Field(
        "verdict.violates",
        "Whether the unit violates; without the column, a code or a category says so",
        "yes",
    ),
    Field(
        "verdict.code",
        "Codes of the verdict: a list, a text with several, or an object of marks",
        many=True,
    ),
    Field("verdict.scheme", "List that the codes are of; in `[constants]` alone"),
    Field("feature", "Part of the service, such as a generator's name"),
    Field("safeguard.name", "Place of the safeguard, such as prompt-filter"),
    Field("safeguard.version", "Version of the safeguard that gave the verdict"),
)
_ALSO = (
    *("id", "category", "content.medium", "content.language", "generation.safeguard_state"),
    *("generation.ai_involvement", "generation.surface", "generation.input_kind"),
    *("depicted.real_person", "depicted.identifiable", "depicted.minor", "depicted.age_band"),
    "depicted.public_figure",
)

GUARD_FIELDS: dict[str, Field] = {
    **{one.name: one for one in _VERDICTS},
    **{name: FIELDS[name] for name in _ALSO},
}
"""Every field of a log of verdicts by its name. None takes a text of a prompt or an output."""

EVERY_FIELD: dict[str, Field] = {**FIELDS, **GUARD_FIELDS}

TIMES = tuple(name for name, one in EVERY_FIELD.items() if one.form == "time")

CODED = tuple(
    name for name, one in EVERY_FIELD.items() if one.form not in ("text", "time", "count")
)
"""Fields of which a value can be tied to a code."""

MANY = tuple(name for name, one in EVERY_FIELD.items() if one.many)
"""Fields that can hold several values, split out of one cell."""

_PARTS = {"notice.outcome": ("refused", "duplicate"), "verdict.on": ("prompts", "outputs")}
"""Fields that take a part of a list."""

_OPEN: dict[Form, tuple[Callable[[str], bool], str]] = {
    "language": (is_language, "a language tag such as de"),
    "country": (is_country, "a country after ISO 3166-1 such as DE; GR, not EL; GB, not UK"),
    "law": (is_jurisdiction, "EU, EEA or a country such as US; GR, not EL; GB, not UK"),
}


@cache
def codes_of(field: str) -> tuple[str, ...]:
    """The codes that a field takes; empty where its form alone is given (languages, countries)."""
    one = EVERY_FIELD[field]
    if one.form == "yes":
        return ("yes", "no")
    if one.form in _OPEN:
        return ()
    if one.codes == "harm":
        return tuple(harm().categories)
    if one.codes == "keyword":
        codes = load_system("dsa@v2").codes.values()
        return tuple(sorted({code.code for code in codes if code.kind == "keyword"}))
    if field in _PARTS:
        return _PARTS[field]
    special = {"action-kind": (NO_ACTION,), "notice-kind": (NO_NOTICE,)}.get(one.codes, ())
    return (*codelist(one.codes).codes, *special)


def takes(field: str, value: str) -> bool:
    """Whether a field takes a value as its code."""
    form = _OPEN.get(EVERY_FIELD[field].form)
    return form[0](value) if form else value in codes_of(field)


def taken(field: str, wrong: str = "") -> str:
    """What a field takes, in words: every code of its list; of the long one, those nearest to what
    was written first."""
    form = _OPEN.get(EVERY_FIELD[field].form)
    if form:
        return form[1]
    if EVERY_FIELD[field].codes == "harm":
        near = ", ".join(nearest(wrong, codes_of(field)))
        perhaps = f", perhaps {near}" if near else ""
        return f"an id of the harm taxonomy{perhaps}; all ids: {', '.join(codes_of(field))}"
    return ", ".join(codes_of(field))


_HEAD = (
    "# Fields of a mapping file",
    "",
    "Generated by `python -m harmscope.generate`; do not edit. How to draft, write and use a "
    "mapping file: [importers](../importers.md#any-other-table).",
    "",
    "A field without a column is not known. A part of the record without any column is listed in "
    '`not_recorded` of the header. For a field that takes codes, `[values."FIELD"]` says which '
    "value of the table means which code; a value that is empty there is not known.",
    "",
    "| field | what it holds | what it takes |",
    "|---|---|---|",
)


_GUARD_HEAD = (
    "",
    "## Fields of a log of verdicts",
    "",
    'For `from = "guard-log"`: [verdicts of a safeguard]'
    "(../importers.md#verdicts-of-a-safeguard). No field takes the text of a prompt or an output.",
    "",
    "| field | what it holds | what it takes |",
    "|---|---|---|",
)


def fields_page() -> Iterator[str]:
    """The lines of the page of all fields."""
    yield from _HEAD
    yield from _rows(FIELDS)
    yield from _GUARD_HEAD
    yield from _rows(GUARD_FIELDS)


def _rows(fields: dict[str, Field]) -> Iterator[str]:
    words = {
        "text": "text",
        "time": "a day or a time, in a format of `[times]` or ISO 8601",
        "count": "a whole number",
    }
    for name, one in fields.items():
        many = "; several, with `[splits]`" if one.many else ""
        if one.form in words:
            what = words[one.form]
        else:
            what = taken(name) if one.form in _OPEN else f"`{'`, `'.join(codes_of(name))}`"
        yield f"| `{name}` | {one.about} | {what}{many} |"
