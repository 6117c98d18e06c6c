"""Packs files into a submission and signs it: a BagIt bag whose manifest also carries row
counts.
"""

import hashlib
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from harmscope import __version__
from harmscope.errors import UserError
from harmscope.formats.door import open_file, shown
from harmscope.formats.proof import proof_of
from harmscope.formats.sources import digest
from harmscope.formats.write import whole
from harmscope.model.dataset import Span
from harmscope.model.kinds import CURRENT
from harmscope.model.period import Period, parse_period
from harmscope.model.submission import MadeBy, Member, Sealed, Submission
from harmscope.submission import envelope, manifest
from harmscope.submission.bag import open_bag
from harmscope.submission.checked import check_declared, check_reports
from harmscope.submission.envelope import SUBMISSION, seal
from harmscope.submission.keys import key_id, read_private
from harmscope.submission.manifest import rows_of
from harmscope.submission.problems import Refused
from harmscope.submission.published_folder import ROLES, publication_of
from harmscope.taxonomy import harm

# Pack files into a submission: a BagIt bag whose manifest also carries row counts.

_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$")
_EPOCH = (1980, 1, 1, 0, 0, 0)
Role = Literal["records", "report", "declared", "publication", "manifest", "key"]


@dataclass(frozen=True, slots=True)
class Contents:
    """What is submitted. ``publication`` is the folder of a publication: nothing else is then
    submitted with it, and ``service`` is the name of its registry. ``replaces`` is the id of the
    submission that this one corrects. With ``check_again`` records are read even where the proof in
    their file holds."""

    sender: str
    service: str
    period: Period
    packed_on: date
    records: tuple[Path, ...] = ()
    reports: tuple[Path, ...] = ()
    declared: tuple[Path, ...] = ()
    publication: Path | None = None
    replaces: str | None = None
    because: str | None = None
    encrypt_to: str | None = None
    check_again: bool = False


def pack(contents: Contents, target: Path) -> Submission:
    """Write the bag as the zip file ``target``, without a signature; gives the statement.

    Raises UserError where a file is missing, cannot be read to its end, or two have one name, and
    where a report or a file of declared facts is not valid or of another service or period.
    """
    service, period = contents.service, contents.period
    if contents.publication is not None:
        _check_publication(contents, contents.publication)
    check_reports(contents.reports, service, period, contents.packed_on)
    check_declared(contents.declared, service, period)
    return pack_as_given(contents, target)


def contents_of(
    sender: str,
    service: str | None,
    period: str | None,
    packed_on: date,
    publication: Path | None = None,
    **more: Any,
) -> Contents:
    """What is submitted, as the options say it; a publication says its registry and its period
    itself. Raises UserError where one of the two is missing, and for a publication that no registry
    could take in."""
    span = None if period is None else parse_period(period)
    if publication is not None and (service is None or span is None):
        made = publication_of(publication, packed_on)
        service, span = service or made.registry, span or parse_period(made.period)
    for option, value in (("--service", service), ("--period", period or span)):
        if value is None:
            fix = "give it; only a publication says it by itself"
            raise UserError(option, "it is missing", fix)
    assert service is not None
    assert span is not None
    return Contents(sender, service, span, packed_on, publication=publication, **more)


def _check_publication(contents: Contents, folder: Path) -> None:
    made = publication_of(folder, contents.packed_on)
    if made.registry != contents.service:
        fix = "leave --service out: it is the name of the registry that published it"
        raise UserError("--service", "the publication is of another registry", fix)
    if made.period != str(contents.period):
        fix = "leave --period out: it is that of the publication"
        raise UserError("--period", "the publication is about another period", fix)


def pack_as_given(contents: Contents, target: Path) -> Submission:
    """Pack as :func:`pack` does; what reports and declared facts say is for the receiver to
    judge."""
    _check(contents)
    with tempfile.TemporaryDirectory(prefix="harmscope-") as name:
        members, files = [], {}
        for role, path in _files(contents):
            member, file = _member(role, path, contents, Path(name))
            if member.path in files:
                fix = "rename one of them"
                raise UserError(shown(path.name), "two files have this name", fix)
            members.append(member)
            files[member.path] = file
        made = _statement(contents, members)
        write_bag(target, manifest.submission_id(made), _tags(made), files)
    return made


def write_bag(target: Path, name: str, tags: dict[str, bytes], files: dict[str, Path]) -> None:
    """Write a bag into a zip file, whole or not at all, with the same bytes for the same bag."""
    folder = f"submission-{name[:12]}"
    with whole(target) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted([*tags, *files]):
            entry = zipfile.ZipInfo(f"{folder}/{path}", _EPOCH)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            with archive.open(entry, "w", force_zip64=True) as into:
                for block in [tags[path]] if path in tags else _blocks(files[path]):
                    into.write(block)


def _check(contents: Contents) -> None:
    others = contents.records or contents.reports or contents.declared
    if not contents.records and not contents.reports and contents.publication is None:
        fix = "name records, a --report or a --publication"
        raise UserError("pack", "there is nothing to submit", fix)
    if contents.publication is not None and others:
        fix = "pack each by itself"
        raise UserError("--publication", "a publication is submitted alone", fix)
    if (contents.replaces is None) != (contents.because is None):
        fix = "give both, or neither"
        raise UserError("pack", "--replaces and --because belong together", fix)


def _files(contents: Contents) -> Iterator[tuple[Role, Path]]:
    roles: tuple[tuple[Role, Sequence[Path]], ...] = (
        ("records", contents.records),
        ("report", contents.reports),
        ("declared", contents.declared),
    )
    for role, paths in roles:
        for path in paths:
            yield role, path
    if contents.publication is not None:
        for name, role in ROLES.items():
            yield role, contents.publication / name


def _member(role: Role, path: Path, contents: Contents, folder: Path) -> tuple[Member, Path]:
    if not _NAME.match(path.name):
        fix = "use letters, digits, '.', '_' and '-'"
        raise UserError(shown(path.name), "this file name cannot be packed", fix)
    rows = _rows(path, contents) if role == "records" else None
    if role == "records" and rows is None:
        fix = "run harmscope validate on it"
        raise UserError(shown(path.name), "it cannot be read to its end", fix)
    sha256, size = digest(path)
    body: dict[str, object] = {"path": f"data/{path.name}", "role": role}
    if contents.encrypt_to is not None:
        plain = Sealed(method="age", sha256=sha256, bytes=size)
        sealed = folder / f"{path.name}.age"
        envelope.encrypt(path, sealed, contents.encrypt_to)
        path, (sha256, size) = sealed, digest(sealed)
        body |= {"path": f"data/{sealed.name}", "sealed": plain}
    if rows is not None:
        body["rows"] = rows
    return Member.model_validate({**body, "sha256": sha256, "bytes": size}), path


def _rows(path: Path, contents: Contents) -> int | None:
    proof = None if contents.check_again else proof_of(path)
    if proof is None:
        return rows_of(path)
    # What counts records is loaded only where a file may prove how many it has.
    from harmscope.aggregation.kept import kept_rows

    kept = kept_rows(proof)
    return rows_of(path) if kept is None else kept


def _statement(contents: Contents, members: list[Member]) -> Submission:
    body: dict[str, object] = {
        "record": "submission",
        "version": CURRENT["submission"],
        "sender": contents.sender,
        "service": contents.service,
        "period": Span(
            start=contents.period.start.isoformat(), end=contents.period.end.isoformat()
        ),
        "kind": _kind(contents),
        "packed_on": contents.packed_on.isoformat(),
        "taxonomy": f"harm@{harm().version}",
        "made_by": MadeBy(name="harmscope", version=__version__),
        "members": sorted(members, key=lambda member: member.path),
    }
    if contents.replaces is not None:
        body |= {"replaces": contents.replaces, "because": contents.because}
    try:
        return Submission.model_validate(body)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        fix = "see the options of harmscope submit pack"
        raise UserError(f"pack {place}", "the value does not fit", fix) from None


def _kind(contents: Contents) -> str:
    if contents.publication is not None:
        return "publication"
    return "records" if contents.records else "figures"


def _tags(made: Submission) -> dict[str, bytes]:
    size, files = sum(member.bytes for member in made.members), len(made.members)
    tags = {
        "bagit.txt": manifest.DECLARATION,
        "bag-info.txt": manifest.bag_info(
            {
                "Bagging-Date": made.packed_on,
                "Payload-Oxum": f"{size}.{files}",
                "External-Identifier": manifest.submission_id(made),
                "Bag-Software-Agent": f"harmscope {__version__}",
            }
        ),
        manifest.PAYLOADS: manifest.manifest_bytes({m.path: m.sha256 for m in made.members}),
        manifest.STATEMENT: manifest.statement_bytes(made),
    }
    sums = {path: hashlib.sha256(data).hexdigest() for path, data in tags.items()}
    return {**tags, manifest.TAGS: manifest.manifest_bytes(sums)}


def _blocks(path: Path) -> Iterator[bytes]:
    with open_file(path) as file:
        while block := file.read(2**20):
            yield block


# Sign a packed submission: the signature goes into the bag, beside what it signs.


def sign(path: Path, key_file: Path, target: Path | None = None) -> str:
    """Sign the submission at ``path`` (in place, or into ``target``); gives the id of the key.

    An earlier signature is replaced. Raises UserError where it is no readable submission.
    """
    key = read_private(key_file)
    put_signature(path, signature(packed_statement(path), key), target or path)
    return key_id(key.public_key())


def packed_statement(path: Path) -> bytes:
    """The statement of a packed submission, which is what is signed. Raises UserError where it is
    no readable submission."""
    with _readable(path), open_bag(path) as bag:
        data = bag.small(manifest.STATEMENT)
        manifest.read_statement(data)
    return data


def signature(statement: bytes, key: Ed25519PrivateKey) -> bytes:
    """The signature of a statement, as it lies in the bag."""
    return seal(SUBMISSION, statement, key)


def put_signature(path: Path, made: bytes, target: Path) -> None:
    """Write the submission at ``path`` with a signature into ``target``. Raises UserError where it
    is no readable submission."""
    with _readable(path), tempfile.TemporaryDirectory(prefix="harmscope-") as name:
        with open_bag(path) as bag:
            statement = manifest.read_statement(bag.small(manifest.STATEMENT))
            tags = {p: bag.small(p) for p in bag.files if not p.startswith("data/")}
            files = {}
            for number, inner in enumerate(p for p in bag.files if p.startswith("data/")):
                files[inner] = Path(name) / str(number)
                with files[inner].open("wb") as file:
                    for block in bag.blocks(inner):
                        file.write(block)
        tags[manifest.SIGNATURE] = made
        # Windows replaces no file that is still open.
        write_bag(target, manifest.submission_id(statement), tags, files)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        problem = refused.problem
        raise UserError(
            shown(path.name), problem.words.partition(";")[0], "pack it again"
        ) from None
