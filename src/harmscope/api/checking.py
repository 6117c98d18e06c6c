"""What people do with the outcome of a check: look at findings by rule, file and field, and let
files be mended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harmscope.errors import UserError
from harmscope.findings import SEVERITIES, Finding
from harmscope.formats import StreamFault, members
from harmscope.formats.write import whole
from harmscope.machine import portable
from harmscope.rules.ruleset import load_ruleset
from harmscope.times import day_asked
from harmscope.validation import Options as Checks
from harmscope.validation.fix import REPEATED, Fixed, fix_file
from harmscope.validation.repairs import FIXABLE

MENDABLE: Final = FIXABLE | {REPEATED}
"""Rules of which some findings have one right answer, that :func:`mend` writes."""

# Findings of a check, in a file of Parquet: asked again and again, in memory that stays flat.

BY: Final = ("rule", "file", "field")
"""What findings are counted and picked by. A field is the pointer without its numbers."""

_FIELD = "regexp_replace(pointer, '/[0-9]+', '/*', 'g')"
_COLUMNS = ", ".join(f'"{name}"' for name in Finding._fields)


@dataclass(frozen=True, slots=True)
class Count:
    """So many findings have this rule, file or field; ``severity`` is the gravest of them."""

    name: str
    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class FoundFindings:
    """The findings in ``path``, a file that :meth:`ValidationResult.write` made as ``.parquet``.

    ``picked`` names a rule, a file or a field, each of which is one of :data:`BY`.
    """

    path: Path

    def counts(self, by: str, picked: Mapping[str, str], most: int = 200) -> list[Count]:
        """How many findings there are of each rule, file or field, the most first."""
        assert by in BY
        where, values = _where(picked)
        rank = "list_position(['error', 'warning', 'info'], severity)"
        text = (
            f"SELECT {by}, min({rank}), count(*) FROM found WHERE {where} "  # noqa: S608 - ours
            f"GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT {int(most)}"
        )
        rows = self._asked(text, values)
        return [Count(str(name), SEVERITIES[int(rank) - 1], int(n)) for name, rank, n in rows]

    def total(self, picked: Mapping[str, str]) -> int:
        """How many findings there are."""
        where, values = _where(picked)
        text = f"SELECT count(*) FROM found WHERE {where}"  # noqa: S608 - ours
        return int(self._asked(text, values)[0][0])

    def page(self, picked: Mapping[str, str], skip: int, most: int) -> list[Finding]:
        """Some findings in the order of files and lines, those before ``skip`` left out."""
        where, values = _where(picked)
        text = (
            f"SELECT {_COLUMNS} FROM found WHERE {where} "  # noqa: S608 - ours
            'ORDER BY file, line NULLS FIRST, "offset", rule, pointer '
            f"LIMIT {int(most)} OFFSET {int(skip)}"
        )
        return [Finding._make(row) for row in self._asked(text, values)]

    def _asked(self, text: str, values: list[str]) -> list[tuple[Any, ...]]:
        import duckdb

        table = f"WITH found AS (SELECT *, {_FIELD} AS field FROM read_parquet(?))"  # noqa: S608
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            rows = connection.execute(f"{table} {text}", [str(self.path), *values])
            return list(rows.fetchall())


def _where(picked: Mapping[str, str]) -> tuple[str, list[str]]:
    given = [(name, value) for name, value in picked.items() if name in BY]
    parts = ["waived IS NULL", *(f"{name} = ?" for name, _ in given)]
    return " AND ".join(parts), [value for _, value in given]


# Files that can be mended: what ``harmscope validate --fix`` writes.


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of one file: ``fixed`` is None where ``why`` says that it cannot be mended."""

    name: str
    fixed: Fixed | None
    why: str = ""


def mend(
    files: Iterable[str | Path],
    folder: Path,
    *,
    kind: str | None = None,
    ruleset: str = "default",
    clock: str | None = None,
) -> list[Mended]:
    """Write a mended copy of each file, and a list of its changes, into ``folder``.

    Archives are taken apart first. A file that cannot be mended is named with the reason.
    """
    options = Checks(kind, day_asked(clock), (), (), load_ruleset(ruleset))
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for path in map(Path, files):
        for one in _apart(path, folder / "apart"):
            try:
                found.append(Mended(one.name, fix_file(one, options, folder=folder)))
            except UserError as error:
                found.append(Mended(one.name, None, f"{error.fault}: {error.fix}"))
    return found


def _apart(path: Path, folder: Path) -> list[Path]:
    """The file itself, or copies of what an archive holds."""
    if path.suffix.lower() not in (".zip", ".tar", ".tgz"):
        return [path]
    folder.mkdir(exist_ok=True)
    found: list[Path] = []
    try:
        for number, member in enumerate(members(path)):
            last = portable(member.name.rpartition("/")[2])
            place = folder / (last if not (folder / last).exists() else f"{number}-{last}")
            with whole(place) as file:
                for chunk in member.chunks():
                    file.write(chunk)
            found.append(place)
    except StreamFault as fault:
        raise UserError(path.name, fault.message, fault.fix) from None
    return found
