"""Claims about reports: what :func:`harmscope.claim` does and gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harmscope.api.places import Place
from harmscope.api.results import Result, frame, written_table
from harmscope.api.surface import Edition, loaded_editions
from harmscope.arguments import checked
from harmscope.claims import Memo, answer_memo, read_memo
from harmscope.claims.claim import State
from harmscope.claims.memos import Line, read_before
from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.render.claim_text import claims_document, claims_md, claims_table, claims_text
from harmscope.render.table import Table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(repr=False)
class ClaimResult(Result):
    """Claims and what reports say of each. ``memo`` holds the answers, ``notes`` how the reports
    were checked when they were taken.

    ``ok`` is true where every claim is supported; ``states`` gives ``supported``,
    ``not_supported``, ``cannot_say``, or None where a sentence was not understood.
    """

    memo: Memo
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every claim is supported."""
        return self.memo.clean

    @property
    def states(self) -> list[State | None]:
        """The answer to each claim, in their order."""
        return [one.answer.state if one.answer else None for one in self.memo.answered]

    def __str__(self) -> str:
        return claims_text(self.memo)

    def markdown(self) -> str:
        """The answers as Markdown, sources and limits as footnotes."""
        return claims_md(self.memo)

    def table(self) -> Table:
        """One row a claim, as ``--format csv`` shows it."""
        return claims_table(self.memo)

    def to_pandas(self) -> "pd.DataFrame":
        """One row a claim: the answer, the axis that decides, and a wording to print."""
        return frame(self.table())

    def to_dict(self) -> dict[str, Any]:
        """The record ``claims``."""
        return claims_document(self.memo)

    def write(self, path: str | Path) -> list[Path]:
        """Write ``.json``, which a later run takes as ``before``, ``.md`` or a table."""
        place = Path(path)
        if place.suffix == ".md":
            with whole(place) as file:
                file.write(self.markdown().encode())
            return [place]
        return [written_table(self.table(), place, self.to_dict())]


@checked
def claim(
    text: str | Sequence[str] | None,
    reports: Edition | Iterable[Edition],
    *,
    claims: Place | None = None,
    before: Place | None = None,
) -> ClaimResult:
    """Say whether reports support a claim: supported, not supported, or these reports cannot say.

    ``text`` is a claim or several, such as ``"A received more notices than B in 2025-H2"``; None
    where ``claims`` is a memo, a file with one claim a line. ``before`` is the JSON file of an
    earlier run: each answer then says what became of it. A claim that the grammar does not know is
    refused with the nearest that it does: UserError for a single one, an entry of its own among
    several.

    Example::

        found = hs.read("examples/advertiser-compare/halcyon", "dsa-report")
        hs.claim("Halcyon received fewer than 1,900 notices in 2025-H2", found).states
    """
    loaded = loaded_editions(reports)
    if not loaded:
        raise UserError("--reports", "no report is given", "name one report or more")
    notes = tuple(dict.fromkeys(note for report in loaded for note in report.notes))
    earlier = read_before(Path(before)) if before is not None else None
    if (text is None) == (claims is None):
        raise UserError("claim", "give a claim or a file of claims", "one of both, not both")
    if claims is not None:
        lines, passed_over = read_memo(Path(claims))
        return ClaimResult(answer_memo(lines, loaded, passed_over, earlier), notes)
    given = [text] if isinstance(text, str) else list(text or ())
    found = answer_memo([Line(0, one) for one in given], loaded, 0, earlier)
    refused = found.answered[0].refusal if len(given) == 1 else None
    if refused is not None:
        raise UserError("claim", refused.fault, refused.fix)
    return ClaimResult(found, notes)
