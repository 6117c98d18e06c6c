from datetime import date
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.findings import Finding, Tally
from harmscope.rules import CATALOGUE
from harmscope.validation.waivers import Waiver, Waivers, read_waivers

TODAY = date(2026, 6, 1)
WHOLE = """
[[waiver]]
rule = "keyword_not_of_category"
file = "a*.jsonl"
pointer = "/native/*"
reason = "the vendor mends it in July"
expires = 2026-06-01
"""


def finding(file: str = "a.jsonl", pointer: str = "/native/0", code: str = "HS135") -> Finding:
    return CATALOGUE[code].finding(file, 1, 0, pointer)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_waiver_covers_its_rule_in_its_scope(tmp_path: Path) -> None:
    waivers = read_waivers(written(tmp_path, WHOLE), TODAY)
    assert waivers.excuse(finding()) == "the vendor mends it in July"
    assert waivers.excuse(finding(file="b.jsonl")) is None
    assert waivers.excuse(finding(pointer="/harm/primary")) is None
    assert waivers.excuse(finding(code="HS136")) is None
    assert list(waivers.findings()) == []


def test_a_waiver_past_its_day_covers_nothing_and_is_a_finding(tmp_path: Path) -> None:
    waivers = read_waivers(written(tmp_path, WHOLE), date(2026, 6, 2))
    assert waivers.excuse(finding()) is None
    (found,) = waivers.findings()
    assert (found.rule, found.file, found.pointer) == ("WV001", "waivers.toml", "/waiver/0")
    assert "HS135, 1 finding covered until 2026-06-01" in found.message


def test_a_waiver_for_nothing_is_noted() -> None:
    waivers = Waivers("w.toml", [Waiver("HS135", "because", TODAY)], TODAY)
    assert [one.rule for one in waivers.findings()] == ["WV002"]


def test_a_tally_counts_what_is_waived_apart() -> None:
    waivers = Waivers("w.toml", [Waiver("HS135", "because", TODAY, pointer="/native/0")], TODAY)
    tally = Tally(excuse=waivers.excuse)
    tally.extend([finding(), finding(pointer="/native/1")])
    tally.extend(waivers.findings())
    assert (tally.total(), tally.waived.total()) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "[[waiver]",
        "waiver = 1",
        "other = 1",
        WHOLE.replace("reason", "because"),
        WHOLE.replace("2026-06-01", '"soon"'),
        WHOLE.replace("2026-06-01", "2026-06-01T00:00:00Z"),
        WHOLE.replace("keyword_not_of_category", "HS999"),
        WHOLE.replace("keyword_not_of_category", "WV001"),
        WHOLE.replace("the vendor mends it in July", " "),
        WHOLE.replace('"the vendor mends it in July"', "3"),
        "a = " + "[" * 5000,
    ],
)
def test_what_is_no_file_of_waivers_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError, match="waiver"):
        read_waivers(written(tmp_path, text), TODAY)


def test_a_missing_or_huge_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such file"):
        read_waivers(tmp_path / "none.toml", TODAY)
    with pytest.raises(UserError, match="larger than 1 MB"):
        read_waivers(written(tmp_path, "#" * 1_100_000), TODAY)


def test_the_example_of_the_documentation_is_a_waiver(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "validate.md").read_text(encoding="utf-8")
    example = page.split("## Waivers")[1].split("```toml\n")[1].split("```")[0]
    waivers = read_waivers(written(tmp_path, example), TODAY)
    assert waivers.excuse(finding(file="exports/a.jsonl")) is not None
