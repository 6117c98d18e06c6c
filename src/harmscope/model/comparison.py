"""What comparing reports writes: comparisons, differences of editions, reconciliations, claims."""

from typing import Annotated, Any, Literal

from pydantic import Field

from harmscope.model.base import Count, Digest, Label, Text, Written
from harmscope.model.figure import Figure, FigureSource, MetricId, Number
from harmscope.model.report import Maker, Span

Limits = Annotated[list[Number | None], Field(min_length=2, max_length=2)]
"""A lower and an upper limit; null for a side without one."""

Verdict = Literal["comparable", "with_care", "not_comparable"]
State = Literal["same", "care", "unknown", "fails", "not_applicable"]


class ComparedReport(Written):
    """A report that takes part. ``contested`` counts figures that contradict each other;
    ``remarks`` counts by rule what reading met; ``sources`` gives the digest of every file."""

    file: Label
    sha256: Digest
    format: Label
    services: list[Label]
    period: Span | None = None
    edition: Label | None = None
    sources: dict[str, Digest]
    contested: Count
    remarks: dict[str, Count]


class CompareOptions(Written):
    """What was chosen of the reports."""

    metrics: list[Label]
    period: Label | None = None
    questions: bool | None = None
    category: Label | None = None
    services: list[Label] | None = None


class Axis(Written):
    """One question that two figures are held to."""

    id: Label
    title: Label
    question: Text


class Outcome(Written):
    """What an axis says of two figures, and why."""

    state: State
    reason: Text


class ComparedCategory(Written):
    """The category of a figure, and the native codes that it was made of."""

    code: Label | None = None
    label: Label
    rule: Label
    native: list[str]


class ComparedFigure(Written):
    """One figure of a group. ``report`` is the place of its report in ``reports``, from 0."""

    number: Count
    report: Count
    service: Label
    metric: MetricId
    title: Text
    measure: Literal["authorised", "substitute"] | None = None
    unit: Label
    period: Span | None = None
    status: Label
    value: Number | str | None = None
    low: Number | None = None
    high: Number | None = None
    range: Label | None = None
    edition: Label | None = None
    category: ComparedCategory
    sources: list[FigureSource]


class Rates(Written):
    """Both figures per million of the same base, as limits."""

    of: Label
    a: Limits
    b: Limits


class RatioOf(Written):
    """What the ratio of a pair is of: what is counted, what it is divided by, and the unit."""

    numerator: Label
    denominator: Label | None = None
    unit: Label


class ComparedPair(Written):
    """Two figures of a group by their numbers, the verdict, and the axes that matter."""

    a: Count
    b: Count
    verdict: Verdict
    failed: list[Label]
    axes: dict[str, Outcome]
    ratio: Limits | None = None
    ratio_of: RatioOf | None = None
    per_million: Rates | None = None
    better: Label | None = None


class Ranking(Written):
    """The order of the services, best first, or why there is none."""

    order: list[Label]
    refused: list[Text]


class ComparedGroup(Written):
    """Figures that answer one question, and every pair of them."""

    id: Label
    title: Text
    concept: Label
    question: Label | None
    direction: Literal["none", "up", "down"]
    category: Label | None
    splits: dict[str, str]
    figures: list[ComparedFigure]
    pairs: list[ComparedPair]
    ranking: Ranking


class TrendPoint(Written):
    """One figure of a trend."""

    period: Span | None = None
    value: Number | str | None = None
    status: Label
    low: Number | None = None
    high: Number | None = None
    edition: Label | None = None


class TrendBreak(Written):
    """Where a trend breaks: before the point of this number, from 0, and why."""

    before: Count
    reason: Text


class ComparedTrend(Written):
    """A figure of one service over time."""

    service: Label
    metric: MetricId
    title: Text
    category: str
    splits: dict[str, str]
    points: list[TrendPoint]
    breaks: list[TrendBreak]


class Coverage(Written):
    """Which services say a metric, and with how many figures."""

    metric: MetricId
    title: Text
    concept: Label
    states: dict[str, Label]
    counts: dict[str, Count]


class Unanswerable(Written):
    """A question that these reports cannot answer, and what would be needed."""

    question: Text
    why: Text
    needs: Text


class Comparison(Written):
    """Reports side by side: for each pair of figures a verdict on each axis, before any number.

    ``ratio`` and ``per_million`` are lower and upper limits. ``left_out`` and ``unmapped`` count
    what is not compared.
    """

    record: Literal["comparison"]
    version: Literal["1.0"]
    made_by: Maker
    reports: list[ComparedReport]
    services: list[Label]
    system: Label | None
    options: CompareOptions
    axes: list[Axis]
    groups: list[ComparedGroup]
    trends: list[ComparedTrend]
    coverage: list[Coverage]
    cannot_answer: list[Unanswerable]
    unmapped: dict[str, Count]
    left_out: dict[str, Count]


class EditionRef(Written):
    """One edition of a report."""

    file: Label
    sha256: Digest
    edition: Label | None = None


class FigureChange(Written):
    """One figure that was changed, added or dropped. ``absolute`` and ``relative`` are limits of
    new minus old, and of that over old; ``earlier`` says that its period ended before the newest
    period of the old edition."""

    kind: Literal["changed", "added", "dropped"]
    service: str
    title: Text
    category: Label | None = None
    old: Figure | None = None
    new: Figure | None = None
    absolute: Limits | None = None
    relative: Limits | None = None
    within_rounding: bool
    earlier: bool


class Renamed(Written):
    """The old and the new name of a service that has another name in the new edition."""

    old: Label
    new: Label


class Difference(Written):
    """Everything that differs between two editions of a report, and how many figures are equal."""

    record: Literal["difference"]
    version: Literal["1.0"]
    old: EditionRef
    new: EditionRef
    changes: list[FigureChange]
    equal: Count
    new_periods: list[Span]
    restates: bool
    renamed: Renamed | None = None


class ReconciledReport(Written):
    """The report that the records are held against."""

    file: Label
    sha256: Digest


class ReconciledCell(Written):
    """One number of the report beside the one that the records give; a side without a number is
    left out. ``ratio`` is the report over the records, as limits."""

    metric: MetricId
    title: Text
    dimensions: dict[str, str]
    report: Number | None = None
    records: Number | None = None
    state: Literal["equal", "above", "below", "missing", "extra"]
    ratio: Limits | None = None
    contested: bool


class Reconciliation(Written):
    """A report held against the records that it should stand on, cell by cell.

    ``records`` gives the digest of every file of records; ``reasons`` are known ones that may
    explain a difference, and none of them is concluded.
    """

    record: Literal["reconciliation"]
    version: Literal["1.0"]
    report: ReconciledReport
    records: dict[str, Digest]
    service: Label | None
    period: Span | None
    cells: list[ReconciledCell]
    reasons: list[Text]


class ClaimFigure(ComparedFigure):
    """A figure that a claim was tested on. ``said`` is the figure in words, ``place`` says where it
    stands: file, sheet, cell."""

    said: Text
    place: Text


class EarlierAnswer(Written):
    """What became of the answer of an earlier run, and what that answer was."""

    mark: Literal["same", "restated", "broken", "now_supported", "changed", "new"]
    state: Literal["supported", "not_supported", "cannot_say"] | None = None
    figures: list[dict[str, Any]] | None = None


class NearerClaim(Written):
    """A claim that these reports do answer."""

    text: Text
    state: Literal["supported", "not_supported", "cannot_say"]
    wording: Text


class AnsweredClaim(Written):
    """One claim and what the reports say of it.

    ``axis`` and ``reason`` say what decides where they cannot say. ``wording`` is a sentence that
    is safe to print, ``footnote`` the limits and the source to print with it. ``axes`` are those
    that are not the same for the two figures. ``line`` is the line of a memo.
    """

    line: Count | None = None
    text: Text
    state: Literal["supported", "not_supported", "cannot_say"]
    axis: Label | None = None
    reason: Text | None = None
    wording: Text
    footnote: Text | None = None
    period: list[Span]
    figures: list[ClaimFigure]
    axes: dict[str, Outcome] | None = None
    instead: NearerClaim | None = None
    before: EarlierAnswer | None = None


class RefusedClaim(Written):
    """A sentence that the grammar does not know, or that names what no report is about. ``nearest``
    are known claims that it may have meant."""

    line: Count | None = None
    text: Text
    fault: Text
    fix: Text
    nearest: list[Text] | None = None
    before: EarlierAnswer | None = None


class Claims(Written):
    """Claims about reports, each with its answer. ``passed_over`` counts lines of a memo that are
    no claims, ``gone`` earlier claims that are no longer in it."""

    record: Literal["claims"]
    version: Literal["1.0"]
    made_by: Maker
    reports: list[ComparedReport]
    claims: list[AnsweredClaim]
    refused: list[RefusedClaim]
    counts: dict[str, Count]
    passed_over: Count
    gone: Count | None = None
