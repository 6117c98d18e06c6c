"""What a profile leaves to the provider: each question with what it means and who usually knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from harmscope.aggregation.dsa_sections import base_metric
from harmscope.model.dsa_template import dsa_template
from harmscope.profiles import Profile

_ANALYSTS: Final = "the team that runs and measures the classifiers"
_STAFF: Final = "human resources, with the head of moderation"
_POLICY: Final = "the head of moderation or trust and safety, with the legal team"

_MEANINGS: Final[dict[str, tuple[str, str]]] = {
    "automation.accuracy": (
        "Of all checked results of automated means, the share that people held to be right.",
        _ANALYSTS,
    ),
    "automation.precision": (
        "Of all that automated means flagged and people checked, the share that was a violation.",
        _ANALYSTS,
    ),
    "automation.recall": (
        "Of all violations in a checked sample, the share that automated means had flagged.",
        _ANALYSTS,
    ),
    "moderators.internal": ("People whom you employ to moderate content.", _STAFF),
    "moderators.external": (
        "People of other companies who moderate content for you.",
        "purchasing, or who manages the contractors",
    ),
    "moderators.linguistic": (
        "Moderators, inside and outside, who know the language well enough to decide in it.",
        _STAFF,
    ),
    "recipients.monthly_active": (
        "People who used the service in a month, as the average over the period.",
        "data analysts; the legal team has published the number under Article 24(2)",
    ),
    "qualitative.own_initiative_summary": (
        "In a few sentences: what you look for by yourself, how, and what you do about it.",
        _POLICY,
    ),
    "qualitative.own_initiative_information": (
        "What measures you take by yourself, on which content, and with which people and tools.",
        _POLICY,
    ),
    "qualitative.automated_means": (
        "Which automated tools you use, and what each of them does.",
        _ANALYSTS,
    ),
    "qualitative.accuracy_indicators": (
        "How you measure how often the tools are right and wrong: samples, reviews, appeals.",
        _ANALYSTS,
    ),
    "qualitative.automation_purposes": (
        "For what exactly each tool is used: to find, to rank for review, to decide.",
        _ANALYSTS,
    ),
    "qualitative.automation_safeguards": (
        "What protects people from wrong results: thresholds, review by people, appeals.",
        _POLICY,
    ),
    "qualitative.governance": ("Who decides on moderation, and who oversees it.", _POLICY),
    "qualitative.moderator_qualifications": ("What moderators have to know or to be.", _STAFF),
    "qualitative.moderator_training": ("What they are taught, how often, by whom.", _STAFF),
    "qualitative.moderator_support": ("What helps them with a hard job.", _STAFF),
    "qualitative.moderator_counting": ("How the numbers of people above were counted.", _STAFF),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A figure or a text that no log holds. ``title`` and ``applies`` are those of the official
    template, ``part`` is its number, 0 where there is none; ``about`` says what is asked in plain
    words, ``knows`` who in a company usually knows it."""

    part: int
    title: str
    applies: str
    metric: str
    unit: str
    dimensions: dict[str, str]
    about: str
    knows: str

    @property
    def is_text(self) -> bool:
        """Whether it is answered in words."""
        return self.unit == "text"


def questions(profile: Profile) -> Iterator[Question]:
    """The questions of a profile in their order: those of its official template, or its own."""
    for one in profile.asks:
        yield Question(0, one.title, one.applies, one.metric, one.unit, {}, one.about, one.knows)
    if not profile.template:
        return
    seen: set[tuple[str, str]] = set()
    for sheet in dsa_template().sheets.values():
        for row in sheet.rows:
            identity = row.metric, str(sorted(row.dimensions.items()))
            if sheet.number == 1 or base_metric(row.metric) is not None or identity in seen:
                continue
            seen.add(identity)
            scope = row.scope.strip()
            title = f"{row.indicator.strip()}{f' ({scope})' if scope else ''}"
            about, knows = _MEANINGS.get(row.metric, ("", ""))
            yield Question(
                sheet.number,
                title,
                row.applicability,
                row.metric,
                row.unit,
                row.dimensions,
                about,
                knows,
            )
