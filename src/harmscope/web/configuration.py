"""What the web app is told when it starts."""

import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

MEBI = 1024 * 1024
GIBI = 1024 * MEBI
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request and one person may take.

    Sizes are in bytes, ``rate`` in requests a minute for each account, token or address,
    ``sign_ins`` in failed attempts within a quarter of an hour, times in seconds. ``stored`` is
    what the uploads of one organisation may take together. ``idle`` and ``longest`` are about
    people who sign in; at the machine itself a page that was opened counts for ``here``.
    """

    upload: int = 16 * GIBI
    form: int = MEBI
    files: int = 500
    rate: int = 600
    sign_ins: int = 10
    idle: int = 3600
    longest: int = 12 * 3600
    here: int = 30 * 24 * 3600
    work: int = 3600
    jobs: int = 2
    waiting: int = 200
    kept_days: int = 30
    audit_days: int = 730
    stored: int = 512 * GIBI


@dataclass(frozen=True, slots=True)
class Configuration:
    """Where the app keeps what it is given, and who may come in.

    ``data`` is its folder, ``registry`` that of a registry. ``server`` asks for accounts; without
    it the app serves one person on the machine itself. ``hosts`` are the names it answers to.
    ``secure`` says that people reach it by HTTPS. ``database`` is an address of PostgreSQL; without
    one a SQLite file lies in ``data``. ``second_factor`` asks officials and admins for one.
    """

    data: Path
    registry: Path | None = None
    server: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    secure: bool = False
    database: str | None = None
    clock: str | None = None
    second_factor: bool = True
    limits: Limits = field(default_factory=Limits)


NAME = "HARMSCOPE_SERVE"
"""The variable through which a configuration reaches the server's processes."""


COUNTS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable through which several processes find the folder of their counts."""


PARENT = "HARMSCOPE_PARENT"
"""The variable that tells several processes which one started them."""


def hand_over(configuration: Configuration) -> None:
    """Leave the configuration where the processes of the server find it."""
    os.environ[NAME] = json.dumps(asdict(configuration), default=str)


def handed_over() -> Configuration:
    """The configuration that :func:`hand_over` left."""
    body = json.loads(os.environ[NAME])
    made = Configuration(**body)
    return replace(
        made,
        data=Path(body["data"]),
        registry=Path(body["registry"]) if body["registry"] else None,
        hosts=tuple(body["hosts"]),
        limits=Limits(**body["limits"]),
    )
