"""The example of sixty authorities: every sum against the truth of its generator, and an attacker
with all publications in hand who knows how the truth adds up."""

import importlib.util
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from math import inf
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from harmscope.disclosure.attacker import exposures, narrow
from harmscope.disclosure.cells import Cell, tables
from harmscope.disclosure.level import HIDDEN, Edition, Shown
from harmscope.disclosure.solver import constraints

THRESHOLD, ROUNDED = 10, 5
"""The level "public": counts below are hidden, the others are rounded."""
COUNTS = ("notices.received", "notices.acted", "notices.pending")
Place = tuple[Any, ...]
Matrix = np.ndarray[Any, Any]
SEED = 1


@pytest.fixture(scope="module")
def example(root: Path) -> ModuleType:
    path = root / "examples/sixty-authorities/make.py"
    spec = importlib.util.spec_from_file_location("sixty_authorities", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made  # its data classes look for it there
    spec.loader.exec_module(made)
    return made


def run(root: Path, folder: Path, count: int) -> str:
    """The one command."""
    words = ["--out", str(folder), "--authorities", str(count), "--seed", str(SEED)]
    program = root / "examples/sixty-authorities/make.py"
    done = subprocess.run(
        [sys.executable, str(program), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Result:
    """What one run of the command wrote, and how long it took."""

    def __init__(self, example: ModuleType, folder: Path, count: int) -> None:
        self.every = example.authorities(count, SEED)
        self.folder = folder
        self.joint = json.loads((folder / "joint/publication/publication.json").read_bytes())
        self.truth = {
            (one.name, service.name): list(example.notices(service, SEED))
            for one in self.every
            for service in one.services
        }
        self.publications = {
            one.name: json.loads((folder / one.id / "publication/publication.json").read_bytes())
            for one in self.every
        }

    def counted(self, authority: str | None, *, twice: bool = True) -> Counter[Place]:
        """The true counts by metric, period, harm and service."""
        found: Counter[Place] = Counter()
        seen = set()
        for (name, service), notices in self.truth.items():
            if authority not in (None, name) or (service in seen and not twice):
                continue
            seen.add(service)
            for notice in notices:
                found.update(_places(notice, service, self.joint["period"]))
        return found


def _places(notice: dict[str, Any], service: str, whole: str) -> Iterator[Place]:
    month = {"01": "31", "02": "28", "03": "31"}[notice["received_at"][5:7]]
    start = notice["received_at"][:8]
    harm = notice["harm"]["primary"].partition(".")[0]
    for metric, holds in (
        ("notices.received", True),
        ("notices.acted", notice["outcome"] == "acted"),
        ("notices.pending", notice["outcome"] == "pending"),
    ):
        if holds:
            yield metric, whole, None, None
            yield metric, whole, harm, None
            yield metric, whole, None, service
            yield metric, whole, harm, service
            yield metric, f"{start}01/{start}{month}", None, None


def _place(row: dict[str, Any]) -> Place:
    return tuple(row[name] for name in ("metric", "period", "harm", "service"))


def _is_count(row: dict[str, Any]) -> bool:
    return row["metric"] in COUNTS and row["obs_status"] in ("A", "Q")


def _ends(row: dict[str, Any]) -> tuple[float, float]:
    if row["value"] is not None:
        half = (row["rounding"] or 1) // 2
        return row["value"] - half, row["value"] + half
    if row["low"] is None:
        return 0, inf
    return row["low"], inf if row["high"] is None else row["high"]


@pytest.fixture(scope="module")
def result(root: Path, example: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Eight of the authorities; ``make fuzz`` runs all sixty."""
    folder = tmp_path_factory.mktemp("authorities")
    assert run(root, folder, 8).startswith("8 publications pooled, ")
    return Result(example, folder, 8)


def check(result: Result) -> None:
    """Every published sum of limits holds the truth, counted once or twice."""
    once, twice = result.counted(None, twice=False), result.counted(None)
    rows = [row for row in result.joint["figures"] if _is_count(row)]
    assert {row["metric"] for row in rows} == set(COUNTS)
    for row in rows:
        low, high = _ends(row)
        assert low <= once[_place(row)] <= twice[_place(row)] <= high
    totals = [row for row in rows if row["harm"] is None and row["service"] is None]
    assert all(row["authorities"] == len(result.every) for row in totals)
    # The limits are close: rounding, and the service that is counted once in the lower one.
    low, high = _ends(next(row for row in totals if row["metric"] == "notices.received"))
    whole = ("notices.received", result.joint["period"], None, None)
    shared = [one.name for one in result.every if any(s.name == "Wideweb" for s in one.services)]
    most = min(result.counted(name)[whole] for name in shared)
    assert high - low <= 5 * len(result.every) + most


def attack(result: Result) -> None:
    """No attacker with every publication in hand recovers a withheld count: small ones stay as
    uncertain as the level promises, the others, which cover these, wider than a rounded count."""
    editions, small = [], []
    for name, document in result.publications.items():
        truth = result.counted(name)
        rows = [row for row in document["figures"] if _is_count(row)]
        cells = [
            Cell(row["metric"], _codes(row, name), truth[_place(row)], "notices") for row in rows
        ]
        period = document["period"]
        months = {row["period"] for row in rows} - {period}
        sums = [("notices.received", ("notices.acted", "notices.pending"))]
        made = tables(cells, {"period": dict.fromkeys(months, period)}, sums)
        hidden = [i for i, row in enumerate(rows) if row["obs_status"] == "Q"]
        shown = [Shown("rounded", int(_ends(row)[0]), *_ends(row)) for row in rows]
        for i in hidden:
            shown[i] = HIDDEN
        for cell, each in zip(cells, shown, strict=True):
            assert each.low <= cell.value <= each.high
        editions.append(Edition(made, tuple(shown), frozenset(hidden)))
        few = frozenset(i for i in hidden if 0 < cells[i].value < THRESHOLD)
        small.append(Edition(made, tuple(shown), few))
    assert sum(len(one.protected) for one in editions) > len(editions)
    assert sum(len(one.protected) for one in small) > 0
    assert exposures(constraints(small), ROUNDED, measure=False) == []
    assert narrow(constraints(editions), ROUNDED) == []


def _codes(row: dict[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    codes = {n: row[n] for n in ("period", "harm", "service") if row[n] is not None}
    # Who has all publications may take the counts of one service in two of them for the same.
    apart = {} if row["service"] == "Wideweb" else {"authority": name}
    return tuple(sorted({**codes, **apart}.items()))


def no_more_than_its_parts(result: Result) -> None:
    """No sum is shown by narrower limits than those that a reader works out from each publication:
    the least and the most that every withheld count can be, by a program of its own. So the joint
    publication tells nothing more."""
    low, high, loose = Counter[Place](), Counter[Place](), Counter[Place]()
    for document in result.publications.values():
        rows = [row for row in document["figures"] if _is_count(row)]
        whole = _place(next(row for row in rows if row["metric"] == COUNTS[0]))
        for place, (least, most) in _worked_out(rows, document["period"]).items():
            low[place] += least
            high[place] += most
            loose[place] += _most(rows, place, whole)
    tighter = 0
    for row in result.joint["figures"]:
        if _is_count(row) and row["service"] is None:
            least, most = _ends(row)
            assert least <= low[_place(row)]
            assert most >= high[_place(row)]
            tighter += most < loose[_place(row)]
    # Withheld parts are at most what the others leave, and not only at most their whole.
    assert tighter


def _most(rows: list[dict[str, Any]], place: Place, whole: Place) -> float:
    """The most of a count where a withheld one may be its whole."""
    ends = {_place(row): _ends(row)[1] for row in rows}
    return min(ends[place], ends[whole])


def _worked_out(rows: list[dict[str, Any]], period: str) -> dict[Place, tuple[int, int]]:
    """The least and the most that each count can be: harms, services and months add up, and what
    was acted on and what is pending is at most what was received."""
    number = {_place(row): i for i, row in enumerate(rows)}
    limits = [_ends(row) for row in rows]
    equal, most = _sums_of(number, period)
    names = {"A_eq": equal, "A_ub": most}
    given = {name: matrix for name, matrix in names.items() if matrix.size}
    given |= {f"b_{name[2:]}": np.zeros(len(matrix)) for name, matrix in given.items()}
    found = {}
    for place, i in number.items():
        found[place] = limits[i]
        if rows[i]["obs_status"] == "Q":
            cost = np.eye(len(rows))[i]
            least, top = (linprog(c, bounds=limits, **given) for c in (cost, -cost))
            assert (least.status, top.status) == (0, 0)
            found[place] = round(least.fun), round(-top.fun)
    return {place: (int(low), int(high)) for place, (low, high) in found.items()}


def _sums_of(number: dict[Place, int], period: str) -> tuple[Matrix, Matrix]:
    parts: dict[tuple[int, str], list[int]] = {}
    most = []
    for (metric, span, harm, service), i in number.items():
        for name, is_part, whole in (
            ("month", span != period, (metric, period, harm, service)),
            ("harm", harm is not None, (metric, span, None, service)),
            ("service", service is not None, (metric, span, harm, None)),
        ):
            if is_part and whole in number:
                parts.setdefault((number[whole], name), []).append(i)
        smaller = [number.get((part, span, harm, service)) for part in COUNTS[1:]]
        if metric == COUNTS[0]:
            most.append(_row(len(number), i, [one for one in smaller if one is not None], -1.0))
    equal = [_row(len(number), whole, each, 1.0) for (whole, _), each in parts.items()]
    return np.array(equal), np.array(most)


def _row(width: int, whole: int, parts: list[int], sign: float) -> Matrix:
    """The whole and its parts, as a row of a program."""
    row = np.zeros(width)
    row[parts] = -sign
    row[whole] = sign
    return row


def nothing_leaves_but_publications(result: Result) -> None:
    """No record is in what the joint office holds, nor in a package."""
    ids = {notice["notice_id"].encode() for notices in result.truth.values() for notice in notices}
    for path in [*(result.folder / "packages").iterdir(), *_files(result.folder / "joint")]:
        assert ids.isdisjoint(re.findall(rb'([\w.-]+)"', path.read_bytes()))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_every_sum_holds_the_truth(result: Result) -> None:
    check(result)


def test_an_attacker_with_all_publications_recovers_nothing(result: Result) -> None:
    attack(result)
    no_more_than_its_parts(result)
    (attempt,) = [
        one
        for one in result.joint["disclosure"]["audit"]["attackers"]
        if one["attacker"] == "reader with every publication in hand"
    ]
    assert attempt["narrowed_down"] == 0
    assert sum(one["narrowed_down"] for one in result.joint["taken_in"]) == 0


def test_no_record_leaves_its_country(result: Result) -> None:
    nothing_leaves_but_publications(result)


def test_a_service_in_two_publications_is_said(result: Result) -> None:
    assert result.joint["counted_twice"] == [
        {"service": "Wideweb", "authorities": ["Office of Bedria", "Office of Cordria"]}
    ]
    page = (result.folder / "joint/publication/index.html").read_text(encoding="utf-8")
    assert "Wideweb" in page


def test_who_holds_what_is_kept(result: Result) -> None:
    held = {(one["authority"], one["service"]) for one in result.joint["behind"]["holders"]}
    assert held == set(result.truth)
    services = {service for _, service in result.truth}
    assert result.joint["services"] == {"behind": len(services), "registered": len(services)}


@pytest.mark.fuzz
def test_sixty_authorities_in_two_minutes(root: Path, example: ModuleType, tmp_path: Path) -> None:
    start = time.monotonic()
    run(root, tmp_path / "out", 60)
    assert time.monotonic() - start < 120
    found = Result(example, tmp_path / "out", 60)
    assert len(found.joint["taken_in"]) == 60
    check(found)
    attack(found)
    no_more_than_its_parts(found)
    nothing_leaves_but_publications(found)
