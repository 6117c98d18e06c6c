"""Sixty invented authorities publish a quarter; a joint office pools them. One command does it all:

``python examples/sixty-authorities/make.py --out DIR``

Each authority has a registry, keys and services of its own. Its services' records go into its
registry and nowhere else; what leaves is its publication, protected, packed and signed. The joint
office takes the sixty packages in, adds the figures up and publishes the sums. Every choice comes
from a digest of the seed and its place, so the same records come out on every machine; keys are
made anew.
"""

import argparse
import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from harmscope.model.period import parse_period
from harmscope.registry.folder import PRIVATE, PUBLIC, Registry, create
from harmscope.registry.intake import receive
from harmscope.registry.publications import Wish
from harmscope.registry.publish import Made, publish
from harmscope.registry.senders import add
from harmscope.submission import Contents, new_key, pack, read_public, sign
from harmscope.submission.pack import contents_of

PERIOD = "2026-Q1"
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
TODAY, AT = date(2026, 5, 4), datetime(2026, 5, 4, 9, tzinfo=UTC)
NAME = "Joint Office"
SHARED = "Wideweb"
"""This service reports the same notices to two authorities."""

_HEADS = ("Al", "Be", "Cor", "Da", "El", "Fen", "Gal", "Ha", "Is", "Jo", "Ka", "Lor")
_TAILS = ("dria", "land", "mark", "nia", "via")
_KINDS = ("Board", "Square", "Stream", "Post")
_HARMS = (
    *("hate",) * 6,
    *("fraud",) * 6,
    *("harassment",) * 5,
    *("violence",) * 1,
)


def drawn(*place: object) -> int:
    """A number that depends on ``place`` alone."""
    return int.from_bytes(hashlib.sha256(repr(place).encode()).digest()[:4], "big")


@dataclass(frozen=True)
class Service:
    """A service that reports ``notices`` notices; ``key`` decides what they say."""

    name: str
    notices: int
    key: str


@dataclass(frozen=True)
class Authority:
    """An authority and the services that report to it. Most publish for their country as a whole;
    some also ``by_service``."""

    name: str
    services: tuple[Service, ...]
    by_service: bool

    @property
    def id(self) -> str:
        """Its name as the id of a sender."""
        return self.name.lower().replace(" ", "-")


def authorities(count: int, seed: int) -> list[Authority]:
    """So many authorities, at most sixty. The second and the third share one service."""
    found = []
    for number in range(count):
        land = _HEADS[number % len(_HEADS)] + _TAILS[number // len(_HEADS)]
        services = [
            Service(f"{land} {kind}", 150 + drawn(seed, land, kind) % 120, f"{land} {kind}")
            for kind in _KINDS[: 3 + (drawn(seed, land) % 5 == 0)]
        ]
        if number in (1, 2):
            services.append(Service(SHARED, 190, SHARED))
        found.append(Authority(f"Office of {land}", tuple(services), number % 12 in (1, 2)))
    return found


def notices(service: Service, seed: int) -> Iterator[dict[str, object]]:
    """The notices of one service."""
    for number in range(service.notices):
        place = (seed, service.key, number)
        received = FIRST + timedelta(days=drawn(*place, "day") % 90)
        decided = received + timedelta(days=drawn(*place, "took") % 40)
        body: dict[str, object] = {
            "record": "notice",
            "version": "1.0",
            "notice_id": f"{service.key.lower().replace(' ', '-')}-{number}",
            "service": service.name,
            "kind": "user_flag",
            "received_at": received.isoformat(),
            "outcome": "acted" if drawn(*place, "acted") % 5 else "no_action",
            "item_count": 1,
            "harm": {"primary": _HARMS[drawn(*place, "harm") % len(_HARMS)]},
        }
        if decided <= LAST:
            body["decided_at"] = decided.isoformat()
        else:
            body["outcome"] = "pending"
        yield body


def header(service: Service) -> dict[str, object]:
    """The header of one service's data set."""
    return {
        "record": "dataset",
        "version": "1.1",
        "service": service.name,
        "period": {"start": FIRST.isoformat(), "end": LAST.isoformat()},
        "time_zone": "UTC",
        "licence": "CC0-1.0",
        "taxonomy": "harm@1.0.0",
        "disclosure": "restricted",
        "not_recorded": [{"part": "appeals", "reason": "This example holds notices only."}],
    }


def publication_of(authority: Authority, folder: Path, seed: int) -> Path:
    """What happens in one country: its services report, it publishes, and signs the package that
    leaves. Gives the package."""
    home = folder / authority.id
    with create(home / "registry", authority.name, TODAY, None, "automatic") as registry:
        for number, service in enumerate(authority.services):
            package = _submitted(registry, home, (f"sender{number}", service), seed)
            with package.open("rb") as file:
                answer = receive(registry, file, AT)
            _check(answer.body["status"] in ("accepted", "warning"), f"{service.name} was refused")
        _published(registry, home / "publication", by_service=authority.by_service)
    package = folder / "packages" / f"{authority.id}.zip"
    package.parent.mkdir(exist_ok=True)
    pack(contents_of(authority.id, None, None, TODAY, home / "publication"), package)
    sign(package, home / "registry" / PRIVATE)
    return package


def _published(registry: Registry, target: Path, *, by_service: bool) -> Made:
    made = publish(registry, Wish(parse_period(PERIOD), services=by_service), target, AT)
    name = registry.settings.registry
    _check(not made.protected.refused, f"the audit refuses what {name} would publish")
    return made


def _submitted(registry: Registry, home: Path, of: tuple[str, Service], seed: int) -> Path:
    sender, service = of
    keys, records = home / "keys", home / f"{sender}.jsonl"
    _, public = new_key(keys, sender, date(2026, 1, 1), date(2027, 12, 31))
    rows = [header(service), *notices(service, seed)]
    records.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    add(registry, sender, [service.name], read_public(public), AT)
    package, period = home / f"{sender}.zip", parse_period(PERIOD)
    pack(Contents(sender, service.name, period, TODAY, records=(records,)), package)
    sign(package, keys / f"{sender}.key.pem")
    return package


def joined(every: list[Authority], packages: list[Path], folder: Path) -> Made:
    """The joint office: takes all packages in, adds up, publishes."""
    with create(folder / "joint/registry", NAME, TODAY, None, "automatic") as registry:
        for authority, package in zip(every, packages, strict=True):
            key = read_public(folder / authority.id / "registry" / PUBLIC)
            add(registry, authority.id, [], key, AT, [authority.name])
            with package.open("rb") as file:
                answer = receive(registry, file, AT)
            _check(answer.body["status"] == "accepted", f"{authority.name} was refused")
        return _published(registry, folder / "joint/publication", by_service=True)


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SystemExit(f"stopped: {otherwise}")


def run(folder: Path, count: int, seed: int, jobs: int) -> Made:
    """Everything into ``folder``, which must not be there yet or be empty."""
    every = authorities(count, seed)
    folder.mkdir(parents=True, exist_ok=True)
    work = partial(publication_of, folder=folder, seed=seed)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as workers:
        packages = list(workers.map(work, every))
    return joined(every, packages, folder)


def main() -> None:
    """Run it as the command line says."""
    parser = argparse.ArgumentParser(description="Publish in sixty countries, pool in one place.")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write into")
    parser.add_argument("--authorities", type=int, default=60, help="how many, at most 60")
    parser.add_argument("--seed", type=int, default=1, help="another number, other records")
    parser.add_argument("--jobs", type=int, default=2, help="how many processes may work")
    asked = parser.parse_args()
    most = len(_HEADS) * len(_TAILS)
    if not 1 <= asked.authorities <= most:
        parser.error(f"--authorities: give 1 to {most}")
    made = run(asked.out, asked.authorities, asked.seed, asked.jobs)
    document = json.loads(made.files["publication.json"])
    behind = document["services"]["behind"]
    print(f"{len(document['taken_in'])} publications pooled, {behind} services behind them")
    for one in document["counted_twice"]:
        print(f"counted twice: {one['service']}, by {' and '.join(one['authorities'])}")
    print(asked.out / "joint/publication/index.html")


if __name__ == "__main__":
    main()
