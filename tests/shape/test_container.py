"""The container: hashed pins alone, no user with rights, nothing secret, no address."""

import re
from pathlib import Path

import pytest

PINS = {"Containerfile": "requirements.txt", "deploy/Containerfile": "requirements-server.txt"}
"""Each container's file and the pins that it installs."""


@pytest.fixture(scope="module", params=sorted(PINS))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def steps(root: Path, name: str) -> list[tuple[str, str]]:
    """The instructions of a Containerfile: word and rest, a continued line as one."""
    text = (root / name).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def rests(steps: list[tuple[str, str]], asked: str) -> list[str]:
    return [rest for word, rest in steps if word == asked]


def test_both_stages_start_from_one_slim_debian_named_without_an_address(steps) -> None:
    bases = [rest.split()[0] for rest in rests(steps, "FROM")]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", bases[0])


def test_every_installation_is_held_by_hashes_or_by_the_wheel_alone(steps, name) -> None:
    calls = [one for run in rests(steps, "RUN") for one in run.split("&&") if "pip install" in one]
    assert len(calls) == 2
    pins, wheel = calls
    assert "--require-hashes" in pins
    assert f"-r {PINS[name]}" in pins
    assert "--no-index" in wheel
    assert "--no-deps" in wheel


def test_it_runs_as_a_user_without_rights_and_starts_harmscope(steps) -> None:
    last = steps[max(place for place, (word, _) in enumerate(steps) if word == "FROM") :]
    assert int(rests(last, "USER")[-1]) > 0
    assert rests(last, "ENTRYPOINT") == ['["harmscope"]']
    assert not [rest for rest in rests(last, "RUN") if "pip" in rest]


def test_it_copies_named_files_and_holds_no_secret_and_no_address(root: Path, steps, name) -> None:
    copied = {rest.rpartition(" ")[0] for rest in rests(steps, "COPY")}
    assert copied == {PINS[name], "dist/*.whl", "--from=build /opt/harmscope"}
    text = (root / name).read_text(encoding="utf-8")
    assert not re.search(r"://|index-url|trusted-host|secret|token|password|\bARG\b|\bADD\b", text)
