"""Published folders: checked by anybody who has one, and taken in by another authority."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.formats.door import (
    PUBLICATION,
    REPORT,
    leads_out,
    open_file,
    read_bytes,
    sha256_of,
    shown,
)
from harmscope.model.period import Period, clipped, parse_period
from harmscope.model.publication import Behind, Publication, PublishedFigure
from harmscope.submission.envelope import MANIFEST, opened, read_signed
from harmscope.submission.keys import read_public
from harmscope.submission.problems import Problem, Refused
from harmscope.validation import Options, Verdict, validate

NAME = "manifest.dsse.json"
KEY = "registry.public.json"

ROLES: Mapping[str, Literal["publication", "manifest", "key"]] = {
    PUBLICATION: "publication",
    NAME: "manifest",
    KEY: "key",
}
"""The files of a published folder that are submitted, and what each is there."""

OBSERVED: Final = "A"
TIMES: Final = ("days", "hours")
LARGEST: Final = 2**53 - 1
"""The largest whole number that every reader of JSON takes exactly."""

# A check of a published folder on its own.


@dataclass(frozen=True, slots=True)
class Verified:
    """A check of a published folder: what its manifest says, and each fault in words.

    ``own_key`` says that the key was the one in the folder, so that only its id proves who signed.
    """

    body: dict[str, Any]
    faults: list[str]
    own_key: bool

    def as_dict(self) -> dict[str, Any]:
        """The outcome as JSON output has it."""
        told = {"ok": not self.faults, "faults": self.faults, "own_key": self.own_key}
        return {**told, "manifest": self.body}


def verify_publication(folder: Path, key: Path | None = None) -> Verified:
    """Check a published folder on its own: the signature, and every file against the manifest.

    ``key`` is the registry's public key as its office gives it out; without it the one in the
    folder is taken. Raises UserError where there is no manifest, or its signature does not hold.
    """
    if not (folder / NAME).exists():
        fault = f"there is no {NAME} in this folder"
        fix = "name a complete folder that harmscope registry publish wrote"
        raise UserError(shown(str(folder)), fault, fix)
    body = read_signed(
        read_bytes(folder / NAME, REPORT), read_public(key or folder / KEY), (MANIFEST,)
    )
    if body is None:
        fix = "take the folder from the office that published it, and its key, again"
        raise UserError(NAME, "it was not signed with this key", fix)
    return Verified(body, _faults(folder, body), key is None)


def _faults(folder: Path, body: dict[str, Any]) -> list[str]:
    named = _named(body)
    gone = [f"{shown(name)} is missing" for name in named if not _lies(folder, name)]
    altered = [f"{name} was altered" for name in _altered(folder, named)]
    others = sorted(path.name for path in folder.iterdir() if path.name not in {*named, NAME})
    extra = [f"{shown(name)} is not part of the publication" for name in others]
    return sorted(gone + altered) + extra


def _named(body: object) -> dict[str, object]:
    """The files that a manifest names, with their digests; it may be of any shape."""
    listed = body.get("files") if isinstance(body, dict) else None
    return {
        str(one["path"]): one.get("sha256")
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict) and "path" in one
    }


def _lies(folder: Path, name: str) -> bool:
    return not leads_out(name) and (folder / name).is_file()


def _altered(folder: Path, named: Mapping[str, object]) -> list[str]:
    return [
        shown(name)
        for name, digest in named.items()
        if _lies(folder, name) and _digest(folder / name) != digest
    ]


def _digest(path: Path) -> str:
    with open_file(path) as file:
        return sha256_of(file)


# A published folder whose figures somebody reads: what is there must be what was signed.


class ManifestCheck(NamedTuple):
    """What the manifest beside a publication shows: each file that is not the one that was signed,
    as (name, fault), and a line on what was checked."""

    faults: list[tuple[str, str]]
    note: str


def manifest_check(folder: Path) -> ManifestCheck:
    """Compare the files that are there with the manifest of a published folder, signed by the key
    beside it. Files that are missing are no fault: :func:`verify_publication` asks for all."""
    if not (folder / NAME).is_file():
        return ManifestCheck([], f"not checked for changes: there is no {NAME} beside it")
    data = read_bytes(folder / NAME, REPORT)
    has_key = (folder / KEY).is_file()
    try:
        body = read_signed(data, read_public(folder / KEY), (MANIFEST,)) if has_key else _body(data)
    except UserError:
        body = None
    named = _named(body)
    if PUBLICATION not in named:
        fault = f"it is no list of files that {KEY} signed" if has_key else "it is damaged"
        return ManifestCheck([(NAME, fault)], "")
    fault = f"it was altered: its digest is not the one in {NAME}"
    faults = [(name, fault) for name in _altered(folder, named)]
    whose = f"signed with the {KEY} beside it; {_WHOSE}" if has_key else f"but {KEY} is missing"
    return ManifestCheck(faults, "" if faults else f"every file is as {NAME} names it, {whose}")


_WHOSE = "whose key that is was not checked (harmscope registry verify-publication DIR --key KEY)"


def _body(data: bytes) -> object:
    """What an envelope holds, whoever signed it; None where it is damaged."""
    try:
        return json.loads(opened(data).payload)
    except (Refused, ValueError, RecursionError):
        return None


# A publication as a submission: its document, what signs it, and the key.


@dataclass(frozen=True, slots=True)
class Taken:
    """A publication that may be taken in. ``key_id`` is the key that signed its manifest."""

    document: Publication
    key_id: str


class CheckedPublication(NamedTuple):
    """Why a publication cannot be taken; what ``validate`` found; the publication where there is
    no problem."""

    problems: list[Problem]
    verdict: Verdict | None = None
    taken: Taken | None = None


def publication_of(folder: Path, today: date) -> Publication:
    """The publication in a published folder. Raises UserError where the folder is not complete,
    was altered, or no registry could take it in."""
    verified = verify_publication(folder)
    if verified.faults:
        fix = "take the folder from the office that published it again"
        raise UserError(shown(str(folder)), verified.faults[0], fix)
    checked = checked_publication({name: folder / name for name in ROLES}, None, today)
    for problem in checked.problems[:1]:
        raise UserError(shown(str(folder)), problem.kind.clause, problem.kind.fix)
    assert checked.taken is not None
    return checked.taken.document


def checked_publication(
    files: Mapping[str, Path], about: tuple[str, str] | None, today: date
) -> CheckedPublication:
    """Check a publication by its three files, named as in its folder. ``about`` are the name of
    the registry and the period that the submission states.

    The document must be valid, the manifest must name its digest, and the key beside it must have
    signed the manifest; whether that key is the sender's, the registry knows.
    """
    if set(files) != set(ROLES):
        return CheckedPublication([Problem("bad_publication")])
    verdict = validate([files[PUBLICATION]], Options(kind="publication", clock=today))
    try:
        data = read_bytes(files[PUBLICATION], REPORT)
        document = Publication.model_validate_json(data)
    except (UserError, ValidationError):
        return CheckedPublication([Problem("bad_publication")], verdict)
    if verdict.rejected or not _fits(document):
        return CheckedPublication([Problem("bad_publication")], verdict)
    key_id = _signed_by(files)
    if key_id is None:
        return CheckedPublication([Problem("publication_altered")], verdict)
    problems = []
    if document.behind is None:
        problems.append(Problem("services_not_named"))
    if about is not None and document.registry != about[0]:
        problems.append(Problem("other_service"))
    if about is not None and document.period != about[1]:
        problems.append(Problem("other_period"))
    return CheckedPublication(problems, verdict, Taken(document, key_id))


def _signed_by(files: Mapping[str, Path]) -> str | None:
    """The id of the key that signed the document's digest; None where none did."""
    try:
        key = read_public(files[KEY])
        body = read_signed(read_bytes(files[NAME], REPORT), key, (MANIFEST,))
    except UserError:
        return None
    with open_file(files[PUBLICATION]) as file:
        named = _named(body).get(PUBLICATION) == sha256_of(file)
    return key.key_id if named else None


def _fits(document: Publication) -> bool:
    try:
        return _adds_up(document)
    except UserError:
        return False  # one of its periods is none


def _adds_up(document: Publication) -> bool:
    """Whether what the document says of itself fits together: every metric is defined, figures are
    numbers of their kind about days of the period, services are named that are there, and no figure
    stands twice."""
    period = parse_period(document.period)
    places = {
        (one.metric, one.period, one.harm, one.service, one.territory, one.order_state)
        for one in document.figures
    }
    services = None
    if document.behind is not None:
        if not _is_behind(document.behind, period):
            return False
        services = {one.service for one in document.behind.holders}
    return len(places) == len(document.figures) and all(
        one.metric in document.definitions
        and one.senders <= one.of
        and _is_number(one)
        and (one.period is None or _is_of(one.period, period))
        and (one.service is None or services is None or one.service in services)
        for one in document.figures
    )


def _is_behind(behind: Behind, period: Period) -> bool:
    """Whether holders report days of the period, each once, and nobody else is left out."""
    numbers = {number for one in behind.without for number in one.holders}
    held = {(one.authority, one.service, one.start, one.end) for one in behind.holders}
    return (
        max(numbers, default=-1) < len(behind.holders) == len(held)
        and all(one.start <= one.end for one in behind.holders)
        and all(period.start.isoformat() <= one.start for one in behind.holders)
        and all(one.end <= period.end.isoformat() for one in behind.holders)
    )


def _is_of(days: str, period: Period) -> bool:
    """Whether a figure is about the whole period, or about what lies in it of one month."""
    if days == str(period):
        return True
    month = parse_period(days[:7])
    inside = month.start <= period.end and period.start <= month.end
    return inside and days == str(clipped(days[:7], period))


def _is_number(one: PublishedFigure) -> bool:
    """Whether a figure has a number, or limits in order, or neither, as its status says; counts are
    whole, shares at most 1, and nothing is below 0."""
    told = [number for number in (one.value, one.low, one.high) if number is not None]
    has_limits = one.low is not None
    if one.obs_status != OBSERVED:
        return not told
    if (one.value is None) != has_limits or (one.high is not None and not has_limits):
        return False
    from harmscope.metrics.catalogue import METRICS  # loads slowly, and most submissions have none

    metric = METRICS.get(one.metric)
    if metric is not None and metric.unit != one.unit:
        return False
    if one.unit == "share":
        fits = all(number <= 1 for number in told)
    else:
        fits = one.unit in TIMES or all(isinstance(number, int) for number in told)
    return fits and all(0 <= number <= LARGEST for number in told) and told == sorted(told)
