from datetime import date
from pathlib import Path

import pytest

from desks import AT
from harmscope.errors import UserError
from harmscope.registry.calendar import due, rules
from harmscope.registry.submissions import erase, withdraw


def services(desk, today: date) -> list[str]:
    return [one.service for one in due(desk.state, rules(desk.registry.folder), today)]


def test_what_is_withdrawn_is_due_sooner(desk) -> None:
    desk.receive(desk.senders["alpha"].submission())
    told = desk.receive(desk.senders["beta"].submission())
    withdraw(desk.registry, told["submission"], "wrong file", AT)
    assert services(desk, date(2026, 10, 19)) == []
    assert services(desk, date(2026, 10, 20)) == ["Beta"]
    assert services(desk, date(2031, 4, 20)) == ["Beta", "Alpha"]


def test_what_is_erased_is_due_no_more(desk) -> None:
    told = desk.receive(desk.senders["alpha"].submission())
    erase(desk.registry, told["submission"], "unit 7", "retention is over", AT)
    assert services(desk, date(2040, 1, 1)) == []


def test_a_registry_may_have_rules_of_its_own(desk) -> None:
    desk.receive(desk.senders["alpha"].submission())
    own = desk.registry.folder / "retention.toml"
    own.write_text('[[rule]]\nstatus = ["accepted"]\nkind = ["records"]\nmonths = 1\n')
    assert services(desk, date(2026, 5, 20)) == ["Alpha"]
    own.write_text("[[rule]]\n")
    with pytest.raises(UserError, match="cannot be read"):
        rules(desk.registry.folder)


def test_the_shipped_rules_cover_what_has_contents(tmp_path: Path) -> None:
    covered = {
        (status, kind) for rule in rules(tmp_path) for status in rule.status for kind in rule.kind
    }
    for status in ("received", "accepted", "partly", "superseded", "withdrawn", "rejected"):
        for kind in ("records", "figures"):
            assert (status, kind) in covered
