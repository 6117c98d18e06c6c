"""What ``harmscope explain`` writes: how one figure of a report came to be, down to the records."""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import Count, Day, Digest, FigureStatus, Label, Text, Written, Zone
from harmscope.model.figure import Figure, MetricId, Number
from harmscope.model.report import Definition, Remark, Span

Role = Literal["count", "numerator", "denominator", "cases", "sample"]
"""What a set of records is to the figure: what is counted; the upper or the lower count of a share;
the cases of a time; the sample of an estimate."""

Way = Literal["added", "changed", "removed"]


class ExplainedReport(Written):
    """The report that holds the figure, and how it was made. A report that was read has a format
    and an edition in place of a profile, a clock and a disclosure level."""

    file: Label
    sha256: Digest
    profile: Label | None = None
    service: Label | None = None
    period: Span | None = None
    time_zone: Zone | None = None
    clock: Day | None = None
    disclosure: Label | None = None
    format: Label | None = None
    edition: Label | None = None


class CellPlace(Written):
    """Where the figure stands: section and panel of the report; in the official template also the
    sheet, its cell in spreadsheet notation, and the words of its row and column. A figure that was
    read stands in a ``file``, or at an ``address`` that says what is ``quoted``."""

    section: Label | None = None
    panel: Label | None = None
    file: Label | None = None
    sheet: Label | None = None
    cell: Label | None = None
    words: Text | None = None
    address: Label | None = None
    quoted: Text | None = None


class TakenRecord(Written):
    """A record that counts: its kind, id and service, what it adds, and the value of each of its
    cases where the figure is a time."""

    kind: Label
    id: Label
    service: Label
    adds: Count
    values: list[Number | None] | None = None


class LeftOut(Written):
    """Records that do not count, for one reason: a word of ours, or the code of a rule. ``records``
    is their number; ``ids`` is left out where they are not listed."""

    reason: Label
    text: Text
    records: Count
    ids: list[Label] | None = None


class Carrier(Written):
    """One way in which counted records came to their category. ``crosswalk`` names two systems,
    ``rule`` says how counts travel along the row; without a crosswalk the source names the
    category itself, or nothing leads to one."""

    crosswalk: Label | None = None
    code: Label | None = None
    to: Label | None = None
    rule: Label
    text: Text
    records: Count


class Basis(Written):
    """A set of records that the figure stands on: which rows are looked at, what they must meet,
    which records count and which do not. ``number`` is what the counted ones add up to."""

    role: Role
    metric: MetricId
    title: Text
    filters: list[Text]
    number: Count | None = None
    counted: list[TakenRecord] | None = None
    left_out: list[LeftOut] | None = None
    carried: list[Carrier] | None = None


class Recounted(Written):
    """The figure, counted again from records. ``equal`` compares every member that the report
    shows; ``differs`` names the members that are different."""

    equal: bool
    differs: list[Label]
    figure: Figure | None = None


class Disclosed(Written):
    """What the disclosure level did to the figure, the ``rule`` in words, and what can be concluded
    of the true value: it lies between ``low`` and ``high``, both inside; without ``high`` there is
    no upper limit. It is made of the figure as published and the rules of the level, so it tells
    nothing that the level hides."""

    level: Label
    how: Literal["rounded", "band", "withheld"]
    rule: Text
    low: Number
    high: Number | None = None


class InputState(Written):
    """A file of records: as the report names it, and as it is now."""

    name: Label
    state: Literal["same", "changed", "missing", "new"]
    sha256: Digest | None = None
    sha256_now: Digest | None = None


class ChangedRecord(Written):
    """A record that was added, changed or removed since the report was made. ``before`` and
    ``after`` say whether it counts at all: ``counted``, or the reason that leaves it out."""

    kind: Label
    id: Label
    service: Label
    way: Way
    before: Label | None = None
    after: Label | None = None


class MovedRecord(Written):
    """A record that made a figure move: what it added before and adds now to the ``role`` that it
    has in it, and why it adds nothing where it does not."""

    role: Role
    kind: Label
    id: Label
    way: Way | None = None
    adds_before: Count
    adds_now: Count
    why: Text | None = None


class Moved(Written):
    """A figure that is not the same when it is counted again. ``records`` are those that moved it,
    as far as the earlier records are known."""

    id: Label
    metric: MetricId
    dimensions: dict[str, str]
    panel: Label
    before: Number | None = None
    after: Number | None = None
    status_before: FigureStatus | None = None
    status_after: FigureStatus | None = None
    records: list[MovedRecord] | None = None


class EarlierEdition(Written):
    """The same figure in an earlier edition, and what else the two reports say that may explain a
    change."""

    file: Label
    sha256: Digest
    period: Span | None
    figure: Figure | None = None
    change: Text
    reasons: list[Text]


class Explanation(Written):
    """How one figure came to be. Members are left out where nothing is known of them: without
    records there is no recount. At a disclosure level that protects people, no record and no
    number of records is named, and ``disclosed`` says how the level shows a figure that it rounds
    or withholds; what is counted again is treated in the same way. ``changed_records`` is left out
    where the records that the report was made of are not at hand, and ``inputs`` and ``moved``
    where no records were given.
    ``remarks`` are what reading met in the cell of a figure that was read, or in its whole file."""

    record: Literal["explanation"]
    version: Literal["1.0"]
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    report: ExplainedReport
    place: CellPlace
    figure: Figure
    definition: Definition | None = None
    disclosed: Disclosed | None = None
    basis: list[Basis]
    recounted: Recounted | None = None
    inputs: list[InputState] | None = None
    changed_records: list[ChangedRecord] | None = None
    moved: list[Moved] | None = None
    before: EarlierEdition | None = None
    remarks: list[Remark] | None = None
    notes: list[Text]
