"""What flat tables depend on is named, and other rules of a time zone are other ones."""

import zoneinfo
from pathlib import Path

import pytest

from harmscope import __version__
from harmscope.aggregation import basis as module
from harmscope.aggregation.basis import basis, zone_digest
from harmscope.errors import UserError


def test_the_basis_names_version_and_digests() -> None:
    assert basis()["harmscope"] == __version__
    digests = {value for name, value in basis().items() if name != "harmscope"}
    assert len(digests) == 4
    assert all(len(one) == 64 for one in digests)


def test_severities_and_codes_are_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for text in ("one", "other"):
        (tmp_path / "rules" / "rulesets").mkdir(parents=True, exist_ok=True)
        (tmp_path / "rules" / "rulesets" / "default.toml").write_text(text)
        monkeypatch.setattr(module, "_PROGRAM", tmp_path)
        basis.cache_clear()
        found.append(basis())
    basis.cache_clear()
    assert found[0]["rules"] != found[1]["rules"]
    assert found[0]["program"] != found[1]["program"]
    assert found[0]["schemas"] == found[1]["schemas"]


def test_a_zone_goes_by_its_rules(tmp_path: Path) -> None:
    before = zoneinfo.TZPATH
    dublin = zone_digest("Europe/Dublin")
    assert dublin == zone_digest("Europe/Dublin") != zone_digest("UTC")
    (tmp_path / "Europe").mkdir()
    source = next(Path(one, "Europe/Paris") for one in before if Path(one, "Europe/Paris").exists())
    (tmp_path / "Europe" / "Dublin").write_bytes(source.read_bytes())
    try:
        zoneinfo.reset_tzpath([str(tmp_path)])
        assert zone_digest("Europe/Dublin") != dublin
    finally:
        zoneinfo.reset_tzpath(before)


def test_a_zone_that_there_is_not_is_refused() -> None:
    with pytest.raises(UserError, match="time zone"):
        zone_digest("Europe/Nowhere")
