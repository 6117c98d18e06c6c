"""The front desk: files in, answers out, for the command line and the web."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from harmscope.errors import UserError
from harmscope.formats.door import shown
from harmscope.formats.write import whole
from harmscope.registry import receipts, seal
from harmscope.registry.folder import Registry
from harmscope.registry.intake import receive
from harmscope.registry.seal import SETTINGS
from harmscope.registry.verify import Check, UnprovedError, check, check_receipt
from harmscope.submission.deadline import PATIENCE


@dataclass(frozen=True, slots=True)
class Answer:
    """A receipt: what it says, and one line of it."""

    body: dict[str, Any]
    line: str

    @property
    def refused(self) -> bool:
        """Whether the package was not taken in."""
        return self.body["status"] in ("rejected", "corrupt")


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check, as JSON and in lines."""

    ok: bool
    body: dict[str, Any]
    lines: list[str]


def take(
    folder: Path,
    packages: Sequence[str],
    at: datetime,
    receipts_to: Path | None = None,
    seconds: float = PATIENCE,
) -> Iterator[Answer]:
    """Take packages in, each answered before the next is opened.

    Writes ``SEQ-DIGEST.receipt.json`` into ``receipts_to``. ``seconds`` is how long unpacking and
    validating one of them may take.
    """
    with Registry(folder) as registry:
        key = registry.public_key
        for name in packages:
            with _opened(name) as file:
                text = receive(registry, file, at, seconds=seconds)
            body = receipts.read(text, key)
            yield Answer(body, _line(name, body))
            if receipts_to is not None:
                _kept(receipts_to, body, text)


def checked(folder: Path, receipt: Path | None = None) -> Checked:
    """Check a registry, or hold one receipt against it."""
    if receipt is not None:
        with Registry(folder) as registry:
            return _held(registry, receipt)
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
    lines = found.faults or [
        f"sound: {found.entries} entries, {found.submissions} submissions, "
        f"{found.objects} objects, {found.receipts} receipts; entry {found.seq}, head {found.head}"
    ]
    lines = [*lines, *(f"swept: {name}" for name in found.swept)]
    return Checked(found.ok, {"ok": found.ok, **asdict(found)}, lines)


def _held(registry: Registry, receipt: Path) -> Checked:
    try:
        body = check_receipt(registry, _bytes(receipt))
    except UnprovedError as error:
        fault = f"{shown(receipt.name)}: {error}"
        return Checked(False, {"ok": False, "faults": [fault]}, [fault])
    line = f"the ledger holds what the receipt of entry {body['seq']} says"
    return Checked(True, {"ok": True, "receipt": body}, [line])


def _kept(folder: Path, body: dict[str, Any], text: str) -> None:
    digest = body["package"]["sha256"][:12]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        fix = "name a folder; the same package gets the same receipt again"
        raise UserError("--receipts", "the folder cannot be made", fix) from None
    with whole(folder / f"{body['seq']:06d}-{digest}.receipt.json") as out:
        out.write(text.encode())


def _line(name: str, body: dict[str, Any]) -> str:
    place = "standard input" if name == "-" else shown(Path(name).name)
    why = "; ".join(problem["fault"] for problem in body["problems"])
    rows = body["rows"]
    figures = body.get("kind") == "figures"
    what = why or ("figures" if figures else f"{rows['accepted']} of {rows['read']} rows accepted")
    noted = "".join(f"; {one['metric']}: {one['words']}" for one in body.get("remarks", ()))
    return f"{place}: {body['status']} ({body['code']}), entry {body['seq']}: {what}{noted}"


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(name).open("rb"))
        except OSError:
            fix = "check path and rights"
            raise UserError(shown(name), "it cannot be read", fix) from None
        yield file


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise UserError(shown(str(path)), "it cannot be read", "check path and rights") from None
