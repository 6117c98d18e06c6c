"""Hostile packages: each refused in one line, in bounded time and memory, the registry unharmed."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import hostile
from desks import AT, Desk
from harmscope.registry.folder import create
from harmscope.registry.verify import check
from harmscope.submission.envelope import SUBMISSION, seal
from harmscope.submission.keys import read_private
from senders import TODAY

MEMORY = 1_500_000_000
SECONDS = 60


def test_sixty_hostile_packages(tmp_path: Path, database: str | None) -> None:
    with create(tmp_path / "registry", "authority", TODAY, database, "automatic") as registry:
        desk = Desk(registry, tmp_path)
        alpha = desk.add("alpha")
        good = alpha.submission(notices=3)
        key = read_private(alpha.key_file)
        made = list(hostile.packages(good, lambda body: seal(SUBMISSION, body, key)))
        assert len(made) >= 60
        folder = tmp_path / "packages"
        folder.mkdir()
        for number, (_, data) in enumerate(made):
            (folder / f"{number:02d}.zip").write_bytes(data)
        started = time.monotonic()
        judge_all(tmp_path / "registry", folder, [name for name, _ in made])
        print(f"{len(made)} packages in {time.monotonic() - started:.0f} s")
        assert {path.name for path in tmp_path.iterdir()} == {"registry", "packages", "keys"}
        assert registry.leftovers() == []
        assert desk.state.current() == []
        assert check(registry).faults == []
        assert desk.receive(good)["status"] == "accepted"
        assert check(registry).ok


def judge_all(registry: Path, folder: Path, names: list[str]) -> None:
    """All in one run of the command: a line each, none taken in, none ends the run."""
    words = [str(folder / f"{number:02d}.zip") for number in range(len(names))]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "harmscope", "registry", "receive", str(registry), *words),
            *("--clock", AT.date().isoformat()),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS * 4,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 1, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    assert len(lines) == len(names), done.stderr[-2000:]
    for name, line in zip(names, lines, strict=True):
        assert ": rejected (RJCT)" in line or ": corrupt (CRPT)" in line, (name, line)
