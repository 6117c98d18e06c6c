"""Records as Parquet together with the flat tables that they give, and the proof of both.

What a file keeps is taken as it is where its proof holds: the file is as it was written, by this
very program with its rules, schemas and lists of codes. Any other file is read and judged.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from datetime import date
from typing import BinaryIO, Final

from harmscope.aggregation.basis import DATED, basis
from harmscope.aggregation.flat_file import DamagedError, FlatFile, FlatWriter, sound
from harmscope.aggregation.parts import Part, Setting
from harmscope.formats.proof import Proof, Proven, proof_of
from harmscope.formats.sources import SourceFile

SETTING: Final = Setting()
"""What is kept: every service, with days in UTC."""

_PARTS: Final = {
    "rules": "the rules are other ones now",
    "schemas": "the schemas are other ones now",
    "taxonomy": "the lists of codes are other ones now",
    "program": "the program is another one now",
}

# Writing.


def proven(parts: Iterable[Part], clock: date) -> Proven | None:
    """The proof of records that give these parts, judged on the day ``clock``; None where a header
    is wrong, since then nothing counts."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - who writes the records closes it
    writer = FlatWriter(file)
    with ExitStack() as stack:
        stack.callback(file.close)
        for part in parts:
            if part.refused is not None:
                return None
            writer.add(part)
        writer.done()
        stack.pop_all()
    dated = bool(writer.whole.excluded.keys() & DATED)
    said = {**basis(), "clock": clock.isoformat(), "dated": "yes" if dated else "no"}
    return Proven(said, file)


# Reading.


class KeptFiles:
    """Finds what files keep, for a run on the day ``clock``. ``tell`` hears why a file that has a
    proof is checked again."""

    def __init__(self, setting: Setting, clock: date, tell: Callable[[str], None]) -> None:
        self._setting, self._clock, self._tell = setting, clock, tell

    def find(self, file: SourceFile) -> Iterator[Part] | None:
        """What the records of a file gave; None where they have to be read and judged."""
        if file.remote and file.name.endswith(".parquet"):
            why = "a proof is read only from a file on this machine"
            self._tell(f"{file.name}: its records are checked again: {why}")
        proof = None if file.path is None else proof_of(file.path)
        if proof is None:
            return None
        try:
            kept = self._of(proof)
        except DamagedError:
            kept = "it keeps nothing that can be read"
        if isinstance(kept, str):
            proof.file.close()
            self._tell(f"{file.name}: its records are checked again: {kept}")
            return None
        return _parts(file.name, kept, proof.file, self._setting)

    def _of(self, proof: Proof) -> FlatFile | str:
        why = _outdated(proof.said) or self._of_another_day(proof.said)
        if why is not None:
            return why
        if not proof.holds():
            return "it was changed after it was written"
        found = FlatFile(proof.file, proof.start, proof.size)
        if found.timed and self._setting.zone != SETTING.zone:
            return f"it keeps days in {SETTING.zone}, and --tz names another time zone"
        return found

    def _of_another_day(self, said: dict[str, str]) -> str | None:
        made: date | None = None
        with suppress(ValueError):
            made = date.fromisoformat(said.get("clock", ""))
        if made is None or made > self._clock:
            return "it was checked on a later day than this report is made on"
        if made != self._clock and said.get("dated") != "no":
            return "records lay in the future when it was checked"
        return None


def _outdated(said: dict[str, str]) -> str | None:
    """Why a proof says nothing about this program; None where it does."""
    now = basis()
    if said.get("harmscope") != now["harmscope"]:
        return "it was checked by another version of harmscope"
    return next((why for part, why in _PARTS.items() if said.get(part) != now[part]), None)


def _parts(name: str, kept: FlatFile, file: BinaryIO, setting: Setting) -> Iterator[Part]:
    with file, sound(name, "give --check-again to check its records"):
        yield from kept.parts(setting)


def kept_rows(proof: Proof) -> int | None:
    """How many rows a file of records has, its header with them, where its proof holds; else None.
    Closes the file."""
    with proof.file:
        try:
            if _outdated(proof.said) is not None or not proof.holds():
                return None
            found = FlatFile(proof.file, proof.start, proof.size)
        except DamagedError:
            return None
        return found.rows + found.headed
