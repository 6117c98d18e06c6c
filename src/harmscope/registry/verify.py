"""Check a registry, byte by byte, and the receipts that it gave."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Integer, Table, create_engine

from harmscope.errors import UserError
from harmscope.formats.door import read_bytes, read_text, shown
from harmscope.registry import folder as seal
from harmscope.registry import receipts
from harmscope.registry.entries import Entry, Mention, all_mentions, breaks
from harmscope.registry.folder import SETTINGS, Registry
from harmscope.registry.ledger import ABOUT, METADATA
from harmscope.registry.state import State, state_of
from harmscope.submission.envelope import DECISION, RECEIPT, recipient
from harmscope.submission.keys import key_id

# Checks the file of a SQLite ledger below its tables: pages, definitions, kinds of values.

_PATIENCE = 120
_SURROUNDINGS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
"""Errors that say nothing of the file's bytes."""

_VERSIONS, _FRACTIONS, _SPARE = slice(18, 20), slice(20, 24), slice(72, 92)
"""Places in the file's header (sqlite.org/fileformat2.html, 1.3)."""

_WORDS = ("encoding", "user_version", "application_id", "auto_vacuum", "default_cache_size")
"""Settings that the header holds; a new ledger has them as SQLite sets them."""


class _Text(bytes):
    """Bytes of a value that SQLite calls text."""


def faults(path: Path) -> list[str]:
    """What is wrong with the file at ``path``, each fault naming it; nothing of what it stores.

    Whatever else the file is found to hold, each byte of it then belongs to a row as written, or
    is used by no row at all. Raises UserError where the file cannot be looked at.
    """
    if not path.is_file():
        return [f"{path.name} is missing"]
    found: list[str] = []
    try:
        _look(path, found)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in _SURROUNDINGS:
            fault = f"the database does not answer ({type(error).__name__})"
            fix = "check that it may be read and is not in use, then try again"
            raise UserError(path.name, fault, fix) from None
        found.append(f"{path.name} was altered: it is no longer a complete database")
    return found


def _look(path: Path, found: list[str]) -> None:
    name = path.name
    address = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE)) as connection:
        # The first read also takes back what a killed process had begun.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        found += [f"{name} was altered: {what}" for what in _header(path)]
        for check in ("integrity_check", "foreign_key_check"):
            told = [row for row in connection.execute(f"PRAGMA {check}") if row != ("ok",)]
            if told:
                words = shown(" ".join(str(value) for value in told[0]))
                found.append(f"{name} was altered: {check} tells {len(told)} faults, as {words}")
        found += [f"{name} was altered: {what}" for what in _definitions(connection)]
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        connection.text_factory = _Text
        for table in (one for one in METADATA.sorted_tables if one.name in names):
            found += [f"{name} was altered: {what}" for what in _values(connection, table)]


def _header(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        head = file.read(100)
    journals = (b"\1\1", b"\2\2")
    if head[_VERSIONS] not in journals or head[_FRACTIONS] != b"\0\x40\x20\x20":
        yield "its header names another format"
    if any(head[_SPARE]):
        yield "its header holds bytes that have no use"


def _definitions(connection: sqlite3.Connection) -> Iterator[str]:
    """Tables, indexes and settings must be those of a new ledger. The index of entries may lack:
    it is made again."""
    wanted, there = _model(), _described(connection)
    for key in sorted({*wanted, *there}, key=str):
        optional = ABOUT.name in key and not any(ABOUT.name in one for one in there)
        if wanted.get(key) != there.get(key) and not optional:
            yield f"the definition of {shown(' '.join(map(str, key)))} is another"


def _model() -> dict[tuple[object, ...], object]:
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as new:
            METADATA.create_all(new)
            raw = new.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            return _described(raw)
    finally:
        engine.dispose()


def _described(connection: sqlite3.Connection) -> dict[tuple[object, ...], object]:
    found: dict[tuple[object, ...], object] = {
        (word,): connection.execute(f"PRAGMA {word}").fetchone() for word in _WORDS
    }
    for kind, name, table, sql in connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
    ):
        found[kind, name, table] = (sql,)
    return found


def _values(connection: sqlite3.Connection, table: Table) -> Iterator[str]:
    """Columns of numbers must hold numbers, all others text in UTF-8."""
    numbers = [isinstance(column.type, Integer) for column in table.columns]
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    rows = connection.execute(f"SELECT {names} FROM {table.name}")  # noqa: S608 - our own names
    for number, row in enumerate(rows, 1):
        if not all(map(_fits, row, numbers)):
            yield f"row {number} of table {table.name} holds what cannot stand there"


def _fits(value: object, number: bool) -> bool:
    if number:
        return isinstance(value, int)
    if not isinstance(value, _Text):
        return False
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


# ``registry verify``: the chain, the receipts, every object; and a sender's own proof.


@dataclass(slots=True)
class Check:
    """What the check found. ``faults`` name what was altered or is missing; ``swept`` are files
    that interrupted intakes had left; ``seq`` and ``head`` are what to note down elsewhere."""

    seq: int = 0
    head: str = ""
    entries: int = 0
    submissions: int = 0
    objects: int = 0
    receipts: int = 0
    faults: list[str] = field(default_factory=list)
    swept: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing was altered and nothing is missing."""
        return not self.faults


class UnprovedError(UserError):
    """A receipt and a ledger that do not fit together."""


def check(registry: Registry) -> Check:
    """Check everything, and sweep what interrupted intakes left behind.

    The chain shows changes by anybody but the operator; senders prove more with their receipts.
    """
    found = Check()
    with registry.alone():
        found.faults += seal.altered(registry.folder)
        file = registry.ledger.file
        found.faults += faults(file) if file is not None else []
        if file is not None and not file.is_file():
            return found  # asking the ledger would make a new one
        try:
            _all(registry, found)
        except Exception:  # a damaged ledger can break any step; its damage is among the faults
            if found.ok:
                raise
    return found


def _all(registry: Registry, found: Check) -> None:
    entries = registry.ledger.entries()
    broken = [fault for _, fault in breaks(entries)]
    found.faults += broken
    state = _state(entries, found)
    if state is None:
        return
    found.seq, found.head, found.entries = state.seq, state.head, len(entries)
    found.submissions = len(state.submissions)
    _keys(registry, found)
    _receipts(registry, entries, found)
    _once(registry, state, found)
    if not broken:
        found.faults += [f"entry {seq} was altered" for seq in registry.ledger.reworded()]
        # The index of altered entries would itself be one more thing to mend.
        _index(registry, entries, found)
    _sweep(registry, _objects(registry, state, found), found)


def _state(entries: list[Entry], found: Check) -> State | None:
    try:
        return state_of(entries)
    except UserError as error:
        found.faults.append(error.fault)
        return None


def check_receipt(registry: Registry, text: str | bytes) -> dict[str, Any]:
    """Hold a sender's receipt, or notice of a decision, against the ledger; gives what it says.

    Raises UnprovedError where it was not signed here, or the ledger says something else now.
    """
    key = registry.public_key
    try:
        body = receipts.read(text, key, (RECEIPT, DECISION))
    except UserError as error:
        raise UnprovedError(error.where, error.fault, error.fix) from None
    entries = registry.ledger.entries()
    entry = next((one for one in entries if one.seq == body["seq"]), None)
    broken = [fault for seq, fault in breaks(entries) if seq <= body["seq"]]
    if entry is None or entry.hash != body["entry"] or broken:
        fix = "keep the receipt: it proves that the ledger was changed"
        raise UnprovedError("ledger", "it no longer holds what the receipt says", fix)
    return body


def _receipts(registry: Registry, entries: list[Entry], found: Check) -> None:
    kept = registry.ledger.receipts()
    found.receipts = len(kept)
    key = registry.public_key
    for entry in entries:
        if entry.kind == "submission" and entry.seq not in kept:
            found.faults.append(f"the receipt of entry {entry.seq} is missing")
    by_seq = {entry.seq: entry for entry in entries}
    for seq, (package, text) in kept.items():
        try:
            body = receipts.read(text, key)
        except (UserError, json.JSONDecodeError):
            found.faults.append(f"the receipt of entry {seq} was altered")
            continue
        named = by_seq.get(seq)
        told = (body["seq"], body["entry"], body["package"]["sha256"], body["registry"])
        name = registry.settings.registry
        if named is None or told != (seq, named.hash, package, name):
            found.faults.append(f"the receipt of entry {seq} does not fit the ledger")


def _keys(registry: Registry, found: Check) -> None:
    """Both halves of each key must belong together: a receipt signed otherwise proves nothing."""
    try:
        fits = key_id(registry.private_key.public_key()) == registry.public_key.key_id
    except UserError:
        fits = False
    if not fits:
        found.faults.append("the registry's signing key was altered")
    told = registry.folder / "keys" / "authority.public.txt"
    try:
        fits = registry.identity is None or recipient(registry.identity) == read_text(told).strip()
    except (UserError, OSError, ValueError):
        fits = False
    if not fits:
        found.faults.append("the key that submissions are encrypted to was altered")


def _once(registry: Registry, state: State, found: Check) -> None:
    taken = [one for one in state.submissions if one.taken_as not in ("rejected", "corrupt")]
    ids = [one.id for one in taken]
    if len(ids) != len(set(ids)):
        found.faults.append("a submission was counted twice")
    if registry.ledger.counted() != {one.id: one.seq for one in taken}:
        found.faults.append("the list of counted submissions does not fit the ledger")


def _index(registry: Registry, entries: list[Entry], found: Check) -> None:
    registry.ledger.catch_up()
    with registry.ledger.reading() as reader:
        held = reader.mentions()
    if sorted(held, key=_order) != sorted(all_mentions(entries), key=_order):
        # What is missing as a whole is made again; an index that says something else was altered.
        found.faults.append("the index of the ledger does not fit its entries (table about)")


def _order(one: tuple[int, Mention]) -> tuple[int, str, str]:
    return one[0], one[1].topic, one[1].name


def _objects(registry: Registry, state: State, found: Check) -> set[str]:
    wanted = {
        one["name"]: received.seq for received in state.submissions for one in received.objects
    }
    wanted |= {name: one["seq"] for one in state.publications for name in one.get("objects", ())}
    for name, seq in sorted(wanted.items()):
        found.objects += 1
        if not registry.store.path(name).is_file():
            found.faults.append(f"object {name} of entry {seq} is missing")
        elif not registry.store.sound(name):
            found.faults.append(f"object {name} of entry {seq} was altered")
    return set(wanted)


def _sweep(registry: Registry, wanted: set[str], found: Check) -> None:
    if not found.ok:
        return  # a damaged ledger may not know its objects: nothing is thrown away
    for slot in registry.leftovers():
        registry.clear(slot)
        found.swept.append(slot.name)
    found.swept += registry.store.sweep(wanted)


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check: ``{"ok", "faults", ...}``, or ``{"ok", "receipt"}``."""

    ok: bool
    body: dict[str, Any]


def checked(folder: Path, receipt: Path | None = None) -> Checked:
    """Check a registry, or hold one receipt against it."""
    if receipt is not None:
        with Registry(folder) as registry:
            return _receipt_held(registry, receipt)
    if not (folder / SETTINGS).is_file():
        fix = "make one with harmscope registry init"
        raise UserError(shown(str(folder)), "there is no registry here", fix)
    try:
        opened = Registry(folder)
    except UserError:
        found = Check(faults=seal.altered(folder) or [f"{SETTINGS} cannot be used"])
    else:
        with opened as registry:
            found = check(registry)
    return Checked(found.ok, {"ok": found.ok, **asdict(found)})


def _receipt_held(registry: Registry, receipt: Path) -> Checked:
    try:
        body = check_receipt(registry, read_bytes(receipt))
    except UnprovedError as error:
        fault = f"{shown(receipt.name)}: {error}"
        return Checked(False, {"ok": False, "faults": [fault]})
    return Checked(True, {"ok": True, "receipt": body})
