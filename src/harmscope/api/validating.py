"""A check of records or reports, as the command ``validate`` and ``hs.validate`` run it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from harmscope.api.keeping import keeping_valid
from harmscope.api.places import manifest_findings
from harmscope.errors import apart
from harmscope.findings import Finding, Sink, Tally
from harmscope.formats.door import document_named
from harmscope.recognise import to_validate
from harmscope.rules.ruleset import load_ruleset
from harmscope.validation import Options, Verdict
from harmscope.validation import validate as validated
from harmscope.validation.waivers import Waivers, read_waivers

if TYPE_CHECKING:
    from harmscope.validation.statistics import Profile
    from harmscope.validation.workers import Crew


@dataclass(frozen=True)
class Check:
    """What is checked, and how. Of a folder that a registry published, its publication.json is,
    and all files against its signed manifest. Without a ``kind`` the files say what they are:
    ``notes`` say what they were taken for, and what was compared. ``ruleset`` is a name or a file,
    ``waivers`` a file of accepted findings, ``keep`` a Parquet file for the valid records. Raises
    UserError for what cannot be asked."""

    files: Sequence[str]
    clock: date
    kind: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ruleset: str = "default"
    previous: Path | None = None
    waivers: Path | None = None
    keep: Path | None = None

    @cached_property
    def _taken(self) -> tuple[str | None, Sequence[str]]:
        apart(self.keep, *self.files)
        return (self.kind, ()) if self.kind is not None else to_validate(self.files)

    @property
    def notes(self) -> Sequence[str]:
        """What the files were taken for, and what manifests they agree with, a line each."""
        signed = dict.fromkeys(note for _, notes in self._signed for note in notes)
        return (*self._taken[1], *signed)

    @cached_property
    def _signed(self) -> Sequence[tuple[Sequence[Finding], Sequence[str]]]:
        return [manifest_findings(one) for one in self.files]

    @cached_property
    def options(self) -> Options:
        """The options of the validator."""
        ruleset = load_ruleset(self.ruleset)
        kind = self._taken[0]
        return Options(kind, self.clock, self.select, self.ignore, ruleset, self.previous)

    @cached_property
    def waived(self) -> Waivers | None:
        """The findings that were accepted before."""
        return None if self.waivers is None else read_waivers(self.waivers, self.clock)

    def run(
        self,
        crew: "Crew",
        sinks: Sequence[Sink] = (),
        *,
        files: Sequence[str] | None = None,
        jobs: int = 0,
        profile: "Profile | None" = None,
        reads: Callable[[int], None] | None = None,
        rows: Callable[[int], None] | None = None,
    ) -> Verdict:
        """Check everything; the ``sinks`` take every finding. ``files`` are others in place of
        those that were named: copies in which faults were fixed. ``jobs`` processes write what is
        kept, 0 for one a core."""
        names = [document_named(one) for one in (self.files if files is None else files)]
        waived = self.waived
        tally = Tally(sinks=sinks, excuse=waived.excuse if waived else None)
        with keeping_valid(self.keep, self.options, jobs) as kept:
            verdict = validated(
                names,
                self.options,
                kept,
                tally=tally,
                reads=reads,
                rows=rows,
                crew=crew,
                profile=profile,
                opened=kept.opened if kept else None,
            )
        for found, _ in self._signed:
            tally.extend(found)  # whatever rules are asked: what was altered proves nothing
        if waived:
            tally.extend(waived.findings())
        return verdict
