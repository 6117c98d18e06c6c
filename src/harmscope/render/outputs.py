"""The forms in which ``harmscope validate`` gives its outcome."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from harmscope.findings import Sink
from harmscope.render import verdict_text
from harmscope.validation import Verdict
from harmscope.validation.statistics import Profile

FORMATS = ("text", "json", "sarif", "csv", "parquet", "html")

BINARY = frozenset({"parquet"})
"""Forms that no terminal can show."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a form needs to see of the run, and how it is written when the run is over."""

    sinks: tuple[Sink, ...]
    profile: Profile | None
    shown: Callable[[Verdict], str]


@contextmanager
def output(  # noqa: PLR0917 - what the forms need between them
    form: str,
    file: BinaryIO,
    paths: Sequence[str],
    kind: str | None,
    clock: date,
    stats: bool,
) -> Iterator[Output]:
    """The form ``form`` (one of FORMATS). ``csv`` and ``parquet`` write to ``file`` during the
    run; for the others the caller writes what ``shown`` gives."""
    profile = Profile(kind) if stats or form == "html" else None
    if form == "csv":
        from harmscope.render.findings_csv import findings_csv

        with findings_csv(file) as rows:
            yield Output((rows,), None, _nothing)
    elif form == "parquet":
        from harmscope.render.findings_parquet import findings_parquet

        with findings_parquet(file) as table:
            yield Output((table,), None, _nothing)
    elif form == "sarif":
        yield _sarif(paths)
    elif form == "html":
        yield _page(profile or Profile(kind), clock)
    elif form == "json":
        yield Output((), profile, lambda outcome: verdict_text.verdict_json(outcome, profile))
    else:
        yield Output(
            (), profile, lambda outcome: verdict_text.verdict_text(outcome, profile, stats=stats)
        )


def _sarif(paths: Sequence[str]) -> Output:
    from harmscope.render.sarif import Addresses, SarifSink, sarif

    sink, addresses = SarifSink(), Addresses(paths)
    return Output((sink,), None, lambda outcome: sarif(outcome, sink, addresses))


def _page(profile: Profile, clock: date) -> Output:
    from harmscope.render.html.validation_page import validation_page
    from harmscope.validation.verdict import Positions

    positions = Positions()
    return Output(
        (positions,), profile, lambda outcome: validation_page(outcome, positions, profile, clock)
    )


def _nothing(outcome: Verdict) -> str:
    del outcome  # every finding has been written already
    return ""
