"""Arguments of wrong types give one clear error, in every public function."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import harmscope as hs
from harmscope.api.api_page import functions
from harmscope.arguments import checked
from harmscope.errors import UserError
from harmscope.taxonomy import carry, map_codes, search, show

ROOT = Path(__file__).parents[2]
RECORDS = ROOT / "examples" / "platform-export" / "records.jsonl"
PUBLIC: list[Callable[..., Any]] = [
    *(getattr(hs, name) for name in functions()), search, show, map_codes, carry,
]  # fmt: skip


class Odd:
    """Nothing that any function takes."""


@pytest.mark.parametrize("function", PUBLIC, ids=lambda one: one.__name__)
def test_every_argument_of_every_function_is_checked(function: Callable[..., Any]) -> None:
    names = list(inspect.signature(function).parameters)
    needed = {
        name: "2025"
        for name, one in inspect.signature(function).parameters.items()
        if one.default is one.empty and name not in ("codes", "counts")
    }
    for name in names:
        rest = {"codes": [], "counts": {}} if function in (map_codes, carry) else {}
        given = {key: rest[key] for key in rest if key in names} | needed | {name: Odd()}
        with pytest.raises(UserError, match=r"the type Odd cannot be given here") as caught:
            function(**given)
        assert caught.value.where == name


def test_what_to_give_is_said() -> None:
    wrong: Any = 5
    with pytest.raises(UserError) as caught:
        hs.validate(wrong)
    assert caught.value.fix == "give a path or a list (each item a path)"
    with pytest.raises(UserError, match=r"a list with PosixPath and int|a list with int"):
        hs.validate([wrong, RECORDS])
    with pytest.raises(UserError, match=r"period: the type int cannot be given here; give text$"):
        hs.report(RECORDS, period=wrong)
    with pytest.raises(UserError, match=r"select: the type str .* give a list"):
        hs.validate(RECORDS, select="HS1001")
    with pytest.raises(UserError, match=r"jobs: the type bool .* give a whole number"):
        hs.validate(RECORDS, jobs=True)


def test_what_can_be_gone_through_once_is_not_lost() -> None:
    @checked
    def joined(parts: list[str], least: int | None = None) -> str:
        return ", ".join(parts)

    given: Any = (one for one in "ab")
    assert joined(given) == "a, b"
    with pytest.raises(TypeError, match=r"joined"):
        joined(parts=["a"], other=1)  # type: ignore[call-arg]


def test_a_profile_and_a_ruleset_may_be_paths(tmp_path: Path) -> None:
    profile = ROOT / "src" / "harmscope" / "profiles" / "core.toml"
    own = tmp_path / "mine.toml"
    own.write_bytes(profile.read_bytes())
    made = hs.report(RECORDS, profile=own, period="2025-H2", clock="2026-07-10")
    assert made.report.profile.id == "core"
    with pytest.raises(UserError, match=r"ruleset"):
        hs.validate(RECORDS, ruleset=tmp_path / "none.toml", clock="2026-07-10")
