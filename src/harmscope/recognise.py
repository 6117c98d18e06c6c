"""What a file or folder is: found by its first bytes, cheaply, and said in one line.

Only the start of some members is looked at, through the door that every reader uses; an archive in
an archive is not opened. A wrong guess is overruled by ``--kind`` and ``--from``.
"""

import csv
import html
import io
import json
import os
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

from harmscope.errors import UserError
from harmscope.formats import Member, StreamFault, members
from harmscope.formats.archives import directory, files, name_of
from harmscope.formats.door import PUBLICATION, is_clutter, open_file, shown
from harmscope.formats.rows import DEFAULT
from harmscope.formats.sources import STDIN

if TYPE_CHECKING:
    from harmscope.importers.log.system import LogImporter

_MOST = 40
"""How many members of a folder or archive are looked at."""
_ROWS = 15
_WORKBOOK = 1_000_000
"""Bytes of the part of a workbook that names its sheets."""
_SHEETS = 3
"""So many names of sheets are those of the EU template, at least."""
_ASKED = ("dsa-report", "declared")
"""Kinds that no record says of itself, and that hold for all that is read."""
_STATEMENT = frozenset({"decision_ground", "category", "source_type"})
_PUBLISHED_TABLE = frozenset({"metric", "obs_status", "conf_status", "senders", "of"})
"""Columns of the table that a registry publishes."""
_FOOTER = 65_536
"""Bytes at the end of a Parquet file that name its columns."""
_TELLING = 4
"""So many members tell a row of a platform's log, at least."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What something was taken for: ``what`` it is in words; ``kind`` and ``reader`` by which
    ``validate`` and ``read`` take it, empty where they do not; ``command`` is meant instead."""

    form: str
    what: str
    kind: str = ""
    reader: str = ""
    command: str = ""


_IMPORT = "import it first: harmscope import {} --from "
_READ = "read it: harmscope read {} --from "
_FORMS = {
    one.form: one
    for one in (
        Taken("dsa-report", "an EU transparency report", "dsa-report", "dsa-report"),
        Taken(
            "dsa-sor",
            "statements of reasons of the DSA Transparency Database",
            kind="dsa-sor",
            command=f"{_IMPORT}dsa-sor -o records.jsonl",
        ),
        Taken("report", "a report of harmscope", "report", "report"),
        Taken("records", "records of harmscope", "records", command="count them: harmscope report"),
        Taken("meta-cser", "Meta's enforcement figures", "", "meta-cser", f"{_READ}meta-cser"),
        Taken(
            "tiktok-cger", "TikTok's enforcement figures", "", "tiktok-cger", f"{_READ}tiktok-cger"
        ),
        Taken("figures", "a table of figures filled in by hand", "", "figures", f"{_READ}figures"),
        Taken(
            "publication",
            "a publication of a registry",
            "publication",
            "publication",
        ),
        Taken(
            "published-table",
            "the table of a registry's publication",
            command="name its publication.json, or the folder of both",
        ),
        Taken(
            "packed-publication",
            "the packed folder of a registry's publication",
            command="unpack it, and name the folder that holds publication.json",
        ),
        Taken(
            "half-publication",
            "the folder of a registry's publication without its publication.json",
            command="take the complete folder from the office that published it",
        ),
        Taken(
            "package",
            "a package for a registry",
            command="check it: harmscope submit verify {}",
        ),
        Taken(
            "declared",
            "what no log holds, for a report",
            kind="declared",
            command="give it to the report: harmscope report RECORDS --declared {}",
        ),
        Taken(
            "mapping",
            "a mapping file",
            command="give it to the import: harmscope import SOURCE --mapping {}",
        ),
    )
}


def recognise(source: str | Path) -> Taken | None:
    """What a file, a folder or an archive is; None where nothing tells, where several things lie
    together, and for standard input."""
    if str(source) == STDIN:
        return None
    path = Path(source)
    try:
        folder = path.is_dir()
        whole = _of_folder(_names(path)) if folder else _of_archive(path)
        if whole:
            return _FORMS[whole]
        found = list(islice(_forms(path), _MOST))
    except (UserError, OSError):
        return None  # the command that reads it says why
    alone = {"declared", "mapping"} if folder else set()
    told = {form for form in found if form} - alone
    if len(told) != 1:
        return None
    form = told.pop()
    return _FORMS.get(form) or _export(form)


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in islice(folder.iterdir(), _MOST)}


def _of_folder(names: Collection[str]) -> str:
    """A folder that is one thing as a whole, by the names in it."""
    if _BAG in names:
        return "package"
    beside = _BESIDE & set(names)
    if PUBLICATION in names:
        return "publication" if beside else ""
    return "half-publication" if len(beside) > 1 and "report.json" not in names else ""


_BAG = "bagit.txt"
_BESIDE = frozenset({"datapackage.json", "manifest.dsse.json", "figures.csv", "figures.parquet"})
"""Files that a registry publishes beside its publication.json."""


def _of_archive(path: Path) -> str:
    """A zip file that is one packed folder, by the names in it."""
    try:
        with open_file(path) as file:
            entries = files(directory(file, DEFAULT))
    except (UserError, StreamFault):
        return ""
    names = {name_of(entry).rpartition("/")[2] for entry in islice(entries, _MOST)}
    form = _of_folder(names)
    return "packed-publication" if form == "publication" else form


def _export(system: str) -> Taken:
    title = next(log.system.title for log in _logs() if log.name == system)
    return Taken(system, f"an export of {title}", command=f"{_IMPORT}{system} -o records.jsonl")


def _forms(path: Path) -> Iterator[str]:
    packed = {".zip"} if path.suffix.lower() == ".zip" else set()
    for member in members(path, wanted=lambda name: Path(name).suffix.lower() != ".zip"):
        if is_clutter(Path(member.name).name):
            continue
        if member.unwanted:
            yield "dsa-sor" if re.search(r"(?:^|/)sor-[^/]*\.zip$", member.name) else ""
            continue
        try:
            yield _form(member, path if packed or path.is_file() else None)
        except StreamFault:
            yield ""


def _form(member: Member, file: Path | None) -> str:
    kind, head = member.kind(), member.head()
    if kind == "csv":
        return _of_table(member.name, head)
    if kind == "parquet":
        return _of_parquet(member.path or file)
    if kind in ("json", "jsonl", "requests"):
        return _of_json(head)
    if kind == "toml":
        return _of_toml(head)
    return _of_workbook(member.path or file) if kind == "xlsx" else ""


# Tables.


def _of_table(name: str, head: bytes) -> str:
    text = head.decode("utf-8-sig", "replace")
    lines = text.splitlines()
    counts = {sign: lines[0].count(sign) for sign in ",;\t"} if lines else {}
    sign = max(counts, key=lambda one: counts[one]) if counts else ","
    try:
        rows = list(islice(csv.reader(io.StringIO(text), delimiter=sign), _ROWS))
    except csv.Error:
        return ""
    header = {cell.strip() for cell in rows[0]} if rows else set()
    if "record" in header:
        return "records"
    if header >= _STATEMENT:
        return "dsa-sor"
    if header >= _PUBLISHED_TABLE:
        return "published-table"
    return _of_published(Path(name).stem, rows, header) or _system(header)


def _of_parquet(path: Path | None) -> str:
    """By the names of columns, which stand as they are at the end of the file."""
    if path is None:
        return ""
    with open_file(path) as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _FOOTER))
        end = file.read()
    return "published-table" if all(name.encode() in end for name in _PUBLISHED_TABLE) else ""


def _of_published(name: str, rows: list[list[str]], header: set[str]) -> str:
    # The readers build the models of figures, which takes long: only for a table of another kind.
    from harmscope.readers import figures_csv, meta_cser
    from harmscope.readers.dsa_layout import is_sheet

    if header >= set(meta_cser.COLUMNS):
        return "meta-cser"
    if header >= set(figures_csv.REQUIRED):
        return "figures"
    return "dsa-report" if is_sheet(name, rows) else ""


def _of_workbook(path: Path | None) -> str:
    if path is None:
        return ""
    from harmscope.readers.dsa_layout import is_named_as_sheet
    from harmscope.readers.tiktok_cger import tiktok_sheets

    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
            text = part.read(_WORKBOOK).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError):
        return ""
    names = [html.unescape(one) for one in re.findall(r'<sheet\b[^>]*?\bname="([^"]{1,80})"', text)]
    if {name.strip() for name in names} & set(tiktok_sheets()["sheets"]):
        return "tiktok-cger"
    return "dsa-report" if sum(map(is_named_as_sheet, names)) >= _SHEETS else ""


# JSON and TOML.


_OWN_REPORT = re.compile(
    r'\s*\{\s*(?:"edition":\s*"[^"]*",\s*)?"figures":\s*\[\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*"metric":'
    r'|\s*\{.{0,50000}?"clock":\s*"[0-9-]{10}",\s*"completeness":\s*\[',
    re.DOTALL,
)
"""How a report of harmscope starts that is longer than the part that is looked at: its members are
sorted, so the one that names its kind comes late."""


def _of_json(head: bytes) -> str:
    text = head.decode("utf-8-sig", "replace")
    if _OWN_REPORT.match(text):
        return "report"
    row, around = _first_object(text)
    record = row.get("record")
    if isinstance(record, str):
        if record == "publication":
            return record
        return "report" if record in ("report", "published") else "records"
    if _PUBLICATION.match(head.decode("utf-8-sig", "replace")):
        return "publication"
    if row.keys() >= _STATEMENT:
        return "dsa-sor"
    return _system(set(row)) or _system_of_page(around, set(row))


_PUBLICATION = re.compile(r'\s*\{\s*"absent"\s*:\s*\[[^\]]*\],\s*"as_of"\s*:\s*[0-9]+,')
"""How a publication.json begins: it is longer than the part that is looked at."""


def _first_object(text: str) -> tuple[dict[str, object], str]:
    """The first object of a text, and the member whose list holds it where it is the first of one:
    a page of an interface may be longer than the part that is looked at."""
    start = text.lstrip(" \t\r\n[")
    page = re.match(r'\{\s*"([A-Za-z_]{1,40})"\s*:\s*\[\s*(?=\{)', start)
    for place, around in ((0, ""), (page.end() if page else -1, page[1] if page else "")):
        if place < 0:
            continue
        try:
            found, _ = json.JSONDecoder().raw_decode(start, place)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return _inner(found) if not place else (found, around)
    return {}, ""


def _inner(found: dict[str, object]) -> tuple[dict[str, object], str]:
    for name, value in found.items():
        if isinstance(value, list) and value and isinstance(value[0], dict) and len(found) <= _PAGE:
            return value[0], name
    return found, ""


_PAGE = 3
"""A page of an interface has its list and hardly anything beside it."""


def _of_toml(head: bytes) -> str:
    text = head.decode("utf-8", "replace")
    if re.search(r"^mapping[ \t]*=", text, re.MULTILINE):
        return "mapping"
    asked = re.search(r"^profile[ \t]*=", text, re.MULTILINE)
    return "declared" if asked and re.search(r"^period[ \t]*=", text, re.MULTILINE) else ""


# Exports of platforms.


def _logs() -> Sequence["LogImporter"]:
    from harmscope.importers import LOGS

    return LOGS


def _system(names: set[str]) -> str:
    """The one system of which a row has these members; empty where none or several have."""
    found = [
        log.name
        for log in _logs()
        if any(len(one) >= _TELLING and one <= names for one in log.system.telling())
    ]
    return found[0] if len(found) == 1 else ""


def _system_of_page(page: str, names: set[str]) -> str:
    found = [
        log.name
        for log in _logs()
        if page in log.system.pages and any(one <= names for one in log.system.telling())
    ]
    return found[0] if len(found) == 1 else ""


# What the commands do about it.


def to_validate(sources: Iterable[str | Path]) -> tuple[str | None, list[str]]:
    """The kind that all sources are of where none was given, else None; and lines that say what
    they were taken for.

    Raises UserError where another command is meant, and where a report stands beside records.
    """
    found = [(shown(str(source)), recognise(source)) for source in sources]
    asked = [(name, one) for name, one in found if one is not None and one.kind in _ASKED]
    for name, one in found:
        if one is not None and not one.kind:
            fix = f"{one.command.format(name)} (--kind overrules this)"
            raise UserError(name, f"this looks like {one.what}", fix)
    for name, one in asked:
        if len(asked) < len(found) or one.kind != asked[0][1].kind:
            fix = f"validate it by itself, with --kind {one.kind}"
            raise UserError(name, f"this looks like {one.what}", fix)
    lines = [
        f"{name}: taken for {one.what} (--kind {one.kind})"
        for name, one in found
        if one is not None and one.kind in (*_ASKED, "dsa-sor")
    ]
    return (asked[0][1].kind if asked else None), lines


def to_read(sources: Iterable[str | Path]) -> tuple[str, list[str]]:
    """The format of the sources, and lines that say what they were taken for. Raises UserError
    where nothing tells, where they differ, and where another command is meant."""
    found = [(shown(str(source)), recognise(source)) for source in sources]
    for name, one in found:
        if one is None:
            fix = f"give one of {', '.join(_readers())} to --from"
            raise UserError(name, "it is not clear what this is", fix)
        if not one.reader:
            raise UserError(name, f"this looks like {one.what}", one.command.format(name))
    taken = [cast("Taken", one) for _, one in found]
    if len({one.reader for one in taken}) != 1:
        raise UserError("FILE", "these are reports of several formats", "read each by itself")
    lines = [f"{name}: taken for {one.what} (--from {one.reader})" for name, one in found if one]
    return taken[0].reader, lines


def to_load(source: str | Path) -> None:
    """Raises UserError where a file or folder that is no report is known to be something else,
    with the command that takes it."""
    found = recognise(source)
    if found is not None and found.command:
        name = shown(str(source))
        raise UserError(name, f"this looks like {found.what}", found.command.format(name))


def _readers() -> list[str]:
    return [one.reader for one in _FORMS.values() if one.reader]
